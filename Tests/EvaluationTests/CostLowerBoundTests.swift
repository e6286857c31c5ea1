import Evaluation
import Netlist
import TestSupport
import Testing

/// The lower bounds of the cost: no legal placement is below them, and some small ones are at them.
@Suite struct CostLowerBoundTests {
  /// A legal placement: macros at random where they are free, on grid lines half of the time.
  static func legal(_ design: Design, _ random: inout SeededGenerator) -> Placement {
    let checker = LegalityChecker(netlist: design.netlist, floorplan: design.floorplan)
    var placement = design.placement
    repeat {
      for node in 0..<design.netlist.nodeCount where !placement.isFixed[node] {
        move(node, design, &placement, &random)
      }
    } while !checker.check(placement).isLegal
    return placement
  }

  /// Moves a node to a random place inside the die, turned by 180 degrees or mirrored at random.
  static func move(
    _ node: Int, _ design: Design, _ placement: inout Placement, _ random: inout SeededGenerator
  ) {
    let grid = CostGrid(design.floorplan)
    let die = design.floorplan.die
    if random.index(below: 2) == 0 {
      placement.orientations[node] = placement.orientations[node].mirroredLeftRight
    }
    if random.index(below: 2) == 0 {
      placement.orientations[node] = placement.orientations[node].mirroredTopBottom
    }
    let box = placement.box(of: NodeID(node), in: design.netlist)
    let snaps = random.index(below: 2) == 0
    func place(_ low: Double, _ room: Double, _ cell: Double) -> Double {
      let start = random.uniform() * room
      return low + (snaps ? min((start / cell).rounded() * cell, room) : start)
    }
    placement.x[node] = place(die.minX, die.width - box.width, grid.cellWidth) + box.width / 2
    placement.y[node] = place(die.minY, die.height - box.height, grid.cellHeight) + box.height / 2
  }

  static func design(_ seed: UInt64) -> Design {
    var random = SeededGenerator(seed: seed, stream: 4)
    var design = RandomDesign.make(
      seed: seed, hardMacros: 3 + random.index(below: 7), softMacros: 8, nets: 50,
      columns: [3, 7, 12, 23][random.index(below: 4)],
      rows: [2, 6, 11, 19][random.index(below: 4)],
      smoothing: random.index(below: 3))
    for macro in design.netlist.nodes(.hardMacro) where random.index(below: 3) == 0 {
      design.placement.orientations[macro.index] = .west
    }
    design.placement = legal(design, &random)
    if seed % 2 == 0 { design.placement.isFixed[design.netlist.nodes(.hardMacro)[0].index] = true }
    return design
  }

  private static let terms: [any KeyPath<CostTerms, Double> & Sendable] = [
    \.wirelength, \.density, \.congestion,
  ]

