/// Curves over one pair of axes: the cost against time, a learning curve.
public struct LineChart: Picture {
  /// One curve and its name.
  public struct Series: Hashable, Sendable {
    /// The name, for the legend. Series of one name look the same and share a line there.
    public var name: String
    /// The points in the order in which the line runs through them. One that is no pair of finite
    /// numbers, or is not positive on a logarithmic axis, leaves a gap in the line.
    public var points: [SIMD2<Double>]
    /// For each point the least (x) and the greatest (y) value of a spread around the line, shown
    /// as a band where the point is shown; nil for none.
    public var band: [SIMD2<Double>]?

    /// A series.
    ///
    /// - Precondition: `band` has as many entries as `points`.
    public init(name: String, points: [SIMD2<Double>], band: [SIMD2<Double>]? = nil) {
      precondition(
        band == nil || band?.count == points.count, "a band needs one entry for each point")
      self.name = name
      self.points = points
      self.band = band
    }
  }

  let sheet: ChartSheet

  /// A chart of some series.
  ///
  /// Lines differ by colour, by dashes and by markers. Few points are all marked; of many, some are.
  ///
  /// - Parameters:
  ///   - yRange: The values at the two ends of the y axis, of which lines may run out; by default
  ///     what shows all points and bands.
  public init(
    series: [Series], title: String, subtitle: String = "", xLabel: String, yLabel: String,
    xScale: ChartScale = .linear, yScale: ChartScale = .linear,
    yRange: ClosedRange<Double>? = nil, options: ChartOptions = ChartOptions()
  ) {
    sheet = ChartSheet(
      panels: [ChartSheet.Panel(series: series, yLabel: yLabel, yScale: yScale, yRange: yRange)],
      title: title, subtitle: subtitle, xLabel: xLabel, xScale: xScale, options: options)
  }

  /// The picture as a list of what to draw.
  public var drawing: Drawing { sheet.drawing }
}

/// How large a chart is.
public struct ChartOptions: Hashable, Sendable {
  /// The width in pixels.
  public var width = 900.0
  /// The height in pixels; nil stands for 560, and 150 more for each panel of a sheet after the
  /// first.
  public var height: Double?
  /// How many pixels of a PNG make one pixel of the width, each way: 2 for print and fine screens.
  public var pixelRatio = 1.0

  /// The defaults.
  public init() {}
}
