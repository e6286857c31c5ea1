public import Netlist

/// Small random designs that hit every rule of the evaluator: ports on all edges, multi-pin nets,
/// soft and hard macros, edges on grid lines, weights below and above one.
public enum RandomDesign {
  /// A design that depends on the seed and the sizes alone.
  public static func make(
    seed: UInt64, hardMacros: Int = 6, softMacros: Int = 10, ports: Int = 8, nets: Int = 60,
    columns: Int = 7, rows: Int = 6, smoothing: Int = 1
  ) -> Design {
    var random = SeededGenerator(seed: seed)
    let die = Box(minX: 0, minY: 0, maxX: 14, maxY: 12)
    var builder = NetlistBuilder(name: "random\(seed)")
    var pins: [PinID] = []
    for port in 0..<ports {
      let node = builder.addNode(
        .port, symbol: builder.names.intern("port\(port)"), width: 0, height: 0)
      pins.append(builder.addPin(of: node))
    }
    for macro in 0..<hardMacros {
      let width = [2.0, 1.7, 3.1][random.index(below: 3)]
      let height = [2.0, 2.3, 0.8][random.index(below: 3)]
      let node = builder.addNode(
        .hardMacro, symbol: builder.names.intern("macro\(macro)"), width: width, height: height)
      for pin in 0..<4 {
        pins.append(
          builder.addPin(
            of: node, symbol: builder.names.intern("macro\(macro)/P\(pin)"),
            offsetX: (random.uniform() - 0.5) * width,
            offsetY: (random.uniform() - 0.5) * height))
      }
    }
    for macro in 0..<softMacros {
      let node = builder.addNode(
        .softMacro, symbol: builder.names.intern("Grp_\(macro)"), width: 0.3 + random.uniform(),
        height: 0.3 + random.uniform())
      for pin in 0..<2 {
        pins.append(
          builder.addPin(of: node, symbol: builder.names.intern("Grp_\(macro)/P\(pin)")))
      }
    }
    for net in 0..<nets {
      let degree = net % 5 == 0 ? 1 + random.index(below: 12) : 1 + random.index(below: 4)
      let driver = pins[random.index(below: pins.count)]
      builder.connect(driver)
      for _ in 0..<degree { builder.connect(pins[random.index(below: pins.count)]) }
      builder.endNet(weight: [1.0, 1, 3, 0.5, 2.25][random.index(below: 5)], driver: driver)
    }
    let netlist = builder.build()
    var placement = Placement(for: netlist)
    for node in 0..<netlist.nodeCount {
      placement.x[node] = random.uniform() * die.maxX
      placement.y[node] = random.uniform() * die.maxY
      if netlist.nodeKinds[node] == .port, random.index(below: 2) == 0 {
        placement.x[node] = random.index(below: 2) == 0 ? 0 : die.maxX
      }
    }
    return Design(
      netlist: netlist,
      floorplan: Floorplan(
        die: die, columns: columns, rows: rows,
        routing: RoutingSupply(
          horizontal: 2, vertical: 3, horizontalUsedByMacros: 1, verticalUsedByMacros: 0.5),
        smoothingRange: smoothing),
      placement: placement)
  }
}
