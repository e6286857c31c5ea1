import Netlist

/// A module as Yosys' JSON has it: nets by the file's numbers.
struct YosysModule {
  /// A port or a named net.
  struct Wire: NamedItem {
    var name: Symbol
    var place: FilePlace
    /// Its part of ``YosysModule/bits``, from the right.
    var bits = 0..<0
    var offset: Int?
    /// Whether the bit that is rightmost has the highest index.
    var isUpward = false
    /// That of a port.
    var direction: PinDirection?
    /// Whether Yosys made the name up.
    var isHidden = false

    /// The indices of the bits; nil for one bit without an offset.
    var range: GateModule.BitRange? {
      guard bits.count > 1 || (bits.count == 1 && (offset != nil || isUpward)) else { return nil }
      let low = offset ?? 0
      let high = low + bits.count - 1
      return isUpward
        ? GateModule.BitRange(left: low, right: high) : GateModule.BitRange(left: high, right: low)
    }
  }

  var name: Symbol
  var place: FilePlace
  var isTop = false
  /// In the order of their names, as are cells, and the connections of each cell.
  var ports: [Wire] = []
  var nets: [Wire] = []
  var cells: [GateModule.Instance] = []
  var connections: [GateModule.Connection] = []
  /// Nets by the file's numbers, and ``GateModule/Constant``.
  var bits: [Int32] = []

  init(name: Symbol, place: FilePlace) {
    self.name = name
    self.place = place
  }

  /// The module with its nets in order of first sight: those of ports, those with names, those of
  /// cells. Nil if there are too many.
  func gateModule(names: inout StringTable) -> GateModule? {
    var module = GateModule(name: name, place: place)
    module.isTop = isTop
    var numbers = NetNumbers()
    for wire in ports { numbers.note(bits[wire.bits]) }
    for wire in nets { numbers.note(bits[wire.bits]) }
    let nameOfNet = bestNames(numbers)
    addCells(to: &module, numbers: &numbers)
    for (net, number) in numbers.all.enumerated() {
      let symbol: Symbol
      if net < nameOfNet.count, nameOfNet[net].wire >= 0 {
        symbol = Self.name(nets[Int(nameOfNet[net].wire)], bit: nameOfNet[net].bit, &names)
      } else {
        symbol = names.intern("$\(number)")
      }
      guard module.addVector(symbol, range: nil) != nil else { return nil }
    }
    for port in ports {
      guard add(port, to: &module, numbers: numbers) else { return nil }
    }
    return module
  }

  /// The numbers of a module's nets, in order of first sight.
  private struct NetNumbers {
    private(set) var all: [Int32] = []
    private var places: [Int32: Int32] = [:]

    mutating func note(_ bits: ArraySlice<Int32>) {
      for bit in bits { _ = place(bit) }
    }

    /// The net with a number; what is constant stays so.
    mutating func place(_ bit: Int32) -> Int32 {
      if bit < 0 { return bit }
      if let known = places[bit] { return known }
      let place = Int32(truncatingIfNeeded: all.count)
      places[bit] = place
      all.append(bit)
      return place
    }

    func find(_ bit: Int32) -> Int32 { bit < 0 ? bit : places[bit] ?? GateModule.Constant.none }
  }

  /// For each net the wire and the bit of it that give the net its name; -1 for none. Ports' names
  /// come first, those that Yosys made up last.
  private func bestNames(_ numbers: NetNumbers) -> [(wire: Int32, bit: Int32)] {
    let portNames = Set(ports.map(\.name))
    let ranks = nets.map { $0.isHidden ? 2 : portNames.contains($0.name) ? 0 : 1 }
    var best = [(wire: Int32, bit: Int32)](repeating: (-1, 0), count: numbers.all.count)
    for (index, wire) in nets.enumerated() {
      for (bit, number) in bits[wire.bits].enumerated() where number >= 0 {
        let net = Int(numbers.find(number))
        let known = Int(best[net].wire)
        if known < 0 || ranks[index] < ranks[known] { best[net] = (Int32(index), Int32(bit)) }
      }
    }
    return best
  }

  private static func name(_ wire: Wire, bit: Int32, _ names: inout StringTable) -> Symbol {
    guard let range = wire.range else { return wire.name }
    return names.intern("\(names.string(wire.name))[\(range.index(ofBit: Int(bit)))]")
  }

  private func addCells(to module: inout GateModule, numbers: inout NetNumbers) {
    module.instances.reserveCapacity(cells.count)
    module.connections.reserveCapacity(connections.count)
    module.bits.reserveCapacity(bits.count)
    for cell in cells {
      let first = module.connections.count
      for connection in connections[cell.connections] {
        let start = module.bits.count
        for bit in bits[connection.bits] { module.bits.append(numbers.place(bit)) }
        module.connections.append(
          GateModule.Connection(
            pin: connection.pin, bits: start..<module.bits.count, place: connection.place))
      }
      module.instances.append(
        GateModule.Instance(
          name: cell.name, master: cell.master, connections: first..<module.connections.count,
          place: cell.place))
    }
  }

  /// Adds a port; false if there are too many nets.
  private func add(_ port: Wire, to module: inout GateModule, numbers: NetNumbers) -> Bool {
    // A port that is constant or twice the same net still needs a net of its own for each bit.
    var own: [Int32] = []
    for bit in bits[port.bits] {
      guard let vector = module.addVector(port.name, range: nil) else { return false }
      let net = module.vectors[vector].firstNet
      own.append(net)
      let other = numbers.find(bit)
      if other != GateModule.Constant.none { module.joins.append((net, other)) }
    }
    module.ports.append(
      GateModule.Port(
        name: port.name, direction: port.direction ?? .bidirectional, nets: own, range: port.range))
    return true
  }

  /// Takes all cells out.
  mutating func removeCells() {
    cells = []
    connections = []
  }
}
