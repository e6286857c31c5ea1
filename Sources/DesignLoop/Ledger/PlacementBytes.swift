import Foundation
import Netlist

/// A placement as bytes: for each node its x and y in double precision, little-endian, then a byte for
/// each orientation.
enum PlacementBytes {
  static func data(_ placement: Placement) -> Data {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(17 * placement.x.count)
    for (x, y) in zip(placement.x, placement.y) {
      for value in [x, y] { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 } }
    }
    for orientation in placement.orientations { bytes.append(orientation.rawValue) }
    return Data(bytes)
  }

  /// The placement of as many nodes as another has; what is fixed is taken from that one.
  static func placement(_ data: Data, like other: Placement) throws(LoopError) -> Placement {
    let count = other.x.count
    let bytes = [UInt8](data)
    guard bytes.count == 17 * count else {
      throw .ledger("a layout has \(bytes.count) bytes: expected \(17 * count) for \(count) nodes")
    }
    var placement = other
    func number(_ index: Int) -> Double {
      var bits: UInt64 = 0
      for byte in bytes[8 * index..<8 * index + 8].reversed() { bits = bits << 8 | UInt64(byte) }
      return Double(bitPattern: bits)
    }
    for node in 0..<count {
      placement.x[node] = number(2 * node)
      placement.y[node] = number(2 * node + 1)
      guard let orientation = Orientation(rawValue: bytes[16 * count + node]) else {
        throw .ledger("a layout has an orientation \(bytes[16 * count + node]): expected 0 to 7")
      }
      placement.orientations[node] = orientation
    }
    return placement
  }
}
