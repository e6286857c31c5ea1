import Annealing
import ChipPlace
import Foundation

/// What became of an objective beside the cost.
struct RefinementReport: Encodable {
  var formula: String
  var before: Double
  var after: Double
  /// The moves of hard macros that were kept.
  var moves: Int
  var seconds: Double
}

/// What `place` says of its result.
struct PlaceReport: Encodable {
  struct Stage: Encodable {
    var name: String
    var seconds: Double
    /// The cost at its end, of stages that go by it.
    var proxyCost: Double?
    /// The half-perimeter wirelength at its end, of stages that go by it.
    var hpwl: Double?
    /// What it did against congestion, of stages that looked at it.
    var routability: RoutabilityReport?
  }

  struct MoveKind: Encodable {
    var kind: String
    var proposed: Int
    var accepted: Int
    var share: Double
  }

  /// What only flat designs have.
  struct Flat {
    var hpwlGlobal: Double
    var hpwlLegal: Double
    var overflow: Double
  }

  var costs: CostReport
  var engine: PlacementEngine
  var flat: Flat?
  var seconds: Double
  var moves: Int
  /// Of the last stage that annealed.
  var annealingMoves: Int
  var annealingSeconds: Double
  /// What it began with; of clustered designs.
  var initialTemperature: Double?
  var seed: UInt64
  /// On each rank.
  var threads: Int
  /// How ranks shared the run, with MPI.
  var ranks: RanksReport?
  var stages: [Stage]
  var moveKinds: [MoveKind] = []
  /// Of placements judged by more than the cost.
  var refinement: RefinementReport?
  /// How the cost fell.
  var curve: [CurvePoint] = []
  var interrupted: Bool
  /// What was foreseen before the run.
  var memoryEstimate: MemoryEstimate?

  init(
    _ costs: CostReport, _ result: PlacementResult, _ engine: PlacementEngine, seed: UInt64,
    threads: Int
  ) {
    self.costs = costs
    self.engine = engine
    seconds = result.seconds
    moves = result.moves
    let annealing = result.stages.last { $0.moves > 0 }
    annealingMoves = annealing?.moves ?? 0
    annealingSeconds = annealing?.seconds ?? 0
    initialTemperature = result.initialTemperature
    self.seed = seed
    self.threads = threads
    stages = result.stages.map {
      Stage(name: $0.name, seconds: $0.seconds, proxyCost: $0.proxyCost)
    }
    moveKinds = result.moveStatistics.map {
      MoveKind(kind: $0.kind, proposed: $0.proposed, accepted: $0.accepted, share: $0.share)
    }
    interrupted = result.wasStopped
  }

  /// The report on a flat design, whose wirelengths are divided by `unit`.
  init(
    _ costs: CostReport, _ result: FlatPlacementResult, unit: Double, seed: UInt64, threads: Int
  ) {
    self.costs = costs
    engine = .flow
    flat = Flat(
      hpwlGlobal: result.globalWirelength / unit, hpwlLegal: result.legalWirelength / unit,
      overflow: result.overflow)
    seconds = result.seconds
    moves = result.moves
    annealingMoves = result.moves
    annealingSeconds = result.stages.first { $0.stage == .annealing }?.seconds ?? 0
    self.seed = seed
    self.threads = threads
    stages = result.stages.map {
      Stage(
        name: $0.stage.rawValue, seconds: $0.seconds, hpwl: $0.wirelength / unit,
        routability: $0.routability.map { RoutabilityReport($0) })
    }
    interrupted = result.wasStopped
  }

  private enum CodingKeys: String, CodingKey {
    case engine, hpwlGlobal, hpwlLegal, overflow, seconds, moves, movesPerSecond
    case initialTemperature, seed, threads, ranks, communication, memoryEstimate, peakMemoryBytes
    case stages, moveKinds, objective, curve, interrupted
  }

  func encode(to encoder: any Encoder) throws {
    try costs.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(engine.rawValue, forKey: .engine)
    if let flat {
      try container.encode(flat.hpwlGlobal, forKey: .hpwlGlobal)
      try container.encode(flat.hpwlLegal, forKey: .hpwlLegal)
      try container.encode(flat.overflow, forKey: .overflow)
    }
    try container.encode(seconds, forKey: .seconds)
    try container.encode(moves, forKey: .moves)
    try container.encode(movesPerSecond, forKey: .movesPerSecond)
    try container.encodeIfPresent(initialTemperature, forKey: .initialTemperature)
    try container.encode(seed, forKey: .seed)
    try container.encode(threads, forKey: .threads)
    if let ranks {
      try container.encode(ranks.ranks, forKey: .ranks)
      try container.encode(ranks, forKey: .communication)
    }
    try container.encodeIfPresent(memoryEstimate?.bytes, forKey: .memoryEstimate)
    try container.encode(ProcessMemory.peakBytes, forKey: .peakMemoryBytes)
    try container.encode(stages, forKey: .stages)
    try container.encode(moveKinds, forKey: .moveKinds)
    try container.encodeIfPresent(refinement, forKey: .objective)
    // JSON is read by people too.
    try container.encode(curve.thinned(to: 50), forKey: .curve)
    try container.encode(interrupted, forKey: .interrupted)
  }

  private var movesPerSecond: Double {
    annealingSeconds > 0 ? Double(annealingMoves) / annealingSeconds : 0
  }

  var text: String {
    var lines = [costs.text]
    if let flat {
      lines.append(
        String(
          format: "  half-perimeter    %.6g global, %.6g legal, %.6g at the end", flat.hpwlGlobal,
          flat.hpwlLegal, costs.hpwl))
      for stage in stages {
        let name = stage.name.padding(toLength: 17, withPad: " ", startingAt: 0)
        lines.append(
          String(format: "  %@ %.2f s, half-perimeter %.6g", name, stage.seconds, stage.hpwl ?? 0))
        if let routability = stage.routability { lines.append(routability.text) }
      }
    }
    if let refinement {
      lines.append(
        String(
          format: "  objective         %.6f   (%.6f before %d moves)", refinement.after,
          refinement.before, refinement.moves))
    }
    lines.append(
      moves > 0
        ? String(
          format: "  time              %.1f s, %d moves, %.0f a second on %d threads", seconds,
          moves, movesPerSecond, threads)
        : String(format: "  time              %.1f s on %d threads", seconds, threads))
    if let ranks { lines.append(ranks.text) }
    return lines.joined(separator: "\n")
  }
}
