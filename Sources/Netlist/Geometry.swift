/// A rectangle with sides along the axes, half open: boxes that touch do not overlap.
public struct Box: Hashable, Sendable {
  /// The left edge.
  public var minX: Double
  /// The lower edge.
  public var minY: Double
  /// The right edge.
  public var maxX: Double
  /// The upper edge.
  public var maxY: Double

  /// A box from its edges.
  @inlinable public init(minX: Double, minY: Double, maxX: Double, maxY: Double) {
    self.minX = minX
    self.minY = minY
    self.maxX = maxX
    self.maxY = maxY
  }

  /// A box from its centre and size.
  @inlinable public init(centerX: Double, centerY: Double, width: Double, height: Double) {
    self.init(
      minX: centerX - width / 2, minY: centerY - height / 2,
      maxX: centerX + width / 2, maxY: centerY + height / 2)
  }

  /// The extent along x.
  @inlinable public var width: Double { maxX - minX }
  /// The extent along y.
  @inlinable public var height: Double { maxY - minY }
  /// Width times height.
  @inlinable public var area: Double { width * height }
  /// The x coordinate of the centre.
  @inlinable public var centerX: Double { (minX + maxX) / 2 }
  /// The y coordinate of the centre.
  @inlinable public var centerY: Double { (minY + maxY) / 2 }

  /// Whether the interiors share a point.
  @inlinable public func overlaps(_ other: Box) -> Bool {
    minX < other.maxX && other.minX < maxX && minY < other.maxY && other.minY < maxY
  }

  /// Whether `other` lies inside or on the edges of this box.
  @inlinable public func contains(_ other: Box) -> Bool {
    minX <= other.minX && other.maxX <= maxX && minY <= other.minY && other.maxY <= maxY
  }
}

/// How a macro is turned and mirrored, by its LEF/DEF name.
///
/// `north` is as drawn; the flipped ones are those of the same letter, mirrored about the y axis.
public enum Orientation: UInt8, CaseIterable, BitwiseCopyable, Sendable {
  /// N: as drawn.
  case north
  /// W: turned by 90 degrees, counter-clockwise.
  case west
  /// S: turned by 180 degrees.
  case south
  /// E: turned by 270 degrees, counter-clockwise.
  case east
  /// FN: mirrored about the y axis.
  case flippedNorth
  /// FW: W, mirrored about the y axis.
  case flippedWest
  /// FS: S, mirrored about the y axis, which is as drawn, mirrored about the x axis.
  case flippedSouth
  /// FE: E, mirrored about the y axis.
  case flippedEast

  private static let names = ["N", "W", "S", "E", "FN", "FW", "FS", "FE"]

  /// The name that LEF/DEF, Bookshelf and `.plc` files use: N, W, S, E, FN, FW, FS or FE.
  public var name: String { Self.names[Int(rawValue)] }

  /// The orientation of that name, or nil.
  public init?(name: some StringProtocol) {
    guard let index = Self.names.firstIndex(where: { $0 == name }) else { return nil }
    self.init(rawValue: UInt8(index))
  }

  /// An offset from the centre, given for `north`, as it lies in this orientation.
  @inlinable public func apply(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
    switch self {
    case .north: (x, y)
    case .west: (-y, x)
    case .south: (-x, -y)
    case .east: (y, -x)
    case .flippedNorth: (-x, y)
    case .flippedWest: (y, x)
    case .flippedSouth: (x, -y)
    case .flippedEast: (-y, -x)
    }
  }

  /// Whether width and height change places in this orientation.
  @inlinable public var swapsSides: Bool {
    switch self {
    case .north, .south, .flippedNorth, .flippedSouth: false
    case .west, .east, .flippedWest, .flippedEast: true
    }
  }

  /// This orientation, mirrored about the vertical axis through the centre.
  @inlinable public var mirroredLeftRight: Orientation {
    switch self {
    case .north: .flippedNorth
    case .flippedNorth: .north
    case .south: .flippedSouth
    case .flippedSouth: .south
    case .west: .flippedWest
    case .flippedWest: .west
    case .east: .flippedEast
    case .flippedEast: .east
    }
  }

  /// This orientation, mirrored about the horizontal axis through the centre.
  @inlinable public var mirroredTopBottom: Orientation {
    switch self {
    case .north: .flippedSouth
    case .flippedSouth: .north
    case .south: .flippedNorth
    case .flippedNorth: .south
    case .west: .flippedEast
    case .flippedEast: .west
    case .east: .flippedWest
    case .flippedWest: .east
    }
  }
}
