import Annealing
import ArgumentParser
import ChipPlace
import Evaluation
import Formats
import Foundation
import GlobalPlacement
import Legalization
import Netlist
import Reporting
import WebReport

/// `chipplace place`.
struct PlaceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "place",
    abstract: "Places the macros of a netlist, and its cells where it has rows for them.",
    discussion: """
      Two engines first of all. 'anneal', for clustered netlists, anneals macros on the exact proxy cost from the \
      placement given, or the netlist's own positions, freed from overlap. 'flow', for netlists with \
      cells on rows, places macros and cells together by electrostatics, makes macros legal, puts \
      cells on rows and improves them in place; given --time or --moves it also anneals the macros, \
      with cells in clusters. For clustered netlists 'flow' is annealing from an analytical start. \
      Without --engine the netlist decides. 'policy', for clustered netlists, lets a trained network \
      place the hard macros, with no annealing, and is done when it is: only --fine-tune and an \
      analytical start take time or moves from its budget. 'hybrid' anneals and lets the network \
      propose moves and, with --policy-starts, placements to begin from.

      With --moves, or neither budget, the result depends on the seed and the number of threads \
      alone; with --time on the machine too. An interrupt (Ctrl-C or SIGTERM) ends the run with the \
      best result so far written; a second one ends it at once.
      """)

  @OptionGroup var design: DesignArguments

  @Option(
    help: """
      The placement to start from: .plc, .pl or .def, plain or .gz. For cells on rows it says where \
      the fixed nodes are.
      """,
    completion: .file(extensions: ["plc", "pl", "def", "gz"]))
  var placement: String?

  @Option(
    name: [.short, .long],
    help: "The placement to write: .plc, .pl or .def (or .pb.txt or .aux for the whole design).",
    completion: .file())
  var output: String

  @Option(help: "What places: 'anneal', 'policy', 'hybrid' or 'flow'.")
  var engine: PlacementEngine?

  @OptionGroup var guidance: GuidanceArguments

  @Option(help: "Seconds to anneal. For 'anneal' 60 unless --moves is given; for 'flow' none.")
  var time: Double?

  @Option(help: "Moves to propose in annealing, all threads together, in place of a time.")
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

  @Option(help: "How full 'flow' may make any part of the chip, above 0 and up to 1.")
  var density: Double?

  @Option(
    help: """
      Make room for wires in 'flow' where congestion is too high, foreseen by 'rudy', wires spread \
      evenly over each net's box, or by the 'routes' of the proxy cost.
      """)
  var routability: CongestionModel?

  @Option(
    help: """
      The share of the routing tracks that --routability takes to be there for nets, above 0 and up \
      to 1.
      """)
  var routingCapacity: Double?

  @Option(
    help: "Weights of nets for the placer, a line for each with name and number.",
    completion: .file())
  var netWeights: String?

  @Option(
    help: "Draw the result with its cost maps: a .svg or .png file; give it again for more.",
    completion: .file(extensions: ["svg", "png"]))
  var picture: [String] = []

  @Option(
    help: "Write a report of the run as an HTML page that needs no network.",
    completion: .file(extensions: ["html"]))
  var report: String?

  @OptionGroup var checkpoints: CheckpointArguments

  @OptionGroup var memory: MemoryArguments

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
    if let density, !(density > 0 && density <= 1) {
      throw ValidationError("Expected --density above 0 and up to 1.")
    }
    if let routingCapacity {
      guard routingCapacity > 0, routingCapacity <= 1 else {
        throw ValidationError("Expected --routing-capacity above 0 and up to 1.")
      }
      if routability == nil {
        throw ValidationError("Expected --routing-capacity only with --routability.")
      }
    }
    if checkpoints.file == output {
      throw ValidationError("Expected a checkpoint in another file than the placement.")
    }
    try requireKnownFormats(outputs: [output], pictures: picture)
  }

  func run() throws {
    try reportingFailures {
      try requireWritable([output] + picture + [report, checkpoints.file].compactMap { $0 })
      let design = try self.design.read(placement: placement)
      var weighted = design
      if let netWeights {
        weighted.netlist = design.netlist.replacingNetWeights(
          with: try NetWeightsFile.read(file: netWeights, netlist: design.netlist))
      }
      let engine = try chosenEngine(for: design)
      if engine == .flow, FlatPlacer.suits(design) {
        try flow(weighted, original: design)
      } else {
        try anneal(weighted, original: design, engine)
      }
    }
  }

  /// The engine asked for, or the one that suits the design.
  ///
  /// - Throws: `ValidationError` if an option is of no use to it.
  private func chosenEngine(for design: Design) throws -> PlacementEngine {
    let isFlat = FlatPlacer.suits(design)
    let engine = self.engine ?? (isFlat ? .flow : .anneal)
    if engine == .flow, start != .given {
      throw ValidationError("Expected no --start for the flow, which has its own.")
    }
    try guidance.check(engine)
    if engine == .policy, restarts != 1 {
      throw ValidationError("Expected --restarts only with annealing.")
    }
    if engine == .policy, checkpoints.file != nil {
      throw ValidationError("Expected --checkpoint and --resume only with annealing or the flow.")
    }
    if restarts != 1, engine == .flow, isFlat, time == nil, moves == nil {
      throw ValidationError("Expected --restarts only with annealing: give --time or --moves.")
    }
    if density != nil, engine != .flow || !isFlat {
      throw ValidationError("Expected --density only for the flow of a netlist with cells on rows.")
    }
    if routability != nil, engine != .flow || !isFlat {
      throw ValidationError(
        "Expected --routability only for the flow of a netlist with cells on rows.")
    }
    return engine
  }

  private var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

  private func annealingOptions(_ budget: AnnealingBudget) -> AnnealingOptions {
    var options = AnnealingOptions(budget: budget, seed: seed, threads: threadCount)
    options.halo = halo
    options.restarts = restarts
    return options
  }

  /// Anneals; in the flow, from an analytical start.
  private func anneal(
    _ weighted: Design, original: Design, _ engine: PlacementEngine
  ) throws {
    var options = PlacementOptions(
      budget: moves.map { .moves($0) } ?? .time(time ?? 60), seed: seed, threads: threadCount,
      start: engine == .flow ? .analytical : start)
    options.annealing = annealingOptions(options.annealing.budget)
    options.engine = engine
    options.guidance = guidance.guidance
    let estimate = MemoryEstimate(weighted, options: options)
    try memory.check(estimate)
    let model = try guidance.readModel()
    let interrupted = try checkpoints.interrupted()
    let keeper = checkpoints.keeper
    var display = ProgressDisplay()
    var recorder = RunRecorder(
      original, keepsFrames: report != nil, curve: interrupted?.curve ?? [])
    let stop = StopFlag()
    let interrupts = Interrupts(raising: stop)
    var result = try withExtendedLifetime(interrupts) {
      try Placer(weighted, options: options, model: model).place(
        resuming: interrupted, stop: stop,
        progress: {
          display.show($0)
          recorder.note($0)
        },
        checkpoint: keeper.map { keeper in { keeper.note($0, curve: recorder.curve) } })
    }
    display.finish()
    keeper?.finish(wasStopped: result.wasStopped)
    if netWeights != nil {
      result.evaluation = try ProxyEvaluator(
        netlist: original.netlist, floorplan: original.floorplan
      ).evaluate(result.placement)
    }
    let costs = try CostReport(
      placement: output, readFrom: placement ?? design.netlist, result.evaluation, result.legality)
    try finish(original, result.placement, result.evaluation)
    var report = PlaceReport(costs, result, engine, seed: seed, threads: threadCount)
    report.memoryEstimate = estimate
    report.curve = recorder.costs
    try show(report, original, result.placement, result.evaluation, recorder)
  }

  private func flow(_ weighted: Design, original: Design) throws {
    var options = FlatPlacementOptions(seed: seed, threads: threadCount)
    if let density { options.global.targetDensity = density }
    options.global.routability = routability.map {
      RoutabilityOptions(model: $0, capacity: routingCapacity ?? 1)
    }
    options.legalization.macroSpacing = halo
    if let budget = moves.map({ AnnealingBudget.moves($0) }) ?? time.map({ .time($0) }) {
      options.annealing = annealingOptions(budget)
    }
    let estimate = MemoryEstimate(weighted, options: options)
    try memory.check(estimate)
    let interrupted = try checkpoints.interrupted()
    let keeper = checkpoints.keeper
    var display = ProgressDisplay()
    var recorder = RunRecorder(
      original, keepsFrames: report != nil, curve: interrupted?.curve ?? [])
    let stop = StopFlag()
    let interrupts = Interrupts(raising: stop)
    let result = try withExtendedLifetime(interrupts) {
      try FlatPlacer(weighted, options: options).place(
        resuming: interrupted, stop: stop,
        progress: {
          display.show($0)
          recorder.note($0)
        },
        stageEnded: { recorder.note($0, $1) },
        checkpoint: keeper.map { keeper in { keeper.note($0, curve: recorder.curve) } })
    }
    display.finish()
    keeper?.finish(wasStopped: result.wasStopped)
    let evaluation = try ProxyEvaluator(
      netlist: original.netlist, floorplan: original.floorplan
    ).evaluate(result.placement)
    let legality = LegalityChecker(
      netlist: original.netlist, floorplan: original.floorplan, reference: original.placement
    ).check(result.placement)
    var costs = try CostReport(
      placement: output, readFrom: placement ?? design.netlist, evaluation, legality)
    costs.judge(flat: result.legality, hpwl: result.wirelength, of: original)
    costs.addWireDensity(
      of: result.placement, in: original, capacity: routingCapacity ?? 1)
    try finish(original, result.placement, evaluation)
    var report = PlaceReport(
      costs, result, unit: original.floorplan.unitsPerMicron, seed: seed, threads: threadCount)
    report.memoryEstimate = estimate
    report.curve = recorder.wirelengths
    try show(report, original, result.placement, evaluation, recorder)
  }

  /// Writes the placement and draws it.
  private func finish(_ original: Design, _ placement: Placement, _ evaluation: Evaluation) throws {
    var design = original
    design.placement = placement
    try design.write(
      to: output, costs: evaluation.headerCosts, library: try self.design.library())
    for file in picture {
      try PictureSheet(
        design: design, placement: placement, evaluation: evaluation,
        title: URL(fileURLWithPath: output).lastPathComponent
      ).write(to: file)
    }
  }

  /// Writes the report's page, if one is asked for, and says what came of the run.
  private func show(
    _ report: PlaceReport, _ design: Design, _ placement: Placement, _ evaluation: Evaluation,
    _ recorder: RunRecorder
  ) throws {
    if let file = self.report {
      try ReportPage(
        RunPage.document(
          report, design, placement, evaluation, netlist: self.design.netlist,
          frames: recorder.frames)
      ).write(to: file)
    }
    if json { try Results.show(json: report) } else { try Results.show(report.text) }
  }
}

extension Evaluation {
  /// The costs that a `.plc` header notes.
  fileprivate var headerCosts: [(label: String, value: Double)] {
    [
      ("Wirelength", hpwl), ("Wirelength cost", terms.wirelength),
      ("Congestion cost", terms.congestion), ("Density cost", terms.density),
    ]
  }
}
