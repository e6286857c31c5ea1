import Evaluation
import Netlist
import TestSupport
import Testing

import GlobalPlacement

/// What a descent as a whole promises.
@Suite struct ProxyDescentTests {
  private let options = ProxyDescentOptions(iterations: 120)

  private func cost(_ design: Design, _ placement: Placement) throws -> Double {
    try ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan).evaluate(placement)
      .proxy
  }

  @Test(arguments: [(6, 30), (0, 40), (9, 0)])
  func costFallsAndAllStayOnTheDie(hard: Int, soft: Int) throws {
    let design = RandomDesign.make(
      seed: 8, hardMacros: hard, softMacros: soft, nets: 120, columns: 12, rows: 10)
    let result = try ProxyDescent(design: design, options: options).place(design.placement)
    #expect(try cost(design, result) < 0.9 * cost(design, design.placement))
    for node in result.x.indices where design.netlist.nodeKinds[node] != .port {
      let box = result.box(of: NodeID(node), in: design.netlist)
      #expect(box.minX > design.floorplan.die.minX - 1e-4)
      #expect(box.minY > design.floorplan.die.minY - 1e-4)
      #expect(box.maxX < design.floorplan.die.maxX + 1e-4)
      #expect(box.maxY < design.floorplan.die.maxY + 1e-4)
    }
  }

  @Test func samePlacementAgain() throws {
    let design = RandomDesign.make(seed: 2, softMacros: 20)
    let descent = ProxyDescent(design: design, options: options)
    #expect(try descent.place(design.placement) == descent.place(design.placement))
  }

  @Test func fixedNodesStay() throws {
    var design = RandomDesign.make(seed: 3, softMacros: 20)
    let fixed = [design.netlist.nodes(.hardMacro)[1], design.netlist.nodes(.softMacro)[2]]
    for node in fixed { design.placement.isFixed[node.index] = true }
    let result = try ProxyDescent(design: design, options: options).place(design.placement)
    for node in design.netlist.nodes(.port) + fixed {
      #expect(result.x[node.index] == design.placement.x[node.index])
      #expect(result.y[node.index] == design.placement.y[node.index])
    }
    let free = design.netlist.nodes(.softMacro)[3].index
    #expect(result.x[free] != design.placement.x[free])
    #expect(result.isFixed == design.placement.isFixed)
  }

  /// Ports stay even where the file says that they may move.
  @Test func portsStay() throws {
    var design = RandomDesign.make(seed: 3, softMacros: 20)
    for port in design.netlist.nodes(.port) { design.placement.isFixed[port.index] = false }
    let result = try ProxyDescent(design: design, options: options).place(design.placement)
    for port in design.netlist.nodes(.port) {
      #expect(result.x[port.index] == design.placement.x[port.index])
    }
    #expect(result.isFixed == design.placement.isFixed)
  }

  @Test func nothingMovableIsReturnedAsItIs() throws {
    var design = RandomDesign.make(seed: 3)
    design.placement.isFixed = [Bool](repeating: true, count: design.netlist.nodeCount)
    let result = try ProxyDescent(design: design, options: options).place(design.placement)
    #expect(result == design.placement)
  }

  @Test(arguments: [(1, 1), (1, 9), (9, 1), (2, 2)])
  func smallGridsWork(columns: Int, rows: Int) throws {
    let design = RandomDesign.make(seed: 6, columns: columns, rows: rows)
    let result = try ProxyDescent(design: design, options: options).place(design.placement)
    #expect(result.x.allSatisfy { $0.isFinite })
    #expect(result.y.allSatisfy { $0.isFinite })
  }

  @Test func stopFlagEndsIt() throws {
    let design = RandomDesign.make(seed: 4)
    let stop = StopFlag()
    var iterations = 0
    _ = try ProxyDescent(design: design, options: options).place(design.placement, stop: stop) {
      iterations = $0.iteration
      if iterations == 5 { stop.raise() }
    }
    #expect(iterations == 5)
  }

  @Test func overlapOfMacrosShrinks() throws {
    let design = RandomDesign.make(seed: 9, hardMacros: 10, softMacros: 4)
    var overlaps: [Double] = []
    _ = try ProxyDescent(design: design).place(design.placement) { overlaps.append($0.overlap) }
    #expect(overlaps[0] > 0.5)
    #expect(overlaps[overlaps.count - 1] < 0.3 * overlaps[0])
  }

  @Test func positionsThatAreNoNumbersAreRefused() {
    var design = RandomDesign.make(seed: 4)
    design.placement.x[9] = .nan
    #expect(throws: GlobalPlacementError.self) {
      try ProxyDescent(design: design).place(design.placement)
    }
  }

  @Test func routingWithoutTracksIsRefused() {
    var design = RandomDesign.make(seed: 4)
    design.floorplan.routing.vertical = 0
    #expect(throws: GlobalPlacementError.self) {
      try ProxyDescent(design: design).place(design.placement)
    }
  }
}