  /// Searches that lower one part of the cost each come to no less than its bound.
  @Test(arguments: 1...12)
  func noLegalPlacementIsBelow(seed: UInt64) throws {
    let design = Self.design(seed)
    let bound = CostLowerBound(
      netlist: design.netlist, floorplan: design.floorplan, reference: design.placement)
    let evaluator = ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
    let checker = LegalityChecker(
      netlist: design.netlist, floorplan: design.floorplan, reference: design.placement)
    var random = SeededGenerator(seed: seed)
    let movable = (0..<design.netlist.nodeCount).filter { !design.placement.isFixed[$0] }
    for term in Self.terms {
      var best = Self.legal(design, &random)
      var least = try evaluator.evaluate(best).terms[keyPath: term]
      for _ in 0..<250 {
        var trial = best
        let node = movable[random.index(below: movable.count)]
        Self.move(node, design, &trial, &random)
        guard checker.check(trial).isLegal else { continue }
        let terms = try evaluator.evaluate(trial).terms
        for other in Self.terms { #expect(terms[keyPath: other] >= bound.terms[keyPath: other]) }
        if terms[keyPath: term] <= least { (best, least) = (trial, terms[keyPath: term]) }
      }
    }
    #expect(bound.terms.density > 0)
  }

  /// Everything that may overlap in one place, macros in a corner: short wires, uneven cells.
  @Test(arguments: 1...12)
  func crowdsAreNotBelow(seed: UInt64) throws {
    let design = Self.design(seed)
    let bound = CostLowerBound(
      netlist: design.netlist, floorplan: design.floorplan, reference: design.placement)
    let evaluator = ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
    var random = SeededGenerator(seed: seed, stream: 1)
    for _ in 0..<20 {
      var placement = Self.legal(design, &random)
      let (x, y) = (0.7 + 12 * random.uniform(), 0.7 + 10 * random.uniform())
      for node in design.netlist.nodes(.softMacro) {
        (placement.x[node.index], placement.y[node.index]) = (x, y)
      }
      let terms = try evaluator.evaluate(placement).terms
      for term in Self.terms { #expect(terms[keyPath: term] >= bound.terms[keyPath: term]) }
    }
  }

  /// A design of hard and soft macros with pins in their centres, ports, and nets of nodes.
  private func design(
    hard: [(Double, Double)] = [], soft: [(Double, Double)] = [], ports: [(Double, Double)] = [],
    nets: [(weight: Double, nodes: [Int])] = []
  ) -> Design {
    var builder = NetlistBuilder()
    var pins: [PinID] = []
    func add(_ kind: NodeKind, _ width: Double, _ height: Double) {
      let name = builder.names.intern("n\(pins.count)")
      pins.append(
        builder.addPin(of: builder.addNode(kind, symbol: name, width: width, height: height)))
    }
    for (width, height) in hard { add(.hardMacro, width, height) }
    for (width, height) in soft { add(.softMacro, width, height) }
    for _ in ports { add(.port, 0, 0) }
    for net in nets {
      for node in net.nodes { builder.connect(pins[node]) }
      builder.endNet(weight: net.weight, driver: pins[net.nodes[0]])
    }
    let netlist = builder.build()
    var placement = Placement(for: netlist)
    for (index, port) in ports.enumerated() {
      placement.x[hard.count + soft.count + index] = port.0
      placement.y[hard.count + soft.count + index] = port.1
    }
    return Design(
      netlist: netlist,
      floorplan: Floorplan(
        die: Box(minX: 0, minY: 0, maxX: 10, maxY: 10), columns: 10, rows: 10,
        routing: RoutingSupply(
          horizontal: 1, vertical: 1, horizontalUsedByMacros: 1, verticalUsedByMacros: 1)),
      placement: placement)
  }

  /// That a placement costs in one part just what the bound says.
  private func expectExact(
    _ design: Design, _ term: KeyPath<CostTerms, Double>, at places: [(Double, Double)]
  ) throws {
    var placement = design.placement
    for (node, place) in places.enumerated() {
      (placement.x[node], placement.y[node]) = place
    }
    #expect(
      LegalityChecker(
        netlist: design.netlist, floorplan: design.floorplan, reference: design.placement
      ).check(placement).isLegal)
    let terms = try ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
      .evaluate(placement).terms
    let bound = CostLowerBound(
      netlist: design.netlist, floorplan: design.floorplan, reference: design.placement)
    #expect(terms[keyPath: term] > 0)
    #expect(abs(terms[keyPath: term] - bound.terms[keyPath: term]) < 1e-8)
  }

  @Test func areaAloneForcesDensity() throws {
    try expectExact(design(soft: [(10, 10)]), \.density, at: [(5, 5)])
    // Every place of it fills more cells than count.
    try expectExact(design(hard: [(5, 6)]), \.density, at: [(3.3, 4.2)])
  }

  @Test func macrosThatMissTheGridAreSpreadMostEvenly() throws {
    // Over two columns and two rows, a quarter of 1.5 × 1.2 each.
    try expectExact(design(hard: [(1.5, 1.2)]), \.density, at: [(5, 5)])
    // Three columns of 0.75, 1, 0.75 and two counted rows, likewise upward.
    try expectExact(design(hard: [(2.5, 2.5)]), \.congestion, at: [(4.5, 4.5)])
  }

  @Test func wiresBetweenPorts() throws {
    try expectExact(
      design(ports: [(0, 2), (10, 3), (4, 9)], nets: [(2, [0, 1, 2])]), \.wirelength, at: [])
    // Through a cluster: anywhere between the ports is as good.
    try expectExact(
      design(
        soft: [(1, 1)], ports: [(0, 2), (10, 3)], nets: [(1, [0, 1]), (1, [0, 2])]),
      \.wirelength, at: [(5, 2.5)])
    // Through two clusters; the net between them is the narrow one.
    try expectExact(
      design(
        soft: [(0, 0), (0, 0)], ports: [(0, 2), (10, 3)],
        nets: [(3, [0, 2]), (1, [0, 1]), (2, [1, 3])]),
      \.wirelength, at: [(0, 2), (10, 3)])
  }

  @Test func fourMacrosOnANetFillASquare() throws {
    try expectExact(
      design(hard: [(2, 2), (2, 2), (2, 2), (2, 2)], nets: [(1, [0, 1, 2, 3])]), \.wirelength,
      at: [(3, 3), (5, 3), (3, 5), (5, 5)])
  }

  /// Many macros about one cluster keep each other away from it.
  @Test func macrosAboutAClusterKeepApart() throws {
    let design = design(
      hard: [(Double, Double)](repeating: (2, 2), count: 25), soft: [(1, 1)],
      nets: (0..<25).map { (1, [25, $0]) })
    let bound = CostLowerBound(
      netlist: design.netlist, floorplan: design.floorplan, reference: design.placement)
    // They fill the die, whose points are 5 from its centre in the mean; their own are 1 from their
    // centres. On the lattice that they have to be on it is 120.
    #expect(abs(bound.terms.wirelength * 20 * 25 - 100) < 1e-5)
  }

  @Test func theSumIsWeighed() {
    let design = Self.design(3)
    let bound = CostLowerBound(
      netlist: design.netlist, floorplan: design.floorplan, reference: design.placement)
    #expect(
      bound.proxy(CostWeights(wirelength: 2, density: 0, congestion: 3))
        == 2 * bound.terms.wirelength + 3 * bound.terms.congestion)
  }
}
