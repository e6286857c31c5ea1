import Annealing
import Evaluation
import Legalization
import Netlist
import TestSupport

/// Small designs to anneal, and the check that every result must pass.
enum Samples {
  /// A random design without overlap of hard macros.
  static func legal(
    seed: UInt64, hardMacros: Int = 6, softMacros: Int = 10, ports: Int = 8, nets: Int = 60,
    columns: Int = 7, rows: Int = 6, halo: Double = 0
  ) throws -> Design {
    var design = RandomDesign.make(
      seed: seed, hardMacros: hardMacros, softMacros: softMacros, ports: ports, nets: nets,
      columns: columns, rows: rows)
    design.placement = try MacroLegalizer(
      netlist: design.netlist, floorplan: design.floorplan, halo: halo
    ).legalize(design.placement)
    return design
  }

  /// A design of nodes without nets, from kinds, sizes and places.
  static func unconnected(
    _ nodes: [(kind: NodeKind, width: Double, height: Double, x: Double, y: Double)],
    die: Box = Box(minX: 0, minY: 0, maxX: 14, maxY: 12)
  ) -> Design {
    var builder = NetlistBuilder(name: "unconnected")
    for (number, node) in nodes.enumerated() {
      _ = builder.addNode(
        node.kind, symbol: builder.names.intern("n\(number)"), width: node.width,
        height: node.height)
    }
    let netlist = builder.build()
    var placement = Placement(for: netlist)
    placement.x = nodes.map(\.x)
    placement.y = nodes.map(\.y)
    return Design(
      netlist: netlist,
      floorplan: Floorplan(
        die: die, columns: 4, rows: 4,
        routing: RoutingSupply(
          horizontal: 2, vertical: 3, horizontalUsedByMacros: 1, verticalUsedByMacros: 0.5)),
      placement: placement)
  }

  /// What is wrong with a result of annealing: its legality, its cost, its fixed nodes, its precision.
  static func faults(_ result: AnnealingResult, of design: Design) throws -> [String] {
    let placement = result.placement
    let legality = LegalityChecker(
      netlist: design.netlist, floorplan: design.floorplan, reference: design.placement
    ).check(placement)
    let evaluator = ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
    let full = try evaluator.evaluate(placement)
    let start = try evaluator.evaluate(design.placement)
    var faults: [String] = []
    if !legality.isLegal { faults.append("illegal: \(legality)") }
    if abs(full.proxy - result.cost) > 1e-9 { faults.append("cost \(result.cost), \(full.proxy)") }
    if abs(full.terms.proxy(CostWeights()) - result.terms.proxy(CostWeights())) > 1e-9 {
      faults.append("terms \(result.terms), \(full.terms)")
    }
    if full.proxy > start.proxy + 1e-12 { faults.append("worse than the start") }
    if placement.isFixed != design.placement.isFixed { faults.append("fixed flags") }
    for node in 0..<design.netlist.nodeCount where !design.placement.isFixed[node] {
      if Double(Float(placement.x[node])) != placement.x[node]
        || Double(Float(placement.y[node])) != placement.y[node]
      {
        faults.append("node \(node) is not at single-precision coordinates")
      }
    }
    return faults
  }
}

extension Samples {
  /// The placement of a design, freed from overlap.
  static func legalized(_ design: Design) throws -> Placement {
    try MacroLegalizer(netlist: design.netlist, floorplan: design.floorplan)
      .legalize(design.placement)
  }
}
