import Foundation
import Testing

@testable import Formats

@Suite struct BookshelfErrorTests {
  /// Each a file, the text to replace in it, the replacement, and the error.
  static let faults: [(file: String, old: String, new: String, error: String)] = [
    // .nodes
    ("t.nodes", "UCLA nodes 1.0", "", ":3:1: error: expected 'UCLA nodes 1.0', found 'NumNodes'"),
    ("t.nodes", "UCLA nodes", "UCLA nets", ":1:6: error: expected 'nodes', found 'nets'"),
    ("t.nodes", "nodes 1.0", "nodes 2.0", ":1:12: error: expected version 1.0, found '2.0'"),
    (
      "t.nodes", "nodes 1.0", "nodes 1.0 x", ":1:16: error: expected the end of the line, found 'x'"
    ),
    ("t.nodes", ": 6", ": six", ":3:12: error: expected a count, found 'six'"),
    ("t.nodes", ": 6", ": 6.5", ":3:12: error: expected a count, found '6.5'"),
    ("t.nodes", "s: 3", "s:-3", ":4:14: error: expected a count, found '-3'"),
    (
      "t.nodes", "a 4 10", "a 4",
      ":6:6: error: expected a height of 0 or more, found the end of the line"
    ),
    ("t.nodes", "a 4 10", "a -4 10", ":6:5: error: expected a width of 0 or more, found '-4'"),
    ("t.nodes", "a 4 10", "a 4 nan", ":6:7: error: expected a height of 0 or more, found 'nan'"),
    ("t.nodes", "a 4 10", "a 4 1e16", ":6:7: error: expected a height of 0 or more, found '1e16'"),
    ("t.nodes", "NAND2X1", "NAND 2", ":7:15: error: expected the end of the line, found '2'"),
    ("t.nodes", "b 2", "a 2", ":7:3: error: expected a node of a new name, found 'a' again"),
    ("t.nodes", "b 2", "a nan", ":7:3: error: expected a node of a new name, found 'a' again"),
    // .nets
    (
      "t.nets", "UCLA nets 1.0", "NumPins : 3",
      ":1:1: error: expected 'UCLA nets 1.0', found 'NumPins'"
    ),
    ("t.nets", "NumPins : 7", "NumPins : many", ":3:11: error: expected a count, found 'many'"),
    (
      "t.nets", "NumPins : 7", "Pins : 7",
      ":3:1: error: expected 'NetDegree' (the net before has all the pins it states), found 'Pins'"
    ),
    ("t.nets", "NetDegree : 3", "NetDegree 3", ":4:11: error: expected ':', found '3'"),
    (
      "t.nets", "NetDegree : 3", "NetDegree : x",
      ":4:13: error: expected a number of pins, found 'x'"
    ),
    (
      "t.nets", "NetDegree : 3", "NetDegree : -3",
      ":4:13: error: expected a number of pins, found '-3'"
    ),
    (
      "t.nets", "NetDegree : 3", "NetDegree : 2147483648",
      ":4:13: error: expected a number of pins, found '2147483648'"
    ),
    ("t.nets", "3  n0", "3  n0 x", ":4:19: error: expected the end of the line, found 'x'"),
    (
      "t.nets", "NetDegree : 3", "NetDegree : 2",
      ":7:3: error: expected 'NetDegree' (the net before has all the pins it states), found 'm'"
    ),
    (
      "t.nets", "NetDegree : 3", "NetDegree : 4",
      ":8:1: error: expected a node of the .nodes file (pin 4 of the net's 4), found 'NetDegree'"
    ),
    (
      "t.nets", "2  n2", "3  n2",
      ":14:1: error: expected pin 3 of the net's 3, found the end of the file"
    ),
    (
      "t.nets", "2  n2", "2147483647",
      ":11:23: error: expected at most 2147483647 nets and pins in all"
    ),
    (
      "t.nets", "  b O:", "  c O:",
      ":6:3: error: expected a node of the .nodes file (pin 2 of the net's 3), found 'c'"
    ),
    (
      "t.nets", "  b O:", "  n0 O:",
      ":6:3: error: expected a node of the .nodes file (pin 2 of the net's 3), found 'n0'"
    ),
    ("t.nets", "b O:", "b X:", ":6:5: error: expected I, O, B or ':', found 'X'"),
    ("t.nets", "b O:", "b O ", ":6:7: error: expected the end of the line, found '0.5'"),
    (
      "t.nets", "0.5 0.25", "0.5",
      ":6:10: error: expected the pin's y offset, found the end of the line"
    ),
    ("t.nets", "0.5 0.25", "%0.5 0.25", ":6:7: error: expected the pin's x offset, found '%0.5'"),
    ("t.nets", "0.5 0.25", "0.5 0.25 1", ":6:16: error: expected the end of the line, found '1'"),
    // .wts
    ("t.wts", "wts 1.0", "pl 1.0", ":1:6: error: expected 'wts', found 'pl'"),
    ("t.wts", "n0 2.5", "n0 0", ":2:4: error: expected a weight above 0, found '0'"),
    ("t.wts", "n0 2.5", "n0", ":2:3: error: expected a weight above 0, found the end of the line"),
    ("t.wts", "n0 2.5", "n0 2.5 3", ":2:8: error: expected the end of the line, found '3'"),
    ("t.wts", "a 7", "a x", ":3:3: error: expected a weight, found 'x'"),
    // .pl
    ("t.pl", "UCLA pl", "UCLA", ":1:6: error: expected 'pl', found '1.0'"),
    ("t.pl", "m 10", "k 10", ":4:1: error: expected the name of a node, found 'k'"),
    ("t.pl", "m 10", "a 10", ":4:1: error: expected each node once, found 'a' again"),
    ("t.pl", "m 10 5", "m 10", ":4:6: error: expected a y coordinate, found ':'"),
    ("t.pl", "m 10 5", "m inf 5", ":4:3: error: expected an x coordinate, found 'inf'"),
    (
      "t.pl", ": E", ": Q",
      ":4:10: error: expected an orientation (N, S, E, W, FN, FS, FE or FW), found 'Q'"
    ),
    (
      "t.pl", ": E", ": ",
      ":4:10: error: expected an orientation (N, S, E, W, FN, FS, FE or FW), found the end of the line"
    ),
    (
      "t.pl", ": E", ": E FIXED",
      ":4:12: error: expected /FIXED, /FIXED_NI or the end of the line, found 'FIXED'"
    ),
    ("t.pl", "N /FIXED", "N /FIXED 1", ":5:23: error: expected the end of the line, found '1'"),
    // .scl
    ("t.scl", "UCLA scl 1.0", "", ":2:1: error: expected 'UCLA scl 1.0', found 'Numrows'"),
    ("t.scl", "Numrows", "Rows", ":2:1: error: expected 'CoreRow' or 'NumRows', found 'Rows'"),
    (
      "t.scl", "CoreRow Horizontal", "CoreRow Vertical",
      ":3:9: error: expected 'Horizontal', found 'Vertical': rows of cells that stand upright are not supported"
    ),
    (
      "t.scl", "CoreRow Horizontal", "CoreRow",
      ":3:8: error: expected 'Horizontal', found the end of the line"
    ),
    (
      "t.scl", "Height : 10\n  Sitew", "Height : 0\n  Sitew",
      ":5:12: error: expected a height above 0, found '0'"
    ),
    (
      "t.scl", "Height : 10\n  Sitew", "Sitew",
      ":12:1: error: expected 'Height' of the row, found 'End'"
    ),
    ("t.scl", "Coordinate : 10", "", ":13:1: error: expected 'Coordinate' of the row, found 'End'"),
    (
      "t.scl", "Sitewidth : 1", "Sitewidth : -1",
      ":6:15: error: expected a width above 0, found '-1'"
    ),
    ("t.scl", "Sitespacing : 2", "Sitespacing 2", ":7:15: error: expected ':', found '2'"),
    (
      "t.scl", "Siteorient : FS", "Siteorient : 2",
      ":8:16: error: expected an orientation or 1, found '2'"
    ),
    (
      "t.scl", "NumSites : 20", "NumSites : 0",
      ":10:32: error: expected a number of sites, found '0'"
    ),
    ("t.scl", "NumSites : 25", "", ":13:1: error: expected 'NumSites' of the row, found 'End'"),
    (
      "t.scl", "SubrowOrigin : 60", "",
      ":10:4: error: expected 'SubrowOrigin' before 'NumSites', found 'NumSites'"
    ),
    (
      "t.scl", "Sitesymmetry", "Colour",
      ":9:3: error: expected Coordinate, Height, Sitewidth, Sitespacing, Siteorient, Sitesymmetry, SubrowOrigin, NumSites or End, found 'Colour'"
    ),
    (
      "t.scl", "100\nEnd", "100\n",
      ":28:1: error: expected 'End' of the row, found the end of the file"
    ),
  ]

