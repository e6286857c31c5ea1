import Netlist

/// A module of a gate-level netlist, as its file has it: nets by number, instances by name.
struct GateModule: NamedItem {
  /// What a bit of a connection is, where it is no net.
  enum Constant {
    /// Not connected, or of unknown value.
    static let none: Int32 = -1
    static let zero: Int32 = -2
    static let one: Int32 = -3
  }

  /// The indices of the leftmost and the rightmost bit of a net or port.
  struct BitRange: Equatable {
    var left: Int
    var right: Int

    var count: Int { abs(left - right) + 1 }

    /// The index of a bit as it is written, counted from the right.
    func index(ofBit bit: Int) -> Int { left >= right ? right + bit : right - bit }

    /// The bit with an index, counted from the right; nil if there is none.
    func bit(at index: Int) -> Int? {
      let bit = left >= right ? index - right : right - index
      return bit >= 0 && bit < count ? bit : nil
    }
  }

  /// A declared net of one or more bits.
  struct Vector {
    var name: Symbol
    /// The number of the net that is the rightmost bit; the others follow.
    var firstNet: Int32
    /// Those of ``range``, of which there are many, small.
    private var left: Int32
    private var right: Int32
    /// In place of `left` where there are no indices.
    private static let unindexed = Int32.min

    init(name: Symbol, firstNet: Int32, range: BitRange?) {
      self.name = name
      self.firstNet = firstNet
      left = range.map { Int32($0.left) } ?? Self.unindexed
      right = range.map { Int32($0.right) } ?? 0
    }

    /// The indices of its bits, above -2³¹; nil for a net without indices.
    var range: BitRange? {
      left == Self.unindexed ? nil : BitRange(left: Int(left), right: Int(right))
    }

    var count: Int { range?.count ?? 1 }
  }

  struct Port {
    var name: Symbol
    var direction: PinDirection
    /// The net of each bit, from the right.
    var nets: [Int32]
    /// The indices of its bits; nil for a port without indices.
    var range: BitRange?
  }

  struct Instance: NamedItem {
    var name: Symbol
    var master: Symbol
    private var firstConnection: Int32
    private var connectionCount: Int32
    var place: FilePlace

    init(name: Symbol, master: Symbol, connections: Range<Int>, place: FilePlace) {
      self.name = name
      self.master = master
      firstConnection = Int32(connections.lowerBound)
      connectionCount = Int32(connections.count)
      self.place = place
    }

    /// Its part of ``GateModule/connections``.
    var connections: Range<Int> {
      get { Int(firstConnection)..<(Int(firstConnection) + Int(connectionCount)) }
      set {
        firstConnection = Int32(newValue.lowerBound)
        connectionCount = Int32(newValue.count)
      }
    }
  }

  struct Connection: NamedItem {
    var pin: Symbol
    var name: Symbol { pin }
    private var firstBit: Int32
    private var bitCount: Int32
    var place: FilePlace

    init(pin: Symbol, bits: Range<Int>, place: FilePlace) {
      self.pin = pin
      firstBit = Int32(bits.lowerBound)
      bitCount = Int32(bits.count)
      self.place = place
    }

    /// Its part of ``GateModule/bits``.
    var bits: Range<Int> { Int(firstBit)..<(Int(firstBit) + Int(bitCount)) }
  }

  var name: Symbol
  var place: FilePlace
  var isTop = false
  var netCount: Int32 = 0
  var vectors: [Vector] = []
  var ports: [Port] = []
  var instances: [Instance] = []
  var connections: [Connection] = []
  /// What connections are made of, each from its rightmost bit on: nets, or ``Constant``.
  var bits: [Int32] = []
  /// Bits that are one and the same net.
  var joins: [(left: Int32, right: Int32)] = []

  /// The most nets of a module, and the most bits of a connection: more is a slip of the pen, and
  /// numbers of nets stay within 32 bits.
  static let mostNets = 1 << 28
  static let mostBits = 1 << 20

  /// What the connections of an instance are made of: its part of ``bits``, in which those of its
  /// connections follow one another.
  func bits(of instance: Instance) -> Range<Int> {
    let range = instance.connections
    guard !range.isEmpty else { return 0..<0 }
    return connections[range.lowerBound].bits
      .lowerBound..<connections[range.upperBound - 1].bits.upperBound
  }

  /// Gives the memory of all instances back.
  mutating func removeInstances() {
    instances = []
    connections = []
    bits = []
  }

  /// Makes room for so many nets, instances and connections more.
  mutating func grow(by count: Int) {
    vectors.growLargePages(by: count)
    instances.growLargePages(by: count)
    connections.growLargePages(by: count)
    bits.growLargePages(by: count)
  }

  /// Adds a net of one or more bits; nil if there are too many.
  mutating func addVector(_ name: Symbol, range: BitRange?) -> Int? {
    let vector = Vector(name: name, firstNet: netCount, range: range)
    guard vector.count <= Self.mostBits, Int(netCount) + vector.count <= Self.mostNets else {
      return nil
    }
    netCount += Int32(vector.count)
    vectors.append(vector)
    return vectors.count - 1
  }
}
