import Formats
import Foundation
import Netlist
import Testing
import TestSupport

@Suite struct DEFReadingTests {
  private let design: Design
  private let folder: TemporaryFolder

  init() throws { (design, folder) = try DEFSample.read(DEFSample.text) }

  private func node(_ name: String) throws -> NodeID {
    try #require(
      (0..<design.netlist.nodeCount).map { NodeID($0) }.first {
        design.netlist.name(of: $0) == name
      })
  }

  private func position(_ name: String) throws -> [Double] {
    let node = try node(name)
    return [design.placement.x[node.index], design.placement.y[node.index]]
  }

  @Test func readsTheChip() {
    let floorplan = design.floorplan
    #expect(design.netlist.name == "sample")
    #expect(floorplan.unitsPerMicron == 1000)
    #expect(floorplan.die == Box(minX: 0, minY: 0, maxX: 100000, maxY: 80000))
    #expect(floorplan.columns == 20 && floorplan.rows == 16)
    #expect(floorplan.placementRows.map(\.y) == [2000, 4000])
    #expect(floorplan.placementRows.map(\.orientation) == [.north, .flippedSouth])
    #expect(floorplan.placementRows.map(\.siteName) == ["core", "core"])
    #expect(
      floorplan.placementRows[1].box == Box(minX: 2000, minY: 4000, maxX: 22000, maxY: 6000))
    // 100 tracks each way; metal2 prefers the other direction, and RAM closes metal1.
    #expect(
      floorplan.routing
        == RoutingSupply(
          horizontal: 100.0 / 80000, vertical: 100.0 / 100000,
          horizontalUsedByMacros: 100.0 / 80000, verticalUsedByMacros: 0))
  }

  @Test func readsBlockagesAndTheDiesCorner() {
    #expect(
      design.floorplan.blockages == [
        Blockage(box: Box(minX: 60000, minY: 50000, maxX: 100000, maxY: 80000), density: 1),
        Blockage(box: Box(minX: 0, minY: 0, maxX: 1000, maxY: 1000), density: 1),
        Blockage(box: Box(minX: 2000, minY: 0, maxX: 3000, maxY: 1000), density: 1),
        Blockage(box: Box(minX: 5, minY: 5, maxX: 10, maxY: 10), density: 1, isSoft: true),
        Blockage(box: Box(minX: 0, minY: 0, maxX: 20, maxY: 10), density: 0.6),
        Blockage(box: Box(minX: 0, minY: 10, maxX: 10, maxY: 20), density: 0.6),
        Blockage(box: Box(minX: 0, minY: 0, maxX: 700, maxY: 700), density: 1),
      ])
  }

  @Test func readsComponents() throws {
    let netlist = design.netlist
    #expect(
      netlist.nodeKinds == [
        .standardCell, .standardCell, .standardCell, .standardCell, .hardMacro, .hardMacro, .port,
        .standardCell, .port, .port, .port, .port,
      ])
    #expect(try netlist.masterName(of: node("ram1")) == "RAM")
    #expect(try position("u/a") == [2300, 3000])
    #expect(try position("v/a") == [100, 4000])
    #expect(try position("u\\[1\\]") == [50000, 40000])
    #expect(try position("w") == [50000, 40000])
    // Turned: 10 wide and 20 high.
    #expect(try position("ram0") == [35000, 30000])
    #expect(try position("ram1") == [11000, 65000])
    #expect(try position("bump") == [92000, 42000])
    let fixed = (0..<netlist.nodeCount).filter { design.placement.isFixed[$0] }
      .map { netlist.name(of: NodeID($0)) }
    #expect(fixed == ["u/b", "ram1", "bump", "in", "out", "out.extra1", "clk"])
    #expect(try design.placement.orientations[node("ram0").index] == .west)
    #expect(netlist.nodeWidths.prefix(7) == [600, 600, 600, 600, 20000, 20000, 0])
  }

  @Test func readsConstraints() throws {
    let constraints = design.constraints
    #expect(design.floorplan.regions.map(\.name) == ["fence", "wish", "rest", "g3"])
    #expect(design.floorplan.regions.map(\.isFence) == [true, false, false, false])
    #expect(
      design.floorplan.regions[0].boxes == [
        Box(minX: 0, minY: 0, maxX: 20000, maxY: 20000),
        Box(minX: 20000, minY: 0, maxX: 30000, maxY: 10000),
      ])
    let regions = ["u/a", "u/b", "u\\[1\\]", "w", "ram0", "ram1", "v/a", "in"]
    // A later group binds over what a component says.
    #expect(
      try regions.map { constraints.region(of: try node($0)) } == [0, 0, nil, 3, 0, nil, nil, nil])
    #expect(
      try constraints.halo(of: node("ram0")) == Halo(left: 100, bottom: 200, right: 300, top: 400))
    #expect(try constraints.halo(of: node("ram1")) == Halo(left: 1, bottom: 2, right: 3, top: 4))
    #expect(try constraints.symmetry(of: node("u/a")) == [.x, .y])
    #expect(try constraints.symmetry(of: node("in")) == .all)
  }

  @Test func readsPins() throws {
    // The shape's centre (0.5, 100), turned by E.
    #expect(try position("in") == [100, 29999.5])
    #expect(try position("out") == [100010, 25020])
    #expect(try position("out.extra1") == [49995, 79993])
    #expect(try position("clk") == [50000, 40000])
    let directions = ["in", "out", "clk"].map { name in
      design.netlist.pinDirections[
        design.netlist.pinSymbols.firstIndex {
          $0 >= 0 && design.netlist.names.string($0) == name
        } ?? 0]
    }
    #expect(directions == [.output, .input, .unknown])
  }

  @Test func readsNets() throws {
    let netlist = design.netlist
    func pins(_ net: Int) -> [String] {
      netlist.netPins[net].map { pin in
        let node = netlist.name(of: netlist.pinNodes[pin.index])
        return "\(node) \(netlist.names.string(netlist.pinSymbols[pin.index]))"
      }
    }
    #expect(netlist.netCount == 5)
    #expect(pins(0) == ["in in", "u/a A", "ram0 D"])
    #expect(pins(1) == ["u/a Z", "u/b A", "bump P", "out out"])
    #expect(pins(2) == ["ram0 D", "ram1 D", "u\\[1\\] A", "clk clk"])
    #expect(pins(3) == ["ram1 Q"])
    #expect(netlist.netSymbols[3] == -1)
    #expect(netlist.netWeights == [5, 1, 1, 1, 1])
    #expect(netlist.netDrivers[0] == netlist.netPins[0].first)
    #expect(netlist.netDrivers[1] == netlist.netPins[1].first)
    #expect(netlist.netDrivers[2] == nil)
    // ram0 D: (0.5, 0.5) from the corner is (-9.5, -4.5) from the centre, turned by W (4.5, -9.5).
    let pin = try #require(netlist.netPins[0].last)
    let place = design.placement.position(of: pin, in: netlist)
    #expect([place.x, place.y] == [39500, 20500])
    // The bump has no size, but its pin is off its centre: (-1, 1), turned by E (1, 1).
    let bump = design.placement.position(of: Array(netlist.netPins[1])[2], in: netlist)
    #expect([bump.x, bump.y] == [93000, 43000])
  }

  @Test func notesWhatIsOdd() {
    let warnings = design.source.warnings.map {
      $0.replacingOccurrences(of: "\(folder.path)/t.def", with: "t.def")
    }
    #expect(
      warnings == [
        "t.def:51:25: warning: this blockage is passed over, as others like it: its component may "
          + "move",
        "t.def: warning: 1 components have a GUIDE region, which binds none of them",
        "t.def: warning: 1 of 4 pins have no place; they are put at the centre of the die",
      ])
  }

  @Test func notesWrongCountsRowsAndRepeatedNets() throws {
    let (design, folder) = try DEFSample.read(
      """
      VERSION 5.8 ;
      DIEAREA ( 0 0 ) ( 10 10 ) ;
      ROW a nowhere 0 0 N DO 5 BY 1 STEP 2 0 ;
      ROW b core 0 0 N DO 1 BY 5 STEP 0 2 ;
      COMPONENTS 3 ;
      - a INV ;
      END COMPONENTS
      NETS 9 ;
      - n ( a A ) ;
      - n ( a Z ) ;
      - n ;
      END NETS
      END DESIGN
      """)
    let warnings = design.source.warnings.map {
      $0.replacingOccurrences(of: "\(folder.path)/t.def", with: "t.def")
    }
    #expect(
      warnings == [
        "t.def:3:40: warning: this row is passed over, as others like it: the library has no site "
          + "'nowhere'",
        "t.def:5:1: warning: no UNITS ahead of this statement; 100 to a micrometre are assumed",
        "t.def:5: warning: COMPONENTS states 3, the file has 1",
        "t.def:10:3: warning: a net 'n' comes again; each is a net of its own",
        "t.def:8: warning: NETS states 9, the file has 3",
        "t.def: warning: 2 rows are passed over",
      ])
    #expect(design.floorplan.placementRows == [])
    #expect(design.netlist.nodeWidths == [60])
    // No tracks: Circuit Training's supply, in routes per database unit.
    #expect(design.floorplan.routing.horizontal == 0.7033)
    #expect(design.floorplan.columns == 10 && design.floorplan.rows == 10)
  }
}
