import Netlist
import TestSupport
import Testing

@testable import Formats

@Suite struct VerilogReadingTests {
  private let reading: GateReading

  init() throws { reading = try GateReading() }

  @Test func hierarchyBecomesFlat() throws {
    let design = try reading.verilog(gateVerilog)
    let netlist = design.netlist
    #expect(netlist.name == "top")
    let cells = (0..<netlist.nodeCount).filter { netlist.nodeKinds[$0] != .port }
    #expect(
      Set(cells.map { netlist.name(of: NodeID($0)) }) == [
        "f0", "f1", "mem", "loose", "a/b", "u_p/i0", "u_p/i1", "u_q/i0", "u_q/i1",
      ])
    #expect(netlist.count(of: .hardMacro) == 1 && netlist.count(of: .standardCell) == 8)
    #expect(
      netlist.nodes(.port).map { netlist.name(of: $0) } == [
        "clk", "data[0]", "data[1]", "io", "out[0]", "out[1]", "out[2]", "rst",
      ])
    #expect(
      netlist.netLines == [
        "clk: clk* f0.CK f1.CK",
        "data[0]: data[0]* u_p/i0.A",
        "data[1]: data[1]* u_q/i0.A",
        "implicit: loose.A",
        "io: io loose.Z*",
        "out[0]: f0.Q* out[0]",
        "out[1]: f1.Q* out[1]",
        "out[2]: mem.q* out[2]",
        "p[0]: a/b.A u_p/i0.Z* u_p/i1.A",
        "p[1]: f0.D u_p/i1.Z*",
        "q[0]: mem.d[1] u_q/i0.Z* u_q/i1.A",
        "q[1]: mem.d[2] u_q/i1.Z*",
        "rst: rst*",
      ])
    #expect(design.source.warnings.isEmpty && design.source.formatName == "verilog")
  }

  @Test func pinsAndSizesAreInDatabaseUnitsFromTheCentre() throws {
    let design = try reading.verilog(gateVerilog)
    let netlist = design.netlist
    let cell = try #require(
      (0..<netlist.nodeCount).first { netlist.name(of: NodeID($0)) == "u_p/i0" })
    #expect(netlist.nodeWidths[cell] == 20 && netlist.nodeHeights[cell] == 50)
    #expect(netlist.masterName(of: NodeID(cell)) == "INV")
    let pins = netlist.nodePins[cell].map {
      (
        netlist.names.string(netlist.pinSymbols[$0.index]), netlist.pinOffsetsX[$0.index],
        netlist.pinOffsetsY[$0.index], netlist.pinDirections[$0.index]
      )
    }
    #expect(pins.map(\.0) == ["A", "Z"])
    #expect(pins[0].1 == -5 && pins[0].2 == -20 && pins[0].3 == .input)
    #expect(pins[1].1 == 5 && pins[1].2 == 20 && pins[1].3 == .output)
    #expect(design.constraints.nodeSymmetries[cell] == [.x, .y])
    #expect(design.floorplan.unitsPerMicron == 10)
  }

  @Test func floorplanFollowsTheRecipe() throws {
    let design = try reading.verilog(
      gateVerilog, recipe: FloorplanRecipe(utilization: 0.5, aspectRatio: 2))
    let floorplan = design.floorplan
    // 6 inverters of 20 by 50, 2 flip-flops of 60 by 50, one memory of 300 by 200: 72000 in all.
    let area = 72_000.0 / 0.5
    #expect(floorplan.die.minX == 0 && floorplan.die.minY == 0)
    // The memory is wider than the recipe makes the core (268.3): 300 by 536.7, in rows of 50.
    #expect(floorplan.die.maxX == 300 && floorplan.die.maxY == 550)
    #expect(floorplan.die.area >= area)
    #expect(floorplan.placementRows.count == 11)
    #expect(floorplan.placementRows.allSatisfy { $0.siteCount == 30 && $0.siteName == "core" })
    #expect(floorplan.placementRows.map(\.y) == (0..<11).map { Double($0) * 50 })
    #expect(floorplan.placementRows[0].orientation == .north)
    #expect(floorplan.placementRows[1].orientation == .flippedSouth)
    for node in 0..<design.netlist.nodeCount {
      let (x, y) = (design.placement.x[node], design.placement.y[node])
      if design.netlist.nodeKinds[node] == .port {
        #expect(x == 0 || x == 300 || y == 0 || y == 550)
        #expect(design.placement.isFixed[node])
      } else {
        #expect(x == 150 && y == 275 && !design.placement.isFixed[node])
      }
    }
    // 8 ports, 212.5 apart along an edge of 1700: the first at 106.25, the second past the corner.
    let ports = design.netlist.nodes(.port).map(\.index)
    #expect(design.placement.x[ports[0]] == 106 && design.placement.y[ports[0]] == 0)
    #expect(design.placement.x[ports[1]] == 300 && design.placement.y[ports[1]] == 19)
    #expect(design.placement.x[ports[7]] == 0 && design.placement.y[ports[7]] == 106)
  }

  @Test func theTopCanBeNamed() throws {
    let design = try reading.verilog(gateVerilog, top: "pair")
    #expect(design.netlist.count(of: .standardCell) == 2)
    #expect(
      design.netlist.netLines == [
        "a: a* i0.A", "odd[name]: odd[name]*", "y[0]: i0.Z* i1.A y[0]", "y[1]: i1.Z* y[1]",
      ])
  }

  @Test func constantsAndConcatenations() throws {
    let design = try reading.verilog(
      """
      module top (input a, b);
        wire [3:0] w;
        assign w = {2{a, b}};
        wire [7:0] c = 8'h0f, d = 'b1, e;
        assign e = 8'bxz1 , c[0] = 0;
        RAM m0 (.d(w[3:1]), .q());
        RAM m1 (.d({w[0], 2'b1x}), .q());
        INV i (.A(c[7]), .Z(e[0]));
        INV j (.A(e[5]), .Z());
      endmodule
      """)
    #expect(
      design.netlist.netLines == [
        "a: a* m0.d[0] m0.d[2]", "b: b* m0.d[1] m1.d[2]",
      ].map { $0 } + ["e[5]: j.A"])
  }

  @Test func oddThingsAreSaid() throws {
    let design = try reading.verilog(
      """
      module part (input [1:0] a); INV i (.A(a[0])); INV j (.A(a[1])); endmodule
      module top (input a);
        part p (.a(a));
        INV i (.A(a), .Z(x)), j (.A(a), .Z(x));
        NEW n (.A(a), .B({x, a}));
      endmodule
      """, areas: ["NEW": 7.5, "INV": 12])
    #expect(
      design.source.warnings.map { $0.replacing(reading.folder.path + "/", with: "") } == [
        "t.v:3:12: warning: the port 'a' has 2 bits and is connected to 1",
        "t.v: warning: the cell 'INV' has the area 10.0 in LEF and 12.0 in Liberty; LEF's is taken",
        "t.v: warning: the cell 'NEW' is in no LEF file: it is taken for one row high and 2 sites "
          + "wide, by its area, with all pins at its centre",
        "t.v: warning: more than one pin drives the net 'x'",
      ])
    #expect(design.netlist.netLines.contains("x: i.Z* j.Z n.B[1]"))
  }

  /// A cell with a drawing stays one, whatever its module holds.
  @Test func aDrawnModuleIsACell() throws {
    let design = try reading.verilog(
      """
      module INV (input A, output Z); DFF f (.D(A), .Q(Z)); endmodule
      module top (input a, output z); INV i (.A(a), .Z(z)); endmodule
      """)
    #expect(design.netlist.netLines == ["a: a* i.A", "z: i.Z* z"])
  }
}
