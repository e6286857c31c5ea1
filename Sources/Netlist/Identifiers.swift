/// The number of a node (macro, cell or port) of a ``Netlist``, in input order from 0.
public struct NodeID: Hashable, Comparable, Sendable {
  /// The number itself, as stored in the netlist's arrays.
  public var rawValue: Int32

  /// Wraps a number that the caller knows to be a node of the netlist at hand.
  @inlinable public init(_ rawValue: Int32) { self.rawValue = rawValue }

  /// Wraps an array index.
  @inlinable public init(_ index: Int) { self.rawValue = Int32(truncatingIfNeeded: index) }

  /// The position in the netlist's node arrays.
  @inlinable public var index: Int { Int(rawValue) }

  /// Input order.
  @inlinable public static func < (left: NodeID, right: NodeID) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// The number of a pin of a ``Netlist``.
public struct PinID: Hashable, Comparable, Sendable {
  /// The number itself, as stored in the netlist's arrays.
  public var rawValue: Int32

  /// Wraps a number that the caller knows to be a pin of the netlist at hand.
  @inlinable public init(_ rawValue: Int32) { self.rawValue = rawValue }

  /// Wraps an array index.
  @inlinable public init(_ index: Int) { self.rawValue = Int32(truncatingIfNeeded: index) }

  /// The position in the netlist's pin arrays.
  @inlinable public var index: Int { Int(rawValue) }

  /// Input order.
  @inlinable public static func < (left: PinID, right: PinID) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// The number of a net of a ``Netlist``.
public struct NetID: Hashable, Comparable, Sendable {
  /// The number itself, as stored in the netlist's arrays.
  public var rawValue: Int32

  /// Wraps a number that the caller knows to be a net of the netlist at hand.
  @inlinable public init(_ rawValue: Int32) { self.rawValue = rawValue }

  /// Wraps an array index.
  @inlinable public init(_ index: Int) { self.rawValue = Int32(truncatingIfNeeded: index) }

  /// The position in the netlist's net arrays.
  @inlinable public var index: Int { Int(rawValue) }

  /// Input order.
  @inlinable public static func < (left: NetID, right: NetID) -> Bool {
    left.rawValue < right.rawValue
  }
}
