import Netlist

/// The arrangement of a sheet of charts: title above, panels below each other, the x axis at the
/// bottom, the legend beside them.
struct ChartFrame {
  let sheet: ChartSheet
  /// Where curves are drawn, one box for each panel.
  let plots: [Box]
  let xAxis: ChartAxis?
  let xTicks: ChartTicks
  let panelAxes: [(axis: ChartAxis?, ticks: ChartTicks)]
  let legend: ChartLegend

  private static let labelSize = 11.0
  private static let titleSize = 12.0
  /// Room for the panel's label above each panel.
  private static let panelHeader = 24.0
  private static let gap = 12.0
  /// Room for numbers and label of the x axis.
  private static let footer = 46.0
  private static let tickLength = 4.0

  init(sheet: ChartSheet, area: Box, measure: TextMeasure) {
    self.sheet = sheet
    let header = !sheet.subtitle.isEmpty ? 52.0 : !sheet.title.isEmpty ? 32 : 0
    let count = Double(max(sheet.panels.count, 1))
    let top = area.minY + header
    let pitch = (area.maxY - Self.footer - top + Self.gap) / count
    let height = pitch - Self.gap - Self.panelHeader
    let panelAxes = sheet.panels.map { panel in
      let axis = panel.yAxis(xScale: sheet.xScale)
      let ticks = axis?.ticks(along: height, most: Int(min(max(height / 36, 3), 8))) { _ in 17 }
      return (axis: axis, ticks: ticks ?? ChartTicks(ticks: []))
    }
    let labels = panelAxes.flatMap { $0.ticks.ticks }
    let labelWidth = labels.map { measure.width($0.label, size: Self.labelSize) }.max() ?? 0
    legend = ChartLegend(names: sheet.names, width: area.width * 0.3, measure: measure)
    let left = area.minX + labelWidth + (labelWidth > 0 ? 10 : 0)
    let right = area.maxX - (legend.width > 0 ? legend.width + 24 : 0)
    plots = sheet.panels.indices.map { index in
      let plotTop = top + Double(index) * pitch + Self.panelHeader
      return Box(minX: left, minY: plotTop, maxX: right, maxY: plotTop + height)
    }
    xAxis = sheet.xAxis
    xTicks =
      xAxis?.ticks(along: right - left, most: 10) {
        measure.width($0, size: Self.labelSize) + 16
      } ?? ChartTicks(ticks: [])
    self.panelAxes = panelAxes
  }

  /// Whether the picture is large enough for its axes.
  var isUsable: Bool {
    plots.allSatisfy { $0.maxX - $0.minX >= 20 && $0.maxY - $0.minY >= 20 }
  }

  func draw(on canvas: inout Canvas) {
    for index in plots.indices {
      canvas.group("panel") { drawPanel(index, on: &$0) }
    }
    guard let first = plots.first, let last = plots.last else { return }
    drawXAxis(below: last, on: &canvas)
    legend.draw(
      in: Box(
        minX: first.maxX + 24, minY: first.minY, maxX: first.maxX + 24 + legend.width,
        maxY: last.maxY), on: &canvas)
  }

  private func drawPanel(_ index: Int, on canvas: inout Canvas) {
    let plot = plots[index]
    let panel = sheet.panels[index]
    let (yAxis, yTicks) = panelAxes[index]
    canvas.draw(
      Text(
        string: yTicks.axisLabel(panel.yLabel), x: plot.minX, y: plot.minY - 9,
        size: Self.titleSize),
      fittedTo: plot.width)
    canvas.draw(.box(plot), Style(fill: Palette.die))
    guard let xAxis, let yAxis else {
      canvas.draw(
        Text(
          string: "no data", x: plot.centerX, y: plot.centerY + 4, size: Self.titleSize,
          color: Palette.quietInk, anchor: .middle))
      drawAxes(plot, on: &canvas)
      return
    }
    let curves = ChartCurves(plot: plot, xAxis: xAxis, yAxis: yAxis)
    drawGrid(curves, yTicks, on: &canvas)
    drawAxes(plot, on: &canvas)
    let clip = Box(
      minX: plot.minX - SeriesLook.reach - 1, minY: plot.minY - 1,
      maxX: plot.maxX + SeriesLook.reach + 1, maxY: plot.maxY + 1)
    canvas.group("curves", clip: panel.hasFixedRange ? clip : nil) { canvas in
      let looks = panel.series.map { SeriesLook(number: legend.number(of: $0.name)) }
      for (series, look) in zip(panel.series, looks) {
        curves.drawBand(of: series, look, on: &canvas)
      }
      for (series, look) in zip(panel.series, looks) {
        curves.drawLine(of: series, look, on: &canvas)
      }
    }
  }

  private func drawGrid(_ curves: ChartCurves, _ yTicks: ChartTicks, on canvas: inout Canvas) {
    let plot = curves.plot
    var grid: [Point] = []
    var marks: [Point] = []
    for tick in xTicks.ticks {
      let x = curves.x(tick.value)
      if !tick.label.isEmpty { grid += [Point(x: x, y: plot.minY), Point(x: x, y: plot.maxY)] }
      let length = tick.label.isEmpty ? Self.tickLength / 2 : Self.tickLength
      marks += [Point(x: x, y: plot.maxY), Point(x: x, y: plot.maxY + length)]
    }
    for tick in yTicks.ticks {
      let y = curves.y(tick.value)
      if !tick.label.isEmpty { grid += [Point(x: plot.minX, y: y), Point(x: plot.maxX, y: y)] }
      let length = tick.label.isEmpty ? Self.tickLength / 2 : Self.tickLength
      marks += [Point(x: plot.minX - length, y: y), Point(x: plot.minX, y: y)]
      canvas.draw(
        Text(
          string: tick.label, x: plot.minX - 8, y: y + 4, size: Self.labelSize, anchor: .end))
    }
    canvas.draw(.segments(grid), Style(stroke: Palette.gridLine))
    canvas.draw(.segments(marks), Style(stroke: Palette.dieOutline))
  }

  /// The lines at the left and at the bottom.
  private func drawAxes(_ plot: Box, on canvas: inout Canvas) {
    canvas.draw(
      .polyline([
        Point(x: plot.minX, y: plot.minY), Point(x: plot.minX, y: plot.maxY),
        Point(x: plot.maxX, y: plot.maxY),
      ]), Style(stroke: Palette.dieOutline, lineWidth: 1.2))
  }

  private func drawXAxis(below plot: Box, on canvas: inout Canvas) {
    canvas.group("x-axis") { canvas in
      for tick in xTicks.ticks {
        guard let xAxis else { break }
        canvas.draw(
          Text(
            string: tick.label, x: plot.minX + xAxis.share(of: tick.value) * plot.width,
            y: plot.maxY + 18, size: Self.labelSize, anchor: .middle))
      }
      canvas.draw(
        Text(
          string: xTicks.axisLabel(sheet.xLabel), x: plot.centerX, y: plot.maxY + 40,
          size: Self.titleSize, anchor: .middle),
        fittedTo: plot.width)
    }
  }
}
