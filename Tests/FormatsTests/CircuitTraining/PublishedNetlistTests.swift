import Foundation
import Netlist
import TestSupport
import Testing

@testable import Formats

/// Published netlists and placements: read, and counted as their documentation does.
@Suite(.enabled(if: SharedData.isPresent, Comment(rawValue: SharedData.absence)))
struct PublishedNetlistTests {
  @Test func dump() throws {
    let root = SharedData.path("benchmarks")
    for folder in ["circuit-training", "tilos-ct"] {
      let all = FileManager.default.enumerator(atPath: "\(root)/\(folder)")!
      for case let name as String in all where name.contains(".pb.txt") && !name.contains("flat") {
        let path = "\(root)/\(folder)/\(name)"
        var design = try CircuitTrainingNetlist.read(file: path)
        let n = design.netlist
        print(
          name, n.count(of: .hardMacro), n.count(of: .softMacro), n.count(of: .port),
          n.count(of: .standardCell), n.pinCount, n.netCount, design.source.metadata,
          design.source.warnings)
        let dir = URL(fileURLWithPath: path).deletingLastPathComponent().path
        for plc in ["initial.plc", "legalized.plc"]
        where FileManager.default.fileExists(atPath: "\(dir)/\(plc)") {
          design.source.warnings = []
          do {
            try PlacementFile.read(file: "\(dir)/\(plc)", into: &design)
            print(
              "   ok ", plc, design.floorplan.columns, design.floorplan.rows,
              design.floorplan.routing, design.source.warnings)
          } catch { print("   \(error)") }
        }
      }
    }
  }
}
