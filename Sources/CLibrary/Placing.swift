import Annealing
public import CChipPlace
import ChipPlace
import Evaluation
import Legalization
import Netlist
import Policy

/// The stop flag behind a handle.
final class StopHandle {
  let flag = StopFlag()
}

/// `chipplace_stop_create` of `chipplace.h`.
@_cdecl("chipplace_stop_create")
public func createStop() -> OpaquePointer? { attemptObject { StopHandle() } }

/// `chipplace_stop_raise` of `chipplace.h`.
@_cdecl("chipplace_stop_raise")
public func raiseStop(_ stop: OpaquePointer?) {
  // Nothing that could fail or allocate: a signal's handler may call this.
  guard let stop else { return }
  Unmanaged<StopHandle>.fromOpaque(UnsafeRawPointer(stop))._withUnsafeGuaranteedRef {
    $0.flag.raise()
  }
}

/// `chipplace_stop_free` of `chipplace.h`.
@_cdecl("chipplace_stop_free")
public func freeStop(_ stop: OpaquePointer?) { free(stop, as: StopHandle.self) }

private func defaultPlaceOptions() -> chipplace_place_options {
  let weights = CostWeights()
  var options = chipplace_place_options()
  options.size = MemoryLayout<chipplace_place_options>.size
  options.start = Int32(CHIPPLACE_START_DEFAULT)
  options.seed = 1
  options.threads = 1
  options.weights = chipplace_weights(
    wirelength: weights.wirelength, density: weights.density, congestion: weights.congestion)
  return options
}

/// `chipplace_place_options_init` of `chipplace.h`.
@_cdecl("chipplace_place_options_init")
public func initialize(placeOptions options: UnsafeMutablePointer<chipplace_place_options>?) {
  options?.initialize(to: defaultPlaceOptions())
}

/// `chipplace_place` of `chipplace.h`.
@_cdecl("chipplace_place")
public func placeDesign(
  _ handle: OpaquePointer?, _ options: UnsafePointer<chipplace_place_options>?,
  _ result: UnsafeMutablePointer<chipplace_place_result>?
) -> chipplace_status {
  attempt {
    let design = try object(handle, as: DesignHandle.self)
    let wishes = try SizedStructures.read(options, or: defaultPlaceOptions())
    let run = try PlacingRun(wishes)
    let (placement, outcome) = try run.place(try design.current())
    if let result { try SizedStructures.write(outcome, to: result) }
    design.store(placement)
  }
}

/// One run of a placer for a caller in C.
private struct PlacingRun {
  let wishes: chipplace_place_options
  let engine: PlacementEngine
  let start: PlacementStart
  let budget: AnnealingBudget?
  let stop: StopFlag

  /// - Throws: ``ArgumentError`` if the wishes are out of range or do not go together.
  init(_ wishes: chipplace_place_options) throws(ArgumentError) {
    self.wishes = wishes
    let engines: [PlacementEngine] = [.anneal, .policy, .hybrid, .flow]
    let starts: [PlacementStart?] = [.given, .spiral, .random, .analytical, nil]
    engine = engines[try checked(Int(wishes.engine), below: engines.count, "engine")]
    let wished = starts[try checked(Int(wishes.start), below: starts.count, "start")]
    start = wished ?? engine.defaultStart
    guard (1...1024).contains(wishes.threads) else {
      throw ArgumentError(message: "threads: expected 1 to 1024, found \(wishes.threads)")
    }
    guard wishes.seconds >= 0, wishes.seconds <= 1e7 else {
      throw ArgumentError(message: "seconds: expected 0 to 10000000, found \(wishes.seconds)")
    }
    guard wishes.moves <= UInt64(Int.max), wishes.moves == 0 || wishes.seconds == 0 else {
      throw ArgumentError(message: "moves: expected a budget in moves or in seconds, found both")
    }
    guard wishes.halo >= 0, wishes.halo.isFinite else {
      throw ArgumentError(message: "halo: expected 0 or more, found \(wishes.halo)")
    }
    guard wishes.model == nil || engine == .policy || engine == .hybrid else {
      throw ArgumentError(message: "model: expected only with a policy network's engine")
    }
    guard wished == nil || engine != .flow else {
      throw ArgumentError(message: "start: expected none for the flow, which has its own")
    }
    budget =
      wishes.moves > 0
      ? .moves(Int(wishes.moves)) : wishes.seconds > 0 ? .time(wishes.seconds) : nil
    stop =
      try wishes.stop.map { pointer throws(ArgumentError) in
        try object(pointer, as: StopHandle.self).flag
      } ?? StopFlag()
  }

