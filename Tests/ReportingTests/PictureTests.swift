import Foundation
import Netlist
import Testing

@testable import Reporting

@Suite struct PictureTests {
  private let sample = SampleDesign(macros: 10, softMacros: 12) { "core/<a&b>/weight_bank_\($0)" }

  private func layout(
    _ sample: SampleDesign, title: String = "Title", options: PictureOptions = PictureOptions()
  ) -> LayoutPicture {
    LayoutPicture(
      netlist: sample.netlist, floorplan: sample.floorplan, placement: sample.placement,
      title: title, subtitle: "cost 1.25", options: options)
  }

  private func heatMap(
    _ values: [Double], columns: Int, rows: Int, range: ClosedRange<Double>? = nil,
    markedFrom: Double? = nil
  ) -> HeatMap {
    HeatMap(
      values: values, columns: columns, rows: rows, title: "Density", valueName: "share of area",
      range: range, markedFrom: markedFrom, markName: "top 5 %", netlist: sample.netlist,
      floorplan: sample.floorplan, placement: sample.placement)
  }

  private func svg(_ picture: some Picture) throws -> String {
    String(decoding: try picture.data(as: .svg), as: UTF8.self)
  }

  private func folder() throws -> String {
    let folder = NSTemporaryDirectory() + "reporting-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
  }

  private func count(_ part: String, in text: String) -> Int {
    text.components(separatedBy: part).count - 1
  }

  @Test func svgIsWellFormedAndHasAnElementAndANameForEachMacro() throws {
    let text = try svg(layout(sample, title: "A < B & \"C\"\u{1}"))
    #expect(text.contains("A &lt; B &amp; &quot;C&quot;\u{FFFD}</text>"))
    for index in 0..<10 {
      #expect(count("<title>core/&lt;a&amp;b&gt;/weight_bank_\(index) (", in: text) == 1)
      #expect(count(">weight_bank_\(index)</text>", in: text) == 1)
    }
    #expect(count("<title>Grp_", in: text) == 12)
    #expect(count("<title>io[", in: text) == 40)
    #expect(count(", fixed)</title>", in: text) == 1)
    for legend in ["Hard macros", "Soft macros", "Ports", "Blockages", "200 µm", "cost 1.25"] {
      #expect(text.contains(">\(legend)</text>"))
    }
    let opened = text.matches(of: /<[a-z]/).count
    let closed = count("</", in: text) + count("/>", in: text)
    #expect(opened == closed)
  }

  @Test func macrosStandInScaleWithYUpwards() throws {
    let scene = Scene(
      netlist: sample.netlist, floorplan: sample.floorplan, placement: sample.placement)
    let area = Box(minX: 30, minY: 30, maxX: 1170, maxY: 900)
    let frame = PlotFrame(area: area, view: scene.view, scale: 1)
    let low = frame.point(0, 0)
    let high = frame.point(1400, 1200)
    #expect(low.x < high.x && low.y > high.y)
    #expect(abs((high.x - low.x) / 1400 - (low.y - high.y) / 1200) < 1e-12)
    #expect(area.contains(frame.plot) && area.contains(frame.side))
  }

  @Test func samePicturesAreTheSameBytes() throws {
    let sheet = PictureSheet(
      panels: [
        .layout(layout(sample)), .heatMap(heatMap([1, 2, 3, 4], columns: 2, rows: 2)),
      ], title: "Sheet")
    for format in PictureFormat.allCases {
      #expect(try sheet.data(as: format) == sheet.data(as: format))
    }
    let text = try svg(sheet)
    #expect(count("<g class=\"panel\">", in: text) == 2)
    #expect(text.contains(">Sheet</text>") && text.contains(">Density</text>"))
  }

  @Test func pngHasItsSignatureAndTheSizeAskedFor() throws {
    var options = PictureOptions()
    options.width = 640
    options.pixelRatio = 2
    let folder = try folder()
    let file = "\(folder)/layout.PNG"
    try layout(sample, options: options).write(to: file)
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
    #expect(Array(bytes.prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    let width = bytes[16..<20].reduce(0) { $0 << 8 | Int($1) }
    #expect(width == 1280)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["layout.PNG"])
  }

