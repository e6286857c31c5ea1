import Annealing
import Evaluation
import Netlist
import Parallelism

/// Tries from an analytical start how warm annealing should begin: a short annealing from the usual
/// temperature beside one from ten times that.
///
/// A descent finds a good arrangement of some designs, which heat would only undo, and a poor one of
/// others, above all of those with many hundreds of hard macros, which no time cures at a temperature that
/// leaves it as it is. A run of some hundred moves for each node mostly shows which of the two a design is.
struct TemperatureTrial: Sendable {
  /// The factors on the usual temperature that are tried.
  static let factors = [1.0, 10]

  /// The share of the budget that each trial takes at most.
  static let budgetShare = 0.06

  /// The moves for each node that a trial takes at most: more show nothing else.
  static let mostMovesPerNode = 1500

  /// The moves for each node without which a trial shows nothing.
  static let leastMovesPerNode = 150

  private let design: Design
  private let options: AnnealingOptions

  init(_ design: Design, options: AnnealingOptions) {
    self.design = design
    self.options = options
  }

  /// What the trials came to.
  struct Outcome: Sendable {
    /// The best placement found.
    var placement: Placement
    /// The temperature that found it.
    var temperature: Double
    /// The moves of all trials.
    var moves: Int
  }

  /// The better of the temperatures; nil if the budget is too small to tell. With a budget in moves the
  /// outcome does not depend on the number of threads.
  func outcome(
    from start: Placement, temperature: Double, stop: StopFlag
  ) -> Outcome? {
    guard let budget else { return nil }
    var results = [AnnealingResult?](repeating: nil, count: Self.factors.count)
    let width = max(1, min(options.threads, results.count))
    results.withUnsafeMutableBufferPointer { buffer in
      // Each annealing writes to a place of its own.
      concurrently(width) { worker in
        for index in stride(from: worker, to: buffer.count, by: width) {
          buffer[index] = anneal(
            from: start, temperature: temperature * Self.factors[index], budget, stop)
        }
      }
    }
    let found = results.compactMap(\.self)
    let best = found.indices.min { found[$0].cost < found[$1].cost } ?? 0
    return Outcome(
      placement: found[best].placement, temperature: temperature * Self.factors[best],
      moves: found.reduce(0) { $0 + $1.moves })
  }

  private func anneal(
    from start: Placement, temperature: Double, _ budget: AnnealingBudget, _ stop: StopFlag
  ) -> AnnealingResult {
    var options = options
    options.budget = budget
    options.initialTemperature = temperature
    options.threads = 1
    options.epochs = 100
    return Annealer(
      netlist: design.netlist, floorplan: design.floorplan, options: options
    ).anneal(from: start, stop: stop)
  }

  /// The budget of one trial.
  private var budget: AnnealingBudget? {
    let nodes = max(1, design.placement.isFixed.count { !$0 })
    let (least, most) = (nodes * Self.leastMovesPerNode, nodes * Self.mostMovesPerNode)
    switch options.budget {
    case .moves(let moves):
      let share = min(Int(Double(moves) * Self.budgetShare), most)
      return share < least ? nil : .moves(share)
    case .time(let seconds):
      let rate = Double(Self.movesPerSecond)
      let share = min(seconds * Self.budgetShare, Double(most) / rate)
      return share * rate < Double(least) ? nil : .time(share)
    }
  }

  /// About what one thread does.
  static let movesPerSecond = 80_000
}
