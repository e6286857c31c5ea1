extension ContinuousClock.Instant {
  /// Seconds from this instant to now, by a clock that nobody sets: what budgets and durations go by.
  package var secondsToNow: Double { (ContinuousClock.now - self) / .seconds(1) }
}
