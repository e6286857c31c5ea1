/// What single nodes must keep to beyond the floorplan: their region, how they may be turned, and the
/// clearance around them. Each array is indexed by node, or empty where no node is bound.
public struct PlacementConstraints: Hashable, Sendable {
  /// The region each node is bound to, an index into ``Floorplan/regions``, or -1.
  public var nodeRegions: [Int32] = []
  /// How each node may be turned.
  public var nodeSymmetries: [Symmetry] = []
  /// The clearance around each node that nothing else may enter.
  public var halos: [Halo] = []

  /// No constraints.
  public init() {}

  /// The region a node is bound to, an index into ``Floorplan/regions``, or nil.
  @inlinable public func region(of node: NodeID) -> Int? {
    nodeRegions.isEmpty || nodeRegions[node.index] < 0 ? nil : Int(nodeRegions[node.index])
  }

  /// How a node may be turned; in every way where nothing is stated.
  @inlinable public func symmetry(of node: NodeID) -> Symmetry {
    nodeSymmetries.isEmpty ? .all : nodeSymmetries[node.index]
  }

  /// The clearance around a node.
  @inlinable public func halo(of node: NodeID) -> Halo {
    halos.isEmpty ? .none : halos[node.index]
  }
}

/// The axes about which a cell may be mirrored, and whether it may be turned by 90 degrees: LEF's
/// `SYMMETRY`.
public struct Symmetry: OptionSet, Hashable, Sendable {
  /// The options as bits.
  public let rawValue: UInt8

  /// Options from bits.
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// May be mirrored about the x axis: N and FS.
  public static let x = Symmetry(rawValue: 1)
  /// May be mirrored about the y axis: N and FN.
  public static let y = Symmetry(rawValue: 2)
  /// May be turned by 90 degrees.
  public static let rotation90 = Symmetry(rawValue: 4)
  /// May be turned in every way.
  public static let all: Symmetry = [.x, .y, .rotation90]
}

/// A clearance on each side of a node.
public struct Halo: Hashable, Sendable {
  /// To the left.
  public var left: Double
  /// Below.
  public var bottom: Double
  /// To the right.
  public var right: Double
  /// Above.
  public var top: Double

  /// A halo from its four sides.
  public init(left: Double, bottom: Double, right: Double, top: Double) {
    self.left = left
    self.bottom = bottom
    self.right = right
    self.top = top
  }

  /// No clearance.
  public static let none = Halo(left: 0, bottom: 0, right: 0, top: 0)
}
