import Netlist

/// Several charts one below the other over the same x axis, for values of different scales: the
/// loss, the accuracy and the error of one training run.
public struct ChartSheet: Picture {
  /// One chart of a sheet.
  public struct Panel: Hashable, Sendable {
    /// The curves.
    public var series: [LineChart.Series]
    /// What the values are.
    public var yLabel: String
    /// How values are spread along the y axis.
    public var yScale: ChartScale
    /// The values at the two ends of the y axis, of which lines may run out; nil for what shows
    /// all points and bands.
    public var yRange: ClosedRange<Double>?

    /// A panel of some series.
    public init(
      series: [LineChart.Series], yLabel: String, yScale: ChartScale = .linear,
      yRange: ClosedRange<Double>? = nil
    ) {
      self.series = series
      self.yLabel = yLabel
      self.yScale = yScale
      self.yRange = yRange
    }

    /// Whether the panel has the y axis that was asked for, and lines may run out of it.
    var hasFixedRange: Bool { fixedAxis != nil }

    private var fixedAxis: ChartAxis? {
      yRange.flatMap { ChartAxis(range: $0, scale: yScale) }
    }

    /// The y axis; nil if there is nothing to show.
    func yAxis(xScale: ChartScale) -> ChartAxis? {
      var values: [Double] = []
      for series in series {
        for (index, point) in series.points.enumerated()
        where xScale.shows(point.x) && yScale.shows(point.y) {
          values.append(point.y)
          if let band = series.band { values += [band[index].x, band[index].y] }
        }
      }
      guard let axis = ChartAxis(showing: values, scale: yScale, padding: 0.06) else { return nil }
      return fixedAxis ?? axis
    }
  }

  let panels: [Panel]
  let title: String
  let subtitle: String
  let xLabel: String
  let xScale: ChartScale
  let options: ChartOptions

  /// A sheet of panels from the top down.
  public init(
    panels: [Panel], title: String, subtitle: String = "", xLabel: String,
    xScale: ChartScale = .linear, options: ChartOptions = ChartOptions()
  ) {
    self.panels = panels
    self.title = title
    self.subtitle = subtitle
    self.xLabel = xLabel
    self.xScale = xScale
    self.options = options
  }

  /// The names of all series in the order of their first appearance.
  var names: [String] {
    var names: [String] = []
    for panel in panels {
      for series in panel.series where !names.contains(series.name) { names.append(series.name) }
    }
    return names
  }

  /// The x axis of all panels, over the points that some panel shows; nil if there are none.
  var xAxis: ChartAxis? {
    var values: [Double] = []
    for panel in panels {
      for series in panel.series {
        for point in series.points where panel.yScale.shows(point.y) { values.append(point.x) }
      }
    }
    return ChartAxis(showing: values, scale: xScale, padding: 0)
  }

  /// The picture as a list of what to draw.
  public var drawing: Drawing {
    let height = options.height ?? 560 + 150 * Double(max(panels.count - 1, 0))
    guard options.width >= 1, options.width <= Drawing.longestSide, height >= 1,
      height <= Drawing.longestSide
    else {
      // No writer takes it.
      return Drawing(width: options.width, height: height)
    }
    var canvas = Canvas(width: options.width, height: height, pixelRatio: options.pixelRatio)
    let margin = PlotFrame.margin
    let area = Box(
      minX: margin, minY: margin, maxX: options.width - margin, maxY: height - margin)
    canvas.drawHeader(title, subtitle, in: area)
    let frame = ChartFrame(sheet: self, area: area, measure: canvas.measure)
    if frame.isUsable { frame.draw(on: &canvas) }
    return canvas.drawing
  }
}
