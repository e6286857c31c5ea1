import Foundation

/// Lines or points over a common axis: costs over time, rounds of a loop, results of a benchmark.
public struct CurvesSection: Codable, Hashable, Sendable {
  /// How a series is drawn.
  public enum Style: String, Codable, Sendable {
    /// Straight from point to point.
    case line
    /// Level until the next point, as the best so far is.
    case steps
    /// Points alone.
    case points
  }

  /// One series.
  public struct Series: Codable, Hashable, Sendable {
    /// Its name in the legend.
    public var name: String
    /// How it is drawn.
    public var style: Style
    /// Where its points are along the axis, in rising order.
    public var x: PackedNumbers
    /// Their heights; those that are no number leave a gap.
    public var y: PackedNumbers
    /// The lower ends of intervals around the heights; nil if there are none.
    public var lower: PackedNumbers?
    /// The upper ends likewise.
    public var upper: PackedNumbers?

    /// A series, with an interval around each point if `lower` and `upper` are given.
    ///
    /// - Precondition: all lists are of one length, and `x` does not fall.
    public init(
      name: String, style: Style = .line, x: [Double], y: [Double], lower: [Double]? = nil,
      upper: [Double]? = nil
    ) {
      precondition(x.count == y.count, "a height for each point is needed")
      precondition(zip(x, x.dropFirst()).allSatisfy { $0 <= $1 }, "x must not fall")
      precondition((lower == nil) == (upper == nil), "an interval has two ends")
      precondition(lower.map { $0.count == y.count } ?? true)
      precondition(upper.map { $0.count == y.count } ?? true)
      self.name = name
      self.style = style
      self.x = PackedNumbers(x)
      self.y = PackedNumbers(y)
      self.lower = lower.map { PackedNumbers($0) }
      self.upper = upper.map { PackedNumbers($0) }
    }
  }

  /// The heading.
  public var title: String
  /// What is along the axis, with its unit.
  public var xLabel: String
  /// What the heights are, with their unit.
  public var yLabel: String
  /// The series; the first has the first colour.
  public var series: [Series]
  /// A line below the chart; may be empty.
  public var note: String

  /// A chart from its parts.
  public init(
    title: String, xLabel: String, yLabel: String, series: [Series], note: String = ""
  ) {
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.series = series
    self.note = note
  }
}

/// Counts by size, side by side for each series.
public struct HistogramSection: Codable, Hashable, Sendable {
  /// The counts of one series.
  public struct Series: Codable, Hashable, Sendable {
    /// Its name in the legend.
    public var name: String
    /// A count for each bin.
    public var counts: [Int]

    /// Counts with a name.
    public init(name: String, counts: [Int]) {
      self.name = name
      self.counts = counts
    }
  }

  /// The heading.
  public var title: String
  /// What the sizes are, with their unit.
  public var xLabel: String
  /// What is counted.
  public var yLabel: String
  /// Where bins begin and end, one more than there are bins.
  public var edges: [Double]
  /// The series.
  public var series: [Series]
  /// A line below the chart; may be empty.
  public var note: String

  /// A histogram of counts.
  ///
  /// - Precondition: every series has one count less than there are edges.
  public init(
    title: String, xLabel: String, yLabel: String, edges: [Double], series: [Series],
    note: String = ""
  ) {
    precondition(series.allSatisfy { $0.counts.count + 1 == edges.count })
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.edges = edges
    self.series = series
    self.note = note
  }

  /// A histogram of values in bins that grow by a constant factor, as sizes over several orders of
  /// magnitude need. Values that are not above 0 count in the first bin; those that are no number
  /// do not count.
  public init(
    title: String, xLabel: String, yLabel: String, values: [(name: String, values: [Double])],
    bins: Int = 36, note: String = ""
  ) {
    let sorted = values.flatMap(\.values).filter { $0 > 0 && $0.isFinite }.sorted()
    let most = sorted.last ?? 10
    // The few that are far below all others go into the first bin.
    var least = max(sorted.isEmpty ? 1 : sorted[sorted.count / 200], most / 1e5)
    if most / least < 1.5 { least = most / 10 }
    let bins = max(bins, 1)
    let growth = log(most / least) / Double(bins)
    let edges = (0...bins).map { $0 == bins ? most : least * exp(growth * Double($0)) }
    let series = values.map { series in
      var counts = [Int](repeating: 0, count: bins)
      for value in series.values where value.isFinite {
        let place = value > least ? Int(log(value / least) / growth) : 0
        counts[min(max(place, 0), bins - 1)] += 1
      }
      return Series(name: series.name, counts: counts)
    }
    self.init(
      title: title, xLabel: xLabel, yLabel: yLabel, edges: edges, series: series, note: note)
  }
}
