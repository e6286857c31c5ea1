import Accelerator
import Evaluation
import Foundation
import Netlist
import TestSupport
import Testing

@testable import DesignLoop

struct WarmStartTests {
  private func design(utilization: Double, weightBanks: Double) throws -> Design {
    var architecture = try SmallLoop.architecture(1)
    architecture[.utilization] = utilization
    architecture[.weightBanks] = weightBanks
    return try AcceleratorGenerator.generate(architecture.parameters, seed: 1)
  }

  /// A layout that nothing but an earlier placement could have: the generator's, mirrored.
  private func mirrored(_ design: Design) -> Placement {
    var layout = design.placement
    let die = design.floorplan.die
    for node in 0..<design.netlist.nodeCount where design.netlist.nodeKinds[node] != .port {
      layout.x[node] = die.minX + die.maxX - layout.x[node]
    }
    return layout
  }

  private func localName(_ node: Int, _ design: Design) -> String {
    let name = design.netlist.name(of: NodeID(node))
    return name.hasPrefix("Grp_") ? String(name.dropFirst(4).drop { $0.isNumber }) : name
  }

  @Test func sharedBlocksTakeTheirPlacesScaledToTheDie() throws {
    let earlier = try design(utilization: 0.5, weightBanks: 1)
    let layout = mirrored(earlier)
    let design = try design(utilization: 0.4, weightBanks: 2)
    let start = try #require(WarmStart.placement(for: design, from: earlier, layout))
    let legality = LegalityChecker(netlist: design.netlist, floorplan: design.floorplan)
    #expect(legality.check(start).isLegal)
    let scale = design.floorplan.die.width / earlier.floorplan.die.width
    #expect(scale > 1.05)
    let names = Dictionary(
      (0..<earlier.netlist.nodeCount).map { (localName($0, earlier), $0) },
      uniquingKeysWith: { first, _ in first })
    var (shared, new) = (0, 0)
    for node in 0..<design.netlist.nodeCount where design.netlist.nodeKinds[node] != .port {
      let isHard = design.netlist.nodeKinds[node] == .hardMacro
      guard let old = names[localName(node, design)] else {
        if !isHard { #expect(start.x[node] == design.placement.x[node]) }
        new += 1
        continue
      }
      guard !isHard else { continue }
      // Soft macros may be larger now and must not reach over the die's edge.
      let (half, die) = (design.netlist.nodeWidths[node] / 2, design.floorplan.die)
      let wished = min(max(die.minX + half, layout.x[old] * scale), die.maxX - half)
      #expect(abs(start.x[node] - wished) < 1e-6 * die.width)
      shared += 1
    }
    #expect(shared > 5)
    #expect(new > 0)
  }

  @Test func aLegalLayoutOfTheSameDesignIsKept() throws {
    let design = try design(utilization: 0.4, weightBanks: 2)
    let layout = mirrored(design)
    let start = try #require(WarmStart.placement(for: design, from: design, layout))
    for node in 0..<design.netlist.nodeCount {
      #expect(abs(start.x[node] - layout.x[node]) < 1e-4)
      #expect(abs(start.y[node] - layout.y[node]) < 1e-4)
    }
  }

  @Test func designsThatShareNoMemoryGiveNoStart() throws {
    let design = try design(utilization: 0.4, weightBanks: 2)
    let stranger = RandomDesign.make(seed: 1)
    #expect(WarmStart.placement(for: design, from: stranger, stranger.placement) == nil)
  }

  @Test func bytesBringAPlacementBack() throws {
    let design = try design(utilization: 0.4, weightBanks: 2)
    var layout = mirrored(design)
    layout.x[3] = -0.1
    layout.orientations[2] = .flippedSouth
    let data = PlacementBytes.data(layout)
    let read = try PlacementBytes.placement(data, like: design.placement)
    #expect(read.x == layout.x && read.y == layout.y && read.orientations == layout.orientations)
    #expect(throws: LoopError.self) {
      try PlacementBytes.placement(data.dropLast(), like: design.placement)
    }
    var other = data
    other[other.count - 1] = 99
    #expect(throws: LoopError.self) {
      try PlacementBytes.placement(other, like: design.placement)
    }
  }
}
