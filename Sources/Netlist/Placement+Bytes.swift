extension Placement {
  /// Places as bytes: for each node its x and y in double precision, little-endian, then a byte for each
  /// orientation. Which nodes are fixed is not in them.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(17 * x.count)
    for (x, y) in zip(x, y) {
      for value in [x, y] { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 } }
    }
    for orientation in orientations { bytes.append(orientation.rawValue) }
    return bytes
  }

  /// The same nodes where ``bytes`` say; nil if those are of another number of nodes or name an
  /// orientation that there is not.
  public func replacingPlaces(with bytes: [UInt8]) -> Placement? {
    let count = x.count
    guard bytes.count == 17 * count else { return nil }
    var placement = self
    func number(_ index: Int) -> Double {
      var bits: UInt64 = 0
      for byte in bytes[8 * index..<8 * index + 8].reversed() { bits = bits << 8 | UInt64(byte) }
      return Double(bitPattern: bits)
    }
    for node in 0..<count {
      placement.x[node] = number(2 * node)
      placement.y[node] = number(2 * node + 1)
      guard let orientation = Orientation(rawValue: bytes[16 * count + node]) else { return nil }
      placement.orientations[node] = orientation
    }
    return placement
  }
}
