import Evaluation
import Netlist
import TestSupport
import Testing

@testable import GlobalPlacement

/// Designs at the edge of what makes sense: none may crash, hang or leave the die.
@Suite struct HardCaseTests {
  private func design(
    _ kind: NodeKind = .standardCell, sizes: [(Double, Double)], nets: [[Int]],
    die: Box = Box(minX: 0, minY: 0, maxX: 100, maxY: 100)
  ) -> Design {
    var builder = NetlistBuilder(name: "hard")
    let nodes = sizes.enumerated().map { index, size in
      builder.addNode(
        kind, symbol: builder.names.intern("n\(index)"), width: size.0, height: size.1)
    }
    for net in nets {
      for node in net { builder.connect(builder.addPin(of: nodes[node])) }
      builder.endNet()
    }
    let netlist = builder.build()
    return Design(
      netlist: netlist, floorplan: Floorplan(die: die), placement: Placement(for: netlist))
  }

  @discardableResult
  private func place(
    _ design: Design, _ options: GlobalPlacementOptions = GlobalPlacementOptions()
  ) throws -> GlobalPlacementResult {
    let result = try GlobalPlacer(design: design, options: options).place(design.placement)
    #expect(result.wirelength.isFinite && result.overflow.isFinite)
    let die = design.floorplan.die
    for node in 0..<design.netlist.nodeCount where !design.placement.isFixed[node] {
      let box = result.placement.box(of: NodeID(node), in: design.netlist)
      #expect(box.minX >= die.minX - 1e-3 && box.maxX <= die.maxX + 1e-3)
      #expect(box.minY >= die.minY - 1e-3 && box.maxY <= die.maxY + 1e-3)
    }
    return result
  }

  @Test(arguments: [GlobalPlacementStart.center, .given(densityWeight: nil)])
  func fewNodes(start: GlobalPlacementStart) throws {
    let options = GlobalPlacementOptions(start: start)
    try place(design(sizes: [(2, 2)], nets: []), options)
    try place(design(sizes: [(2, 2)], nets: [[0, 0]]), options)
    try place(design(sizes: [(2, 2), (3, 1), (1, 1)], nets: [[0, 1, 2]]), options)
  }

  @Test func noNets() throws {
    let result = try place(
      design(sizes: [(Double, Double)](repeating: (4, 4), count: 300), nets: []))
    #expect(result.overflow < 0.1)
  }

  @Test func nodesWithoutArea() throws {
    try place(
      design(sizes: [(Double, Double)](repeating: (0, 0), count: 20), nets: [Array(0..<20)]))
  }

  /// All nodes start at one point, some of it outside of where they may be.
  @Test func oneHeapSpreads() throws {
    let nets = (0..<199).map { [$0, $0 + 1] }
    let design = design(sizes: [(Double, Double)](repeating: (5, 5), count: 200), nets: nets)
    let result = try place(design, GlobalPlacementOptions(start: .given(densityWeight: nil)))
    #expect(result.overflow < 0.25)
  }

  @Test func macrosAsWideAsTheDie() throws {
    try place(
      design(
        .hardMacro, sizes: [(100, 30), (100, 30), (30, 30), (20, 100 / 3)],
        nets: [[0, 1], [1, 2], [2, 3]]))
  }

  @Test func aDieThinnerThanItsCells() throws {
    let nets = (0..<49).map { [$0, $0 + 1] }
    try place(
      design(
        sizes: [(Double, Double)](repeating: (1, 1), count: 50), nets: nets,
        die: Box(minX: 10, minY: 10, maxX: 80, maxY: 11)))
  }

  /// A target that no placement can meet: the die is all but full, and no bin may overflow at all.
  @Test func anUnreachableTargetEndsWithSomethingUseful() throws {
    let nets = (0..<399).map { [$0, $0 + 1] }
    let full = design(
      sizes: [(Double, Double)](repeating: (7, 7), count: 200), nets: nets.filter { $0[1] < 200 })
    let aim = try place(full, GlobalPlacementOptions(targetOverflow: 0.15))
    let unreachable = try place(full, GlobalPlacementOptions(targetOverflow: 0))
    #expect(unreachable.overflow <= aim.overflow)
    #expect(unreachable.wirelength < 1.5 * aim.wirelength)
  }
}
