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
    list.reserveCapacity(list.count + count)
    componentOfNode.reserveCapacity(list.count + count)
  }

  mutating func add(_ component: Component, symbol: Symbol) {
    if Int(symbol) >= instances.count {
      let none = Instance(node: NodeID(Int32(-1)), master: -1)
      let missing = max(Int(symbol) + 1 - instances.count, 64)
      instances.append(contentsOf: repeatElement(none, count: missing))
    }
    instances[Int(symbol)] = Instance(node: component.node, master: component.master)
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
    while try nextEntry(of: "COMPONENTS") { try readComponent() }
    StatedCount.check(
      stated, "COMPONENTS", against: components.list.count - before, file: scanner.file,
      warnings: &warnings)
  }

  /// Reads `name cell [net ...] [+ ...] ... ;`.
  private mutating func readComponent() throws(ParseError) {
    let symbol = try intern(try scanner.next("a component's name"))
    guard components.node(symbol) == nil else {
      throw scanner.mismatch("a component of a new name")
    }
    guard builder.nodeCount < Int(Int32.max) else {
      throw scanner.mismatch("at most \(Int32.max) components and pins")
    }
    let cell = try intern(try scanner.next("the name of a cell"))
    guard let master = masters?.index(of: cell, names: &builder.names),
      let shape = masters?.masters[Int(master)]
    else { throw scanner.mismatch("the name of a cell of the library") }
    let node = builder.addNode(
      shape.kind, symbol: symbol, width: shape.width, height: shape.height, master: cell)
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
        node: node, master: master, location: location, span: span ?? end..<end), symbol: symbol)
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
    regions.bind([node], to: box, name: builder.names.string(builder.symbol(of: node)))
  }
}
