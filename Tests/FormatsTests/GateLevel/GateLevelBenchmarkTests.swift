import Netlist
import TestSupport
import Testing

@testable import Formats

/// Published gate-level netlists. Expected numbers come from the unplaced DEF files beside them:
/// `COMPONENTS`, `PINS` and `NETS`, and the `( component pin )` pairs of the nets. No cell has the net
/// `SO` of one.
@Suite(.enabled(if: SharedData.isPresent, Comment(rawValue: SharedData.absence)))
struct GateLevelBenchmarkTests {
  @Test(arguments: [
    ("gcd/gcd.v", 294, 54, 364, 1122, []),
    ("aes_cipher_top/aes_cipher_top.v.gz", 18883, 391, 19675, 66099, ["SO"]),
    ("dynamic_node_top_wrap/dynamic_node_top_wrap.v.gz", 11505, 693, 14117, 43761, []),
  ])
  func countsAgree(
    _ file: String, _ components: Int, _ ports: Int, _ nets: Int, _ pins: Int,
    _ undriven: [String]
  ) throws {
    let library = try CellLibrary(
      lefFiles: [SharedData.path("benchmarks/openroad/lef/gpl/nangate45.lef.gz")])
    let design = try GateLevelNetlist.readVerilog(
      file: SharedData.path("benchmarks/openroad/gpl/design/nangate45/\(file)"), library: library)
    let netlist = design.netlist
    #expect(netlist.nodeCount - netlist.count(of: .port) == components)
    #expect(netlist.count(of: .port) == ports)
    #expect(netlist.netCount == nets)
    #expect(netlist.pinCount == pins)
    let isUndriven = { netlist.netDrivers[$0] == nil }
    #expect(
      (0..<netlist.netCount).filter(isUndriven).map { netlist.name(of: NetID($0)) } == undriven)
    #expect(design.source.warnings == [])
    let die = design.floorplan.die
    let area = (0..<netlist.nodeCount).reduce(0) { $0 + netlist.area(of: NodeID($1)) }
    #expect(area / die.area <= 0.7 && area / die.area > 0.6)
    #expect(design.floorplan.placementRows[0].siteName == "FreePDK45_38x28_10R_NP_162NW_34O")
  }
}
