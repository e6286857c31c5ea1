import Foundation
import Netlist
import TestSupport
import Testing

@testable import Formats

/// Published netlists and placements, against the counts and wirelengths published with them.
@Suite(.enabled(if: SharedData.isPresent, Comment(rawValue: SharedData.absence)))
struct PublishedNetlistTests {
  private static func file(_ name: String) -> String { SharedData.path("benchmarks/\(name)") }

  /// Weighted half-perimeter wirelength, and the number of nets by weight.
  private func wirelength(_ design: Design) -> (total: Double, nets: Double) {
    let netlist = design.netlist
    var total = 0.0
    for net in 0..<netlist.netCount {
      let places = netlist.netPins[net].map { design.placement.position(of: $0, in: netlist) }
      let width = places.map(\.x).max()! - places.map(\.x).min()!
      let height = places.map(\.y).max()! - places.map(\.y).min()!
      total += netlist.netWeights[net] * (width + height)
    }
    return (total, netlist.netWeights.reduce(0, +))
  }

  private func counts(_ netlist: Netlist) -> [Int] {
    [.hardMacro, .softMacro, .port, .standardCell].map { netlist.count(of: $0) }
      + [netlist.pinCount, netlist.netCount]
  }

  // MARK: Circuit Training's test data and the evaluator's unit cases

  /// Hard macros, soft macros, ports, cells, pins (those of ports and cells too), nets; the number
  /// of warnings.
  private static let small: [(name: String, counts: [Int], warnings: Int)] = [
    ("grouping/macro_tiles_3rows_3cols_1pins.pb.txt", [9, 0, 0, 0, 36, 12], 1),
    ("grouping/one_node_graph.pb.txt", [0, 0, 0, 1, 1, 0], 0),
    ("grouping/simple.pb.txt", [2, 0, 2, 2, 8, 5], 1),
    ("grouping/simple_grouped_soft_macro_not_bloated.pb.txt", [2, 1, 2, 0, 8, 4], 0),
    ("macro_tiles_10x10/netlist.pb.txt", [100, 0, 0, 0, 1200, 540], 1),
    ("sample_clustered/netlist.pb.txt", [2, 1, 2, 0, 8, 4], 0),
    ("simple_grouped_with_coords/netlist.pb.txt", [2, 1, 3, 0, 9, 5], 0),
    ("simple_grouped_with_coords_with_blockage/netlist.pb.txt", [2, 1, 3, 0, 9, 5], 0),
    ("simple_with_coords/netlist.pb.txt", [2, 0, 2, 2, 8, 5], 1),
    ("toy_macro_stdcell/netlist.pb.txt", [2, 0, 12, 12, 28, 20], 0),
    ("tilos-unit/0P1M1m/netlist.pb.txt", [1, 1, 0, 0, 2, 1], 0),
    ("tilos-unit/0P2M0m/netlist.pb.txt", [2, 0, 0, 0, 4, 1], 0),
    ("tilos-unit/0P3M0m/netlist.pb.txt", [3, 0, 0, 0, 5, 1], 0),
    ("tilos-unit/0P4M0m/netlist.pb.txt", [4, 0, 0, 0, 6, 1], 0),
    ("tilos-unit/ariane_hard2soft/netlist.pb.txt", [1, 1, 0, 0, 91, 13], 0),
    ("tilos-unit/ariane_one_hard/netlist.pb.txt", [1, 0, 0, 0, 0, 0], 0),
    ("tilos-unit/ariane_overlap_MACRO/netlist.pb.txt", [2, 0, 0, 0, 0, 0], 0),
    ("tilos-unit/ariane_port2soft/netlist.pb.txt", [0, 9, 1, 0, 10, 1], 0),
    ("tilos-unit/ariane_soft2hard/netlist.pb.txt", [4, 1, 0, 0, 5, 1], 0),
    ("tilos-unit/sample_clustered_macroxy/netlist.pb.txt", [2, 1, 2, 0, 8, 4], 0),
    ("tilos-unit/sample_clustered_nomacro/netlist.pb.txt", [0, 1, 2, 0, 4, 2], 0),
    ("tilos-unit/sample_clustered_uniform_one_hard/netlist.pb.txt", [0, 1, 0, 0, 0, 0], 1),
    ("tilos-unit/sample_clustered_uniform_one_soft/netlist.pb.txt", [0, 1, 0, 0, 2, 0], 0),
    ("tilos-unit/sample_clustered_uniform_two_soft/netlist.pb.txt", [0, 2, 0, 0, 4, 2], 0),
  ]

  @Test(arguments: small.indices)
  func readsSmallNetlistsAndWritesThemBack(_ index: Int) throws {
    let expected = Self.small[index]
    let design = try CircuitTrainingNetlist.read(
      file: Self.file("circuit-training/\(expected.name)"))
    #expect(counts(design.netlist) == expected.counts)
    #expect(design.source.warnings.count == expected.warnings)
    let folder = try TemporaryFolder()
    try CircuitTrainingNetlist.write(design, to: folder.file("m.pb.txt"))
    let again = try CircuitTrainingNetlist.read(file: folder.file("m.pb.txt"))
    #expect(again.differences(from: design) == [])
  }