  @Test(arguments: faults.indices)
  func namesTheFaultAndItsPlace(_ index: Int) {
    let fault = Self.faults[index]
    let folder = BookshelfFolder()
    let files = example(fault.file) { text in
      guard let range = text.range(of: fault.old) else { return nil }
      return text.replacingCharacters(in: range, with: fault.new)
    }
    #expect(files[fault.file] != nil, "the example has no '\(fault.old)'")
    #expect(folder.refusal(files) == fault.file + fault.error)
  }

  @Test(arguments: [
    ("", "t.aux:1:1: error: expected 'RowBasedPlacement :', found the end of the file"),
    ("Placement : t.nodes", "t.aux:1:1: error: expected 'RowBasedPlacement', found 'Placement'"),
    ("RowBasedPlacement t.nodes", "t.aux:1:19: error: expected ':', found 't.nodes'"),
    (
      "RowBasedPlacement : t.nets",
      "t.aux:2:1: error: expected the name of a .nodes file, found the end of the file"
    ),
    (
      "RowBasedPlacement :\nt.nodes\n",
      "t.aux:3:1: error: expected the name of a .nets file, found the end of the file"
    ),
    (
      "RowBasedPlacement : t.nodes u.nets",
      "u.nets:1:1: error: no such file, nor one with .gz added; t.aux names it"
    ),
    (
      "RowBasedPlacement : t.nodes t.nets u.nets",
      "t.aux:1:36: error: expected one file of each kind, found 't.nets', 'u.nets'"
    ),
    (
      "RowBasedPlacement : ../t.nodes",
      "t.aux:1:21: error: expected the name of a file in the folder of the .aux file, found '../t.nodes'"
    ),
    (
      "RowBasedPlacement : /t.nodes",
      "t.aux:1:21: error: expected the name of a file in the folder of the .aux file, found '/t.nodes'"
    ),
    (
      "RowBasedPlacement : x/../../t.nodes",
      "t.aux:1:21: error: expected the name of a file in the folder of the .aux file, found 'x/../../t.nodes'"
    ),
  ])
  func namesTheFaultOfAnAuxFile(_ text: String, _ error: String) {
    var files = exampleFiles
    files["t.aux"] = text
    #expect(BookshelfFolder().refusal(files) == error)
  }

  @Test func refusesFilesWithoutNodes() {
    #expect(
      BookshelfFolder().refusal(["t.nodes": "UCLA nodes 1.0\nNumNodes : 0\n", "t.nets": ""])
        == "t.nodes:3:1: error: expected a node, found the end of the file")
    #expect(
      BookshelfFolder().refusal(["t.nodes": "", "t.nets": ""])
        == "t.nodes:1:1: error: expected 'UCLA nodes 1.0', found the end of the file")
  }

  @Test func refusesDamagedCompressedFiles() throws {
    let folder = BookshelfFolder()
    for (name, text) in exampleFiles { folder.add(name, text) }
    let bytes = [UInt8](try Gzip.compress(Array(exampleFiles["t.nets"]!.utf8)))
    let aux = folder.add("t.aux", "RowBasedPlacement : t.nodes t.nets")
    folder.add("t.nets", bytes: Array(bytes.dropLast(12)))
    #expect(throws: ParseError.self) { try Bookshelf.read(aux: aux) }
    #expect(throws: ParseError.self) { try Bookshelf.read(aux: folder.path) }
    #expect(throws: ParseError.self) { try Bookshelf.read(aux: folder.path + "none.aux") }
  }
}
