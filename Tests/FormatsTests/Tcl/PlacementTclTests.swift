import Netlist
import TestSupport
import Testing

@testable import Formats

@Suite struct PlacementTclTests {
  /// Two hard macros, one of them fixed and turned, and a soft macro.
  private static func design() -> Design {
    var builder = NetlistBuilder(name: "tcl")
    _ = builder.addNode(
      .hardMacro, symbol: builder.names.intern("top/ram[0]"), width: 20, height: 10)
    _ = builder.addNode(
      .hardMacro, symbol: builder.names.intern("rom"), width: 6, height: 4)
    _ = builder.addNode(
      .softMacro, symbol: builder.names.intern("Grp_1"), width: 5, height: 5)
    let netlist = builder.build()
    var placement = Placement(for: netlist)
    placement.x = [30, 50.1, 10]
    placement.y = [20, 60, 10]
    placement.orientations = [.west, .flippedEast, .north]
    placement.isFixed = [false, true, false]
    return Design(
      netlist: netlist,
      floorplan: Floorplan(
        die: Box(minX: 0, minY: 0, maxX: 200, maxY: 200), unitsPerMicron: 2),
      placement: placement)
  }

  private func written(_ design: Design, _ dialect: TclDialect) throws -> String {
    let folder = try TemporaryFolder()
    try PlacementTcl.write(design, to: folder.file("macros.tcl"), dialect: dialect)
    return String(decoding: try folder.read("macros.tcl"), as: UTF8.self)
  }

  /// Lower left corners in micrometres, two units each, with the sides changed by the turn.
  @Test func openroadGetsCornersInMicrometres() throws {
    #expect(
      try written(Self.design(), .openroad) == """
        place_macro -macro_name {top/ram[0]} -location {12.5 5} -orientation R90 -exact
        place_macro -macro_name rom -location {24.05 28.5} -orientation MYR90 -exact

        """)
  }

  @Test func innovusGetsItsOwnNamesAndStatus() throws {
    #expect(
      try written(Self.design(), .innovus) == """
        placeInstance {top/ram[0]} 12.5 5 R90 -placed
        placeInstance rom 24.05 28.5 MY90 -fixed

        """)
  }

  /// The table of the LEF/DEF 5.8 Language Reference.
  @Test func orientationsAreThoseOfOpenAccess() throws {
    let names: [Orientation: String] = [
      .north: "R0", .west: "R90", .south: "R180", .east: "R270", .flippedNorth: "MY",
      .flippedSouth: "MX", .flippedWest: "MXR90", .flippedEast: "MYR90",
    ]
    for orientation in Orientation.allCases {
      var design = Self.design()
      design.placement.orientations[1] = orientation
      #expect(
        try written(design, .openroad).contains("-orientation \(names[orientation]!) -exact\n"))
    }
  }

  @Test(arguments: [
    ("plain/name_1", "plain/name_1"), ("a b", "{a b}"), ("a[1]", "{a[1]}"),
    (#"a\[1\]"#, #"{a\[1\]}"#),
    ("a{b", #"a\{b"#), (#"end\"#, #"end\\"#), ("$x;y", "{$x;y}"), ("", "{}"),
  ])
  func namesAreOneWordOfTcl(name: String, word: String) {
    #expect(PlacementTcl.quoted(name) == word)
  }

  @Test func refusesWhatTclCannotSay() {
    var design = Self.design()
    design.placement.x[0] = .nan
    #expect(throws: OutputError.self) { try written(design, .openroad) }
  }
}
