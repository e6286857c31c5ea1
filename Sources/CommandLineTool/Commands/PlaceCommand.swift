import Annealing
import ArgumentParser
import ChipPlace
import Evaluation
import Foundation
import Netlist
import Reporting

/// `chipplace place`.
struct PlaceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "place",
    abstract: "Places the macros of a netlist by annealing on the exact proxy cost.",
    discussion: """
      Starts from the placement given, or the netlist's own positions, freed from overlap. With \
      --moves the result depends on the seed and the number of threads alone; with --time on the \
      machine too. An interrupt (Ctrl-C or SIGTERM) ends the run with the best result so far \
      written; a second one ends it at once.
      """)

  @OptionGroup var design: DesignArguments

  @Option(
    help: "The placement to start from: .plc or .pl, plain or .gz.",
    completion: .file(extensions: ["plc", "pl", "gz"]))
  var placement: String?

  @Option(
    name: [.short, .long],
    help: "The placement to write: .plc or .pl (or .pb.txt or .aux for the whole design).",
    completion: .file())
  var output: String

  @Option(help: "Seconds to spend. 60 unless --moves is given.")
  var time: Double?

  @Option(help: "Moves to propose, all threads together, in place of a time.")
  var moves: Int?

  @Option(help: "Threads, each with a replica. As many as the machine has cores by default.")
  var threads: Int?

  @Option(help: "The seed of all randomness.")
  var seed: UInt64 = 1

  @Option(help: "What to start from: 'given', 'spiral', 'random' or 'analytical'.")
  var start = PlacementStart.given

  @Option(help: "Clearance to keep between hard macros, in the design's length unit.")
  var halo = 0.0

  @Option(help: "How many times the temperature falls.")
  var restarts = 1

  @Option(
    help: "Draw the result with its cost maps: a .svg or .png file; give it again for more.",
    completion: .file(extensions: ["svg", "png"]))
  var picture: [String] = []

  @Flag(help: "Write a JSON object.")
  var json = false

  func validate() throws {
    if time != nil, moves != nil { throw ValidationError("Expected --time or --moves, not both.") }
    if let time, !(time > 0 && time <= 1e7) {
      throw ValidationError("Expected --time above 0 and up to 10000000 seconds.")
    }
    if let moves, moves <= 0 { throw ValidationError("Expected --moves above 0.") }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("Expected --threads from 1 to 1024.")
    }
    if !(halo >= 0 && halo.isFinite) { throw ValidationError("Expected --halo of 0 or more.") }
    if !(1...1000).contains(restarts) {
      throw ValidationError("Expected --restarts from 1 to 1000.")
    }
    try requireKnownFormats(outputs: [output], pictures: picture)
  }

  func run() throws {
    try reportingFailures {
      try requireWritable([output] + picture)
      var design = try self.design.read(placement: placement)
      let threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
      var options = PlacementOptions(
        budget: moves.map { .moves($0) } ?? .time(time ?? 60), seed: seed, threads: threads,
        start: start)
      options.annealing.halo = halo
      options.annealing.restarts = restarts

      let stop = StopFlag()
      let interrupts = Interrupts(raising: stop)
      var display = ProgressDisplay()
      let result = try withExtendedLifetime(interrupts) {
        try Placer(design, options: options).place(stop: stop) { display.show($0) }
      }
      display.finish()
      let costs = try CostReport(
        placement: output, readFrom: placement ?? self.design.netlist, result.evaluation,
        result.legality)

      design.placement = result.placement
      try design.write(to: output, costs: result.headerCosts)
      for file in picture {
        try PictureSheet(
          design: design, placement: result.placement, evaluation: result.evaluation,
          title: URL(fileURLWithPath: output).lastPathComponent
        ).write(to: file)
      }
      let report = PlaceReport(costs, result, seed: seed, threads: threads)
      if json { try Results.show(json: report) } else { try Results.show(report.text) }
    }
  }
}

/// What `place` says of its result.
private struct PlaceReport: Encodable {
  struct Stage: Encodable {
    var name: String
    var seconds: Double
    var proxyCost: Double
  }

  struct MoveKind: Encodable {
    var kind: String
    var proposed: Int
    var accepted: Int
    var share: Double
  }

  var costs: CostReport
  var seconds: Double
  var moves: Int
  var seed: UInt64
  var threads: Int
  var stages: [Stage]
  var moveKinds: [MoveKind]
  var interrupted: Bool

  init(_ costs: CostReport, _ result: PlacementResult, seed: UInt64, threads: Int) {
    self.costs = costs
    seconds = result.seconds
    moves = result.moves
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

  private enum CodingKeys: String, CodingKey {
    case seconds, moves, movesPerSecond, seed, threads, peakMemoryBytes, stages, moveKinds,
      interrupted
  }

  func encode(to encoder: any Encoder) throws {
    try costs.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(seconds, forKey: .seconds)
    try container.encode(moves, forKey: .moves)
    try container.encode(movesPerSecond, forKey: .movesPerSecond)
    try container.encode(seed, forKey: .seed)
    try container.encode(threads, forKey: .threads)
    try container.encode(ProcessMemory.peakBytes, forKey: .peakMemoryBytes)
    try container.encode(stages, forKey: .stages)
    try container.encode(moveKinds, forKey: .moveKinds)
    try container.encode(interrupted, forKey: .interrupted)
  }

  private var movesPerSecond: Double {
    let annealing = stages.last?.seconds ?? 0
    return annealing > 0 ? Double(moves) / annealing : 0
  }

  var text: String {
    costs.text
      + String(
        format: "\n  time              %.1f s, %d moves, %.0f a second on %d threads", seconds,
        moves,
        movesPerSecond, threads)
  }
}

extension PlacementResult {
  /// The costs that a `.plc` header notes.
  fileprivate var headerCosts: [(label: String, value: Double)] {
    [
      ("Wirelength", evaluation.hpwl), ("Wirelength cost", evaluation.terms.wirelength),
      ("Congestion cost", evaluation.terms.congestion),
      ("Density cost", evaluation.terms.density),
    ]
  }
}
