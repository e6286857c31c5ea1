import Foundation
import Netlist
import Testing

@testable import Reporting

@Suite struct LineChartTests {
  @Test func svgHasTitleLabelsNumbersAndNames() throws {
    let text = try ChartSamples.svg(
      ChartSamples.chart([
        ChartSamples.line("anneal <1>") { $0 * 0.05 },
        ChartSamples.line("flow") { 0.5 - $0 * 0.02 },
      ]))
    for part in [
      "Cost &lt;by&gt; engine", "three seeds", "time &amp; s", "proxy cost", "anneal &lt;1&gt;",
      "flow", "0", "10", "0.20", "0.40",
    ] {
      #expect(text.contains(">\(part)</text>"), "\(part)")
    }
    #expect(text.hasPrefix("<?xml"))
    #expect(text.contains("width=\"900\" height=\"560\""))
    // Once in the plot, once in the legend.
    #expect(ChartSamples.count("<title>flow</title>", in: text) == 2)
    let opened = text.matches(of: /<[a-z]/).count
    #expect(opened == ChartSamples.count("</", in: text) + ChartSamples.count("/>", in: text))
  }

  @Test func pngHasEachLineAndBandInItsColorWhereItShouldBe() throws {
    var spread = ChartSamples.line("flat") { _ in 2 }
    spread.band = spread.points.map { _ in [1, 3] }
    let chart = ChartSamples.chart([spread, ChartSamples.line("falling") { 9 - $0 * 0.5 }])
    let pixels = try #require(PNGPixels(try chart.data(as: .png)))
    #expect(pixels.width == 900 && pixels.height == 560)
    let frame = ChartSamples.frame(chart.sheet)
    let curves = ChartCurves(
      plot: frame.plots[0], xAxis: try #require(frame.xAxis),
      yAxis: try #require(frame.panelAxes[0].axis))
    // On markers, which cover dashes and gaps alike.
    for x in 1...9 {
      let flat = Point(x: curves.x(Double(x)), y: curves.y(2))
      #expect(pixels.hex(flat) == Palette.series[0].hex)
      let falling = Point(x: curves.x(Double(x)), y: curves.y(9 - Double(x) * 0.5))
      #expect(pixels.hex(falling) == Palette.series[1].hex)
    }
    // Between markers the first line is solid.
    #expect(pixels.hex(Point(x: curves.x(4.5), y: curves.y(2))) == Palette.series[0].hex)
    // The band tints the ground and ends where it should.
    let inside = pixels.hex(Point(x: curves.x(4.3), y: curves.y(1.6)))
    let outside = pixels.hex(Point(x: curves.x(4.3), y: curves.y(0.8)))
    #expect(outside == Palette.die.hex)
    #expect(inside != outside && inside != Palette.series[0].hex)
    #expect(pixels.hex(Point(x: 5, y: 5)) == Palette.paper.hex)
  }

  @Test func writesByExtensionAndRefusesOthers() throws {
    let folder = NSTemporaryDirectory() + "chart-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let chart = ChartSamples.chart([ChartSamples.line("a") { $0 }])
    try chart.write(to: "\(folder)/chart.svg")
    try chart.write(to: "\(folder)/chart.png")
    #expect(throws: PictureError.format(file: "chart.pdf")) { try chart.write(to: "chart.pdf") }
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(files.sorted() == ["chart.png", "chart.svg"])
  }

  @Test func twentySeriesDifferWithoutColor() {
    struct Form: Hashable {
      let dashes: [Double]
      let marker: SeriesLook.Marker
    }
    let forms = (0..<20).map { number in
      let look = SeriesLook(number: number)
      return Form(dashes: look.dashes, marker: look.marker)
    }
    #expect(Set(forms).count == 20)
  }

  @Test func panelsShareTheirXAxisAndTheLooksOfNames() throws {
    let sheet = ChartSheet(
      panels: [
        .init(
          series: [
            ChartSamples.line("training") { $0 }, ChartSamples.line("validation") { $0 + 1 },
          ], yLabel: "loss"),
        .init(series: [ChartSamples.line("validation") { $0 * 1000 }], yLabel: "error"),
        .init(series: [LineChart.Series(name: "late", points: [[20, 1]])], yLabel: "share"),
      ], title: "Sheet", xLabel: "epoch")
    #expect(sheet.names == ["training", "validation", "late"])
    let frame = ChartSamples.frame(sheet)
    #expect(frame.xAxis?.range == 0...20)
    #expect(Set(frame.plots.map(\.minX)).count == 1 && Set(frame.plots.map(\.maxX)).count == 1)
    for (upper, lower) in zip(frame.plots, frame.plots.dropFirst()) {
      #expect(lower.minY - upper.maxY >= 30)
    }
    #expect(sheet.drawing.height == 860)
    let text = try ChartSamples.svg(sheet)
    #expect(ChartSamples.count("<g class=\"panel\">", in: text) == 3)
    for label in ["loss", "error", "share", "epoch", "training", "validation", "late"] {
      #expect(ChartSamples.count(">\(label)</text>", in: text) == 1, "\(label)")
    }
  }

  @Test func linesOfTextDoNotOverlap() throws {
    let long = (0..<30).map { number in
      ChartSamples.line("a rather long name of a series \(number)") { 1e4 + $0 * Double(number) }
    }
    let sheet = ChartSheet(
      panels: [
        .init(series: [ChartSamples.line("a") { 1e-7 * $0 }], yLabel: "rate"),
        .init(
          series: [ChartSamples.line("b") { exp($0) }], yLabel: "loss", yScale: .logarithmic,
          yRange: 1e-2...1e4),
        .init(series: [], yLabel: "nothing"),
      ], title: "Sheet", subtitle: "of three panels", xLabel: "steps")
    let drawings = [
      ChartSamples.chart(long).drawing, ChartSamples.chart(long, yRange: 0...1e5).drawing,
      ChartSamples.chart(long, xScale: .logarithmic, yScale: .logarithmic).drawing, sheet.drawing,
    ]
    for drawing in drawings {
      let boxes = ChartSamples.textBoxes(in: drawing)
      let picture = Box(minX: 0, minY: 0, maxX: drawing.width, maxY: drawing.height)
      #expect(boxes.count > 12)
      for (index, box) in boxes.enumerated() {
        #expect(picture.contains(box.box), "\(box.string)")
        for other in boxes[..<index] {
          #expect(!box.box.overlaps(other.box), "\(box.string) and \(other.string)")
        }
      }
    }
  }
}
