extension ContinuousClock.Instant {
  /// Seconds from this instant to now.
  var secondsToNow: Double { (ContinuousClock.now - self) / .seconds(1) }
}
