import Foundation
import Netlist
import TestSupport
import Testing

@testable import Formats

@Suite struct YosysJSONTests {
  private let reading: GateReading

  init() throws { reading = try GateReading() }

  /// In the shape of `write_json`: a top with a vector port, a constant, a hidden name, and an
  /// instance of another module.
  static let small = """
    {
      "creator": "Yosys",
      "modules": {
        "half": {
          "ports": {
            "a": { "direction": "input", "bits": [ 2 ] },
            "y": { "direction": "output", "bits": [ 3 ] }
          },
          "cells": {
            "i": {
              "hide_name": 0, "type": "INV", "parameters": {},
              "connections": { "A": [ 2 ], "Z": [ 3 ] }
            }
          },
          "netnames": {
            "a": { "hide_name": 0, "bits": [ 2 ] },
            "y": { "hide_name": 0, "bits": [ 3 ] }
          }
        },
        "main": {
          "attributes": { "top": "00000000000000000000000000000001" },
          "ports": {
            "d": { "direction": "input", "offset": 4, "bits": [ 10, 11 ] },
            "q": { "direction": "output", "bits": [ 12, "0" ] }
          },
          "cells": {
            "h": { "type": "half", "connections": { "a": [ 10 ], "y": [ 20 ] } },
            "mem": { "type": "RAM", "connections": { "d": [ 20, 11, "1" ], "q": [ 12 ] } },
            "$1": { "hide_name": 1, "type": "INV", "connections": { "A": [ "x" ], "Z": [ 30 ] } }
          },
          "netnames": {
            "$auto$3": { "hide_name": 1, "bits": [ 20 ] },
            "inner": { "hide_name": 0, "bits": [ 40, 20 ] },
            "d": { "hide_name": 0, "offset": 4, "bits": [ 10, 11 ] },
            "q": { "hide_name": 0, "bits": [ 12, "0" ] }
          }
        }
      }
    }
    """

