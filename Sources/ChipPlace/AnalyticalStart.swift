import Annealing
import Dispatch
import Evaluation
import GlobalPlacement
import Legalization
import Netlist

/// Starts for annealing by descent on the smooth proxy cost: from the given placement, and from one at
/// random. Each is freed from overlap, and the one of least cost kept.
struct AnalyticalStart: Sendable {
  /// The temperature to anneal from here as a share of ``costScale(at:samples:)``: so warm that
  /// annealing improves the start without first undoing it.
  static let temperatureShare = 0.006

  /// The share of a budget in time after which descents are ended as they are.
  static let timeShare = 0.25

  private let design: Design
  private let options: PlacementOptions

  init(_ design: Design, options: PlacementOptions) {
    self.design = design
    self.options = options
  }

  /// The best start. With a budget in moves the same design and seed give the same one, whatever the
  /// number of threads.
  func best(stop: StopFlag) throws(PlacementError) -> Placement {
    let candidates = candidates()
    let deadline: ContinuousClock.Instant? =
      switch options.annealing.budget {
      case .time(let seconds): .now + .seconds(seconds * Self.timeShare)
      case .moves: nil
      }
    var results = [Result<Candidate, PlacementError>?](repeating: nil, count: candidates.count)
    let width = max(1, min(options.annealing.threads, candidates.count))
    results.withUnsafeMutableBufferPointer { buffer in
      // Each candidate writes to a place of its own.
      nonisolated(unsafe) let buffer = buffer
      DispatchQueue.concurrentPerform(iterations: width) { worker in
        for index in stride(from: worker, to: candidates.count, by: width) {
          buffer[index] = descend(candidates[index], stop, until: deadline)
        }
      }
    }
    var best: Candidate?
    var failure = PlacementError(message: "found no start")
    for result in results.reversed() {
      switch result {
      case .success(let found)?:
        if best.map({ found.cost <= $0.cost }) ?? true { best = found }
      case .failure(let error)?: failure = error
      case nil: break
      }
    }
    guard let best else { throw failure }
    return best.placement
  }

  private struct Candidate: Sendable {
    var placement: Placement
    var cost: Double
  }

  /// Where to descend from.
  private func candidates() -> [Placement] {
    [
      design.placement,
      MacroStarts.random(
        design.netlist, design.floorplan, like: design.placement, seed: options.annealing.seed),
    ]
  }

  private func descend(
    _ start: Placement, _ stop: StopFlag, until deadline: ContinuousClock.Instant?
  ) -> Result<Candidate, PlacementError> {
    let ending = StopFlag()
    do throws(GlobalPlacementError) {
      let descent = ProxyDescent(
        design: design, options: ProxyDescentOptions(weights: options.annealing.weights))
      let rough = try descent.place(start, stop: ending) { _ in
        if stop.isRaised || deadline.map({ ContinuousClock.now > $0 }) ?? false { ending.raise() }
      }
      return legalized(rough)
    } catch {
      return .failure(PlacementError(message: error.message))
    }
  }

  private func legalized(_ rough: Placement) -> Result<Candidate, PlacementError> {
    do throws(LegalizationError) {
      let placement = try MacroLegalizer(
        netlist: design.netlist, floorplan: design.floorplan, halo: options.annealing.halo
      ).legalize(rough)
      do throws(PlacementError) {
        let cost = try ProxyEvaluator(
          netlist: design.netlist, floorplan: design.floorplan, weights: options.annealing.weights
        ).cost(placement).proxy
        return .success(Candidate(placement: placement, cost: cost))
      } catch {
        return .failure(error)
      }
    } catch {
      return .failure(PlacementError(message: error.message))
    }
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
