import Annealing
import Evaluation
import Netlist

/// The same log probabilities for a node at every call, or at every call of an epoch.
final class FixedProposer: CellProposer {
  let view: ProposalView
  let work: Double
  private let lumps: Float
  private let changes: Bool
  private var random: SeededGenerator
  private var logProbabilities: [[Float]]
  private(set) var calls = 0

  /// - Parameters:
  ///   - lumps: how far apart log probabilities are, random ones; 0 for a uniform distribution.
  ///   - changes: whether each epoch has others.
  init(
    _ design: Design, view: ProposalView = .layout, lumps: Float, seed: UInt64 = 1,
    work: Double = 10, changes: Bool = false
  ) {
    self.view = view
    self.work = work
    self.lumps = lumps
    self.changes = changes
    random = SeededGenerator(seed: seed)
    let cells = design.floorplan.columns * design.floorplan.rows
    logProbabilities = [[Float]](
      repeating: [Float](repeating: 0, count: cells), count: design.netlist.nodeCount)
    draw()
  }

  private func draw() {
    for node in logProbabilities.indices {
      for cell in logProbabilities[node].indices {
        logProbabilities[node][cell] = lumps * Float(random.uniform())
      }
    }
  }

  func beginEpoch(_ evaluator: borrowing IncrementalEvaluator, temperature: Double) {
    if changes { draw() }
  }

  func propose(
    _ node: NodeID, in evaluator: borrowing IncrementalEvaluator, temperature: Double,
    logProbabilities: UnsafeMutableBufferPointer<Float>
  ) -> Bool {
    calls += 1
    _ = logProbabilities.update(fromContentsOf: self.logProbabilities[node.index])
    return true
  }
}

/// Prefers empty cells, by the layout it sees or the one that the epoch began from.
final class EmptyCellProposer: CellProposer {
  let view: ProposalView
  let work = 20.0
  private let preference: Float
  private var preferences: [Float] = []
  private(set) var temperatures: [Double] = []
  private(set) var calls = 0

  init(view: ProposalView = .layout, preference: Float = 2) {
    self.view = view
    self.preference = preference
  }

  func beginEpoch(_ evaluator: borrowing IncrementalEvaluator, temperature: Double) {
    temperatures.append(temperature)
    if view == .epoch { look(at: evaluator) }
  }

  private func look(at evaluator: borrowing IncrementalEvaluator) {
    let grid = evaluator.grid
    preferences = []
    for row in 0..<grid.rows {
      for column in 0..<grid.columns {
        let load =
          evaluator.density(row: row, column: column)
          + evaluator.congestion(row: row, column: column)
        preferences.append(-preference * Float(load))
      }
    }
  }

  func propose(
    _ node: NodeID, in evaluator: borrowing IncrementalEvaluator, temperature: Double,
    logProbabilities: UnsafeMutableBufferPointer<Float>
  ) -> Bool {
    calls += 1
    if view == .layout { look(at: evaluator) }
    _ = logProbabilities.update(fromContentsOf: preferences)
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

  let view: ProposalView
  let work = 10.0
  private let placement: Placement
  private(set) var sights: [Sight] = []

  init(_ design: Design, view: ProposalView = .layout) {
    self.view = view
    placement = design.placement
  }

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
