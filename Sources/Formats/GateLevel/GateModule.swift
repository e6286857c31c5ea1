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

  /// A declared net of one or more bits.
  struct Vector {
    var name: Symbol
    /// The index of the first bit written; nil for a net without indices.
    var range: (left: Int, right: Int)?
    /// The number of the net that is the rightmost bit; the others follow.
    var firstNet: Int32

    var count: Int { range.map { abs($0.left - $0.right) + 1 } ?? 1 }

    /// The index of a bit as it is written, counted from the right.
    func index(ofBit bit: Int) -> Int? {
      range.map { $0.left >= $0.right ? $0.right + bit : $0.right - bit }
    }

    /// The net of the bit with an index; nil if it has none.
    func net(at index: Int) -> Int32? {
      guard let range else { return nil }
      let bit = range.left >= range.right ? index - range.right : range.right - index
      return bit >= 0 && bit < count ? firstNet + Int32(bit) : nil
    }
  }

  struct Port {
    var name: Symbol
    var direction: PinDirection
    /// The net of each bit, from the right.
    var nets: [Int32]
    /// The indices of its leftmost and rightmost bits; nil for a port without indices.
    var range: (left: Int, right: Int)?
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
      Int(firstConnection)..<(Int(firstConnection) + Int(connectionCount))
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

  /// Adds a net of one or more bits; nil if there are too many.
  mutating func addVector(_ name: Symbol, range: (left: Int, right: Int)?) -> Int? {
    let vector = Vector(name: name, range: range, firstNet: netCount)
    guard vector.count <= Self.mostBits, Int(netCount) + vector.count <= Self.mostNets else {
      return nil
    }
    netCount += Int32(vector.count)
    vectors.append(vector)
    return vectors.count - 1
  }
}
