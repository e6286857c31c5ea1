import Foundation

/// How values are spread along an axis of a chart.
public enum ChartScale: Hashable, Sendable {
  /// Equal differences are equally long.
  case linear
  /// Equal ratios are equally long. Values that are not positive are not shown.
  case logarithmic

  /// Whether a value has a place on the axis.
  ///
  /// Beyond these bounds the difference of two values could be no number.
  func shows(_ value: Double) -> Bool {
    switch self {
    case .linear: abs(value) <= 1e300
    case .logarithmic: value >= 1e-300 && value <= 1e300
    }
  }
}

/// The values along one side of a chart and their places.
struct ChartAxis: Hashable, Sendable {
  let scale: ChartScale
  let range: ClosedRange<Double>

  /// An axis from the least to the greatest value that the scale shows; nil if it shows none.
  ///
  /// - Parameters:
  ///   - padding: What to add at both ends, as a share of the length. Zero is not crossed.
  init?(showing values: some Sequence<Double>, scale: ChartScale, padding: Double) {
    var low = Double.infinity
    var high = -Double.infinity
    for value in values where scale.shows(value) {
      low = min(low, value)
      high = max(high, value)
    }
    guard low <= high else { return nil }
    self.scale = scale
    switch scale {
    case .linear: range = Self.linearRange(low, high, padding: padding)
    case .logarithmic:
      // Less than a millionth apart is all the same.
      guard high / low > 1 + 1e-6 else {
        range = low / 2...high * 2
        return
      }
      let factor = pow(high / low, padding)
      range = low / factor...high * factor
    }
  }

  /// An axis over a range that was asked for; nil if the scale cannot show it.
  init?(range: ClosedRange<Double>, scale: ChartScale) {
    guard scale.shows(range.lowerBound), scale.shows(range.upperBound),
      range.upperBound - range.lowerBound > Self.leastExtent(range.lowerBound, range.upperBound)
    else { return nil }
    self.scale = scale
    self.range = range
  }

  /// Below this the difference of two values is mostly rounding.
  private static func leastExtent(_ low: Double, _ high: Double) -> Double {
    max(1e-9 * max(abs(low), abs(high)), 1e-290)
  }

  private static func linearRange(
    _ low: Double, _ high: Double, padding: Double
  ) -> ClosedRange<Double> {
    let extent = high - low
    guard extent > leastExtent(low, high) else {
      let half = max(abs(low), abs(high)) > 1e-280 ? abs(low) / 10 : 1
      return low - half...high + half
    }
    let bottom = low - padding * extent
    let top = high + padding * extent
    return (low >= 0 ? max(bottom, 0) : bottom)...(high <= 0 ? min(top, 0) : top)
  }

  /// Where a value stands: 0 at the axis's start, 1 at its end.
  func share(of value: Double) -> Double {
    switch scale {
    case .linear: (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    case .logarithmic:
      (log10(value) - log10(range.lowerBound))
        / (log10(range.upperBound) - log10(range.lowerBound))
    }
  }

  /// The most ticks of which no two labels come closer than their sizes allow.
  ///
  /// - Parameters:
  ///   - length: The length of the axis in pixels.
  ///   - most: About how many ticks there may be.
  ///   - size: How much of the axis a label takes, with the space around it.
  func ticks(along length: Double, most: Int, size: (String) -> Double) -> ChartTicks {
    for count in stride(from: max(most, 2), to: 1, by: -1) {
      let ticks = self.ticks(count: count)
      let labelled = ticks.ticks.filter { !$0.label.isEmpty }
      let fits = zip(labelled, labelled.dropFirst()).allSatisfy { left, right in
        (share(of: right.value) - share(of: left.value)) * length
          >= (size(left.label) + size(right.label)) / 2
      }
      if fits { return ticks }
    }
    // No two fit: the first alone.
    var single = ticks(count: 2)
    single.ticks = Array(single.ticks.filter { !$0.label.isEmpty }.prefix(1))
    return single
  }

  private func ticks(count: Int) -> ChartTicks {
    switch scale {
    case .linear: .linear(in: range, count: count)
    case .logarithmic: .logarithmic(in: range, count: count)
    }
  }
}