  @Test func aNetlistWithoutItsMacrosIsRefused() {
    #expect {
      try CircuitTrainingNetlist.read(
        file: Self.file("circuit-training/grouping/ariane_test.pb.txt.gz"))
    } throws: { error in
      let error = error as? ParseError
      return error?.line == 35354 && error?.message.hasPrefix("expected a macro for pin") == true
    }
  }

  /// Each `initial.plc` beside a netlist: what is wrong with it, or its grid.
  private static let placements: [(name: String, result: String)] = [
    ("macro_tiles_10x10", "20x20"),
    ("sample_clustered", "2x2"),
    ("simple_grouped_with_coords", "2x2"),
    ("simple_grouped_with_coords_with_blockage", "2x2"),
    ("simple_with_coords", "2x2, a header alone"),
    ("toy_macro_stdcell", "20x10, a header alone"),
    ("tilos-unit/ariane_hard2soft", "31:1 of the 2 ports, macros and cells, found '1'"),
    ("tilos-unit/ariane_one_hard", "31:1 of the 1 ports, macros and cells, found '1'"),
    ("tilos-unit/ariane_overlap_MACRO", "32:1 of the 2 ports, macros and cells, found '2'"),
    ("tilos-unit/ariane_port2soft", "32:1 of the 10 ports, macros and cells, found '2'"),
    ("tilos-unit/ariane_soft2hard", "30:1 of the 5 ports, macros and cells, found '0'"),
    ("tilos-unit/sample_clustered_macroxy", "2x2"),
    ("tilos-unit/sample_clustered_nomacro", "35:1 of the 3 ports, macros and cells, found '3'"),
    (
      "tilos-unit/sample_clustered_uniform_one_hard",
      "33:1 of the 1 ports, macros and cells, found '1'"
    ),
    (
      "tilos-unit/sample_clustered_uniform_one_soft",
      "33:1 of the 1 ports, macros and cells, found '1'"
    ),
    (
      "tilos-unit/sample_clustered_uniform_two_soft",
      "34:1 of the 2 ports, macros and cells, found '2'"
    ),
  ]

  @Test(arguments: placements.indices)
  func readsOrRefusesSmallPlacements(_ index: Int) throws {
    let expected = Self.placements[index]
    let folder = Self.file("circuit-training/\(expected.name)")
    var design = try CircuitTrainingNetlist.read(file: "\(folder)/netlist.pb.txt")
    design.source.warnings = []
    do {
      try PlacementFile.read(file: "\(folder)/initial.plc", into: &design)
      let header = design.source.warnings.isEmpty ? "" : ", a header alone"
      let result = "\(design.floorplan.columns)x\(design.floorplan.rows)\(header)"
      #expect(result == expected.result)
    } catch {
      let message = error.message.replacing("expected the number of one ", with: "")
      #expect("\(error.line):\(error.column) \(message)" == expected.result)
    }
  }

  @Test func blockagesAreRead() throws {
    let folder = Self.file("circuit-training/simple_grouped_with_coords_with_blockage")
    var design = try CircuitTrainingNetlist.read(file: "\(folder)/netlist.pb.txt")
    try PlacementFile.read(file: "\(folder)/initial.plc", into: &design)
    #expect(design.floorplan.blockages.map(\.box.minX) == [0, 490])
    #expect(design.floorplan.blockages.map(\.box.maxY) == [10, 500])
    #expect(design.floorplan.blockages.map(\.density) == [1, 1])
  }

  /// What Circuit Training's own test of its closed evaluator expects (`plc_client_test.py`).
  @Test func macroTilesHaveThePublishedWirelengthOnTheDefaultCanvas() throws {
    let design = try CircuitTrainingNetlist.read(
      file: Self.file("circuit-training/macro_tiles_10x10/netlist.pb.txt"))
    let (total, nets) = wirelength(design)
    #expect(abs(total - 5400) < 1e-9)
    let die = design.floorplan.die
    let cost = total / ((die.width + die.height) * nets)
    #expect(abs(cost - 0.007745966692414834) < 1e-17)
  }

  // MARK: Clustered designs of the TILOS MacroPlacement project

  /// The lines of `reference_costs.csv`, as fields.
  private static let references: [[String]] = {
    let text =
      (try? String(contentsOfFile: file("tilos-ct/reference_costs.csv"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }()

  private static let designs = [
    "asap7/nvdla", "nangate45/ariane133", "nangate45/mempool_tile", "nangate45/nvdla",
    "sky130hd/ariane133", "sky130hd/ariane136",
  ]

  @Test(arguments: designs)
  func clusteredDesignsHaveThePublishedWirelength(_ name: String) throws {
    let folder = Self.file("tilos-ct/\(name)")
    let netlist = try CircuitTrainingNetlist.read(file: "\(folder)/netlist.pb.txt.gz")
    let lines = Self.references.filter { $0[0] == name }
    #expect(lines.count == 2)
    for line in lines {
      var design = netlist
      let file = "\(folder)/\(line[1]).plc"
      guard let expected = Double(line[12]) else {
        // The published placement lacks the soft macros that have no location.
        #expect {
          try PlacementFile.read(file: file, into: &design)
        } throws: { error in
          let error = error as? ParseError
          return error?.file == file && error?.line ?? 0 > 1
            && error?.message.hasPrefix(
              "expected a line for each of 1853 ports, macros and cells, found ") == true
        }
        continue
      }
      try PlacementFile.read(file: file, into: &design)
      #expect(design.netlist.count(of: .hardMacro) == Int(line[2]))
      #expect(design.netlist.count(of: .softMacro) == Int(line[3]))
      #expect(design.floorplan.columns == Int(line[4]) && design.floorplan.rows == Int(line[5]))
      #expect(design.floorplan.die.width == Double(line[6]))
      #expect(design.floorplan.smoothingRange == 0)
      let (total, nets) = wirelength(design)
      #expect(abs(total - expected) < 6e-4)
      #expect(nets == Double(line[17]))
    }
  }

  @Test func aPublishedClusteredDesignReadsBackAsItWas() throws {
    let folder = Self.file("tilos-ct/nangate45/ariane133")
    var design = try CircuitTrainingNetlist.read(file: "\(folder)/netlist.pb.txt.gz")
    try PlacementFile.read(file: "\(folder)/legalized.plc", into: &design)
    #expect(design.source.metadata.map(\.value) == ["2.0"])
    #expect(design.source.warnings == [])
    let temporary = try TemporaryFolder()
    try CircuitTrainingNetlist.write(design, to: temporary.file("n.pb.txt"))
    try PlacementFile.write(design, to: temporary.file("n.plc"))
    var again = try CircuitTrainingNetlist.read(file: temporary.file("n.pb.txt"))
    try PlacementFile.read(file: temporary.file("n.plc"), into: &again)
    #expect(again.differences(from: design) == [])
    let published = try String(contentsOfFile: "\(folder)/legalized.plc", encoding: .utf8)
    let written = try String(contentsOfFile: temporary.file("n.plc"), encoding: .utf8)
    #expect(written == published)
  }

  /// Unclustered designs; over 100 MB of text, too long to read for a build without optimization.
  @Test(
    .enabled(if: isOptimized, "needs a build with optimization"),
    arguments: [
      ("ariane133", [133, 0, 495, 88411, 7847, 96886, 290486]),
      ("mempool_tile", [20, 0, 1272, 152241, 2516, 156049, 387297]),
      ("nvdla", [128, 0, 797, 155711, 25984, 182620, 458303]),
    ])
  func unclusteredDesignsAreRead(_ name: String, counts expected: [Int]) throws {
    let design = try CircuitTrainingNetlist.read(
      file: Self.file("tilos-ct/nangate45/\(name)/flat.pb.txt.gz"))
    let netlist = design.netlist
    #expect(Array(counts(netlist)[0..<4]) == Array(expected[0..<4]))
    // Each port and cell is a pin of its own.
    #expect(netlist.pinCount == expected[2] + expected[3] + expected[4])
    #expect(netlist.nodeCount + netlist.pinCount - expected[2] - expected[3] == expected[5])
    #expect(netlist.netPins.elements.count == netlist.netCount + expected[6])
  }

  private static let isOptimized: Bool = {
    var isDebug = false
    assert(
      {
        isDebug = true; return true
      }())
    return !isDebug
  }()

  @Test(arguments: ["ariane133_ng45", "bp_ng45"])
  func placementsWithoutTheirNetlistAreRefusedAtTheFirstNodeLine(_ name: String) throws {
    let folder = Self.file("circuit-training/sample_clustered")
    var design = try CircuitTrainingNetlist.read(file: "\(folder)/netlist.pb.txt")
    #expect {
      try PlacementFile.read(
        file: Self.file("tilos-ct/plc-only/\(name)/initial.plc"), into: &design)
    } throws: { error in
      (error as? ParseError)?.message.contains("of the 5 ports, macros and cells") == true
    }
  }

  @Test(arguments: ["ariane133_ng45", "macro_tiles_10x10"])
  func goldenPlacementsAreRead(_ name: String) throws {
    let netlist =
      name == "ariane133_ng45"
      ? "tilos-ct/nangate45/ariane133/netlist.pb.txt.gz" : "circuit-training/\(name)/netlist.pb.txt"
    var design = try CircuitTrainingNetlist.read(file: Self.file(netlist))
    for number in 0..<10 {
      try PlacementFile.read(
        file: SharedData.path("golden/\(name)_random_0\(number).plc"), into: &design)
    }
    #expect(design.placement.orientations.contains { $0 != .north })
  }
}
