internal import Netlist

/// Where the components are as the file states it: by lower left corner, turned.
struct DEFComponents {
  /// The words for how firmly a component stands where it is.
  enum State: UInt8 {
    /// Nothing stated, or `UNPLACED`.
    case unplaced
    case placed
    case fixed
    case cover

    /// The state of a keyword, or nil.
    @inline(__always)
    init?(_ word: UnsafeRawBufferPointer) {
      if word.isKeyword("PLACED") {
        self = .placed
      } else if word.isKeyword("FIXED") {
        self = .fixed
      } else if word.isKeyword("COVER") {
        self = .cover
      } else {
        return nil
      }
    }

    /// The keyword.
    var word: String {
      switch self {
      case .unplaced: "UNPLACED"
      case .placed: "PLACED"
      case .fixed: "FIXED"
      case .cover: "COVER"
      }
    }

    /// Whether what is in this state must stay.
    var isFixed: Bool { self == .fixed || self == .cover }
  }

  /// A placement clause.
  struct Location {
    var state = State.unplaced
    var x = 0.0
    var y = 0.0
    var orientation = Orientation.north

    /// The centre of a cell of that size, as drawn, that stands here.
    func center(width: Double, height: Double) -> (x: Double, y: Double) {
      let swaps = orientation.swapsSides
      return (x + (swaps ? height : width) / 2, y + (swaps ? width : height) / 2)
    }
  }

  /// A component as nets need it, all in one place: where a design is large, each place more is one
  /// more wait for memory with every connection.
  struct Instance {
    var node: NodeID
    var master: Int32

    /// What stands for none.
    static let none = Instance(node: NodeID(Int32(-1)), master: -1)
  }

  /// A component as the design needs it.
  struct Component {
    var node: NodeID
    var master: Int32
    var location: Location
    /// The bytes that say where it is.
    var span: Range<Int>
  }

  /// The component of each name; negative nodes where a symbol names none.
  private var instances: [Instance] = []
  /// All components, in file order.
  private(set) var list: [Component] = []
  private(set) var halos: [(node: NodeID, halo: Halo)] = []
  /// The component of each node, or -1 for ports.
  private var componentOfNode: [Int32] = []

  /// Components whose names are read, but not yet looked up: that is done for many at a time.
  fileprivate var unnamed: [(place: FilePlace, instance: Instance)] = []
  /// The names of ``unnamed``, in order.
  fileprivate var names = NameBatch()
  /// As many names as are worth looking up at a time.
  fileprivate static let batchSize = 256

  /// The component of a name, or nil.
  @inline(__always)
  func instance(_ symbol: Symbol) -> Instance? {
    guard Int(symbol) < instances.count, instances[Int(symbol)].node.rawValue >= 0 else {
      return nil
    }
    return instances[Int(symbol)]
  }

  /// The node of a component's name, or nil.
  func node(_ symbol: Symbol) -> NodeID? { instance(symbol)?.node }

  /// Whether the file says that a component stays where it is.
  func isFixed(_ node: NodeID) -> Bool {
    list[Int(componentOfNode[node.index])].location.state.isFixed
  }

  /// Makes room for so many components more.
  mutating func reserve(_ count: Int) {
    list.reserveLargePages(list.count + count)
    componentOfNode.reserveLargePages(list.count + count)
  }

  /// Gives a component its name.
  mutating func name(_ instance: Instance, _ symbol: Symbol) {
    if Int(symbol) >= instances.count {
      let missing = max(Int(symbol) + 1 - instances.count, 256)
      instances.growLargePages(by: missing)
      instances.append(contentsOf: repeatElement(.none, count: missing))
    }
    instances[Int(symbol)] = instance
  }

  mutating func add(_ component: Component) {
    DEFReader.set(Int32(list.count), at: component.node.rawValue, in: &componentOfNode)
    list.append(component)
  }

  mutating func addHalo(_ halo: Halo, of node: NodeID) { halos.append((node, halo)) }
}

