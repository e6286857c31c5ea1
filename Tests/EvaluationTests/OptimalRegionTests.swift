import Evaluation
import Netlist
import TestSupport
import Testing

/// The region is where a scan of the whole die finds the least wirelength.
@Suite struct OptimalRegionTests {
  private func hpwl(_ design: Design, _ node: NodeID, _ x: Double, _ y: Double) throws -> Double {
    var placement = design.placement
    placement.x[node.index] = x
    placement.y[node.index] = y
    return try ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
      .evaluate(placement).hpwl
  }

  /// Whether a node is on no net with two pins in different places, for which the region is a guess.
  private func isOnEachNetOnce(_ node: NodeID, _ netlist: Netlist) -> Bool {
    netlist.nodeNets[node.index].allSatisfy { net in
      let pins = netlist.netPins[net.index].filter { netlist.pinNodes[$0.index] == node }
      return Set(pins.map { [netlist.pinOffsetsX[$0.index], netlist.pinOffsetsY[$0.index]] })
        .count == 1
    }
  }

  @Test(arguments: 1...3)
  func noPlaceOfTheDieIsBetter(seed: UInt64) throws {
    let design = RandomDesign.make(seed: seed, nets: 25, columns: 3, rows: 3, smoothing: 0)
    let evaluator = IncrementalEvaluator(
      netlist: design.netlist, floorplan: design.floorplan, placement: design.placement)
    var tested = 0
    for index in 0..<design.netlist.nodeCount where design.netlist.nodeKinds[index] != .port {
      let node = NodeID(index)
      guard isOnEachNetOnce(node, design.netlist),
        let region = evaluator.optimalRegion(of: node)
      else { continue }
      tested += 1
      #expect(region.minX <= region.maxX && region.minY <= region.maxY)
      let best = try hpwl(design, node, region.centerX, region.centerY)
      for (x, y) in [(region.minX, region.minY), (region.maxX, region.maxY)] {
        let corner = try hpwl(design, node, x, y)
        #expect(abs(corner - best) < 1e-9)
      }
      var scanned = Double.infinity
      for step in 0...28 {
        scanned = min(scanned, try hpwl(design, node, Double(step) / 2, region.centerY))
        scanned = min(scanned, try hpwl(design, node, region.centerX, Double(step) / 2))
      }
      #expect(scanned >= best - 1e-9, "\(design.netlist.name(of: node))")
    }
    #expect(tested > 4)
  }

  @Test(arguments: 1...3)
  func fromOffsetsItIsTheSameWhereverTheNodeIs(seed: UInt64) {
    let design = RandomDesign.make(seed: seed)
    var evaluator = IncrementalEvaluator(
      netlist: design.netlist, floorplan: design.floorplan, placement: design.placement)
    var random = SeededGenerator(seed: seed)
    var (regions, bySubtraction) = (0, 0)
    for index in 0..<design.netlist.nodeCount {
      let node = NodeID(index)
      let orientation = Orientation.allCases[index % Orientation.allCases.count]
      var first: Box?
      for place in 0..<20 {
        evaluator.move(
          node, x: random.uniform() * 14, y: random.uniform() * 12, orientation: orientation)
        _ = evaluator.evaluate()
        evaluator.commit()
        guard let box = evaluator.optimalRegionFromOffsets(of: node),
          let near = evaluator.optimalRegion(of: node)
        else {
          #expect(evaluator.optimalRegion(of: node) == nil && first == nil)
          continue
        }
        if place == 0 { first = box }
        regions += 1
        #expect(box == first)
        #expect(abs(near.minX - box.minX) < 1e-12 && abs(near.maxY - box.maxY) < 1e-12)
        if near != first { bySubtraction += 1 }
      }
    }
    #expect(regions > 300)
    // Rounding makes the other way differ in the last bits.
    #expect(bySubtraction > 0)
  }

  @Test func aNodeWithoutOtherPinsHasNone() {
    var builder = NetlistBuilder()
    for name in ["alone", "selfish"] {
      _ = builder.addNode(.softMacro, symbol: builder.names.intern(name), width: 1, height: 1)
    }
    let pin = builder.addPin(of: NodeID(1))
    builder.connect(pin)
    builder.endNet(driver: pin)
    let netlist = builder.build()
    let evaluator = IncrementalEvaluator(
      netlist: netlist, floorplan: Floorplan(die: Box(minX: 0, minY: 0, maxX: 4, maxY: 4)),
      placement: Placement(for: netlist))
    #expect(evaluator.optimalRegion(of: NodeID(0)) == nil)
    #expect(evaluator.optimalRegion(of: NodeID(1)) == nil)
    #expect(evaluator.optimalRegionFromOffsets(of: NodeID(1)) == nil)
  }
}
