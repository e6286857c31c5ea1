import Netlist

/// The colours of a heat map and the numbers they stand for.
struct ColorBar {
  let map: HeatMap
  let frame: PlotFrame

  private static let width = 20.0

  func draw(on canvas: inout Canvas) {
    canvas.group("color-bar") { canvas in
      let scale = frame.scale
      let side = frame.side
      var top = side.minY
      if !map.valueName.isEmpty {
        canvas.draw(
          Text(string: map.valueName, x: side.minX, y: top + 10 * scale, size: 12 * scale),
          fittedTo: side.width)
        top += 24 * scale
      }
      let figures = self.figures()
      let below = (Double(figures.count) * 21 + 30) * scale
      let bar = Box(
        minX: side.minX, minY: top, maxX: side.minX + Self.width * scale,
        maxY: max(side.maxY - below, top + 60 * scale))
      drawBar(bar, on: &canvas)
      var rows = LegendRows(side: side, scale: scale, top: bar.maxY + 22 * scale)
      for figure in figures {
        rows.add(figure.label, figure.value, on: &canvas, swatch: figure.swatch)
      }
    }
  }

  private func drawBar(_ bar: Box, on canvas: inout Canvas) {
    let scale = frame.scale
    let levels = ColorRamp.levels
    for level in 0..<levels {
      let low = (bar.maxY - bar.height * Double(level) / Double(levels)).rounded()
      let high = (bar.maxY - bar.height * Double(level + 1) / Double(levels)).rounded()
      canvas.draw(
        .box(Box(minX: bar.minX, minY: high, maxX: bar.maxX, maxY: low)),
        Style(fill: ColorRamp.colors[level]))
    }
    canvas.draw(.box(bar), Style(stroke: Palette.dieOutline, lineWidth: scale))
    let extent = map.range.upperBound - map.range.lowerBound
    func y(_ value: Double) -> Double {
      bar.maxY - (value - map.range.lowerBound) / extent * bar.height
    }
    let count = max(2, min(8, Int(bar.height / (45 * scale))))
    for tick in NumberLabels.ticks(in: map.range, count: count) {
      canvas.draw(
        .segments([
          Point(x: bar.maxX, y: y(tick.value)), Point(x: bar.maxX + 5 * scale, y: y(tick.value)),
        ]), Style(stroke: Palette.dieOutline, lineWidth: scale))
      canvas.draw(
        Text(
          string: tick.label, x: bar.maxX + 9 * scale, y: y(tick.value) + 4 * scale,
          size: 11 * scale))
    }
    if let threshold = map.markedFrom, map.range.contains(threshold) {
      canvas.draw(
        .segments([
          Point(x: bar.minX - 3 * scale, y: y(threshold)),
          Point(x: bar.maxX + 3 * scale, y: y(threshold)),
        ]), Style(stroke: Palette.mark, lineWidth: 2 * scale))
    }
  }

  private typealias Figure = (
    label: String, value: String, swatch: ((inout Canvas, Box) -> Void)?
  )

  /// The greatest value and the mean, what is marked, and how many cells have no value.
  private func figures() -> [Figure] {
    let finite = map.values.filter { $0.isFinite }
    var figures: [Figure] = []
    let scale = frame.scale
    if let threshold = map.markedFrom {
      let count = map.values.lazy.filter { $0 >= threshold }.count
      let name = map.markName.isEmpty ? "cells" : "cells, \(map.markName)"
      figures.append(
        (
          "≥ \(NumberLabels.short(threshold))", "\(NumberLabels.count(count)) \(name)",
          {
            $0.draw(.box($1), Style(stroke: Palette.mark, lineWidth: 1.8 * scale))
          }
        ))
    }
    if let greatest = finite.max() {
      figures.append(("Greatest", NumberLabels.short(greatest), nil))
      let mean = finite.reduce(0) { $0 + $1 / Double(finite.count) }
      figures.append(("Mean", NumberLabels.short(mean), nil))
    }
    figures.append(("Cost grid", "\(map.columns) × \(map.rows)", nil))
    if finite.count < map.values.count {
      figures.append(
        (
          "No value", NumberLabels.count(map.values.count - finite.count),
          { $0.draw(.box($1), Style(fill: Palette.noValue)) }
        ))
    }
    return figures
  }
}
