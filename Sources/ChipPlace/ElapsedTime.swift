extension ContinuousClock.Instant {
  /// Seconds from this instant to now.
  var secondsToNow: Double {
    let components = (ContinuousClock.now - self).components
    return Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
