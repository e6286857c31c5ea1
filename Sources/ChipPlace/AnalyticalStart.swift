import Annealing
import Evaluation
import GlobalPlacement
import Legalization
import Netlist
import Parallelism

/// Starts for annealing by descent on the smooth proxy cost, with short first steps and with long ones,
/// from the given placement or, if that is a heap, from one at random. Each is freed from overlap, and
/// the one of least cost kept.
struct AnalyticalStart: Sendable {
  /// The temperature to anneal from here as a share of ``costScale(at:samples:)``: between those that
  /// were best on sparse designs (0.02 to 0.03) and on dense ones (0.003 to 0.02).
  static let temperatureShare = 0.015

  /// The share of the budget that descents take at most.
  static let budgetShare = 0.15

  /// As how many moves an iteration of a descent counts, for each node that may move.
  static let movesPerNode = 0.4

  /// How far an iteration moves a node at first, in cells of the cost grid, in each descent. Which is
  /// better depends on the design, and cannot be told before.
  static let initialSteps = [0.3, 0.6]

  private let design: Design
  private let options: PlacementOptions

  init(_ design: Design, options: PlacementOptions) {
    self.design = design
    self.options = options
  }

  /// The best start. With a budget in moves the same design and seed give the same one, whatever the
  /// number of threads.
  func best(stop: StopFlag) throws(PlacementError) -> Placement {
    let origin = origin
    let descents = Self.initialSteps.map { descentOptions(initialStep: $0) }
    var results = [Result<Candidate, PlacementError>?](repeating: nil, count: descents.count)
    let width = width(descents.count)
    results.withUnsafeMutableBufferPointer { buffer in
      // Each descent writes to a place of its own.
      concurrently(width) { worker in
        for index in stride(from: worker, to: descents.count, by: width) {
          buffer[index] = descend(from: origin, descents[index], stop)
        }
      }
    }
    var best = try legalized(origin)
    for case let result? in results {
      let found = try result.get()
      if found.cost < best.cost { best = found }
    }
    return best.placement
  }

  private struct Candidate: Sendable {
    var placement: Placement
    var cost: Double
  }

  /// Descents that run at once.
  private func width(_ descents: Int) -> Int { max(1, min(options.annealing.threads, descents)) }

  /// How to descend within the budget.
  private func descentOptions(initialStep: Double) -> ProxyDescentOptions {
    var descent = ProxyDescentOptions(weights: options.annealing.weights, initialStep: initialStep)
    let count = Self.initialSteps.count
    switch options.annealing.budget {
    case .time(let seconds):
      let rounds = (count + width(count) - 1) / width(count)
      descent.seconds = seconds * Self.budgetShare / Double(rounds)
    case .moves(let moves):
      let nodes = design.placement.isFixed.count { !$0 }
      let cost = Self.movesPerNode * Double(max(nodes, 1) * count)
      descent.iterations = Int(
        min(Double(descent.iterations), Double(moves) * Self.budgetShare / cost))
    }
    return descent
  }

  /// Where descents begin: the given placement, or one at random if that is a heap.
  private var origin: Placement {
    guard isHeap else { return design.placement }
    return MacroStarts.random(
      design.netlist, design.floorplan, like: design.placement, seed: options.annealing.seed)
  }

  /// Whether all movable nodes are about at one place, as in a design that is not placed yet.
  var isHeap: Bool {
    let (placement, die) = (design.placement, design.floorplan.die)
    let nodes = placement.isFixed.indices.filter { !placement.isFixed[$0] }
    let x = nodes.map { placement.x[$0] }
    let y = nodes.map { placement.y[$0] }
    guard nodes.count > 1, let left = x.min(), let right = x.max(), let bottom = y.min(),
      let top = y.max()
    else { return false }
    return right - left < 0.05 * die.width && top - bottom < 0.05 * die.height
  }

  private func descend(
    from start: Placement, _ descent: ProxyDescentOptions, _ stop: StopFlag
  ) -> Result<Candidate, PlacementError> {
    do throws(PlacementError) {
      return .success(try legalized(try roughly(from: start, descent, stop)))
    } catch {
      return .failure(error)
    }
  }

  private func roughly(
    from start: Placement, _ descent: ProxyDescentOptions, _ stop: StopFlag
  ) throws(PlacementError) -> Placement {
    do throws(GlobalPlacementError) {
      return try ProxyDescent(design: design, options: descent).place(start, stop: stop)
    } catch {
      throw PlacementError(message: error.message)
    }
  }

  private func legalized(_ rough: Placement) throws(PlacementError) -> Candidate {
    let placement: Placement
    do throws(LegalizationError) {
      placement = try MacroLegalizer(
        netlist: design.netlist, floorplan: design.floorplan, halo: options.annealing.halo
      ).legalize(rough)
    } catch {
      throw PlacementError(message: error.message)
    }
    let evaluator = ProxyEvaluator(
      netlist: design.netlist, floorplan: design.floorplan, weights: options.annealing.weights)
    return Candidate(placement: placement, cost: try evaluator.cost(placement).proxy)
  }

  /// The mean size of the change of cost when a random node goes to a random place: the scale of costs.
  func costScale(at start: Placement, samples: Int = 400) -> Double {
    let netlist = design.netlist
    let nodes = netlist.nodeKinds.indices.filter {
      !start.isFixed[$0] && netlist.nodeKinds[$0] != .port
    }.map { NodeID($0) }
    var evaluator = IncrementalEvaluator(
      netlist: netlist, floorplan: design.floorplan, placement: start,
      weights: options.annealing.weights)
    var random = SeededGenerator(seed: options.annealing.seed, stream: 0x5343_414C_45)
    return evaluator.costScale(
      of: nodes, within: { CenterRange(netlist, design.floorplan, start, node: $0) },
      samples: samples, random: &random)
  }
}
