import Netlist

/// Layouts on a die of ten by ten, made of macros by their lower left corners and sizes.
struct HandMadeLayout {
  var netlist: Netlist
  var floorplan: Floorplan
  var placement: Placement

  /// - Parameters:
  ///   - macros: each x, y, width and height.
  ///   - pins: by macro, the places of its pins as offsets from its centre.
  ///   - ports: where ports are.
  ///   - nets: by their pins, first those of macros, then those of ports, and their weights.
  init(
    macros: [(Double, Double, Double, Double)] = [], pins: [[(Double, Double)]] = [],
    ports: [(Double, Double)] = [], nets: [(pins: [Int], weight: Double)] = [],
    cells: Int = 5, tracks: (horizontal: Double, vertical: Double) = (1, 1), used: Double = 0
  ) {
    var builder = NetlistBuilder()
    var pinIDs: [PinID] = []
    for (index, macro) in macros.enumerated() {
      let node = builder.addNode(
        .hardMacro, symbol: builder.names.intern("m\(index)"), width: macro.2, height: macro.3)
      for offset in index < pins.count ? pins[index] : [] {
        pinIDs.append(builder.addPin(of: node, offsetX: offset.0, offsetY: offset.1))
      }
    }
    for index in ports.indices {
      let node = builder.addNode(
        .port, symbol: builder.names.intern("p\(index)"), width: 0, height: 0)
      pinIDs.append(builder.addPin(of: node))
    }
    for net in nets {
      for pin in net.pins { builder.connect(pinIDs[pin]) }
      builder.endNet(weight: net.weight, driver: pinIDs[net.pins[0]])
    }
    netlist = builder.build()
    placement = Placement(for: netlist)
    for (index, macro) in macros.enumerated() {
      placement.x[index] = macro.0 + macro.2 / 2
      placement.y[index] = macro.1 + macro.3 / 2
    }
    for (index, port) in ports.enumerated() {
      placement.x[macros.count + index] = port.0
      placement.y[macros.count + index] = port.1
    }
    floorplan = Floorplan(
      die: Box(minX: 0, minY: 0, maxX: 10, maxY: 10), columns: cells, rows: cells,
      routing: RoutingSupply(
        horizontal: tracks.horizontal, vertical: tracks.vertical, horizontalUsedByMacros: used,
        verticalUsedByMacros: used))
  }
}