  @Test func small() throws {
    let design = try reading.json(Self.small)
    #expect(design.netlist.name == "main" && design.source.formatName == "yosys-json")
    #expect(
      design.netlist.netLines == [
        "$30: $1.Z*",
        "d[4]: d[4]* h/i.A",
        "d[5]: d[5]* mem.d[1]",
        "inner[1]: h/i.Z* mem.d[0]",
        "q[0]: mem.q* q[0]",
      ])
    #expect(
      design.netlist.nodes(.port).map { design.netlist.name(of: $0) }
        == ["d[4]", "d[5]", "q[0]", "q[1]"])
  }

  /// Keys may come in any order, and what has a name twice is what the last says.
  @Test func orderDoesNotMatter() throws {
    let text = """
      {"modules": {"main": {"netnames": {"n": {"bits": [7]}, "m": {"bits": [8]}}, "cells": {
        "i10": {"connections": {"Z": [8], "A": [7]}, "type": "INV"},
        "i9": {"type": "RAM", "type": "INV", "connections": {"Z": [9], "Z": [7], "A": [6]}},
        "i10": {"connections": {"A": [7]}, "connections": {"Z": [5], "A": [7]}, "type": "INV"}},
        "ports": {"p": {"bits": [6], "upto": 1, "direction": "input"}}},
        "spare": {"attributes": {"top": 0}, "cells": {}}, "spare": {"cells": {}},
        "main": {"ports": {}}, "main": {"netnames": {"n": {"bits": [7]}, "m": {"bits": [8]}}, "cells": {
        "i9": {"type": "RAM", "type": "INV", "connections": {"A": [6], "Z": [9], "Z": [7]}},
        "i10": {"connections": {"A": [7]}, "connections": {"Z": [5], "A": [7]}, "type": "INV"}},
        "ports": {"p": {"bits": [6], "upto": 1, "direction": "input"}}}
      }, "creator": null}
      """
    let design = try reading.json(text, top: "main")
    #expect(design.netlist.netLines == ["$5: i10.Z*", "$6: i9.A p[0]*", "n: i10.A i9.Z*"])
    #expect((0..<3).map { design.netlist.name(of: NodeID($0)) } == ["i9", "i10", "p[0]"])
  }

  /// Each a text to replace, the replacement, and the error.
  static let faults: [(old: String, new: String, error: String)] = [
    (
      "\"modules\"", "\"module\"",
      ":1:1: error: expected an object with the object 'modules', found none"
    ),
    (
      "[ 2 ] },", "2 },",
      ":6:46: error: expected a list of bits of the port 'a' of 'half', found 2"
    ),
    (
      "[ 2 ] },", "[ -2 ] },",
      ":6:48: error: expected the number of a net in the bits of the port 'a' of 'half', found -2"
    ),
    (
      "[ 2 ] },", "[ \"q\" ] },",
      ":6:48: error: expected \"0\", \"1\", \"x\" or \"z\" in the bits of the port 'a' of 'half', found \"q\""
    ),
    (
      "\"input\"", "\"in\"",
      ":6:29: error: expected the direction input, output or inout of the port 'a' of 'half', found \"in\""
    ),
    (
      "\"type\": \"INV\", \"param", "\"param",
      ":10:9: error: expected a type of the cell 'i' of 'half', found none"
    ),
    (
      "\"INV\"", "\"$_NOT_\"",
      ":10:9: error: expected a cell of the LEF files or a module of this file as the instance 'i', found '$_NOT_'"
    ),
    (
      "\"Z\": [ 3 ]", "\"X\": [ 3 ]",
      ":12:40: error: expected a pin of the cell 'INV' (the instance 'i'), found 'X'"
    ),
    (
      "\"half\", \"connections\"", "\"half\", \"nothing\"",
      ":27:9: error: expected connections of the cell 'h' of 'main', found none"
    ),
    (
      "\"cells\": {", "\"cells\": [], \"x\": {",
      ":9:16: error: expected an object as 'cells' of the module 'half', found a list"
    ),
    (
      "\"offset\": 4", "\"offset\": 0.5",
      ":23:48: error: expected a whole number from -2147483648 to 2147483648 as 'offset' of the port 'd' of 'main', found 0.5"
    ),
    (
      "\"hide_name\": 0, \"bits\"", "\"hide_name\": false, \"bits\"",
      ":16:29: error: expected a whole number from 0 to 1 as 'hide_name' of the net 'a' of 'half', found false"
    ),
    (
      "\"offset\": 4, \"bits\": [ 10, 11 ] },", "\"offset\": 4 },",
      ":23:9: error: expected a list of bits as 'bits' of the port 'd' of 'main', found none"
    ),
    ("\"y\": [ 20 ]", "\"y\": [ 20, ]", ":27:73: error: expected a value, found ']'"),
  ]

  @Test(arguments: faults)
  func aFaultIsNamed(_ fault: (old: String, new: String, error: String)) throws {
    let range = try #require(Self.small.firstRange(of: fault.old))
    let text = Self.small.replacingCharacters(in: range, with: fault.new)
    #expect(reading.refusal { try reading.json(text) } == "t.json" + fault.error)
  }

  @Test func aFaultOfTheTextHasItsPlace() throws {
    #expect(
      reading.refusal { try reading.json("{\n  \"modules\": {\n    x\n  }\n}\n") }
        == "t.json:3:5: error: expected a key in quotes, found 'x'")
    #expect(
      reading.refusal { try reading.json("") }
        == "t.json:1:1: error: expected a value, found the end of the file")
    #expect(
      reading.refusal { try reading.json(Self.small + "}") }
        == "t.json:39:2: error: expected the end of the file, found '}'")
  }

  /// Values that go over the ends of what is read at a time, wherever these come.
  @Test func longTextsAreRead() throws {
    let blanks = String(repeating: " \n", count: 20_000)
    let skipped = (0..<7).map {
      "\"s\($0)\": [\"\(String(repeating: "é\\\\", count: 10_007))\", -1.5e3],"
    }
    let text = Self.small.replacing(
      "{\n  \"creator\"", with: "{" + blanks + skipped.joined() + "\"creator\"")
    #expect(try reading.json(text).netlist.netLines == reading.json(Self.small).netlist.netLines)
    let cut = text.replacing("\"half\", \"conn", with: "\"\u{1}half\", \"conn")
    #expect(
      reading.refusal { try reading.json(cut) }
        == "t.json:20026:25: error: expected '\"' at the end of a text, found byte 1")
  }
}
