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

  /// Each a text to replace, the replacement, and the error.
  static let faults: [(old: String, new: String, error: String)] = [
    (
      "\"modules\"", "\"module\"",
      ":1:1: error: expected an object with the object 'modules', found none"
    ),
    (
      "[ 2 ] },", "2 },",
      ":1:1: error: expected a list of bits as the bits of the port 'a' of 'half'"
    ),
    (
      "[ 2 ] },", "[ -2 ] },",
      ":1:1: error: expected the numbers of nets in the bits of the port 'a' of 'half', found -2"
    ),
    (
      "[ 2 ] },", "[ \"q\" ] },",
      ":1:1: error: expected \"0\", \"1\", \"x\" or \"z\" in the bits of the port 'a' of 'half', found \"q\""
    ),
    (
      "\"input\"", "\"in\"",
      ":1:1: error: expected the direction input, output or inout of the port 'a' of 'half'"
    ),
    (
      "\"type\": \"INV\", \"param", "\"param",
      ":1:1: error: expected a type of the cell 'i' of 'half', found none"
    ),
    (
      "\"INV\"", "\"$_NOT_\"",
      ":1:1: error: expected a cell of the LEF files or a module of this file as the instance 'i', found '$_NOT_'"
    ),
    (
      "\"Z\": [ 3 ]", "\"X\": [ 3 ]",
      ":1:1: error: expected a pin of the cell 'INV' (the instance 'i'), found 'X'"
    ),
    (
      "\"half\", \"connections\"", "\"half\", \"nothing\"",
      ":1:1: error: expected connections of the cell 'h' of 'main', found none"
    ),
    (
      "\"cells\": {", "\"cells\": [], \"x\": {",
      ":1:1: error: expected an object as 'cells' of the module 'half'"
    ),
  ]

  @Test(arguments: faults)
  func aFaultIsNamed(_ fault: (old: String, new: String, error: String)) throws {
    let range = try #require(Self.small.firstRange(of: fault.old))
    let text = Self.small.replacingCharacters(in: range, with: fault.new)
    #expect(reading.refusal { try reading.json(text) } == "t.json" + fault.error)
  }

  @Test func aFaultOfTheTextHasItsPlace() throws {
    let said = reading.refusal { try reading.json("{\n  \"modules\": {\n    x\n  }\n}\n") }
    #expect(said.hasPrefix("t.json:3:5: error: expected JSON: "), "\(said)")
    #expect(reading.refusal { try reading.json("") }.contains("t.json:1:1: error: expected JSON: "))
  }
}
