import Foundation
import Netlist
import TestSupport
import Testing

@testable import Formats

@Suite struct LEFReadingTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ text: String, name: String = "t.lef") throws -> CellLibrary {
    let bytes = Array(text.utf8)
    let file = try folder.write(
      name.hasSuffix(".gz") ? Array(Gzip.compress(bytes)) : bytes, to: name)
    return try CellLibrary(lefFiles: [file])
  }

  @Test func technology() throws {
    let library = try read(smallLibrary)
    #expect(library.databaseUnitsPerMicron == 2000)
    #expect(library.manufacturingGrid == 0.005)
    #expect(library.layers.map(\.name) == ["poly", "M1", "V1", "M2"])
    #expect(library.layers.map(\.purpose) == [.masterslice, .routing, .cut, .routing])
    let metal = library.layers[1]
    #expect(metal.isHorizontal == true && library.layers[3].isHorizontal == false)
    #expect(metal.pitch! == (0.19, 0.14) && library.layers[3].pitch! == (0.2, 0.2))
    #expect(metal.width == 0.07 && metal.spacing == 0.065)
    #expect(metal.resistance == 0.38 && library.layers[2].resistance == nil)
    #expect(metal.capacitance == 7.7161e-05 && library.layers[3].capacitance == nil)
    #expect(metal.edgeCapacitance == 2.7365e-05)
    #expect(
      library.sites == [
        .init(name: "core", isPad: false, width: 0.19, height: 1.4, symmetry: .y),
        .init(name: "io", isPad: true, width: 40, height: 140, symmetry: []),
      ])
  }

  @Test func vias() throws {
    let library = try read(smallLibrary)
    #expect(library.viaShapes.keys.sorted() == ["generated", "via", "wide"])
    #expect(
      library.viaShapes["via"] == [
        .init(layer: "M1", box: Box(minX: -0.1, minY: -0.2, maxX: 0.3, maxY: 0.2)),
        .init(layer: "V1", box: Box(minX: -0.05, minY: -0.05, maxX: 0.05, maxY: 0.05)),
        .init(layer: "M2", box: Box(minX: -0.1, minY: -0.1, maxX: 0.2, maxY: 0.4)),
      ])
    // Three columns of 0.1 and two rows of 0.2, all 0.1 apart.
    let sizes = library.viaShapes["generated"]!.map { ($0.box.width, $0.box.height) }
    for (size, expected) in zip(sizes, [(0.6, 0.52), (0.5, 0.5), (0.54, 0.56)]) {
      #expect(abs(size.0 - expected.0) < 1e-12 && abs(size.1 - expected.1) < 1e-12)
    }
  }

  @Test func cell() throws {
    let library = try read(smallLibrary)
    let cell = library.masters[library.masterIndex("INV")!]
    #expect(cell.masterClass == .core && cell.subclass == "TIEHIGH")
    #expect(cell.width == 4 && cell.height == 2)
    #expect(cell.symmetry == .all && cell.site == "core")
    #expect(cell.pins.map(\.name) == ["A", "Z", "VDD"])
    #expect(cell.pins.map(\.direction) == [.input, .output, .bidirectional])
    #expect(cell.pins.map(\.use) == [.signal, .clock, .power])
    #expect(cell.pins[2].point == nil)
    #expect(
      cell.obstructions == [
        .init(layer: "M1", box: Box(minX: 0.5, minY: -0.25, maxX: 4.5, maxY: 1.75))
      ])
  }

  /// All moved by the origin, (0.5, -0.25).
  @Test func shapes() throws {
    let cell = try read(smallLibrary).masters[0]
    let expected: [(String, Double, Double, Double, Double)] = [
      ("M1", 0.5, 1, 1, 1.5), ("M1", 0, 0, 1, 2),
      ("M2", 0.75, 0.75, 3.25, 1.25), ("M2", 2.75, 0.75, 3.25, 2.25),
      ("M2", 1.75, 1.75, 2.25, 2.25), ("M1", -0.035, -0.035, 1.035, 0.035),
    ]
    #expect(
      cell.pins[0].shapes
        == expected.map {
          .init(
            layer: $0.0,
            box: Box(minX: $0.1 + 0.5, minY: $0.2 - 0.25, maxX: $0.3 + 0.5, maxY: $0.4 - 0.25))
        })
    let output = cell.pins[1].shapes
    // Three layers of one via, three of each of two, four rectangles.
    #expect(output.count == 3 + 6 + 4)
    #expect(output[0].box == Box(minX: 0.9 + 0.5, minY: 1.55, maxX: 1.3 + 0.5, maxY: 2.2 - 0.25))
    #expect(abs(output[6].box.centerX - output[3].box.centerX - 3) < 1e-12)
    #expect(output[12].box == Box(minX: 10.5, minY: 19.75, maxX: 11.5, maxY: 20.75))
  }

  @Test func whatIsOddIsSaid() throws {
    let library = try read(smallLibrary)
    #expect(library.masterIndex("sketch") == nil && library.mastersWithoutSize == ["sketch"])
    #expect(library.warnings.count == 1)
    #expect(library.warnings[0].hasSuffix("warning: macro 'sketch' has no SIZE and is left out"))
    let odd = try read(
      """
      UNITS DATABASE MICRONS 100 ; DATABASE MICRONS 200 ; END UNITS
      MACRO a SIZE 1 BY 2 ; PIN p PORT VIA 0 0 v ; LAYER M ; PATH 0 0 1 0 ; END END p END a
      MACRO a CLASS PAD ; SIZE 3 BY 4 ; END a
      """)
    #expect(
      odd.warnings.map { String($0.dropFirst(folder.file("t.lef").count)) } == [
        ":1:47: warning: 200 database units to a micrometre; 100, read before, stay",
        ":2:42: warning: no via 'v' is defined up to here: it is left out",
        ":2:56: warning: the layer 'M' has no WIDTH: the path is taken without one",
        ":2:7: warning: macro 'a' has no CLASS and is taken for CORE",
        ":3:7: warning: macro 'a' takes the place of one read before",
      ])
    #expect(odd.databaseUnitsPerMicron == 100 && odd.masters.map(\.width) == [3])
  }

  @Test func compressedAndInSeveralFiles() throws {
    let whole = try read(smallLibrary, name: "t.lef.gz")
    #expect(whole.masters == (try read(smallLibrary)).masters)
    let parts = smallLibrary.components(separatedBy: "MACRO INV")
    let technology = try folder.write(Array(parts[0].utf8), to: "a.lef")
    let cells = try folder.write(Array(("MACRO INV" + parts[1]).utf8), to: "b.lef")
    #expect(try CellLibrary(lefFiles: [technology, cells]).masters == whole.masters)
  }

  @Test func metalLessThanItsEnclosureTakesAwayIsAPoint() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      "VIA v VIARULE r ; CUTSIZE 1 1 ; LAYERS a b c ; ENCLOSURE -1 0.5 0 0 ; END v", to: "v.lef")
    let shapes = try #require(try CellLibrary(lefFiles: [file]).viaShapes["v"])
    #expect(shapes.map(\.box.width) == [0, 1, 1])
    #expect(shapes.map(\.box.height) == [2, 1, 1])
  }
}
