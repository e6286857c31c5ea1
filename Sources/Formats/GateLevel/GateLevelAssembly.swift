import Netlist

/// Makes a design of a flat netlist and its floorplan.
struct GateLevelAssembly {
  private var flattener: ModuleFlattener
  private let ports: [(name: String, direction: PinDirection, net: Int32)]
  private let name: String
  private var builder: NetlistBuilder

  init(flattener: consuming ModuleFlattener, top: Int) {
    ports = flattener.ports(of: top).sorted { NaturalOrder.precedes($0.name, $1.name) }
    name = flattener.names.string(flattener.modules[top].name)
    self.flattener = flattener
    builder = NetlistBuilder()
  }

  /// The design; cells first, then ports in the order of their names.
  mutating func makeDesign(floorplan: Floorplan) throws(ParseError) -> Design {
    let (pinNets, pinCount) = rootNets()
    let netNames = try takeNetNames(pinNets: pinNets)
    for port in ports { _ = flattener.names.intern(port.name) }
    builder = NetlistBuilder(name: name, names: flattener.names)
    // The builder's alone from here on, so that it does not copy them.
    flattener.names = StringTable()
    builder.reserve(
      nodes: flattener.cells.count + ports.count, pins: pinCount, nets: netNames.count,
      connections: pinCount)
    var constraints = PlacementConstraints()
    addNodes(symmetries: &constraints.nodeSymmetries)
    addPins()
    var source = SourceNotes()
    source.warnings = warnings() + addNets(netNames, pinNets: pinNets)
    let netlist = builder.build()
    var placement = Placement(for: netlist)
    let firstPort = flattener.cells.count
    for cell in 0..<firstPort {
      placement.x[cell] = floorplan.die.centerX
      placement.y[cell] = floorplan.die.centerY
    }
    for port in ports.indices {
      let place = GateLevelFloorplan.portPlace(port, of: ports.count, on: floorplan.die)
      placement.x[firstPort + port] = place.x
      placement.y[firstPort + port] = place.y
    }
    return Design(
      netlist: netlist, floorplan: floorplan, placement: placement, constraints: constraints,
      source: source)
  }

  private func warnings() -> [String] {
    flattener.warnings
      + flattener.masters.warnings.map { "\(flattener.file): warning: \($0)" }
  }

  /// The net of each pin of the cells and then of each port; -1 for one that is constant.
  private mutating func rootNets() -> (nets: [Int32], count: Int) {
    var nets: [Int32] = []
    nets.reserveLargePages(flattener.pins.count + ports.count)
    for pin in flattener.pins { nets.append(flattener.root(pin.net)) }
    for port in ports { nets.append(flattener.root(port.net)) }
    for index in nets.indices where nets[index] < 2 { nets[index] = -1 }
    return (nets, nets.count)
  }

  /// The nets that have pins, in order, with their names.
  private mutating func takeNetNames(
    pinNets: [Int32]
  ) throws(ParseError) -> [(net: Int32, name: Symbol)] {
    var isUsed = [Bool](repeating: false, count: flattener.netCount)
    for net in pinNets where net >= 0 { isUsed[Int(net)] = true }
    var nets: [(net: Int32, name: Symbol)] = []
    try flattener.forEachNet(where: { isUsed[Int($0)] }) { nets.append(($0, $1)) }
    return nets
  }

  private mutating func addNodes(symmetries: inout [Symmetry]) {
    symmetries.reserveCapacity(flattener.cells.count + ports.count)
    // Field by field: a copy of a whole master would count references to its names and pins.
    let masters = flattener.masters.masters
    for cell in flattener.cells {
      let master = Int(cell.master)
      _ = builder.addNode(
        masters[master].kind, symbol: cell.name, width: masters[master].width,
        height: masters[master].height, master: masters[master].symbol)
      symmetries.append(masters[master].symmetry)
    }
    for port in ports {
      _ = builder.addNode(.port, symbol: builder.names.intern(port.name), width: 0, height: 0)
      symmetries.append(.all)
    }
  }

  /// Pins in the order of ``rootNets()``.
  private mutating func addPins() {
    for connected in flattener.pins {
      let master = flattener.cells[Int(connected.cell)].master
      let pin = flattener.masters.masters[Int(master)].pins[Int(connected.pin)]
      _ = builder.addPin(
        of: NodeID(connected.cell), symbol: pin.symbol, offsetX: pin.offsetX,
        offsetY: pin.offsetY, direction: pin.direction)
    }
    for (index, port) in ports.enumerated() {
      // What comes into the design drives the net inside it.
      let direction: PinDirection =
        switch port.direction {
        case .input: .output
        case .output: .input
        case let other: other
        }
      let node = NodeID(flattener.cells.count + index)
      _ = builder.addPin(of: node, symbol: builder.symbol(of: node), direction: direction)
    }
  }

  /// Adds the nets; a warning where pins of output direction meet.
  private mutating func addNets(
    _ netNames: [(net: Int32, name: Symbol)], pinNets: [Int32]
  ) -> [String] {
    var numberOfNet = [Int32](repeating: -1, count: flattener.netCount)
    for (number, net) in netNames.enumerated() { numberOfNet[Int(net.net)] = Int32(number) }
    let pinsOfNet = Adjacency<Int32>(
      groupingBy: pinNets.map { $0 < 0 ? -1 : numberOfNet[Int($0)] }, rowCount: netNames.count)
    var contested: [Symbol] = []
    for (number, net) in netNames.enumerated() {
      var driver: PinID?
      var driverCount = 0
      for pin in pinsOfNet[number] {
        builder.connect(PinID(pin))
        guard builder.direction(of: PinID(pin)) == .output else { continue }
        driver = driver ?? PinID(pin)
        driverCount += 1
      }
      if driverCount > 1 { contested.append(net.name) }
      builder.endNet(symbol: net.name, driver: driver)
    }
    guard let first = contested.first else { return [] }
    let others = contested.count > 1 ? " and \(contested.count - 1) others" : ""
    return [
      "\(flattener.file): warning: more than one pin drives the net "
        + "'\(builder.names.string(first))'\(others)"
    ]
  }
}
