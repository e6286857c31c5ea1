import Annealing
import Evaluation
import Netlist

/// The same log probabilities for a node at every call.
final class FixedProposer: CellProposer {
  let work: Double
  private let logProbabilities: [[Float]]

  /// - Parameter lumps: how far apart log probabilities are, random ones; 0 for a uniform
  ///   distribution.
  init(_ design: Design, lumps: Float, seed: UInt64 = 1, work: Double = 10) {
    self.work = work
    let cells = design.floorplan.columns * design.floorplan.rows
    var random = SeededGenerator(seed: seed)
    logProbabilities = (0..<design.netlist.nodeCount).map { _ in
      (0..<cells).map { _ in lumps * Float(random.uniform()) }
    }
  }

  func beginEpoch(_ evaluator: borrowing IncrementalEvaluator, temperature: Double) {}

  func propose(
    _ node: NodeID, in evaluator: borrowing IncrementalEvaluator, temperature: Double,
    logProbabilities: UnsafeMutableBufferPointer<Float>
  ) -> Bool {
    _ = logProbabilities.update(fromContentsOf: self.logProbabilities[node.index])
    return true
  }
}

/// Prefers empty cells, by the layout it sees.
final class EmptyCellProposer: CellProposer {
  let work = 20.0
  private let preference: Float
  private(set) var temperatures: [Double] = []

  init(preference: Float = 2) { self.preference = preference }

  func beginEpoch(_ evaluator: borrowing IncrementalEvaluator, temperature: Double) {
    temperatures.append(temperature)
  }

  func propose(
    _ node: NodeID, in evaluator: borrowing IncrementalEvaluator, temperature: Double,
    logProbabilities: UnsafeMutableBufferPointer<Float>
  ) -> Bool {
    for row in 0..<evaluator.grid.rows {
      for column in 0..<evaluator.grid.columns {
        let load =
          evaluator.density(row: row, column: column)
          + evaluator.congestion(row: row, column: column)
        logProbabilities[row * evaluator.grid.columns + column] = -preference * Float(load)
      }
    }
    return true
  }
}

/// Keeps what it was shown and has no proposal.
final class Witness: CellProposer {
  struct Sight {
    var x: [Double]
    var y: [Double]
    var orientations: [Orientation]
    var terms: CostTerms
    var densityThreshold: Double
    var congestionThreshold: Double
  }

  let work = 10.0
  private let placement: Placement
  private(set) var sights: [Sight] = []

  init(_ design: Design) { placement = design.placement }

  func beginEpoch(_ evaluator: borrowing IncrementalEvaluator, temperature: Double) {}

  func propose(
    _ node: NodeID, in evaluator: borrowing IncrementalEvaluator, temperature: Double,
    logProbabilities: UnsafeMutableBufferPointer<Float>
  ) -> Bool {
    let seen = evaluator.placement(like: placement)
    sights.append(
      Sight(
        x: seen.x, y: seen.y, orientations: seen.orientations, terms: evaluator.terms,
        densityThreshold: evaluator.densityThreshold,
        congestionThreshold: evaluator.congestionThreshold))
    return false
  }
}
