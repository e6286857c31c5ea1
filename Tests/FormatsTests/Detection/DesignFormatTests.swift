import Foundation
import Testing

@testable import Formats

@Suite struct DesignFormatTests {
  private let folder = BookshelfFolder()
  private static let netlist =
    "a netlist (a Circuit Training .pb.txt file, a Bookshelf .aux file, a DEF file, structural "
    + "Verilog or Yosys JSON)"
  private static let cells = ": LEF holds the cells that designs are made of"

  /// The format of a text under a name that says nothing, or the error without the file's name.
  private func design(_ text: String, _ name: String = "x") -> String {
    result(folder.add(name, text)) { (file) throws(ParseError) in
      try DesignFormat.detect(file: file).rawValue
    }
  }

  private func placement(_ text: String) -> String {
    result(folder.add("x", text)) { (file) throws(ParseError) in
      try PlacementFormat.detect(file: file).rawValue
    }
  }

  private func result(
    _ file: String, _ detect: (String) throws(ParseError) -> String
  ) -> String {
    do { return try detect(file) } catch {
      return "\(error)".replacingOccurrences(of: file, with: "x")
    }
  }

  @Test func knowsNetlists() {
    #expect(design("# c\n\nnode {\n") == "circuit-training")
    #expect(design("node{ name: \"a\" }") == "circuit-training")
    #expect(design("node\n{") == "circuit-training")
    #expect(design("\r\n# c\r\nRowBasedPlacement : a.nodes\r\n") == "bookshelf")
    #expect(design("rowbasedplacement: a.nodes", "misleading.pb.txt.gz") == "bookshelf")
    #expect(design("VERSION 5.8 ;\nUNITS\nDESIGN x ;") == "def")
    for text in ["// c\nmodule m;", "module m;", "(*top*)module m;", "`celldefine"] {
      #expect(design(text) == "verilog")
    }
    #expect(design("{\n  \"creator\": \"Yosys 0.9\",\n  \"modules\": {") == "yosys-json")
  }

  @Test(arguments: [
    ("", "x:1:1: error: expected \(netlist), found an empty file"),
    (" \n\n", "x:1:1: error: expected \(netlist), found an empty file"),
    ("# c\n", "x:1:1: error: expected \(netlist), found a file of comments alone"),
    ("\u{7F}ELF\u{0}", "x:1:1: error: expected \(netlist), found a binary file"),
    ("# c\n  hello world", "x:2:3: error: expected \(netlist), found 'hello'"),
    ("12\n13\n14\n", "x:1:1: error: expected \(netlist), found '12'"),
    ("12 a b", "x:1:1: error: expected \(netlist), found '12'"),
    (": x", "x:1:1: error: expected \(netlist), found ':'"),
    ("nodes {", "x:1:1: error: expected \(netlist), found 'nodes'"),
    (
      "UCLA nets 1.0",
      "x:1:1: error: expected the .aux file that names it, found a Bookshelf .nets file"
    ),
    (
      "UCLA blocks 1.0",
      "x:1:1: error: expected the .aux file that names it, found a Bookshelf .nodes file"
    ),
    (
      "UCLA scl 1.0",
      "x:1:1: error: expected the .aux file that names it, found a Bookshelf .scl file"
    ),
    (
      "UCLA pl 1.0",
      "x:1:1: error: expected \(netlist), found a Bookshelf .pl file: a placement; the .aux file names all of the set"
    ),
    (
      "# c\n0 1.5 2.5 N 0\n", "x:1:1: error: expected a netlist, found a Circuit Training placement"
    ),
    (
      "UCSC blocks 1.0",
      "x:1:1: error: expected \(netlist), found a GSRC .blocks file: GSRC floorplan blocks, without terminal positions, are not supported"
    ),
    (
      "VERSION 5.8 ;\nUNITS\n DATABASE MICRONS 1000 ;\nEND UNITS\nMACRO x",
      "x:1:1: error: expected \(netlist), found a LEF file\(cells)"
    ),
    ("MACRO x", "x:1:1: error: expected \(netlist), found a LEF file\(cells)"),
    ("{\n  \"layers\": {", "x:1:1: error: expected \(netlist), found '{'"),
  ])
  func refusesAllElseWithTheReason(_ text: String, _ error: String) {
    #expect(design(text) == error)
  }

