import Clustering
import Netlist
import SyntheticDesigns
import TestSupport
import Testing

@Suite struct ClusteringEdgeCaseTests {
  /// Cells by name at the places given, without nets but those named by the cells' numbers.
  private func design(
    _ names: [String], at places: [(Double, Double)]? = nil, nets: [[Int]] = []
  ) -> Design {
    var builder = NetlistBuilder()
    for name in names {
      _ = builder.addNode(
        .standardCell, symbol: builder.names.intern(name), width: 2, height: 1)
    }
    for net in nets {
      for cell in net { builder.connect(builder.addPin(of: NodeID(cell))) }
      builder.endNet()
    }
    let netlist = builder.build()
    var placement = Placement(for: netlist)
    for (cell, place) in (places ?? []).enumerated() {
      (placement.x[cell], placement.y[cell]) = place
    }
    return Design(
      netlist: netlist, floorplan: Floorplan(die: Box(minX: 0, minY: 0, maxX: 50, maxY: 50)),
      placement: placement)
  }

  private func clusters(
    _ design: Design, _ engine: ClusteringEngine, _ count: Int
  ) throws -> [Int32] {
    var options = ClusteringOptions()
    options.engine = engine
    options.clusters = count
    return try Clusterer(options).cluster(design).clusterOfNode
  }

  @Test func refusesDesignsWithoutCells() throws {
    for engine in ClusteringEngine.allCases {
      #expect(throws: ClusteringError.noCells) {
        try clusters(RandomDesign.make(seed: 1), engine, 4)
      }
    }
    var fixed = design(["a", "b"])
    fixed.placement.isFixed = [true, true]
    #expect(throws: ClusteringError.noCells) { try clusters(fixed, .metis, 2) }
    #expect(throws: ClusteringError.notPlaced) { try clusters(design(["a", "b"]), .distance, 2) }
  }

  @Test func refusesOptionsThatCannotBe() {
    var options = ClusteringOptions()
    options.clusters = 0
    #expect(throws: ClusteringError.self) { try options.validate() }
    options.clusters = 5
    for density in [0, 1.5, .nan, -1] {
      options.density = density
      #expect(throws: ClusteringError.self) { try Clusterer(options).cluster(design(["a"])) }
    }
  }

  @Test func thereAreNoMoreClustersThanCells() throws {
    for engine in [ClusteringEngine.metis, .hierarchy] {
      let parts = try clusters(design(["a", "b", "c"], nets: [[0, 1, 2], [0, 1]]), engine, 500)
      #expect(parts.allSatisfy { (0..<3).contains($0) }, "\(engine)")
      #expect(try clusters(design(["a", "b", "c"]), engine, 1) == [0, 0, 0])
      #expect(try clusters(design(["a"]), engine, 7) == [0])
    }
    // METIS on a graph without an edge.
    let alone = try clusters(design((0..<40).map { "c\($0)" }), .metis, 4)
    #expect(Set(alone).isSubset(of: [0, 1, 2, 3]))
  }

  @Test func fixedCellsStay() throws {
    var flat = design(["a", "b", "c"], nets: [[0, 1], [1, 2]])
    flat.placement.isFixed[1] = true
    var options = ClusteringOptions()
    options.clusters = 1
    let clustered = try Clusterer(options).cluster(flat)
    #expect(clustered.clusterOfNode == [0, -1, 0])
    #expect(clustered.design.netlist.nodeKinds == [.standardCell, .softMacro])
    #expect(clustered.design.netlist.netCount == 1)
    #expect(clustered.design.netlist.netWeights == [2])
  }

  @Test func modulesStayTogether() throws {
    let names = [
      "top/alu/a", "top/alu/b", "top/alu/c", "top/mul/a", "top/mul/b", "top/mul/c", "top/x/a",
      "top/y/a", "alu", "z",
    ]
    let parts = try clusters(design(names), .hierarchy, 3)
    #expect(Set(parts[0..<3]).count == 1 && Set(parts[3..<6]).count == 1)
    #expect(parts[0] != parts[3])
    #expect(parts[6] == parts[7])
  }

  @Test func neighborsStayTogether() throws {
    let places = [(1.0, 1.0), (2, 1), (40, 2), (41, 1), (1, 40), (2, 41), (40, 40), (41, 41)]
    let parts = try clusters(
      design((0..<8).map { "c\($0)" }, at: places), .distance, 4)
    #expect(parts == [0, 0, 1, 1, 2, 2, 3, 3])
    let line = try clusters(
      design((0..<6).map { "c\($0)" }, at: (0..<6).map { (Double($0), 7) }), .distance, 3)
    #expect(line == [0, 0, 1, 1, 2, 2])
  }

  @Test func clustersOfAHeapAreSpread() throws {
    let heap = try SyntheticDesign.generate(SyntheticParameters(cells: 900), seed: 1).design
    var options = ClusteringOptions()
    options.clusters = 16
    let clustered = try Clusterer(options).cluster(heap).design
    let die = heap.floorplan.die
    var fields: Set<Int> = []
    for node in clustered.netlist.nodes(.softMacro) {
      let column = Int(clustered.placement.x[node.index] / die.width * 4)
      fields.insert(column * 4 + Int(clustered.placement.y[node.index] / die.height * 4))
    }
    #expect(fields.count == 16)
    // A place of which multiples are not exact.
    let spot = [(Double, Double)](repeating: (0.1, 1 / 3.0), count: 40)
    options.clusters = 7
    let spread = try Clusterer(options).cluster(design((0..<40).map { "c\($0)" }, at: spot)).design
    #expect(Set(zip(spread.placement.x, spread.placement.y).map { [$0, $1] }).count > 4)
    // With places stated, clusters stand at their cells' centre of gravity.
    let pair = design(["a", "b"], at: [(10, 20), (30, 20)])
    options.clusters = 1
    let placement = try Clusterer(options).cluster(pair).design.placement
    #expect(placement.x == [20] && placement.y == [20])
  }

  @Test func namesOfClustersAreFree() throws {
    let flat = design(["a", "b"], nets: [[0, 1]])
    var builder = NetlistBuilder()
    _ = builder.addNode(.softMacro, symbol: builder.names.intern("Grp_0"), width: 1, height: 1)
    _ = builder.addNode(.standardCell, symbol: builder.names.intern("a"), width: 1, height: 1)
    let netlist = builder.build()
    let mixed = Design(
      netlist: netlist, floorplan: flat.floorplan, placement: Placement(for: netlist))
    let clustered = try Clusterer().cluster(mixed).design.netlist
    #expect(clustered.name(of: NodeID(0)) == "Grp_0" && clustered.name(of: NodeID(1)) == "Grp_1")
  }

  /// A grid and tracks for designs that state none; what is stated stays.
  @Test func floorplansSuitTheClusters() throws {
    var flat = try SyntheticDesign.generate(SyntheticParameters(cells: 900), seed: 1).design
    flat.floorplan.routing = .circuitTrainingDefault
    flat.source.formatName = "bookshelf"
    var options = ClusteringOptions()
    options.clusters = 400
    let plan = try Clusterer(options).cluster(flat).design.floorplan
    #expect((18...24).contains(plan.columns) && (18...24).contains(plan.rows))
    #expect(plan.routing == RoutingSupply(rowHeight: 12))
    #expect(plan.die == flat.floorplan.die && plan.placementRows == flat.floorplan.placementRows)
    flat.source.formatName = "circuit-training"
    #expect(try Clusterer(options).cluster(flat).design.floorplan == flat.floorplan)
  }
}
