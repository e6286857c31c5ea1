import Foundation
import Netlist
import TestSupport
import Testing

@testable import Formats

@Suite struct CircuitTrainingNetlistTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(
    _ text: String, lowerCaseMacros: LowerCaseMacros = .automatic
  ) throws -> Design {
    try CircuitTrainingNetlist.read(
      file: try folder.write(text, to: "n.pb.txt"), lowerCaseMacros: lowerCaseMacros)
  }

  private func names(_ netlist: Netlist, net: Int) -> [String] {
    netlist.netPins[net].map { pin in
      let symbol = netlist.pinSymbols[pin.index]
      return symbol >= 0
        ? netlist.names.string(symbol) : netlist.name(of: netlist.pinNodes[pin.index])
    }
  }

  @Test func readsEveryKindOfNode() throws {
    let design = try read(SmallNetlist.text)
    let netlist = design.netlist
    #expect(
      netlist.nodeKinds == [.port, .hardMacro, .hardMacro, .softMacro, .standardCell, .port])
    #expect(
      (0..<6).map { netlist.name(of: NodeID($0)) } == ["clk", "A", "B", "Grp_0", "g1", "out"])
    #expect(netlist.nodeWidths == [0, 5, 4, 2, 0.25, 0])
    #expect(netlist.nodeHeights == [0, 3, 4, 2, 0.5, 0])
    #expect(netlist.pinNodes.map(\.rawValue) == [0, 1, 2, 3, 4, 5])
    #expect(netlist.pinOffsetsX == [0, -2, 1, 0, 0, 0])
    #expect(netlist.pinOffsetsY == [0, 0.1, -1, 0, 0, 0])
    #expect(design.source.nodeIndices == [0, 2, 4, 5, 7, 8])
    #expect(design.source.pinIndices == [-1, 1, 3, 6, -1, -1])
    #expect(design.source.portSides == ["LEFT", nil, nil, nil, nil, nil])
    #expect(design.source.warnings == [])
    #expect(design.source.metadata.map(\.key) == ["soft_macro_area_bloating_ratio", "tool"])
    #expect(design.source.metadata.map(\.value) == ["2.0", "\"maker \"x\"\""])
    #expect(design.placement.x == [0, 3.5, 0, 0, 0, 0])
    #expect(design.placement.y == [5.25, 2.5, 0, 0, 0, 0])
    #expect(design.placement.orientations[1] == .flippedSouth)
    #expect(design.placement.isFixed == [true, false, false, false, false, true])
  }

  @Test func netsHaveTheirDriverFirstAndKeepRepeatedSinks() throws {
    let netlist = try read(SmallNetlist.text).netlist
    #expect(netlist.netCount == 3)
    #expect(names(netlist, net: 0) == ["clk", "A/I", "Grp_0/Pinput", "g1"])
    #expect(names(netlist, net: 1) == ["B/O", "A/I", "A/I", "out"])
    #expect(names(netlist, net: 2) == ["g1", "Grp_0/Pinput"])
    #expect(netlist.netDrivers.map { $0?.rawValue } == [0, 2, 4])
    // A port's weight attribute does not count.
    #expect(netlist.netWeights == [1, 2.5, 3])
  }

  @Test func withoutPlacementTheDieIsASquareThatIsSixtyPerCentFull() throws {
    let floorplan = try read(SmallNetlist.text).floorplan
    let area = 15 + 16 + 4 + 0.125
    #expect(
      floorplan.die == Box(minX: 0, minY: 0, maxX: floorplan.die.maxX, maxY: floorplan.die.maxX))
    #expect(abs(floorplan.die.area * 0.6 - area) < 1e-12)
    #expect(floorplan.columns == 10 && floorplan.rows == 10)
    #expect(floorplan.routing == .circuitTrainingDefault)
  }

  // MARK: Layout

  @Test func layoutDoesNotMatter() throws {
    let plain = try read(SmallNetlist.text)
    let variants: [(String, String)] = [
      ("tokens on lines of their own", SmallNetlist.text.replacing(" { ", with: "\n{\n\t")),
      ("carriage returns", SmallNetlist.text.replacing("\n", with: "\r\n")),
      (
        "everything on one line",
        SmallNetlist.text.replacing("# a comment", with: "").replacing("\n", with: " ")
      ),
      ("colons before braces", SmallNetlist.text.replacing(" {", with: ": {")),
      ("comments after tokens", SmallNetlist.text.replacing("{\n", with: "{ # node { \"\n")),
      ("no blanks", SmallNetlist.text.replacing(": ", with: ":").replacing(" }", with: "}")),
      ("separators", SmallNetlist.text.replacing("\" value", with: "\", value")),
      (
        "angle brackets",
        SmallNetlist.text.replacing("{", with: "<").replacing("}", with: ">")
      ),
      (
        "single quotes",
        SmallNetlist.text.replacing("\\\"x\\\"", with: "@").replacing("\"", with: "'")
          .replacing("@", with: "\"x\"")
      ),
      ("escapes", SmallNetlist.text.replacing("\"clk\"", with: "\"\\143\\x6c\\x6B\"")),
      ("floats with a suffix", SmallNetlist.text.replacing("2.5 ", with: "2.5f ")),
      ("no line end at the end", String(SmallNetlist.text.dropLast(1))),
      (
        "other fields of a graph",
        SmallNetlist.text.replacing("\"A\"\n", with: "\"A\" op: \"x\" device: \"y\"\n")
          + "versions { producer: 22 list: [1, 2] inner < a: -1 > }"
      ),
      (
        "values before keys",
        SmallNetlist.text.replacing(
          "key: \"width\" value { f: 5 }", with: "value { f: 5 } key: \"width\"")
      ),
    ]
    for (what, text) in variants {
      #expect(try read(text).differences(from: plain) == [], Comment(rawValue: what))
    }
  }

  @Test func compressedFilesReadAsPlainOnes() throws {
    let plain = try read(SmallNetlist.text)
    var output = FileOutput()
    output.write(SmallNetlist.text)
    try output.save(to: folder.file("n.pb.txt.gz"))
    let compressed = try CircuitTrainingNetlist.read(file: folder.file("n.pb.txt.gz"))
    #expect(compressed.differences(from: plain) == [])
    #expect(compressed.netlist.name == "n")
  }

  // MARK: Soft or hard

  private func macro(_ name: String, _ type: String, offset: Double) -> String {
    """
    node { name: "\(name)" attr { key: "type" value { placeholder: "\(type)" } }
      attr { key: "width" value { f: 1 } } attr { key: "height" value { f: 1 } } }
    node { name: "\(name)/P" attr { key: "type" value { placeholder: "\(type)_pin" } }
      attr { key: "x_offset" value { f: \(offset) } } }

    """.replacing("MACRO_pin", with: "MACRO_PIN")
  }

  @Test(arguments: [
    ("Grp_1", "macro", 0.0, LowerCaseMacros.hard, NodeKind.softMacro, 0.0, false),
    ("Grp_1", "MACRO", 0.25, .automatic, .softMacro, 0, true),
    ("ram", "MACRO", 0.25, .soft, .hardMacro, 0.25, false),
    ("ram", "macro", 0.25, .automatic, .hardMacro, 0.25, true),
    ("ram", "macro", 0, .automatic, .softMacro, 0, true),
    ("ram", "macro", 0.25, .soft, .softMacro, 0, false),
    ("ram", "macro", 0, .hard, .hardMacro, 0, false),
  ])
  func nameTypeAndPinsSayWhetherAMacroIsSoft(
    name: String, type: String, offset: Double, option: LowerCaseMacros, kind: NodeKind,
    readOffset: Double, warns: Bool
  ) throws {
    let design = try read(macro(name, type, offset: offset), lowerCaseMacros: option)
    #expect(design.netlist.nodeKinds == [kind])
    #expect(design.netlist.pinOffsetsX == [readOffset])
    #expect(design.source.warnings.isEmpty != warns)
  }

  @Test func unknownAttributesAreNamedOnce() throws {
    let attribute = "attr { key: \"colour\" value { i: 4 } }"
    let text = SmallNetlist.text.replacing(
      "attr { key: \"side\"", with: attribute + " attr { key: \"side\""
    )
    .replacing("attr { key: \"orientation\"", with: attribute + " attr { key: \"orientation\"")
    let warnings = try read(text).source.warnings
    #expect(warnings.count == 1 && warnings[0].contains("'colour'"))
    #expect(warnings[0].contains("n.pb.txt:12:"))
  }
}
