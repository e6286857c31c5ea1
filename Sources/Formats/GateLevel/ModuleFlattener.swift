import Netlist

/// Makes one level of a hierarchy of modules: cells named by the instances above them, joined by
/// `/`, and nets that go through the ports of modules made one.
struct ModuleFlattener {
  let file: String
  private(set) var modules: [GateModule]
  var names: StringTable
  var masters: CellMasters
  private let moduleOfName: [Symbol: Int]

  /// A cell of the flat netlist.
  struct Cell {
    var name: Symbol
    /// Its place in ``masters``.
    var master: Int32
  }

  /// A pin of a cell, connected to a net.
  struct Pin {
    var cell: Int32
    /// Its place in the cell's master.
    var pin: Int32
    var net: Int32
  }

  private(set) var cells: [Cell] = []
  private(set) var pins: [Pin] = []
  private(set) var warnings: [String] = []
  /// The instances that became modules, by their nets.
  private var scopes: [Scope] = []
  /// Nets that are one point to each other, down to the lowest; 0 and 1 are the constants.
  private var parents: [Int32] = [0, 1]

  private struct Scope {
    var module: Int
    var prefix: String
    /// What is added to the number of a net of the module.
    var firstNet: Int32
  }

  /// What an instance is of, and where each of its bits goes.
  private enum Resolution {
    case module(Int32)
    case cell(master: Int32)
  }

  private var resolutions: [[Resolution]]
  /// The places in ``masters`` of the instances' cells that are known so far.
  private var masterOfName = ModuleTable<Int32>()
  /// For each module and each of its ``GateModule/bits``, the pin of the master or the net of the
  /// module that it goes to; -1 for nothing.
  private var targets: [[Int32]]

  /// The most cells and nets of the flat netlist: its numbers have 32 bits.
  private static let most = 1 << 29

