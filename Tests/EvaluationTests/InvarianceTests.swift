import Evaluation
import Netlist
import TestSupport
import Testing

/// Changes of a design that must not change its cost.
@Suite struct InvarianceTests {
  private func evaluate(
    _ design: Design, _ precision: EvaluationPrecision = .double
  ) throws -> Evaluation {
    try ProxyEvaluator(
      netlist: design.netlist, floorplan: design.floorplan, precision: precision
    ).evaluate(design.placement)
  }

  private func isClose(_ a: Double, _ b: Double, _ tolerance: Double = 1e-12) -> Bool {
    abs(a - b) <= tolerance * max(abs(a), abs(b), 1)
  }

  private func turned(_ design: Design, seed: UInt64) -> Design {
    var random = SeededGenerator(seed: seed, stream: 9)
    var design = design
    for macro in design.netlist.nodes(.hardMacro) {
      design.placement.orientations[macro.index] =
        Orientation.allCases[random.index(below: Orientation.allCases.count)]
    }
    return design
  }

  /// The netlist with its lengths multiplied and its nets in another order.
  private func rebuilt(_ netlist: Netlist, scale: Double, netOrder: [Int]) -> Netlist {
    var builder = NetlistBuilder(name: netlist.name)
    for node in 0..<netlist.nodeCount {
      _ = builder.addNode(
        netlist.nodeKinds[node], symbol: builder.names.intern(netlist.name(of: NodeID(node))),
        width: scale * netlist.nodeWidths[node], height: scale * netlist.nodeHeights[node])
    }
    for pin in 0..<netlist.pinCount {
      _ = builder.addPin(
        of: netlist.pinNodes[pin], offsetX: scale * netlist.pinOffsetsX[pin],
        offsetY: scale * netlist.pinOffsetsY[pin])
    }
    for net in netOrder {
      for pin in netlist.netPins[net] { builder.connect(pin) }
      builder.endNet(weight: netlist.netWeights[net], driver: netlist.netDrivers[net])
    }
    return builder.build()
  }

  @Test(arguments: 1...5)
  func mirroringKeepsWirelengthAndDensity(seed: UInt64) throws {
    let design = turned(RandomDesign.make(seed: seed), seed: seed)
    var mirrored = design
    let die = design.floorplan.die
    for node in 0..<design.netlist.nodeCount {
      mirrored.placement.x[node] = die.minX + die.maxX - design.placement.x[node]
      mirrored.placement.orientations[node] = design.placement.orientations[node].mirroredLeftRight
    }
    let (before, after) = (try evaluate(design), try evaluate(mirrored))
    #expect(isClose(before.terms.wirelength, after.terms.wirelength))
    #expect(isClose(before.terms.density, after.terms.density))
    for node in 0..<design.netlist.nodeCount {
      mirrored.placement.y[node] = die.minY + die.maxY - design.placement.y[node]
      mirrored.placement.orientations[node] =
        mirrored.placement.orientations[node].mirroredTopBottom
    }
    let turned = try evaluate(mirrored)
    #expect(isClose(before.terms.wirelength, turned.terms.wirelength))
    #expect(isClose(before.terms.density, turned.terms.density))
  }

  @Test(arguments: [0.5, 3, 1000])
  func scalingLengthsAndTracksKeepsTheCost(scale: Double) throws {
    let design = turned(RandomDesign.make(seed: 6), seed: 6)
    var scaled = design
    scaled.netlist = rebuilt(
      design.netlist, scale: scale, netOrder: Array(0..<design.netlist.netCount))
    scaled.placement.x = design.placement.x.map { scale * $0 }
    scaled.placement.y = design.placement.y.map { scale * $0 }
    let die = design.floorplan.die
    scaled.floorplan.die = Box(
      minX: scale * die.minX, minY: scale * die.minY, maxX: scale * die.maxX,
      maxY: scale * die.maxY)
    let routing = design.floorplan.routing
    scaled.floorplan.routing = RoutingSupply(
      horizontal: routing.horizontal / scale, vertical: routing.vertical / scale,
      horizontalUsedByMacros: routing.horizontalUsedByMacros / scale,
      verticalUsedByMacros: routing.verticalUsedByMacros / scale)
    let (before, after) = (try evaluate(design), try evaluate(scaled))
    #expect(isClose(after.hpwl, scale * before.hpwl))
    #expect(isClose(before.terms.wirelength, after.terms.wirelength))
    #expect(isClose(before.terms.density, after.terms.density))
    #expect(isClose(before.terms.congestion, after.terms.congestion, 1e-10))
  }

  /// A die whose corner is elsewhere is the same die.
  @Test func shiftingEverythingKeepsTheCost() throws {
    let design = RandomDesign.make(seed: 7)
    var shifted = design
    shifted.placement.x = design.placement.x.map { $0 - 64 }
    shifted.placement.y = design.placement.y.map { $0 + 256 }
    let die = design.floorplan.die
    shifted.floorplan.die = Box(
      minX: die.minX - 64, minY: die.minY + 256, maxX: die.maxX - 64, maxY: die.maxY + 256)
    let (before, after) = (try evaluate(design), try evaluate(shifted))
    #expect(isClose(before.proxy, after.proxy, 1e-10))
    let incremental = IncrementalEvaluator(
      netlist: shifted.netlist, floorplan: shifted.floorplan, placement: shifted.placement)
    #expect(isClose(incremental.cost, after.proxy, 1e-10))
  }

  @Test(arguments: 1...4)
  func theOrderOfNetsDoesNotMatter(seed: UInt64) throws {
    let design = RandomDesign.make(seed: seed)
    var random = SeededGenerator(seed: seed, stream: 2)
    var shuffled = design
    shuffled.netlist = rebuilt(
      design.netlist, scale: 1,
      netOrder: Array(0..<design.netlist.netCount).shuffled(using: &random))
    let (before, after) = (try evaluate(design), try evaluate(shuffled))
    #expect(isClose(before.terms.wirelength, after.terms.wirelength))
    #expect(isClose(before.proxy, after.proxy))
  }

  @Test(arguments: 1...4)
  func singlePrecisionIsClose(seed: UInt64) throws {
    var design = RandomDesign.make(seed: seed)
    design.placement.roundMovablesToSinglePrecision()
    let (double, single) = (try evaluate(design), try evaluate(design, .single))
    #expect(double.hpwl != single.hpwl)
    #expect(isClose(double.hpwl, single.hpwl, 1e-5))
    #expect(isClose(double.terms.density, single.terms.density, 1e-5))
    #expect(isClose(double.terms.congestion, single.terms.congestion, 1e-5))
  }
}