  func place(_ design: Design) throws -> (Placement, chipplace_place_result) {
    if engine == .flow { return try flow(design) }
    let budget = budget ?? .time(10)
    var options = PlacementOptions(
      budget: budget, seed: wishes.seed, threads: Int(wishes.threads), start: start)
    options.annealing = try annealing(budget)
    options.engine = engine
    let model = engine == .anneal ? nil : try self.model()
    let result = try Placer(design, options: options, model: model).place(stop: stop) {
      tell("anneal", fraction: $0.fraction, seconds: $0.seconds, steps: $0.moves, cost: $0.bestCost)
    }
    return (
      result.placement,
      chipplace_place_result(
        size: 0, costs: chipplace_costs(result.evaluation.terms, proxy: result.evaluation.proxy),
        hpwl: result.evaluation.hpwl, is_legal: result.legality.isLegal ? 1 : 0,
        was_stopped: result.wasStopped ? 1 : 0, moves: UInt64(result.moves),
        seconds: result.seconds)
    )
  }

  /// The network that the caller names, or the one that comes along.
  private func model() throws -> PolicyModel {
    if let file = wishes.model { return try PolicyModel(contentsOf: String(cString: file)) }
    return try PolicyModel.shipped(beside: file_of_chipplace_library().map { String(cString: $0) })
  }

  private func annealing(_ budget: AnnealingBudget) throws(ArgumentError) -> AnnealingOptions {
    var options = AnnealingOptions(
      budget: budget, seed: wishes.seed, threads: Int(wishes.threads))
    options.halo = wishes.halo
    options.weights = try CostWeights(wishes.weights)
    return options
  }

  private func flow(_ design: Design) throws -> (Placement, chipplace_place_result) {
    guard FlatPlacer.suits(design) else {
      throw ArgumentError(message: "engine: the flow needs a design with cells and rows for them")
    }
    var options = FlatPlacementOptions(seed: wishes.seed, threads: Int(wishes.threads))
    options.legalization.macroSpacing = wishes.halo
    options.annealing = try budget.map { budget throws(ArgumentError) in try annealing(budget) }
    let begin = ContinuousClock.now
    let result = try FlatPlacer(design, options: options).place(stop: stop) {
      tell(
        $0.stage.rawValue, fraction: -1, seconds: (ContinuousClock.now - begin) / .seconds(1),
        steps: $0.step, cost: $0.wirelength)
    }
    let evaluation = try ProxyEvaluator(
      netlist: design.netlist, floorplan: design.floorplan,
      weights: try CostWeights(wishes.weights)
    ).evaluate(result.placement)
    var placement = result.placement
    // The flow fixes the macros on its way.
    placement.isFixed = design.placement.isFixed
    return (
      placement,
      chipplace_place_result(
        size: 0, costs: chipplace_costs(evaluation.terms, proxy: evaluation.proxy),
        hpwl: evaluation.hpwl, is_legal: result.legality.isLegal ? 1 : 0,
        was_stopped: result.wasStopped ? 1 : 0, moves: UInt64(result.moves),
        seconds: result.seconds)
    )
  }

  /// Tells the caller how the run stands, and raises the flag if it wants no more.
  private func tell(
    _ stage: String, fraction: Double, seconds: Double, steps: Int, cost: Double
  ) {
    guard let callback = wishes.progress else { return }
    let wantsEnd = stage.withCString { name in
      var progress = chipplace_progress(
        size: MemoryLayout<chipplace_progress>.size, stage: name, fraction: fraction,
        seconds: seconds, steps: UInt64(steps), cost: cost)
      return callback(&progress, wishes.context) != 0
    }
    if wantsEnd { stop.raise() }
  }
}
