import TestSupport
import Testing

@testable import Formats

@Suite struct VerilogErrorTests {
  private let reading: GateReading

  init() throws { reading = try GateReading() }

  /// Each what stands in a module with the input `a`, and its error.
  static let faults: [(text: String, error: String)] = [
    ("INV i (.A(a)", ":3:1: error: expected ',' or ')', found 'endmodule'"),
    (
      "INV i (a);",
      ":2:8: error: expected '.' and the name of a pin: connections by order are not read, found 'a'"
    ),
    (
      "INV #(1) i (.A(a));",
      ":2:5: error: expected the name of an instance: parameters are not supported, found '#'"
    ),
    (
      "INV i (.A(a)), i (.A(a));",
      ":2:16: error: expected an instance of a new name, found 'i' again"
    ),
    ("INV i (.A(a), .A(a));", ":2:16: error: expected each pin once, found 'A' again"),
    (
      "INV i (.X(a));",
      ":2:9: error: expected a pin of the cell 'INV' (the instance 'i'), found 'X'"
    ),
    ("INV i (.A({a, a}));", ":2:9: error: expected at most 1 bits for the pin 'A' of 'i', found 2"),
    (
      "FOO i (.A(a));",
      ":2:5: error: expected a cell of the LEF files or a module of this file as the instance 'i', found 'FOO'"
    ),
    (
      "sketch i ();",
      ":2:8: error: expected a cell of the LEF files or a module of this file as the instance 'i', found 'sketch', which has no SIZE in its LEF file"
    ),
    (
      "empty e (.p(a));",
      ":2:7: error: expected a cell of the LEF files or a module with contents as the instance 'e', found the empty module 'empty'"
    ),
    (
      "top t (.a(a));",
      ":2:5: error: expected modules that do not contain themselves, found 'top' inside itself"
    ),
    (
      "always @(*) x = a;",
      ":2:1: error: expected a declaration, 'assign', an instance or 'endmodule' (structural Verilog alone is read), found 'always'"
    ),
    (
      "reg r;",
      ":2:1: error: expected a declaration, 'assign', an instance or 'endmodule' (structural Verilog alone is read), found 'reg'"
    ),
    (
      "assign x = a & a;",
      ":2:14: error: expected ',' or ';' (assignments of nets and constants alone are read), found '&'"
    ),
    (
      "assign x = ~a;",
      ":2:12: error: expected a net, a constant or '{' (structural Verilog alone is read), found '~'"
    ),
    ("assign 1'b0 = a;", ":2:16: error: expected nets to assign to, found constants"),
    (
      "wire w; wire w;", ":2:14: error: expected a net of a new name, found 'w', which is in line 2"
    ),
    ("wire [1:0] a;", ":2:12: error: expected a net of a new name, found 'a', which is in line 1"),
    ("input b;", ":2:7: error: expected a port of the module's header, found 'b'"),
    ("wire [1:0] w; assign w[2] = a;", ":2:24: error: expected bits that 'w' has, found [2]"),
    (
      "wire [1:0] w; assign w[0:1] = {a, a};",
      ":2:24: error: expected bits that 'w' has, found [0:1]"
    ),
    ("wire [x:0] w;", ":2:7: error: expected the index of a bit, found 'x'"),
    (
      "wire [99999999:0] w;",
      ":2:19: error: expected at most 1048576 bits of a net and 268435456 nets of a module"
    ),
    ("assign x = 4'q0;", ":2:12: error: expected a constant such as 1'b0, found '4'q0'"),
    ("assign x = 4'b2;", ":2:12: error: expected a constant such as 1'b0, found '4'b2'"),
    (
      "assign x = 'hz99999999999999999999g;",
      ":2:12: error: expected a constant such as 1'b0, found ''hz99999999999999999999g'"
    ),
    (
      "assign x = {99999999{a}};",
      ":2:13: error: expected a number of repetitions that makes 1 to 1048576 bits"
    ),
    (
      "`ifdef X",
      ":2:1: error: expected structural Verilog without conditions and macros, found '`ifdef'"
    ),
    (
      "/* open",
      ":2:1: error: expected '*/' that closes what begins here, found the end of the file"
    ),
    ("INV \\ (.A(a));", ":2:5: error: expected a name behind '\\', found ''"),
    ("INV \"i\" (.A(a));", ":2:5: error: expected the name of an instance, found \"i\""),
  ]

  @Test(arguments: faults)
  func aFaultIsNamedAtItsPlace(_ fault: (text: String, error: String)) throws {
    let text = """
      module top (input a);
      \(fault.text)
      endmodule
      module empty (input p); endmodule
      """
    let said = reading.refusal { try reading.verilog(text, top: "top") }
    #expect(said == "t.v" + fault.error)
  }

