public import Annealing
public import Distribution
public import Evaluation
import Formats
import Legalization
public import Netlist
public import Policy

/// Places macros: a start without overlap, then annealing on the exact proxy cost, the policy network,
/// or both.
public struct Placer: Sendable {
  private let design: Design
  private let options: PlacementOptions

  private let model: PolicyModel?

  /// A placer of one design.
  ///
  /// - Parameter model: the policy network, for engines that have one; by default the one that comes
  ///   with the library.
  public init(_ design: Design, options: PlacementOptions, model: PolicyModel? = nil) {
    self.design = design
    self.options = options
    self.model = model
  }

  /// Places the design. The same design, options with a budget in moves, and thread count give the
  /// same placement.
  ///
  /// - Parameters:
  ///   - ranks: the processes that share the annealing, each with as many replicas as there are threads;
  ///     all of them call this, with the same design, and get the same placement. By default there is
  ///     one.
  ///   - stop: ends the run with the best so far when raised, on any rank.
  ///   - progress: called from time to time while annealing.
  /// - Throws: ``PlacementError`` if the design cannot be placed.
  public func place<Ranks: Communicator>(
    over ranks: Ranks = LocalCommunicator(), stop: StopFlag = StopFlag(),
    progress: (AnnealingProgress) -> Void = { _ in }
  ) throws(PlacementError) -> PlacementResult {
    try design.requireSame(on: ranks)
    var run = PlacementRun(design, options: options)
    let start = try startPlacement(stop)
    try run.note(options.start == .analytical ? "analytical" : "start", start)
    let temperature =
      options.start == .analytical
      ? AnalyticalStart.temperatureShare
        * AnalyticalStart(design, options: options).costScale(at: start) : nil
    switch options.engine {
    case .policy:
      let placed = try GuidedPlacement(design, options, model).policyAlone(
        from: start, run: &run, stop: stop)
      return try run.finish(placed, stop)
    case .hybrid:
      return try GuidedPlacement(design, options, model).hybrid(
        from: start, temperature: temperature, run: &run, over: ranks, stop: stop,
        progress: progress)
    case .anneal, .flow:
      var annealing = options.annealing
      annealing.budget = run.budgetLeft
      annealing.initialTemperature = annealing.initialTemperature ?? temperature
      let annealer = Annealer(
        netlist: design.netlist, floorplan: design.floorplan, options: annealing)
      let annealed = try PlacementError.ofCommunication { () throws(Ranks.Failure) in
        try annealer.anneal(from: start, over: ranks, stop: stop, progress: progress)
      }
      return try run.finish(annealed, stop)
    }
  }

  private func startPlacement(_ stop: StopFlag) throws(PlacementError) -> Placement {
    let (netlist, floorplan) = (design.netlist, design.floorplan)
    let wished =
      switch options.start {
      case .given: design.placement
      case .spiral:
        MacroStarts.spiral(
          netlist, floorplan, like: design.placement, order: options.spiralOrder)
      case .random:
        MacroStarts.random(
          netlist, floorplan, like: design.placement, seed: options.annealing.seed)
      case .analytical: try AnalyticalStart(design, options: options).best(stop: stop)
      }
    do throws(LegalizationError) {
      return try MacroLegalizer(
        netlist: netlist, floorplan: floorplan, halo: options.annealing.halo
      ).legalize(wished)
    } catch {
      throw PlacementError(message: error.message)
    }
  }
}

/// Why a design could not be placed.
public struct PlacementError: Error, Hashable, CustomStringConvertible {
  /// What stands in the way.
  public var message: String
  /// Whether it is not the design, but that ranks could not talk to each other.
  public var isOfCommunication = false

  /// An error with its reason.
  public init(message: String) { self.message = message }

  /// The error as a line for a person.
  public var description: String { message }
}

extension PlacementError {
  /// Runs what talks to other ranks.
  static func ofCommunication<Value, Failure>(
    _ body: () throws(Failure) -> Value
  ) throws(PlacementError) -> Value {
    do throws(Failure) {
      return try body()
    } catch {
      var failure = PlacementError(message: "\(error)")
      failure.isOfCommunication = true
      throw failure
    }
  }
}

extension Design {
  /// - Throws: ``PlacementError`` if another rank has another design, as from files that differ between
  ///   machines.
  func requireSame(on ranks: some Communicator) throws(PlacementError) {
    guard ranks.count > 1 else { return }
    let sizes = zip(netlist.nodeWidths, netlist.nodeHeights).flatMap { [$0, $1] }
    let pins = zip(netlist.pinOffsetsX, netlist.pinOffsetsY).flatMap { [$0, $1] }
    var hash = SHA256()
    hash.update(placement.bytes)
    for numbers in [sizes, pins] {
      numbers.withUnsafeBytes { hash.update($0) }
    }
    netlist.netPins.elements.withUnsafeBytes { hash.update($0) }
    let own = Array(hash.finish().utf8)
    let all = try PlacementError.ofCommunication { try ranks.allGather(bytes: own) }
    if let other = all.firstIndex(where: { $0 != all[0] }) {
      throw PlacementError(
        message: "rank \(other) read another design than rank 0: the files differ")
    }
  }
}

extension ProxyEvaluator {
  /// The cost under the clamping edge rule, which every placement has.
  func cost(_ placement: Placement) throws(PlacementError) -> Evaluation {
    do throws(OutsideGridError) {
      return try evaluate(placement)
    } catch {
      throw PlacementError(message: error.description)
    }
  }
}