  @Test(arguments: ["picture.pdf", "picture", "svg", "folder.svg/picture", ".png", "a.svg."])
  func refusesOtherExtensions(_ file: String) {
    #expect(throws: PictureError.format(file: file)) { try layout(sample).write(to: file) }
  }

  @Test func refusesSizesThatCannotBeDrawn() {
    for width in [-5, 0, 1e9, .nan, .infinity] {
      var options = PictureOptions()
      options.width = width
      for format in PictureFormat.allCases {
        #expect(throws: PictureError.self) {
          try layout(sample, options: options).data(as: format)
        }
      }
    }
  }

  @Test func saysWhyAFileCannotBeWritten() throws {
    let file = "\(try folder())/absent/picture.svg"
    let error = #expect(throws: PictureError.self) { try layout(sample).write(to: file) }
    #expect(
      error?.description == "\(file): error: cannot be written: No such file or directory")
    let folder = try folder() + "/taken.svg"
    try FileManager.default.createDirectory(
      atPath: folder + "/full", withIntermediateDirectories: true)
    #expect(throws: PictureError.self) { try layout(sample).write(to: folder) }
    let parent = URL(fileURLWithPath: folder).deletingLastPathComponent().path
    #expect(try FileManager.default.contentsOfDirectory(atPath: parent) == ["taken.svg"])
  }

  @Test func heatMapHasNumbersMarksAndColors() throws {
    let values = (0..<12).map { Double($0) / 10 }
    let text = try svg(heatMap(values, columns: 4, rows: 3, markedFrom: 1.0))
    for label in ["0.0", "0.2", "1.0", "≥ 1", "2 cells, top 5 %", "4 × 3", "1.1", "0.55"] {
      #expect(text.contains(">\(label)</text>"), "\(label)")
    }
    // The marked cells are the last two of the top row: a border of six lines.
    let marks = try #require(text.firstMatch(of: /class="marks">\s*<g[^>]*>\s*<path d="([^"]*)"/))
    #expect(marks.1.count(where: { $0 == "M" }) == 6)
    #expect(text.contains(ColorRamp.colors[0].hex))
    #expect(text.contains(ColorRamp.colors[ColorRamp.levels - 1].hex))
  }

  @Test(arguments: [
    [Double.nan, .infinity, -.infinity, 1], [.nan, .nan, .nan, .nan], [0, 0, 0, 0],
    [-1, -1, -1, -1], [1e308, -1e308, 1e-300, 5], [7, 7, 7, 7],
  ])
  func valuesOfAnyKindDraw(_ values: [Double]) throws {
    let map = heatMap(values, columns: 2, rows: 2, markedFrom: .nan)
    let text = try svg(map)
    #expect(text.contains("No value") == values.contains { !$0.isFinite })
    #expect(try !map.data(as: .png).isEmpty)
  }

  @Test func placesThatAreNoNumbersAreCountedAndNotDrawn() throws {
    var broken = sample
    broken.placement.x[0] = .nan
    broken.placement.y[1] = .infinity
    broken.placement.x[2] = 1e300
    broken.floorplan.die = Box(minX: 0, minY: 0, maxX: .nan, maxY: 0)
    broken.floorplan.blockages[0].density = .nan
    broken.floorplan.columns = 0
    let text = try svg(layout(broken))
    #expect(text.contains(">Without a place</text>"))
    #expect(try !layout(broken).data(as: .png).isEmpty)
  }

  @Test func manyCellsKeepTheFileSmall() throws {
    let cells = SampleDesign(macros: 2, softMacros: 0, cells: 300_000) { "m\($0)" }
    #expect(try layout(cells).data(as: .svg).count < 6_000_000)
    var coverage = CoverageMap(area: Box(minX: 10, minY: 10, maxX: 14, maxY: 12))
    coverage.add(Box(minX: 10.5, minY: 10, maxX: 13, maxY: 11))
    coverage.add(Box(minX: -100, minY: 11, maxX: 100, maxY: 100))
    let runs = coverage.runs()
    #expect(runs.map(\.share) == [0.5, 1])
    #expect(runs[0].boxes == [Box(minX: 10, minY: 10, maxX: 11, maxY: 11)])
    #expect(
      runs[1].boxes == [
        Box(minX: 11, minY: 10, maxX: 13, maxY: 11), Box(minX: 10, minY: 11, maxX: 14, maxY: 12),
      ])
  }
}
