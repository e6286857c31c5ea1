extension Halo {
  /// The clearance as it lies around a node that is turned: the sides are those of the node as drawn,
  /// as in DEF, and go with it.
  public func turned(_ orientation: Orientation) -> Halo {
    switch orientation {
    case .north: self
    case .west: Halo(left: top, bottom: left, right: bottom, top: right)
    case .south: Halo(left: right, bottom: top, right: left, top: bottom)
    case .east: Halo(left: bottom, bottom: right, right: top, top: left)
    case .flippedNorth: Halo(left: right, bottom: bottom, right: left, top: top)
    case .flippedWest: Halo(left: bottom, bottom: left, right: top, top: right)
    case .flippedSouth: Halo(left: left, bottom: top, right: right, top: bottom)
    case .flippedEast: Halo(left: top, bottom: right, right: bottom, top: left)
    }
  }
}