  /// Names are looked up many at a time: faults that only then show still come first.
  @Test func theFirstOfTwoFaultsIsNamed() throws {
    func refusal(_ items: String) -> String {
      reading.refusal { try reading.verilog("module top (input a, input b);\n\(items)") }
    }
    #expect(
      refusal("wire w; INV i (.A(w)); wire w; oops")
        == "t.v:2:29: error: expected a net of a new name, found 'w', which is in line 2")
    #expect(
      refusal("INV i (.A(a)); INV i (.A(a), .A(a));")
        == "t.v:2:20: error: expected an instance of a new name, found 'i' again")
    #expect(
      refusal("INV i (.A(a[0])); INV i (.A(a));")
        == "t.v:2:13: error: expected bits that 'a' has, found [0]")
    #expect(
      refusal("wire w, w = 1'q0; INV i (.A(a[0]));")
        == "t.v:2:9: error: expected a net of a new name, found 'w', which is in line 2")
    #expect(
      refusal("INV i (.A(a)); supply0 [1:0] i, i; /* open")
        == "t.v:2:33: error: expected a net of a new name, found 'i', which is in line 2")
    // As many as are more than looked up at a time, of each kind, and in turns.
    let turns = (0..<400).map { "wire w\($0);\nINV i\($0) (.A(w\($0)));\n" }.joined()
    #expect(
      refusal(turns + "INV i399 (.A(w0)); wire w399;\n")
        == "t.v:802:5: error: expected an instance of a new name, found 'i399' again")
    #expect(
      refusal(turns + "wire w399; INV i399 (.A(w0));\n")
        == "t.v:802:6: error: expected a net of a new name, found 'w399', which is in line 800")
    let connections = (0..<400).map { ".p\($0)(w\($0))" }.joined(separator: ", ")
    #expect(
      refusal("wide x (\(connections), .q({a, b[3]}), .r(c) oops")
        == "t.v:2:\("wide x (\(connections), .q({a, b[".utf8.count + 1): error: "
        + "expected bits that 'b' has, found [3]")
  }

  @Test func portsWithoutADirectionAreNamedInTheOrderOfTheHeader() throws {
    let said = reading.refusal {
      try reading.verilog(
        "module m (input x); INV q (.A(x)); endmodule\nmodule n (z, A, q); endmodule")
    }
    #expect(
      said == "t.v:2:11: error: expected a direction of the port 'z', found none in its module")
  }

  @Test func modulesAndTops() throws {
    func refusal(_ text: String, top: String? = nil) -> String {
      reading.refusal { try reading.verilog(text, top: top) }
    }
    #expect(refusal("wire x;") == "t.v:1:1: error: expected 'module', found 'wire'")
    #expect(
      refusal("module m; ")
        == "t.v:1:11: error: expected a declaration, 'assign', an instance or 'endmodule', found the end of the file"
    )
    #expect(
      refusal("module m #(parameter A = 1) (); endmodule")
        == "t.v:1:10: error: expected '(' or ';': parameters are not supported, found '#'")
    #expect(
      refusal("module m; endmodule\nmodule m; endmodule")
        == "t.v:2:8: error: expected a module of a new name, found 'm', which is in line 1")
    #expect(
      refusal("module m (a); endmodule")
        == "t.v:1:11: error: expected a direction of the port 'a', found none in its module")
    #expect(
      refusal("module m (a, a); endmodule")
        == "t.v:1:14: error: expected each port once, found 'a' again")
    #expect(
      refusal("module m (a); input a; output a; endmodule")
        == "t.v:1:31: error: expected one direction of each port, found 'a' again")
    #expect(
      refusal("module m (a); input [1:0] a; wire a; endmodule")
        == "t.v:1:35: error: expected 'a' with the range that it has before, found another")
    #expect(
      refusal("module a; endmodule module b; endmodule")
        == "t.v:1:1: error: expected the name of the top module: 'a', 'b' are in no other")
    #expect(
      refusal("module a; endmodule", top: "b")
        == "t.v:1:1: error: expected a module 'b', found none")
    #expect(
      refusal("")
        == "t.v:1:1: error: expected a module that no other has an instance of, found none")
    #expect(refusal("module a; endmodule") == "t.v:1:1: error: expected cells to place, found none")
  }

  /// Each level has two of the next: 2⁶⁰ cells are refused before they are made.
  @Test func exponentialHierarchiesAreRefused() throws {
    var text = "module m0 (input a); INV i (.A(a)); endmodule\n"
    for level in 1...60 {
      text += "module m\(level) (input a); m\(level - 1) x (.a(a)), y (.a(a)); endmodule\n"
    }
    let said = reading.refusal { try reading.verilog(text) }
    #expect(said.contains("error: expected at most 536870912 cells and nets, found more in all"))
  }

  @Test(arguments: [0.0, -1, 1.5, .nan])
  func recipesOutOfReachAreRefused(_ value: Double) throws {
    let said = reading.refusal {
      try reading.verilog(gateVerilog, recipe: FloorplanRecipe(utilization: value))
    }
    #expect(said == "t.v:1:1: error: expected a utilization above 0 and at most 1, found \(value)")
  }

  @Test func damagedFilesAreReadOrRefused() throws {
    let bytes = Array(gateVerilog.utf8)
    for place in stride(from: 0, to: bytes.count, by: 5) {
      for byte in [0x00, 0x20, 0x22, 0x28, 0x5C, 0x7B, 0x39, 0xFF] as [UInt8] {
        var changed = bytes
        changed[place] = byte
        let said = reading.refusal {
          try reading.verilog(String(decoding: changed, as: UTF8.self))
        }
        #expect(
          said.hasPrefix("read: ") || said.contains(": error: expected "), "\(place): \(said)")
      }
      let said = reading.refusal {
        try reading.verilog(String(decoding: bytes[..<place], as: UTF8.self))
      }
      #expect(said.hasPrefix("read: ") || said.contains(": error: expected "), "\(place): \(said)")
    }
  }
}
