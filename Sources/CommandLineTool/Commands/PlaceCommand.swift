import Annealing
import ArgumentParser
import ChipPlace
import Distribution
import Evaluation
import Formats
import Foundation
import GlobalPlacement
import Legalization
import Netlist
import Recipes

/// `chipplace place`.
struct PlaceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "place",
    abstract: "Places the macros of a netlist, and its cells where it has rows for them.",
    discussion: """
      Two engines first of all. 'anneal', for clustered netlists, anneals macros on the exact proxy cost from a \
      descent that begins at the placement given, or the netlist's own positions. 'flow', for netlists with \
      cells on rows, places macros and cells together by electrostatics, makes macros legal, puts \
      cells on rows and improves them in place; given --time or --moves it also anneals the macros, \
      with cells in clusters. For clustered netlists 'flow' is annealing. \
      Without --engine the netlist decides. 'policy', for clustered netlists, lets a trained network \
      place the hard macros, with no annealing, and is done when it is: only --fine-tune and an \
      analytical start take time or moves from its budget. 'hybrid' anneals and lets the network \
      propose moves and, with --policy-starts, placements to begin from.

      With --moves, or neither budget, the result depends on the seed and the number of threads \
      alone; with --time on the machine too. An interrupt (Ctrl-C or SIGTERM) ends the run with the \
      best result so far written; a second one ends it at once.

      Built with the trait MPI, 'mpirun -n 4 chipplace place …' anneals on four ranks, each with a \
      replica for each of --threads. Every rank reads the design, the first writes. With --moves the \
      result depends on the seed and the number of replicas in all.

      Examples:
        chipplace place netlist.pb.txt --placement initial.plc --time 5 -o placed.plc
        chipplace place chip.def --lef chip.lef -o placed.def --picture placed.png
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

  @OptionGroup var annealing: AnnealingArguments

  @Option(
    help: """
      What to start from: 'given', 'spiral', 'random' or 'analytical'. Annealing starts from \
      'analytical' by default, in long runs with every second thread from 'given', the policy \
      network from 'given'.
      """)
  var start: PlacementStart?

  @Option(
    help: """
      What replicas have to do with each other: 'winners', a few times the worst go on from the best \
      (the default), or 'tempering', they stand on a ladder of temperatures and change places on it.
      """)
  var replicas: ReplicaCoupling?

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
      The share of the routing tracks that --routability, or an --objective of routes, takes to be \
      there for nets, above 0 and up to 1.
      """)
  var routingCapacity: Double?

  @Option(
    help: ArgumentHelp(
      "What to judge placements of macros by beyond the proxy cost: a formula.",
      discussion: """
        After annealing, hard macros are moved to lower it, while the proxy cost stays within \
        --objective-slack. Its variables: \
        \(ObjectiveVariable.allCases.map(\.rawValue).joined(separator: ", ")). For instance \
        'proxy + 0.05 * channels + 0.02 * boundary'. 'proxy' alone leaves the placement as annealed.
        """))
  var objective = "proxy"

  @Option(
    help: "The share by which the proxy cost may rise for --objective. 0.001 by default.")
  var objectiveSlack: Double?

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
      let variables = try objectiveFormula()?.variables ?? []
      if routability == nil, variables.isDisjoint(with: [.overflow, .crowding]) {
        throw ValidationError(
          "Expected --routing-capacity only with --routability or an --objective of routes.")
      }
    }
    let hasObjective = try objectiveFormula() != nil
    if let objectiveSlack {
      guard hasObjective, objectiveSlack >= 0, objectiveSlack <= 1 else {
        throw ValidationError(
          "Expected --objective-slack from 0 to 1, with an --objective other than 'proxy'.")
      }
    }
    if checkpoints.file == output {
      throw ValidationError("Expected a checkpoint in another file than the placement.")
    }
    try requireKnownFormats(outputs: [output], pictures: picture)
  }

  /// The objective, unless it is the proxy cost alone.
  func objectiveFormula() throws -> Formula<ObjectiveVariable>? {
    do throws(FormulaError) {
      let formula = try Formula<ObjectiveVariable>(parsing: objective)
      return formula == Formula(.proxy) ? nil : formula
    } catch {
      throw ValidationError("--objective '\(objective)': \(error)")
    }
  }

  func run() throws { try onRanks { try run(over: $0) } }

  private func run(over ranks: some Communicator) throws {
    // Each rank reads by itself: files are on a disk that all share, and reading them takes less time
    // than sending what was read.
    let (design, weighted, engine) = try ranks.agreeing {
      if ranks.isFirst {
        try requireWritable(files)
      }
      try memory.check(file: self.design.netlist, output: output)
      let design = try self.design.read(placement: placement)
      var weighted = design
      if let netWeights {
        weighted.netlist = design.netlist.replacingNetWeights(
          with: try NetWeightsFile.read(file: netWeights, netlist: design.netlist))
      }
      return (design, weighted, try chosenEngine(for: design, ranks))
    }
    if engine == .flow, FlatPlacer.suits(design) {
      try flow(weighted, original: design, over: ranks)
    } else {
      try anneal(weighted, original: design, engine, over: ranks)
    }
  }

  /// The files to write.
  var files: [String] {
    [output] + picture + [report, checkpoints.file].compactMap { $0 }
  }

  private func annealingOptions(_ budget: AnnealingBudget, threads: Int) -> AnnealingOptions {
    var options = AnnealingOptions(budget: budget, seed: annealing.seed, threads: threads)
    options.coupling = replicas ?? .winners
    options.halo = halo
    options.restarts = restarts
    return options
  }

  /// Anneals.
  private func anneal(
    _ weighted: Design, original: Design, _ engine: PlacementEngine,
    over ranks: some Communicator
  ) throws {
    let threads = try ranks.broadcast(annealing.threads ?? ranks.threadsByDefault)
    var options = PlacementOptions(
      budget: annealing.budgetOrDefault, seed: annealing.seed, threads: threads,
      start: start ?? engine.defaultStart)
    options.annealing = annealingOptions(options.annealing.budget, threads: threads)
    options.engine = engine
    options.guidance = guidance.guidance
    let estimate = MemoryEstimate(weighted, options: options, held: ProcessMemory.peakBytes)
    let (model, interrupted) = try ranks.agreeing {
      let inputs = (try guidance.readModel(), try checkpoints.interrupted())
      try memory.check(estimate)
      return inputs
    }
    let keeper = checkpoints.keeper
    var display = ProgressDisplay()
    var recorder = RunRecorder(
      original, keepsFrames: report != nil && ranks.isFirst, curve: interrupted?.curve ?? [])
    let stop = StopFlag()
    let interrupts = Interrupts(raising: stop)
    var result = try withExtendedLifetime(interrupts) {
      try Placer(weighted, options: options, model: model).place(
        over: ranks, resuming: interrupted, stop: stop,
        progress: {
          display.show($0)
          recorder.note($0)
        },
        checkpoint: keeper.map { keeper in { keeper.note($0, curve: recorder.curve) } })
    }
    display.finish()
    keeper?.finish(wasStopped: result.wasStopped)
    let refinement = try refine(&result, weighted, stop)
    let shared = try RanksReport(ranks, seconds: result.seconds)
    guard ranks.isFirst else { return }
    try concluding {
      if netWeights != nil {
        result.evaluation = try ProxyEvaluator(
          netlist: original.netlist, floorplan: original.floorplan
        ).evaluate(result.placement)
      }
      let costs = try CostReport(
        placement: output, readFrom: placement ?? design.netlist, result.evaluation, result.legality
      )
      try finish(original, result.placement, result.evaluation)
      var report = PlaceReport(costs, result, engine, seed: annealing.seed, threads: threads)
      report.ranks = shared
      report.refinement = refinement
      report.memoryEstimate = estimate
      report.curve = recorder.costs
      try show(report, original, result.placement, result.evaluation, recorder)
    }
  }

  private func flow(
    _ weighted: Design, original: Design, over ranks: some Communicator
  ) throws {
    let threads = try ranks.broadcast(annealing.threads ?? ranks.threadsByDefault)
    var options = FlatPlacementOptions(seed: annealing.seed, threads: threads)
    if let density { options.global.targetDensity = density }
    options.global.routability = routability.map {
      RoutabilityOptions(model: $0, capacity: routingCapacity ?? 1)
    }
    options.legalization.macroSpacing = halo
    options.annealing = annealing.budget.map { annealingOptions($0, threads: threads) }
    let estimate = MemoryEstimate(weighted, options: options, held: ProcessMemory.peakBytes)
    let interrupted = try ranks.agreeing {
      try memory.check(estimate)
      return try checkpoints.interrupted()
    }
    let keeper = checkpoints.keeper
    var display = ProgressDisplay()
    var recorder = RunRecorder(
      original, keepsFrames: report != nil && ranks.isFirst, curve: interrupted?.curve ?? [])
    let stop = StopFlag()
    let interrupts = Interrupts(raising: stop)
    let result = try withExtendedLifetime(interrupts) {
      try FlatPlacer(weighted, options: options).place(
        over: ranks, resuming: interrupted, stop: stop,
        progress: {
          display.show($0)
          recorder.note($0)
        },
        stageEnded: { recorder.note($0, $1) },
        checkpoint: keeper.map { keeper in { keeper.note($0, curve: recorder.curve) } })
    }
    display.finish()
    keeper?.finish(wasStopped: result.wasStopped)
    let shared = try RanksReport(ranks, seconds: result.seconds)
    guard ranks.isFirst else { return }
    try concluding {
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
        costs, result, unit: original.floorplan.unitsPerMicron, seed: annealing.seed,
        threads: threads)
      report.ranks = shared
      report.memoryEstimate = estimate
      report.curve = recorder.wirelengths
      try show(report, original, result.placement, evaluation, recorder)
    }
  }
}
