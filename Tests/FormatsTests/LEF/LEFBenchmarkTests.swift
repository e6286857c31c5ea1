import Foundation
import Netlist
import TestSupport
import Testing

@testable import Formats

/// Published LEF files. Expected numbers come from searches of the files with regular expressions:
/// `MACRO`, `PIN` and `RECT` counted between `MACRO name` and `END name`, the means of the centres of
/// a pin's `RECT`s.
@Suite(.enabled(if: SharedData.isPresent, Comment(rawValue: SharedData.absence)))
struct LEFBenchmarkTests {
  struct Facts: Sendable, CustomTestStringConvertible {
    var file: String
    var macros: Int
    var pins: Int
    var rectangles: Int
    var polygons = 0
    /// The sum of the areas of all macros.
    var area: Double
    var testDescription: String { file }
  }

  static let facts = [
    Facts(
      file: "openroad/lef/Nangate45/Nangate45.lef.gz", macros: 135, pins: 803, rectangles: 4105,
      area: 417.088),
    Facts(
      file: "openroad/lef/sky130hd/sky130_fd_sc_hd_merged.lef.gz", macros: 437, pins: 2662,
      rectangles: 21524, area: 6906.624),
    Facts(
      file: "openroad/lef/sky130hs/sky130_fd_sc_hs_merged.lef.gz", macros: 390, pins: 3230,
      rectangles: 31364, area: 8396.3952),
    Facts(
      file: "openroad/lef/asap7/asap7sc7p5t_28_R_1x_220121a.lef.gz", macros: 212, pins: 1326,
      rectangles: 5697, area: 38.72448),
    Facts(
      file: "openroad/lef/ihp-sg13g2/sg13g2_stdcell.lef.gz", macros: 78, pins: 405,
      rectangles: 2243, area: 1360.8),
    Facts(
      file: "lef/limbo/NanGate_15nm_UTDA.macro.lef", macros: 79, pins: 233, rectangles: 786,
      area: 23081.534976),
    Facts(
      file: "openroad/lef/gpl/bp_be_top_macro.lef", macros: 3, pins: 561, rectangles: 1332,
      area: 17613.988),
    Facts(
      file: "openroad/lef/Nangate45_io/dummy_pads.lef", macros: 30, pins: 167, rectangles: 613,
      polygons: 2, area: 116_542),
  ]

  private func read(_ files: String...) throws -> CellLibrary {
    try CellLibrary(lefFiles: files.map { SharedData.path("benchmarks/\($0)") })
  }

  @Test(arguments: facts)
  func countsAgree(_ facts: Facts) throws {
    let library = try read(facts.file)
    #expect(library.masters.count == facts.macros)
    #expect(library.masters.reduce(0) { $0 + $1.pins.count } == facts.pins)
    let shapes = library.masters.flatMap { $0.pins.flatMap(\.shapes) + $0.obstructions }
    #expect(shapes.count == facts.rectangles + facts.polygons)
    let area = library.masters.reduce(0) { $0 + $1.width * $1.height }
    #expect(abs(area - facts.area) < 1e-6)
  }

  @Test(arguments: [
    ("openroad/lef/Nangate45/Nangate45.lef.gz", "NAND2_X1", "ZN", 0.375, 1.48 / 3),
    ("openroad/lef/Nangate45/Nangate45.lef.gz", "DFF_X1", "CK", 1.615, 0.615),
    (
      "openroad/lef/sky130hd/sky130_fd_sc_hd_merged.lef.gz", "sky130_fd_sc_hd__nand2_1", "Y",
      0.7775, 3.73 / 3
    ),
    (
      "openroad/lef/asap7/asap7sc7p5t_28_R_1x_220121a.lef.gz", "NAND2xp5_ASAP7_75t_R", "Y",
      0.1685, 0.135
    ),
    ("openroad/lef/ihp-sg13g2/sg13g2_stdcell.lef.gz", "sg13g2_nand2_1", "Y", 1.111875, 1.61),
    (
      "lef/tilos-nangate45/fakeram45_256x16.lef.gz", "fakeram45_256x16", "rd_out[3]", 0.035,
      40.95
    ),
    ("lef/limbo/NanGate_15nm_UTDA.macro.lef", "NAND2_X1", "ZN", 0.15977, 0.2002),
  ])
  func pinPointsAgree(
    _ file: String, _ macro: String, _ pin: String, _ x: Double, _ y: Double
  ) throws {
    let library = try read(file)
    let master = library.masters[try #require(library.masterIndex(macro))]
    let point = try #require(master.pins.first { $0.name == pin }?.point)
    #expect(abs(point.x - x) < 1e-9 && abs(point.y - y) < 1e-9)
  }

  @Test func technologyOfNangate45() throws {
    let library = try read("openroad/lef/Nangate45/Nangate45_tech.lef")
    #expect(library.databaseUnitsPerMicron == 2000)
    #expect(library.manufacturingGrid == 0.005)
    #expect(library.layers.count == 22)
    let metal = library.layers[try #require(library.layerIndex("metal3"))]
    #expect(metal.isHorizontal == true && metal.pitch?.x == 0.14 && metal.width == 0.07)
    #expect(library.viaShapes["via1_0"]?.map(\.layer) == ["via1", "metal1", "metal2"])
    let site = library.sites[try #require(library.siteIndex("FreePDK45_38x28_10R_NP_162NW_34O"))]
    #expect(site.width == 0.19 && site.height == 1.4 && site.symmetry == .y)
  }

  @Test func everyFileIsRead() throws {
    var count = 0
    for folder in ["benchmarks/openroad/lef", "benchmarks/lef"] {
      let root = SharedData.path(folder)
      for case let name as String in FileManager.default.enumerator(atPath: root)!
      where ["lef", "tlef"].contains(where: {
        name.hasSuffix(".\($0)") || name.hasSuffix(".\($0).gz")
      }) {
        count += 1
        #expect(throws: Never.self, "\(name)") {
          _ = try CellLibrary(lefFiles: ["\(root)/\(name)"])
        }
      }
    }
    #expect(count > 40)
  }

  /// Cadence's example of every statement of LEF 5.8.
  @Test func everyStatementIsRead() throws {
    let library = try read("lef/def-syntax/complete.5.8.lef")
    #expect(library.databaseUnitsPerMicron == 20000)
    #expect(library.layers.count == 26)
    #expect(library.sites.count == 10)
    #expect(
      library.masters.map(\.name) == [
        "CHK3A", "INV", "INV_B", "DFF3", "FWHSQCN690V15", "myTest", "myMac",
      ])
    #expect(library.mastersWithoutSize.count == 7)
  }
}
