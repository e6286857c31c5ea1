import Foundation

/// How long the runs that are left will take, by those that are done.
struct TimeEstimate {
  /// Runs that take about as long as each other.
  private struct Kind: Hashable {
    var design: String
    var recipe: String
    var budget: BenchmarkBudget

    init(_ run: PlannedRun) {
      design = run.designHash
      recipe = run.recipe.name
      budget = run.budget
    }
  }

  private var measured: [Kind: (seconds: Double, count: Int)] = [:]
  private var left: [Kind: Int] = [:]
  private let jobs: Int

  init(left runs: [PlannedRun], jobs: Int) {
    self.jobs = jobs
    for run in runs { left[Kind(run), default: 0] += 1 }
  }

  /// Takes note of a run that was made earlier.
  mutating func note(_ run: PlannedRun, seconds: Double) {
    let known = measured[Kind(run)] ?? (0, 0)
    measured[Kind(run)] = (known.seconds + seconds, known.count + 1)
  }

  /// Takes note of a run that is done now.
  mutating func finish(_ run: PlannedRun, seconds: Double?) {
    left[Kind(run), default: 1] -= 1
    if let seconds { note(run, seconds: seconds) }
  }

  /// The seconds left, runs under way counted whole less what they have spent; nil if nothing says.
  func secondsLeft(spent: Double) -> Double? {
    let known = measured.values.reduce((0.0, 0)) { ($0.0 + $1.seconds, $0.1 + $1.count) }
    let typical = known.1 > 0 ? known.0 / Double(known.1) : nil
    var sum = 0.0
    for (kind, count) in left where count > 0 {
      let expected: Double?
      if let own = measured[kind] {
        expected = own.seconds / Double(own.count)
      } else if case .seconds(let seconds) = kind.budget {
        expected = seconds
      } else {
        expected = typical
      }
      guard let expected else { return nil }
      sum += expected * Double(count)
    }
    return max(sum - spent, 0) / Double(jobs)
  }
}