  @Test func refusesWhatCannotBeRead() {
    #expect(throws: ParseError.self) { try DesignFormat.detect(file: folder.path + "none") }
    #expect(throws: ParseError.self) { try DesignFormat.detect(file: folder.path) }
  }

  @Test func knowsPlacements() {
    let expected = "a placement (a Circuit Training .plc, a Bookshelf .pl or a DEF file)"
    #expect(placement("VERSION 5.8 ;\nUNITS\nDESIGN x ;") == "def")
    #expect(placement("# Columns : 10\n0 1.5 2 N 1\n") == "circuit-training")
    #expect(placement("# Columns : 10\n") == "circuit-training")
    #expect(placement("# c\nUCLA pl 1.0\n") == "bookshelf")
    #expect(placement("") == "x:1:1: error: expected \(expected), found an empty file")
    #expect(
      placement("node {") == "x:1:1: error: expected \(expected), found a Circuit Training netlist")
    #expect(
      placement("UCLA nets 1.0")
        == "x:1:1: error: expected \(expected), found a Bookshelf .nets file")
    #expect(placement("a b") == "x:1:1: error: expected \(expected), found 'a'")
  }
}

@Suite(.enabled(if: BookshelfData.isThere, BookshelfData.absence))
struct DesignFormatDataTests {
  /// All files below a folder of the benchmark data.
  private func files(_ folder: String) -> [String] {
    let root = BookshelfData.folder + folder + "/"
    let paths = FileManager.default.enumerator(atPath: root)?.allObjects as? [String] ?? []
    return paths.filter { !$0.hasSuffix(".md") && !$0.hasSuffix(".csv") }.map { root + $0 }
      .filter {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: $0, isDirectory: &isFolder)
          && !isFolder.boolValue
      }
  }

  @Test func knowsNetlistsAndPlacementsOfAllSuites() throws {
    var count = 0
    for file in ["circuit-training", "iccad04-ct-macros", "tilos-ct"].flatMap({ files($0) }) {
      if file.contains(".pb.txt") {
        #expect(try FileContent.detect(file: file) == .circuitTrainingNetlist, "\(file)")
        count += 1
      } else if file.hasSuffix(".plc") || file.hasSuffix(".plc.gz") {
        #expect(try PlacementFormat.detect(file: file) == .circuitTraining, "\(file)")
        count += 1
      }
    }
    #expect(count > 50)
  }

  @Test func tellsLEFFromDEF() throws {
    var count = 0
    for file in ["lef", "openroad"].flatMap({ files($0) }) {
      let name = file.hasSuffix(".gz") ? String(file.dropLast(3)) : file
      let kind: FileContent? =
        name.hasSuffix(".lef") ? .lef : name.hasSuffix(".def") ? .def : nil
      guard let kind else { continue }
      #expect(try FileContent.detect(file: file) == kind, "\(file)")
      count += 1
    }
    #expect(count > 50)
  }

  @Test(arguments: [
    ("ami49.blocks", "a GSRC .blocks file"), ("ami49.nets", "a GSRC .nets file"),
    ("n100.blocks", "a GSRC .blocks file"), ("n100.nets", "a GSRC .nets file"),
    ("n200.blocks", "a GSRC .blocks file"), ("n200.nets", "a GSRC .nets file"),
    ("n100.header.nets", "a Bookshelf .nets file"),
  ])
  func refusesFloorplanBlocks(_ name: String, _ found: String) {
    #expect { try DesignFormat.detect(file: BookshelfData.folder + "gsrc-mcnc/" + name) } throws: {
      "\($0)".contains("found \(found)")
    }
  }
}
