public import Accelerator

/// The bits that go over the buses of each class.
///
/// Bits are counted once for each net that they go over, whatever the number of the net's sinks: an
/// operand that passes from cluster to cluster along a row counts at each of those nets. So the energy
/// of a class is its bits times the mean length of its nets, weighted by bits, times the energy of a
/// bit and unit of length. Elements inside of a cluster are joined by no nets.
public struct BusTransfers: Hashable, Sendable {
  private var bits = [Int](repeating: 0, count: BusClass.allCases.count)

  /// No bits.
  public init() {}

  /// The bits over the nets of a class.
  public subscript(busClass: BusClass) -> Int {
    get { bits[Self.index(busClass)] }
    set { bits[Self.index(busClass)] = newValue }
  }

  private static func index(_ busClass: BusClass) -> Int {
    BusClass.allCases.firstIndex(of: busClass)!
  }

  /// Adds so many times as many bits.
  mutating func add(_ other: BusTransfers, times: Int = 1) {
    for index in bits.indices { bits[index] += other.bits[index] * times }
  }
}

extension BusTransfers: Codable {
  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(_ busClass: BusClass) { stringValue = busClass.rawValue }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Reads an object with the number of bits of each class by the class's name; those that are not in
  /// it have none.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    for busClass in BusClass.allCases {
      self[busClass] = try container.decodeIfPresent(Int.self, forKey: Key(busClass)) ?? 0
    }
  }

  /// Writes such an object.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for busClass in BusClass.allCases {
      try container.encode(self[busClass], forKey: Key(busClass))
    }
  }
}
