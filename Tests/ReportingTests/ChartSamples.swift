import Foundation
import Netlist

@testable import Reporting

/// Charts to test with, and views of what they draw.
enum ChartSamples {
  static func chart(
    _ series: [LineChart.Series], xScale: ChartScale = .linear, yScale: ChartScale = .linear,
    yRange: ClosedRange<Double>? = nil, options: ChartOptions = ChartOptions()
  ) -> LineChart {
    LineChart(
      series: series, title: "Cost <by> engine", subtitle: "three seeds", xLabel: "time & s",
      yLabel: "proxy cost", xScale: xScale, yScale: yScale, yRange: yRange, options: options)
  }

  /// The values at 0 to 10.
  static func line(_ name: String, _ value: (Double) -> Double) -> LineChart.Series {
    LineChart.Series(name: name, points: (0...10).map { [Double($0), value(Double($0))] })
  }

  static func svg(_ picture: some Picture) throws -> String {
    String(decoding: try picture.data(as: .svg), as: UTF8.self)
  }

  static func count(_ part: String, in text: String) -> Int {
    text.components(separatedBy: part).count - 1
  }

  /// The arrangement that a sheet draws in.
  static func frame(_ sheet: ChartSheet) -> ChartFrame {
    let margin = PlotFrame.margin
    let drawing = sheet.drawing
    return ChartFrame(
      sheet: sheet,
      area: Box(
        minX: margin, minY: margin, maxX: drawing.width - margin, maxY: drawing.height - margin),
      measure: TextMeasure())
  }

  /// All lines of text and the room that their letters take.
  static func textBoxes(in drawing: Drawing) -> [(string: String, box: Box)] {
    let measure = TextMeasure()
    return drawing.commands.compactMap { command in
      guard case .text(let text) = command else { return nil }
      let width = measure.width(text.string, size: text.size, isBold: text.isBold)
      let left =
        switch text.anchor {
        case .start: text.x
        case .middle: text.x - width / 2
        case .end: text.x - width
        }
      let box = Box(
        minX: left, minY: text.y - text.size * 0.8, maxX: left + width,
        maxY: text.y + text.size * 0.25)
      return (text.string, box)
    }
  }
}
