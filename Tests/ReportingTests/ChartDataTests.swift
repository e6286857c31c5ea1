import Foundation
import Netlist
import Testing

@testable import Reporting

/// What is drawn of data that is not as one would wish.
@Suite struct ChartDataTests {
  private typealias Series = LineChart.Series

  @Test func pointsThatAreNoNumbersLeaveGaps() throws {
    let series = Series(
      name: "loss",
      points: [
        [0, 1], [1, 2], [2, .nan], [3, 4], [4, .infinity], [.nan, 1], [5, 2], [6, 3],
      ])
    let text = try ChartSamples.svg(ChartSamples.chart([series]))
    // Two lines of two points; the point that stands alone is a marker; and the legend.
    #expect(ChartSamples.count("<title>loss</title>", in: text) == 3)
    let frame = ChartSamples.frame(ChartSamples.chart([series]).sheet)
    let curves = ChartCurves(
      plot: frame.plots[0], xAxis: try #require(frame.xAxis),
      yAxis: try #require(frame.panelAxes[0].axis))
    #expect(curves.runs(of: series).map(\.count) == [2, 1, 2])
    #expect(frame.xAxis?.range == 0...6)
  }

  @Test func logarithmicAxesLeaveOutWhatIsNotPositive() throws {
    let series = Series(name: "cost", points: [[0, 5], [0.1, 4], [1, 3], [10, 0], [1000, 2]])
    let frame = ChartSamples.frame(
      ChartSamples.chart([series], xScale: .logarithmic, yScale: .logarithmic).sheet)
    #expect(frame.xAxis?.range == 0.1...1000)
    let text = try ChartSamples.svg(ChartSamples.chart([series], xScale: .logarithmic))
    for label in ["0.1", "1", "10", "100", "1000"] { #expect(text.contains(">\(label)</text>")) }
  }

  @Test func anythingDraws() throws {
    let extremes: [[SIMD2<Double>]] = [
      [], [[3, 4]], [[3, 4], [3, 4]], [[.nan, .nan]], [[-1e308, 1e308], [1e308, -1e308]],
      [[0, 0], [5e-308, 5e-308]], [[1, 1e300], [2, -1e300]], [[5, 1], [5, 2], [1, 3]],
    ]
    var options = ChartOptions()
    (options.width, options.height) = (300, 200)
    for points in extremes {
      for scale in [ChartScale.linear, .logarithmic] {
        let series = [
          Series(name: "", points: points), Series(name: "b", points: points, band: points),
        ]
        let chart = ChartSamples.chart(
          series, xScale: scale, yScale: scale, yRange: 0.5...1.5, options: options)
        #expect(try PNGPixels(chart.data(as: .png)) != nil)
        #expect(try !ChartSamples.svg(chart).contains("nan"))
      }
    }
    #expect(try ChartSamples.svg(ChartSamples.chart([])).contains(">no data</text>"))
    #expect(
      try ChartSamples.svg(ChartSamples.chart([Series(name: "n", points: [])])).contains(
        ">no data</text>"))
    let single = try ChartSamples.svg(ChartSamples.chart([Series(name: "n", points: [[3, 4]])]))
    #expect(!single.contains("no data") && single.contains(SeriesLook(number: 0).color.hex))
    #expect(try !ChartSheet(panels: [], title: "None", xLabel: "x").data(as: .png).isEmpty)
  }

  @Test func sizesThatCannotBeDrawnAreRefusedAndSmallOnesAreNot() throws {
    for side in [1.0, 40, 90, 200] {
      var options = ChartOptions()
      (options.width, options.height) = (side, side)
      let chart = ChartSamples.chart(
        [ChartSamples.line("a name longer than the picture") { $0 }], options: options)
      #expect(try PNGPixels(chart.data(as: .png))?.width == Int(side))
    }
    for side in [0, -3, .nan, .infinity, 1e9] {
      for isWidth in [true, false] {
        var options = ChartOptions()
        if isWidth { options.width = side } else { options.height = side }
        for format in PictureFormat.allCases {
          #expect(throws: PictureError.self) {
            try ChartSamples.chart([], options: options).data(as: format)
          }
        }
      }
    }
  }

  @Test func longNamesAndManySeriesStayInThePicture() throws {
    let series = (0..<60).map { number in
      ChartSamples.line("a rather long name of a series, which must be cut \(number)") {
        $0 + Double(number)
      }
    }
    let chart = ChartSamples.chart(series)
    let frame = ChartSamples.frame(chart.sheet)
    #expect(frame.plots[0].maxX + 24 + frame.legend.width <= 870 + 1e-9)
    #expect(frame.plots[0].width > 400)
    let text = try ChartSamples.svg(chart)
    #expect(text.contains(/>and \d+ more<\/text>/))
    #expect(text.contains("…"))
  }

  @Test func linesOfManyPointsKeepTheFileSmallAndTheirPeaks() throws {
    let run = (0..<100_000).map { Point(x: Double($0) / 200, y: $0 == 54_321 ? 5 : 100) }
    let simple = ChartCurves.simplified(run)
    #expect(simple.count <= 2000)
    #expect(simple.contains(run[54_321]))
    #expect(simple.first == run.first && simple.last == run.last)
    let few = [Point(x: 0, y: 1), Point(x: 9, y: 0), Point(x: 3, y: 2)]
    #expect(ChartCurves.simplified(few) == few)
    let noisy = Series(
      name: "n", points: (0..<50_000).map { [Double($0), sin(Double($0) * 1.7)] })
    #expect(try ChartSamples.chart([noisy]).data(as: .svg).count < 100_000)
  }

  @Test func linesRunOutOfARangeAskedForOnlyInsideItsPlot() throws {
    let chart = ChartSamples.chart(
      [ChartSamples.line("steep") { $0 == 0 ? 1e200 : $0 }], yRange: 0...20)
    let frame = ChartSamples.frame(chart.sheet)
    let plot = frame.plots[0]
    #expect(frame.panelAxes[0].axis?.range == 0...20)
    let pixels = try #require(PNGPixels(try chart.data(as: .png)))
    let colored = SeriesLook(number: 0).color.hex
    func hasColor(_ rows: ClosedRange<Double>, _ columns: ClosedRange<Double>) -> Bool {
      stride(from: rows.lowerBound, through: rows.upperBound, by: 1).contains { y in
        stride(from: columns.lowerBound, through: columns.upperBound, by: 1).contains { x in
          pixels.hex(Point(x: x, y: y)) == colored
        }
      }
    }
    // All but upright, the line comes down from far above at the second point.
    let second = plot.minX + plot.width / 10
    #expect(hasColor(plot.minY + 2...plot.centerY, second - 2...second + 2))
    #expect(!hasColor(0...plot.minY - 3, 0...plot.maxX))
  }
}
