import Evaluation
import Foundation
import Formats
import Netlist
import TestSupport
import Testing

/// Every cost and cell grid that the reference evaluator gave for published and random placements.
@Suite(.enabled(if: SharedData.isPresent, Comment(rawValue: SharedData.absence)))
struct GoldenFigureTests {
  static let tolerance = 1e-6

  private func expectClose(
    _ value: Double, _ reference: Double, _ what: String, within tolerance: Double = tolerance
  ) {
    let difference = abs(value - reference) / max(abs(reference), 1e-3)
    #expect(difference < tolerance, "\(what): \(value), reference \(reference)")
  }

  private func design(
    netlist: String, placement: String, lowerCaseMacros: LowerCaseMacros = .automatic
  ) throws -> Design {
    var design = try CircuitTrainingNetlist.read(
      file: SharedData.path(netlist), lowerCaseMacros: lowerCaseMacros)
    try PlacementFile.read(file: SharedData.path(placement), into: &design)
    return design
  }

  private func evaluate(_ design: Design, _ rule: GridEdgeRule = .clamp) throws -> Evaluation {
    try ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan, edgeRule: rule)
      .evaluate(design.placement)
  }

  private struct RandomCosts: Decodable {
    var costs: [Costs]
  }

  private struct Costs: Decodable {
    var plc: String
    var wirelengthUm: Double
    var wirelength: Double
    var density: Double
    var congestion: Double
    var proxy: Double
  }

  private struct Grids: Decodable {
    var density: [Double]
    var horizontalCongestion: [Double]
    var verticalCongestion: [Double]
    var horizontalMacroCongestion: [Double]
    var verticalMacroCongestion: [Double]
  }

  private func decode<Value: Decodable>(_ type: Value.Type, _ file: String) throws -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: Data(contentsOf: URL(filePath: SharedData.path(file))))
  }

  @Test(arguments: [
    (
      "golden/ariane133_ng45_random_costs.json",
      "benchmarks/tilos-ct/nangate45/ariane133/netlist.pb.txt.gz"
    ),
    (
      "golden/macro_tiles_10x10_random_costs.json",
      "benchmarks/circuit-training/macro_tiles_10x10/netlist.pb.txt"
    ),
  ])
  func randomPlacements(costs: String, netlist: String) throws {
    let references = try decode(RandomCosts.self, costs).costs
    #expect(references.count == 10)
    for reference in references {
      let design = try design(netlist: netlist, placement: "golden/\(reference.plc)")
      for rule in GridEdgeRule.allCases {
        let evaluation = try evaluate(design, rule)
        expectClose(evaluation.hpwl, reference.wirelengthUm, "\(reference.plc) hpwl")
        expectClose(evaluation.terms.wirelength, reference.wirelength, "\(reference.plc) WL")
        expectClose(evaluation.terms.density, reference.density, "\(reference.plc) density")
        expectClose(
          evaluation.terms.congestion, reference.congestion, "\(reference.plc) congestion")
        expectClose(evaluation.proxy, reference.proxy, "\(reference.plc) proxy")
      }
      let incremental = IncrementalEvaluator(
        netlist: design.netlist, floorplan: design.floorplan, placement: design.placement)
      expectClose(incremental.cost, reference.proxy, "\(reference.plc) incremental proxy")
    }
  }

  @Test(arguments: [
    ("ariane133_ng45_random_00", "tilos-ct/nangate45/ariane133/netlist.pb.txt.gz", "", false),
    ("ariane133_ng45_random_01", "tilos-ct/nangate45/ariane133/netlist.pb.txt.gz", "", false),
    ("macro_tiles_10x10_random_00", "circuit-training/macro_tiles_10x10/netlist.pb.txt", "", false),
    ("macro_tiles_10x10_random_01", "circuit-training/macro_tiles_10x10/netlist.pb.txt", "", false),
    (
      "ct_macro_tiles_10x10_initial", "circuit-training/macro_tiles_10x10/netlist.pb.txt",
      "benchmarks/circuit-training/macro_tiles_10x10/initial.plc", false
    ),
    (
      "ct_macro_tiles_10x10_as_soft_initial", "circuit-training/macro_tiles_10x10/netlist.pb.txt",
      "benchmarks/circuit-training/macro_tiles_10x10/initial.plc", true
    ),
    (
      "ct_sample_clustered_initial", "circuit-training/sample_clustered/netlist.pb.txt",
      "benchmarks/circuit-training/sample_clustered/initial.plc", false
    ),
    (
      "tilos_ariane133_NG45_clustered_legalized_clamped",
      "tilos-ct/nangate45/ariane133/netlist.pb.txt.gz",
      "benchmarks/tilos-ct/nangate45/ariane133/legalized.plc", false
    ),
    (
      "tilos_ariane133_NG45_clustered_legalized", "tilos-ct/nangate45/ariane133/netlist.pb.txt.gz",
      "benchmarks/tilos-ct/nangate45/ariane133/legalized.plc", false
    ),
  ])
  func cellGrids(grids: String, netlist: String, placement: String, asSoft: Bool) throws {
    let reference = try decode(Grids.self, "golden/grids_\(grids).json")
    let design = try design(
      netlist: "benchmarks/\(netlist)",
      placement: placement.isEmpty ? "golden/\(grids).plc" : placement,
      lowerCaseMacros: asSoft ? .soft : .automatic)
    let evaluation = try evaluate(design)
    let maps = [
      ("density", evaluation.density, reference.density),
      ("horizontal", evaluation.horizontalCongestion, reference.horizontalCongestion),
      ("vertical", evaluation.verticalCongestion, reference.verticalCongestion),
      ("horizontal blockage", evaluation.horizontalBlockage, reference.horizontalMacroCongestion),
      ("vertical blockage", evaluation.verticalBlockage, reference.verticalMacroCongestion),
    ]
    for (name, values, wanted) in maps {
      #expect(values.count == wanted.count)
      for cell in values.indices { expectClose(values[cell], wanted[cell], "\(name) \(cell)") }
    }
  }

  /// The published placements of the TILOS designs, beside the figures in their table.
  @Test func publishedPlacements() throws {
    let table = try String(
      contentsOfFile: SharedData.path("benchmarks/tilos-ct/reference_costs.csv"), encoding: .utf8)
    var compared = 0
    for row in table.split(separator: "\n").dropFirst() {
      let fields = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard let proxy = Double(fields[16]) else { continue }
      let folder = "benchmarks/tilos-ct/\(fields[0])"
      let evaluation = try evaluate(
        design(netlist: "\(folder)/netlist.pb.txt.gz", placement: "\(folder)/\(fields[1]).plc"))
      let name = "\(fields[0]) \(fields[1])"
      expectClose(evaluation.hpwl, Double(fields[12])!, "\(name) hpwl")
      // The table has six decimals.
      expectClose(evaluation.terms.wirelength, Double(fields[13])!, "\(name) WL", within: 2e-5)
      expectClose(evaluation.terms.congestion, Double(fields[14])!, "\(name) C", within: 2e-6)
      expectClose(evaluation.terms.density, Double(fields[15])!, "\(name) D", within: 2e-6)
      expectClose(evaluation.proxy, proxy, "\(name) proxy", within: 2e-6)
      #expect(evaluation.netCount == Double(fields[17]))
      compared += 1
    }
    #expect(compared == 11)
  }
}
