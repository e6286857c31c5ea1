import Netlist
import TestSupport

@testable import Formats

/// A library of an inverter, a flip-flop and a memory; 2 database units a micrometre keep numbers
/// small.
let gateLibrary = """
  UNITS DATABASE MICRONS 10 ; END UNITS
  SITE core CLASS CORE ; SIZE 1 BY 5 ; END core
  SITE tall CLASS CORE ; SIZE 1 BY 10 ; END tall
  MACRO INV CLASS CORE ; SIZE 2 BY 5 ; SYMMETRY X Y ; SITE core ;
    PIN A DIRECTION INPUT ; PORT LAYER M ; RECT 0 0 1 1 ; END END A
    PIN Z DIRECTION OUTPUT ; PORT LAYER M ; RECT 1 4 2 5 ; END END Z
    PIN VDD DIRECTION INOUT ; USE POWER ; END VDD
  END INV
  MACRO DFF CLASS CORE ; SIZE 6 BY 5 ; SYMMETRY X ; SITE core ;
    PIN D DIRECTION INPUT ; END D
    PIN CK DIRECTION INPUT ; USE CLOCK ; END CK
    PIN Q DIRECTION OUTPUT ; END Q
  END DFF
  MACRO RAM CLASS BLOCK ; SIZE 30 BY 20 ;
    PIN d[0] DIRECTION INPUT ; END d[0]
    PIN d[2] DIRECTION INPUT ; END d[2]
    PIN d[1] DIRECTION INPUT ; END d[1]
    PIN q DIRECTION OUTPUT ; END q
  END RAM
  MACRO sketch CLASS BLOCK ; END sketch
  """

/// A top with two instances of a module that holds two cells, and the rest of what structural Verilog
/// can say.
let gateVerilog = """
  // A comment
  `timescale 1ns/1ps
  /* another,
     over lines */
  module pair (a, y, \\odd[name] );
    input a;
    output [1:0] y;
    input \\odd[name] ;
    wire [1:0] y;
    wire m;
    (* keep = "*)" *) INV i0 (.A(a), .Z(m), .VDD(1'b1));
    INV i1 (.A(m), .Z(y[1]));
    assign y[0] = m;
  endmodule

  (* top = 1 *)
  module top (input clk, rst, input [0:1] data, output [2:0] out, inout io);
    wire [1:0] p, q;
    wire one = 1'b1;
    supply0 gnd;
    pair u_p (.a(data[0]), .y(p), .\\odd[name] (rst));
    pair u_q (.a(data[1]), .y({q[1], q[0]}), .\\odd[name] ());
    DFF f0 (.D(p[1]), .CK(clk), .Q(out[0])), f1 (.D(one), .CK(clk), .Q(out[1]));
    RAM mem (.d({q, gnd}), .q(out[2]));
    INV loose (.A(implicit), .Z(io));
    INV \\a/b (.A(p[0]), .Z());
  endmodule

  """

/// Reads gate-level files of one test.
struct GateReading {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  func library(_ lef: String = gateLibrary) throws -> CellLibrary {
    try CellLibrary(lefFiles: [try folder.write(lef, to: "t.lef")])
  }

  func verilog(
    _ text: String, top: String? = nil, recipe: FloorplanRecipe = FloorplanRecipe(),
    areas: [String: Double] = [:]
  ) throws -> Design {
    try GateLevelNetlist.readVerilog(
      file: try folder.write(text, to: "t.v"), top: top, library: try library(), recipe: recipe,
      areas: areas)
  }

  func json(_ text: String, top: String? = nil) throws -> Design {
    try GateLevelNetlist.readYosysJSON(
      file: try folder.write(text, to: "t.json"), top: top, library: try library())
  }

  /// The error of a reading, without the folder.
  func refusal(_ read: () throws -> Design) -> String {
    do {
      let design = try read()
      return "read: \(design.netlist.nodeCount) nodes"
    } catch {
      let text = "\(error)"
      return text.hasPrefix(folder.path) ? String(text.dropFirst(folder.path.count + 1)) : text
    }
  }
}

extension Netlist {
  /// Each net as its name and its pins as `node.pin`, the driver marked with `*`; sorted.
  var netLines: [String] {
    (0..<netCount).map { net in
      let pins = netPins[net].map { pin in
        let node = name(of: pinNodes[pin.index])
        let symbol = pinSymbols[pin.index]
        let pinName =
          nodeKinds[pinNodes[pin.index].index] == .port ? "" : "." + names.string(symbol)
        return node + pinName + (netDrivers[net] == pin ? "*" : "")
      }
      return "\(name(of: NetID(net))): " + pins.sorted().joined(separator: " ")
    }.sorted()
  }
}
