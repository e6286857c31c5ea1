import Foundation

extension AnnealingOptions {
  /// The options of the rest of a run, of which a share of the budget is spent: temperatures and tails
  /// go on where they were. For runs whose placement is changed by someone else on the way.
  ///
  /// - Precondition: the temperature falls once (``restarts`` is 1), both of its ends are given or
  ///   neither is, and the share is from 0 up to but without 1.
  public func remaining(after share: Double) -> AnnealingOptions {
    precondition(restarts == 1 && (0..<1).contains(share))
    precondition((initialTemperature == nil) == (finalTemperature == nil))
    var rest = self
    switch budget {
    case .time(let seconds): rest.budget = .time(seconds * (1 - share))
    case .moves(let moves): rest.budget = .moves(moves - Int(Double(moves) * share))
    }
    // What is left of an exponential decay is one, too. Where temperatures are shares of a cost scale, so is
    // the one now.
    let schedule = Schedule(self, costScale: 1)
    let fall = schedule.temperature(at: share) / schedule.temperature(at: 0)
    rest.initialTemperatureFactor *= fall
    rest.fallDecay *= 1 - share
    rest.initialTails = schedule.tails(at: share)
    rest.tailsEnd = max(0, (tailsEnd - share) / (1 - share))
    return rest
  }
}