  init(
    file: String, modules: consuming [GateModule], names: consuming StringTable,
    masters: CellMasters
  ) {
    self.file = file
    self.names = names
    self.masters = masters
    moduleOfName = Dictionary(
      modules.enumerated().map { ($0.element.name, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    resolutions = Array(repeating: [], count: modules.count)
    targets = Array(repeating: [], count: modules.count)
    self.modules = consume modules
  }

  private func fault(_ message: String, at place: FilePlace) -> ParseError {
    ParseError(file: file, place: place, message: message)
  }

  // MARK: - The top

  /// The module of that name, or without one the only module that no other has an instance of.
  func topModule(named name: String?) throws(ParseError) -> Int {
    if let name {
      guard let module = names.find(name).flatMap({ moduleOfName[$0] }) else {
        throw ParseError(file: file, message: "expected a module '\(name)', found none")
      }
      return module
    }
    if let marked = modules.firstIndex(where: \.isTop) { return marked }
    let used = Set(modules.lazy.flatMap { $0.instances.lazy.map(\.master) })
    let roots = modules.indices.filter {
      !used.contains(modules[$0].name) && !masters.isInLibrary(names.string(modules[$0].name))
    }
    guard roots.count == 1 else {
      let list = roots.prefix(5).map { "'\(names.string(modules[$0].name))'" }
      throw ParseError(
        file: file,
        message: roots.isEmpty
          ? "expected a module that no other has an instance of, found none"
          : "expected the name of the top module: \(list.joined(separator: ", "))"
            + "\(roots.count > 5 ? " and others" : "") are in no other")
    }
    return roots[0]
  }

  // MARK: - Instances

  /// Finds out what every instance below a module is of, and counts what becomes of them.
  private mutating func resolve(top: Int) throws(ParseError) {
    var state = [UInt8](repeating: 0, count: modules.count)
    var counts = [(cells: Int, nets: Int)](repeating: (0, 0), count: modules.count)
    var stack = [top]
    while let module = stack.last {
      if state[module] == 0 {
        state[module] = 1
        try resolveInstances(of: module)
        for (instance, resolution) in zip(modules[module].instances, resolutions[module]) {
          guard case .module(let number) = resolution else { continue }
          let child = Int(number)
          guard state[child] != 1 else {
            throw fault(
              "expected modules that do not contain themselves, found "
                + "'\(names.string(modules[child].name))' inside itself", at: instance.place)
          }
          if state[child] == 0 { stack.append(child) }
        }
        continue
      }
      stack.removeLast()
      guard state[module] == 1 else { continue }
      state[module] = 2
      var count = (cells: 0, nets: Int(modules[module].netCount))
      for resolution in resolutions[module] {
        switch resolution {
        case .module(let child):
          count.cells += counts[Int(child)].cells
          count.nets += counts[Int(child)].nets
        case .cell: count.cells += 1
        }
        guard count.cells <= Self.most, count.nets <= Self.most else {
          throw fault(
            "expected at most \(Self.most) cells and nets, found more in all instances of "
              + "'\(names.string(modules[module].name))'", at: modules[module].place)
        }
      }
      counts[module] = count
    }
  }

  private mutating func resolveInstances(of index: Int) throws(ParseError) {
    let module = modules[index]
    resolutions[index].reserveLargePages(module.instances.count)
    var targets: [Int32] = []
    targets.reserveLargePages(module.bits.count)
    for instance in module.instances {
      if let master = masterOfName[instance.master] {
        try resolve(instance, in: module, master: Int(master), targets: &targets)
        resolutions[index].append(.cell(master: master))
        continue
      }
      let name = names.string(instance.master)
      // A cell with a drawing is placed as it is drawn, whatever its module holds.
      if !masters.isInLibrary(name), let child = moduleOfName[instance.master] {
        if modules[child].instances.isEmpty, modules[child].joins.isEmpty,
          masters.index(of: instance.master, names: &names) == nil
        {
          throw fault(
            "expected a cell of the LEF files or a module with contents as the instance "
              + "'\(names.string(instance.name))', found the empty module '\(name)'",
            at: instance.place)
        }
        if !modules[child].instances.isEmpty || !modules[child].joins.isEmpty {
          try resolve(instance, in: module, child: child, targets: &targets)
          resolutions[index].append(.module(Int32(child)))
          continue
        }
      }
      guard let master = masters.index(of: instance.master, names: &names) else {
        throw fault(
          "expected a cell of the LEF files or a module of this file as the instance "
            + "'\(names.string(instance.name))', found \(masters.reasonForAbsence(name))",
          at: instance.place)
      }
      masterOfName[instance.master] = Int32(master)
      try resolve(instance, in: module, master: master, targets: &targets)
      resolutions[index].append(.cell(master: Int32(master)))
    }
    self.targets[index] = targets
  }

  private mutating func resolve(
    _ instance: GateModule.Instance, in module: GateModule, master: Int, targets: inout [Int32]
  ) throws(ParseError) {
    for connection in module.connections[instance.connections] {
      let count = connection.bits.count
      if count == 1, let pin = masters.masters[master].pin(connection.pin) {
        targets.append(masters.masters[master].pins[pin].isSupply ? -1 : Int32(pin))
        continue
      }
      guard
        let pins = masters.pins(
          named: connection.pin, count: count, of: master, names: &names)
      else { throw unknownPin(connection, of: instance) }
      let bits = module.bits[connection.bits]
      guard count <= pins.count || bits.dropFirst(pins.count).allSatisfy({ $0 < 0 }) else {
        throw fault(
          "expected at most \(pins.count) bits for the pin '\(names.string(connection.pin))' of "
            + "'\(names.string(instance.name))', found \(count)", at: connection.place)
      }
      for bit in 0..<count {
        let isConnected = bit < pins.count && !masters.masters[master].pins[pins[bit]].isSupply
        targets.append(isConnected ? Int32(pins[bit]) : -1)
      }
    }
  }

  private mutating func resolve(
    _ instance: GateModule.Instance, in module: GateModule, child: Int, targets: inout [Int32]
  ) throws(ParseError) {
    let ports = Dictionary(
      modules[child].ports.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for connection in module.connections[instance.connections] {
      guard let port = ports[connection.pin] else { throw unknownPin(connection, of: instance) }
      let count = connection.bits.count
      let excess = module.bits[connection.bits].dropFirst(port.nets.count)
      if excess.contains(where: { $0 >= 0 }) || (count > 0 && count < port.nets.count) {
        warnings.append(
          "\(file):\(connection.place.line):\(connection.place.column): warning: the port "
            + "'\(names.string(connection.pin))' has \(port.nets.count) bits and is connected to "
            + "\(count)")
      }
      for bit in 0..<count {
        targets.append(bit < port.nets.count ? port.nets[bit] : -1)
      }
    }
  }

  private func unknownPin(
    _ connection: GateModule.Connection, of instance: GateModule.Instance
  ) -> ParseError {
    fault(
      "expected a pin of the cell '\(names.string(instance.master))' (the instance "
        + "'\(names.string(instance.name))'), found '\(names.string(connection.pin))'",
      at: connection.place)
  }

  // MARK: - Flattening

  /// Takes the hierarchy below a module apart, level by level.
  mutating func flatten(top: Int) throws(ParseError) {
    try resolve(top: top)
    addScope(top, prefix: "")
    var next = 0
    while next < scopes.count {
      try expand(scopes[next])
      next += 1
    }
    // Only nets and ports are asked for from here on.
    (resolutions, targets) = ([], [])
    for module in modules.indices { modules[module].removeInstances() }
  }

  private mutating func addScope(_ module: Int, prefix: String) {
    let firstNet = Int32(parents.count)
    scopes.append(Scope(module: module, prefix: prefix, firstNet: firstNet))
    let count = modules[module].netCount
    parents.growLargePages(by: Int(count))
    for net in 0..<count { parents.append(firstNet + net) }
    for join in modules[module].joins {
      self.join(global(join.left, firstNet), global(join.right, firstNet))
    }
  }

  /// The number of a bit of a module in the flat netlist; -1 for none.
  private func global(_ bit: Int32, _ firstNet: Int32) -> Int32 {
    switch bit {
    case GateModule.Constant.zero: 0
    case GateModule.Constant.one: 1
    case GateModule.Constant.none: -1
    default: firstNet + bit
    }
  }

  private mutating func expand(_ scope: Scope) throws(ParseError) {
    let module = modules[scope.module]
    let targets = self.targets[scope.module]
    cells.growLargePages(by: module.instances.count)
    pins.growLargePages(by: module.bits.count)
    for (instance, resolution) in zip(module.instances, resolutions[scope.module]) {
      try checkNames(at: instance.place)
      let bits = module.bits(of: instance)
      switch resolution {
      case .module(let child):
        let firstNet = Int32(parents.count)
        addScope(Int(child), prefix: scope.prefix + names.string(instance.name) + "/")
        for bit in bits where targets[bit] >= 0 {
          join(global(module.bits[bit], scope.firstNet), firstNet + targets[bit])
        }
      case .cell(let master):
        let name =
          scope.prefix.isEmpty
          ? instance.name : names.intern(scope.prefix + names.string(instance.name))
        let cell = Int32(cells.count)
        cells.append(Cell(name: name, master: master))
        for bit in bits where targets[bit] >= 0 && module.bits[bit] >= 0 {
          pins.append(Pin(cell: cell, pin: targets[bit], net: scope.firstNet + module.bits[bit]))
        }
      }
    }
  }

  private func checkNames(at place: FilePlace) throws(ParseError) {
    guard names.byteCount < LineScanner.mostNameBytes else {
      throw fault("expected names of less than 4 GiB in all", at: place)
    }
  }

  private mutating func join(_ left: Int32, _ right: Int32) {
    guard left >= 0, right >= 0 else { return }
    let (a, b) = (root(left), root(right))
    if a < b { parents[Int(b)] = a } else { parents[Int(a)] = b }
  }

  /// The lowest net that a net is one with: a constant, or the one highest in the hierarchy.
  mutating func root(_ net: Int32) -> Int32 {
    var net = net
    while parents[Int(net)] != net {
      parents[Int(net)] = parents[Int(parents[Int(net)])]
      net = parents[Int(net)]
    }
    return net
  }

  /// The number of nets of all scopes and the two constants.
  var netCount: Int { parents.count }

  /// Calls `body` with each net that `isWanted`, in order, and its name.
  mutating func forEachNet(
    where isWanted: (Int32) -> Bool, _ body: (_ net: Int32, _ name: Symbol) -> Void
  ) throws(ParseError) {
    for scope in scopes {
      for vector in modules[scope.module].vectors {
        for bit in 0..<vector.count {
          let net = scope.firstNet + vector.firstNet + Int32(bit)
          guard isWanted(net) else { continue }
          let index = vector.range.map { "[\($0.index(ofBit: bit))]" } ?? ""
          if scope.prefix.isEmpty, index.isEmpty {
            body(net, vector.name)
          } else {
            try checkNames(at: modules[scope.module].place)
            body(net, names.intern(scope.prefix + names.string(vector.name) + index))
          }
        }
      }
    }
  }

  /// The ports of a module that is the top: one for each bit, with its net.
  func ports(of top: Int) -> [(name: String, direction: PinDirection, net: Int32)] {
    modules[top].ports.flatMap { port in
      port.nets.enumerated().map { bit, net in
        let index = port.range.map { "[\($0.index(ofBit: bit))]" } ?? ""
        return (
          names.string(port.name) + index, port.direction, (scopes.first?.firstNet ?? 2) + net
        )
      }
    }
  }
}
