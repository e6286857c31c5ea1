import Foundation
import Netlist

/// A placement as the ledger keeps it: `Placement.bytes`.
enum PlacementBytes {
  static func data(_ placement: Placement) -> Data { Data(placement.bytes) }

  /// The placement of as many nodes as another has; what is fixed is taken from that one.
  static func placement(_ data: Data, like other: Placement) throws(LoopError) -> Placement {
    let count = other.x.count
    guard data.count == 17 * count else {
      throw .ledger("a layout has \(data.count) bytes: expected \(17 * count) for \(count) nodes")
    }
    guard let placement = other.replacingPlaces(with: [UInt8](data)) else {
      let unknown = data.suffix(count).first { Orientation(rawValue: $0) == nil } ?? 0
      throw .ledger("a layout has an orientation \(unknown): expected 0 to 7")
    }
    return placement
  }
}
