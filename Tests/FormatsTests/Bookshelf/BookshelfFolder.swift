import Foundation
import Netlist
import Testing

@testable import Formats

/// A folder of its own for the files of one test, gone with it.
final class BookshelfFolder {
  let path: String

  init() {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("chipplace-\(UUID().uuidString)").path + "/"
    try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Puts text in a file, compressed if its name says so; the path.
  @discardableResult
  func add(_ name: String, _ text: String) -> String {
    add(name, bytes: Array(text.utf8))
  }

  @discardableResult
  func add(_ name: String, bytes: [UInt8]) -> String {
    let data = name.hasSuffix(".gz") ? try! Gzip.compress(bytes) : Data(bytes)
    try! data.write(to: URL(fileURLWithPath: path + name))
    return path + name
  }

  /// Puts a whole set in, and reads it; `aux` names what there is unless it is one of the files.
  func read(_ files: [String: String]) throws -> Design {
    for (name, text) in files { add(name, text) }
    if files["t.aux"] == nil {
      add("t.aux", "RowBasedPlacement : \(files.keys.sorted().joined(separator: " "))\n")
    }
    return try Bookshelf.read(aux: path + "t.aux")
  }

  /// Reads a set that must be refused; the error without the folder.
  func refusal(_ files: [String: String]) -> String {
    do {
      _ = try read(files)
      return "no error"
    } catch {
      return "\(error)".replacingOccurrences(of: path, with: "")
    }
  }
}

/// A set of files with one of everything: rows of height 10 from 0 to 40, two cells, a macro, a
/// fixed block, a pad, and a port outside.
let exampleFiles: [String: String] = [
  "t.nodes": """
  UCLA nodes 1.0
  # a comment
  NumNodes : 6
  numterminals: 3

    a 4 10
    b 2 10 NAND2X1
    m 20 30
    block 30 12 terminal
    pad 1 1 Terminal
    out 50 50 terminal
  """,
  "t.nets": """
  UCLA nets 1.0
  NumNets : 3
  NumPins : 7
  NetDegree : 3  n0
    a I : 1.5 -2
    b O:0.5 0.25
    m
  NetDegree : 2
    pad B
    m B : -10 15 : 0.06 4.38 A[0]
  NetDegree : 2  n2
    out : 1 2
    block O : 0 0
  """,
  "t.wts": "UCLA wts 1.0\nn0 2.5\na 7\n",
  "t.pl": """
  UCLA pl 1.0
  # by hand
  a 0 0 : FS
  m 10 5 : E
  block 0 25 : N /FIXED
  pad 99 0 : N /Fixed_NI
  out 100 0
  """,
  "t.scl": """
  UCLA scl 1.0
  Numrows : 4
  CoreRow Horizontal
    Coordinate : 10
    Height : 10
    Sitewidth : 1
    Sitespacing : 2
    Siteorient : FS
    Sitesymmetry : X Y
    SubrowOrigin : 60 NumSites : 20
    SubrowOrigin : 0
    NumSites : 25
  End
  corerow horizontal
    coordinate : 0
    height : 10
    sitewidth : 1
    sitespacing : 1
    siteorient : 1
    subroworigin : 0 numsites : 100
  end
  CoreRow Horizontal
    Coordinate : 20 Height : 10 SubrowOrigin : 0 NumSites : 100 End
  CoreRow Horizontal
    Coordinate:30
    Height:10
    SubrowOrigin:0 NumSites:100
  End
  """,
]

/// The example with one file changed.
func example(_ name: String, _ change: (String) -> String?) -> [String: String] {
  var files = exampleFiles
  files[name] = change(files[name]!)
  return files
}

/// The shared benchmark data, where a test machine has it.
enum BookshelfData {
  static let folder: String = {
    let shared =
      ProcessInfo.processInfo.environment["CHIPPLACE_SHARED"]
      ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../../shared").standardized.path
    return shared + "/benchmarks/"
  }()

  static var isThere: Bool { FileManager.default.fileExists(atPath: folder) }

  static let absence: Comment = "needs the benchmark data: set CHIPPLACE_SHARED to its folder"
}

/// Expects two designs to be the same in all that Bookshelf files hold.
func expectSame(
  _ left: Design, _ right: Design, sourceLocation: SourceLocation = #_sourceLocation
) {
  func expect<Value: Equatable>(_ what: String, _ value: (Design) -> Value) {
    let same = value(left) == value(right)
    #expect(same, "\(what) differ", sourceLocation: sourceLocation)
  }
  func bits(_ values: [Double]) -> [UInt64] { values.map(\.bitPattern) }
  expect("kinds") { $0.netlist.nodeKinds }
  expect("node names") { design in
    (0..<design.netlist.nodeCount).map { design.netlist.name(of: NodeID($0)) }
  }
  expect("widths") { bits($0.netlist.nodeWidths) }
  expect("heights") { bits($0.netlist.nodeHeights) }
  expect("pin nodes") { $0.netlist.pinNodes }
  expect("pin offsets") { bits($0.netlist.pinOffsetsX) + bits($0.netlist.pinOffsetsY) }
  expect("directions") { $0.netlist.pinDirections }
  expect("net names") { design in
    design.netlist.netSymbols.map { $0 < 0 ? "" : design.netlist.names.string($0) }
  }
  expect("weights") { bits($0.netlist.netWeights) }
  expect("pins of nets") { $0.netlist.netPins.elements }
  expect("degrees") { $0.netlist.netPins.offsets }
  expect("drivers") { $0.netlist.netDrivers }
  expect("centres") { bits($0.placement.x) + bits($0.placement.y) }
  expect("orientations") { $0.placement.orientations }
  expect("fixed nodes") { $0.placement.isFixed }
  expect("floorplans") { $0.floorplan }
  expect("comments") { $0.source.placementComments }
}