extension DEFReader {
  mutating func readComponents() throws(ParseError) {
    if masters == nil { masters = DEFMasters(library: library, unitsPerMicron: units()) }
    let stated = try sectionCount()
    let before = components.list.count
    let room = Self.room(for: stated)
    builder.names.reserve(room)
    components.reserve(room)
    builder.reserve(nodes: builder.nodeCount + room, pins: 0, nets: 0, connections: 0)
    do {
      while try nextEntry(of: "COMPONENTS") { try readComponent() }
    } catch {
      // What was read before may have the first fault.
      try nameComponents()
      throw error
    }
    try nameComponents()
    StatedCount.check(
      stated, "COMPONENTS", against: components.list.count - before, file: scanner.file,
      warnings: &warnings)
  }

  /// Reads `name cell [net ...] [+ ...] ... ;`.
  private mutating func readComponent() throws(ParseError) {
    if components.names.count >= DEFComponents.batchSize { try nameComponents() }
    let name = try scanner.next("a component's name")
    try checkRoomForNames(more: components.names.byteCount)
    components.names.append(name)
    components.unnamed.append((scanner.tokenPlace, .none))
    guard builder.nodeCount < Int(Int32.max) else {
      throw scanner.mismatch("at most \(Int32.max) components and pins")
    }
    let cell = try intern(try scanner.next("the name of a cell"))
    guard let master = masters?.index(of: cell, names: &builder.names),
      let shape = masters?.masters[Int(master)]
    else { throw scanner.mismatch("the name of a cell of the library") }
    let node = builder.addNode(
      shape.kind, symbol: -1, width: shape.width, height: shape.height, master: cell)
    components.unnamed[components.unnamed.count - 1].instance =
      DEFComponents.Instance(node: node, master: master)
    var location = DEFComponents.Location()
    var span: Range<Int>?
    while true {
      var word = try scanner.next("'+' or ';'")
      if word.matches(";") { break }
      // Old files name nets here.
      guard word.matches("+") else { continue }
      let start = scanner.tokenOffset
      word = try scanner.next("what to say of the component")
      if let state = DEFComponents.State(word) {
        location.state = state
        (location.x, location.y) = try scanner.point("the component's lower left corner")
        location.orientation = try scanner.orientation()
        span = start..<scanner.tokenEndOffset
      } else if word.isKeyword("UNPLACED") {
        location = DEFComponents.Location()
        span = start..<start
      } else if word.isKeyword("REGION") {
        try readRegion(of: node)
      } else if word.isKeyword("HALO") {
        components.addHalo(try readHalo(), of: node)
      } else {
        try scanner.skipClause()
      }
    }
    let end = scanner.tokenOffset
    components.add(
      DEFComponents.Component(
        node: node, master: master, location: location, span: span ?? end..<end))
  }

  /// Looks the names up that are not yet.
  private mutating func nameComponents() throws(ParseError) {
    defer {
      components.unnamed.removeAll(keepingCapacity: true)
      components.names.removeAll()
    }
    builder.names.intern(&components.names)
    for (index, symbol) in components.names.symbols.enumerated() {
      let (place, instance) = components.unnamed[index]
      guard components.node(symbol) == nil else {
        throw components.names.withBytes(at: index) {
          scanner.mismatch("a component of a new name", found: $0, at: place)
        }
      }
      // One that was not read to the end has no node.
      guard instance.node.rawValue >= 0 else { continue }
      builder.setSymbol(symbol, of: instance.node)
      components.name(instance, symbol)
    }
  }

  private mutating func readHalo() throws(ParseError) -> Halo {
    if !(try scanner.next("'SOFT' or the halo's width").isKeyword("SOFT")) { scanner.putBack() }
    return Halo(
      left: try scanner.number("a halo to the left of 0 or more", atLeast: 0),
      bottom: try scanner.number("a halo below of 0 or more", atLeast: 0),
      right: try scanner.number("a halo to the right of 0 or more", atLeast: 0),
      top: try scanner.number("a halo above of 0 or more", atLeast: 0))
  }

  private mutating func readRegion(of node: NodeID) throws(ParseError) {
    let word = try scanner.next("a region's name or a corner")
    guard word.matches("(") else {
      regions.bind([node], to: place(of: word))
      return
    }
    scanner.putBack()
    let box = try scanner.box("a corner of the component's region")
    try nameComponents()
    regions.bind([node], to: box, name: builder.names.string(builder.symbol(of: node)))
  }
}
