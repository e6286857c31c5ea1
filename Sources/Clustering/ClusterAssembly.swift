import Netlist

/// Makes the clustered design once it is known which cell goes where.
struct ClusterAssembly {
  private let flat: Design
  private let clusterOfNode: [Int32]
  private let options: ClusteringOptions
  private let clusterCount: Int
  private var builder = NetlistBuilder()
  private var nodeOfFlatNode: [NodeID]
  private var clusterNodes: [NodeID] = []
  /// The area and the centre of gravity of each cluster's cells.
  private var areas: [Double]
  private var centers: [(x: Double, y: Double)] = []

  private var netlist: Netlist { flat.netlist }

  /// - Parameter clusterOfNode: numbers from 0 without gaps, or -1.
  init(_ flat: Design, clusterOfNode: [Int32], options: ClusteringOptions) {
    self.flat = flat
    self.clusterOfNode = clusterOfNode
    self.options = options
    clusterCount = Int(clusterOfNode.max() ?? -1) + 1
    nodeOfFlatNode = [NodeID](repeating: NodeID(Int32(0)), count: clusterOfNode.count)
    areas = [Double](repeating: 0, count: clusterCount)
    builder.name = flat.netlist.name
  }

  consuming func assemble() -> ClusteredDesign {
    measure()
    addNodes()
    var nets = ClusterNets(
      netlist, clusterOfNode: clusterOfNode, nodeOfFlatNode: nodeOfFlatNode,
      clusterNodes: clusterNodes, mergesNets: options.mergesNets)
    nets.addAll(to: &builder)
    let clustered = builder.build()
    let placement = placement(of: clustered)
    var design = Design(
      netlist: clustered, floorplan: floorplan(nodeCount: clustered.nodeCount),
      placement: placement, constraints: constraints(nodeCount: clustered.nodeCount))
    design.source = source(nodeCount: clustered.nodeCount)
    let mean = areas.reduce(0, +) / Double(clusterCount)
    return ClusteredDesign(
      design: design, clusterOfNode: clusterOfNode, nodeOfFlatNode: nodeOfFlatNode,
      clusterCount: clusterCount, cutNetCount: nets.cutNetCount,
      imbalance: mean > 0 ? (areas.max() ?? 0) / mean : 1)
  }

  // MARK: Nodes

  /// Whether all cells are at one place, as in a design that is not placed yet.
  private var isHeap: Bool {
    let cells = clusterOfNode.indices.lazy.filter { clusterOfNode[$0] >= 0 }
    guard clusterCount > 1, let first = cells.first else { return false }
    let (x, y) = (flat.placement.x, flat.placement.y)
    return cells.allSatisfy { x[$0] == x[first] && y[$0] == y[first] }
  }

  private mutating func measure() {
    var sums = [(x: Double, y: Double, weight: Double)](
      repeating: (0, 0, 0), count: clusterCount)
    for node in clusterOfNode.indices where clusterOfNode[node] >= 0 {
      let cluster = Int(clusterOfNode[node])
      let area = netlist.area(of: NodeID(node))
      areas[cluster] += area
      // Cells without area have a place all the same.
      let weight = max(area, 1e-100)
      sums[cluster].x += flat.placement.x[node] * weight
      sums[cluster].y += flat.placement.y[node] * weight
      sums[cluster].weight += weight
    }
    centers = sums.map { ($0.x / $0.weight, $0.y / $0.weight) }
  }

