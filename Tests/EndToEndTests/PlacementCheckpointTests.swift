import Accelerator
import Annealing
import Evaluation
import Formats
import Foundation
import GlobalPlacement
import Netlist
import TestSupport
import Testing

@testable import ChipPlace

/// The library's placements that go on from checkpoints.
@Suite struct PlacementCheckpointTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A design of random nodes with room for its macros.
  private static func design(nets: Int = 20) -> Design {
    RandomDesign.make(
      seed: 3, hardMacros: 4, softMacros: 5, ports: 4, nets: nets, columns: 6, rows: 5)
  }

  private func options(
    _ engine: PlacementEngine, start: PlacementStart = .given,
    _ change: (inout PlacementOptions) -> Void = { _ in }
  ) -> PlacementOptions {
    var options = PlacementOptions(budget: .moves(1500), seed: 3, threads: 2, start: start)
    options.engine = engine
    options.annealing.epochs = 6
    change(&options)
    return options
  }

  /// A checkpoint as a file gives it back.
  private func reread(_ checkpoint: PlacementCheckpoint) throws -> PlacementCheckpoint {
    try checkpoint.write(to: folder.file("run.checkpoint"))
    return try PlacementCheckpoint(contentsOf: folder.file("run.checkpoint"))
  }

  private func expectSameFromEach(_ options: PlacementOptions) throws {
    let design = Self.design()
    let placer = Placer(design, options: options, model: SmallPolicies.model())
    var checkpoints: [PlacementCheckpoint] = []
    let whole = try placer.place(checkpoint: { checkpoints.append($0) })
    #expect(checkpoints.count == 7)
    for (epoch, checkpoint) in checkpoints.enumerated() {
      let rest = try placer.place(resuming: reread(checkpoint))
      #expect(rest.placement == whole.placement, "from epoch \(epoch)")
      #expect(rest.evaluation.terms == whole.evaluation.terms)
      #expect(rest.moves == whole.moves && rest.moveStatistics == whole.moveStatistics)
      #expect(rest.stages.map(\.name) == whole.stages.map(\.name))
      #expect(rest.stages.map(\.moves) == whole.stages.map(\.moves))
      #expect(rest.stages.map(\.proxyCost) == whole.stages.map(\.proxyCost))
    }
  }

  /// Behind a checksum that is right.
  @Test(arguments: [.nan, .infinity, -1, 1e300])
  func timesThatAreNoneAreRefused(seconds: Double) throws {
    var found: PlacementCheckpoint?
    _ = try Placer(Self.design(), options: options(.anneal)).place(checkpoint: { found = $0 })
    let checkpoint = try #require(found)
    guard case .annealing(var point) = checkpoint.progress else { return }
    point.book.seconds = seconds
    let error = #expect(throws: ParseError.self) {
      try reread(PlacementCheckpoint(checkpoint.inputs, .annealing(point)))
    }
    #expect(error?.message.contains("expected seconds from 0 to") == true)
  }

  @Test(arguments: [PlacementStart.given, .analytical, .random])
  func annealingGoesOnFromAnyEpoch(start: PlacementStart) throws {
    try expectSameFromEach(options(.anneal, start: start))
  }

  @Test func annealingWithANetworkGoesOnFromAnyEpoch() throws {
    try expectSameFromEach(options(.hybrid))
    try expectSameFromEach(
      options(.hybrid) {
        $0.guidance.rollouts = 2
        $0.guidance.trials = 1
      })
  }

  /// The network that was taught the design is in the checkpoint.
  @Test func aTaughtNetworkGoesOn() throws {
    try expectSameFromEach(
      options(.hybrid) {
        $0.annealing.budget = .moves(60_000)
        $0.guidance.tuningShare = 0.9
      })
  }

  private func flatDesign() throws -> Design {
    let made = try Tool.run([
      "synthesize", "--cells", "200", "--macros", "2", "--seed", "2", "-o",
      folder.file("flat.aux"),
    ])
    try #require(made.status == 0, "\(made.errors)")
    return try Design(netlist: folder.file("flat.aux"))
  }

  private func isInGlobalPlacement(_ checkpoint: PlacementCheckpoint) -> Bool {
    guard case .flow(let point) = checkpoint.progress else { return false }
    return point.global != nil
  }

  @Test(arguments: [nil, CongestionModel.rudy], [false, true])
  func theFlowGoesOnFromAnyStage(routability: CongestionModel?, anneals: Bool) throws {
    var options = FlatPlacementOptions(seed: 2, threads: 2)
    options.global.routability = routability.map {
      // So little that cells are enlarged.
      RoutabilityOptions(model: $0, capacity: 0.2)
    }
    if anneals {
      options.annealing = AnnealingOptions(budget: .moves(1000), seed: 2, threads: 2)
      options.annealing?.epochs = 4
    }
    let placer = FlatPlacer(try flatDesign(), options: options)
    var checkpoints: [PlacementCheckpoint] = []
    let whole = try placer.place(checkpoint: { checkpoints.append($0) })
    // Global placement keeps many: every fourth is tried.
    let within = checkpoints.indices.filter { isInGlobalPlacement(checkpoints[$0]) }
    #expect(checkpoints.count - within.count == whole.stages.count + (anneals ? 5 : 0))
    #expect(within.count > 8)
    let skipped = Set(within.enumerated().filter { $0.offset % 4 != 1 }.map(\.element))
    for (number, checkpoint) in checkpoints.enumerated() where !skipped.contains(number) {
      let rest = try placer.place(resuming: reread(checkpoint))
      #expect(rest.placement == whole.placement, "from checkpoint \(number)")
      #expect(rest.legality == whole.legality && rest.moves == whole.moves)
      #expect(rest.overflow == whole.overflow && rest.legalWirelength == whole.legalWirelength)
      #expect(rest.stages.map(\.stage) == whole.stages.map(\.stage))
      #expect(rest.stages.map(\.wirelength) == whole.stages.map(\.wirelength))
      #expect(rest.stages.map(\.steps) == whole.stages.map(\.steps))
      #expect(rest.stages.map(\.routability) == whole.stages.map(\.routability))
    }
  }

  @Test func usedTimeCounts() throws {
    let design = Self.design()
    var options = options(.anneal)
    options.annealing.budget = .time(0.2)
    var last: PlacementCheckpoint?
    let whole = try Placer(design, options: options).place(checkpoint: { last = $0 })
    let rest = try Placer(design, options: options).place(resuming: last!)
    #expect(rest.seconds >= 0.15 && rest.moves >= whole.moves / 2)
    #expect(rest.stages.count == whole.stages.count)
  }

  @Test func aCheckpointOfAnotherRunIsNamed() throws {
    let design = Self.design()
    var checkpoint: PlacementCheckpoint?
    _ = try Placer(design, options: options(.anneal)).place(checkpoint: { checkpoint = $0 })
    let interrupted = try #require(checkpoint)
    func message(_ design: Design, _ options: PlacementOptions) throws -> String {
      let error = #expect(throws: PlacementError.self) {
        try Placer(design, options: options).place(resuming: interrupted)
      }
      return try #require(error).message
    }
    let begin = "the checkpoint does not fit: it is of a run with "
    #expect(
      try message(design, options(.anneal) { $0.annealing.seed = 4 })
        == begin + "seed 3, this one has seed 4")
    #expect(
      try message(design, options(.anneal) { $0.annealing.budget = .time(5) })
        == begin + "no time, this one has time 5.0")
    #expect(
      try message(design, options(.hybrid)) == begin + "engine anneal, this one has engine hybrid")
    var moved = design
    moved.placement.x[0] += 1
    #expect(try message(moved, options(.anneal)) == begin + "other places to start from")
    var weighted = design
    weighted.netlist = design.netlist.replacingNetWeights(
      with: design.netlist.netWeights.map { $0 + 1 })
    #expect(try message(weighted, options(.anneal)) == begin + "other net weights")
    #expect(
      try message(Self.design(nets: 21), options(.anneal)) == begin
        + "other nodes, pins or nets")
    #expect(throws: PlacementError.self) {
      try FlatPlacer(design).place(resuming: interrupted)
    }
  }

  @Test func noDamageGoesUnnoticed() throws {
    var checkpoint: PlacementCheckpoint?
    _ = try Placer(Self.design(), options: options(.anneal)).place(checkpoint: {
      checkpoint = $0
    })
    let file = folder.file("run.checkpoint")
    try #require(checkpoint).write(to: file)
    let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
    for length in stride(from: 0, to: whole.count, by: 61) {
      try folder.write(Array(whole[..<length]), to: "run.checkpoint")
      #expect(throws: ParseError.self) { try PlacementCheckpoint(contentsOf: file) }
      var flipped = whole
      flipped[length] ^= 1 << UInt8(length % 8)
      try folder.write(flipped, to: "run.checkpoint")
      #expect(throws: ParseError.self) { try PlacementCheckpoint(contentsOf: file) }
    }
  }
}