  private mutating func addNodes() {
    for node in clusterOfNode.indices where clusterOfNode[node] < 0 {
      nodeOfFlatNode[node] = builder.addNode(
        netlist.nodeKinds[node], symbol: copy(netlist.nodeSymbols[node]),
        width: netlist.nodeWidths[node], height: netlist.nodeHeights[node],
        master: copy(netlist.nodeMasters[node]))
    }
    var number = 0
    for cluster in 0..<clusterCount {
      // A design that is clustered in part may have the name.
      while builder.names.find("Grp_\(number)") != nil { number += 1 }
      let side = (areas[cluster] / options.density).squareRoot()
      clusterNodes.append(
        builder.addNode(
          .softMacro, symbol: builder.names.intern("Grp_\(number)"), width: side, height: side))
    }
    for node in clusterOfNode.indices where clusterOfNode[node] >= 0 {
      nodeOfFlatNode[node] = clusterNodes[Int(clusterOfNode[node])]
    }
  }

  private mutating func copy(_ symbol: Symbol) -> Symbol {
    symbol < 0 ? -1 : netlist.names.withBytes(of: symbol) { builder.names.intern($0) }
  }

  // MARK: The rest of the design

  private func placement(of clustered: Netlist) -> Placement {
    var placement = Placement(for: clustered)
    for node in clusterOfNode.indices where clusterOfNode[node] < 0 {
      let target = nodeOfFlatNode[node].index
      placement.x[target] = flat.placement.x[node]
      placement.y[target] = flat.placement.y[node]
      placement.orientations[target] = flat.placement.orientations[node]
      placement.isFixed[target] = flat.placement.isFixed[node]
    }
    let die = flat.floorplan.die
    // From one heap annealing would take long to spread the clusters.
    let places = isHeap ? EvenSpread.places(clusterCount, in: die) : centers
    for (cluster, node) in clusterNodes.enumerated() {
      let half = clustered.nodeWidths[node.index] / 2
      placement.x[node.index] = max(die.minX + half, min(places[cluster].x, die.maxX - half))
      placement.y[node.index] = max(die.minY + half, min(places[cluster].y, die.maxY - half))
    }
    return placement
  }

  /// Circuit Training's files state the cost grid and the routing tracks. For others there is a grid
  /// of about as many cells as nodes, from ten to fifty along a side, as published designs have, and
  /// unless tracks are stated as many as suit the rows.
  private func floorplan(nodeCount: Int) -> Floorplan {
    var floorplan = flat.floorplan
    if flat.source.formatName == "circuit-training" { return floorplan }
    let shape = (floorplan.die.width / floorplan.die.height).squareRoot()
    let side = Double(nodeCount).squareRoot()
    func cells(_ wanted: Double) -> Int { wanted > 10 ? Int(min(wanted, 50).rounded()) : 10 }
    floorplan.columns = cells(side * shape)
    floorplan.rows = cells(side / shape)
    if floorplan.routing == .circuitTrainingDefault, let row = floorplan.placementRows.first {
      floorplan.routing = RoutingSupply(rowHeight: row.height)
    }
    return floorplan
  }

  /// The constraints of the nodes that stay.
  private func constraints(nodeCount: Int) -> PlacementConstraints {
    let old = flat.constraints
    var new = PlacementConstraints()
    if !old.nodeRegions.isEmpty { new.nodeRegions = spread(old.nodeRegions, nodeCount, else: -1) }
    if !old.nodeSymmetries.isEmpty {
      new.nodeSymmetries = spread(old.nodeSymmetries, nodeCount, else: .all)
    }
    if !old.halos.isEmpty { new.halos = spread(old.halos, nodeCount, else: .none) }
    return new
  }

  private func source(nodeCount: Int) -> SourceNotes {
    var source = SourceNotes()
    source.formatName = "clustering"
    let sides = flat.source.portSides
    if sides.count == clusterOfNode.count { source.portSides = spread(sides, nodeCount, else: nil) }
    return source
  }

  /// What belongs to the nodes that stay, in their new order; soft macros get the other value.
  private func spread<Value>(_ values: [Value], _ nodeCount: Int, else other: Value) -> [Value] {
    var result = [Value](repeating: other, count: nodeCount)
    for node in clusterOfNode.indices where clusterOfNode[node] < 0 {
      result[nodeOfFlatNode[node].index] = values[node]
    }
    return result
  }
}
