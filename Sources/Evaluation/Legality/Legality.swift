public import Netlist

/// Whether a placement can be built: what stands in the way, counted and named.
public struct LegalityReport: Hashable, Sendable {
  /// The pairs of hard macros that share area.
  public var overlappingPairs: [Pair] = []
  /// The macros and cells that reach outside the die, and those whose position is no number.
  public var outsideDie: [NodeID] = []
  /// The fixed nodes that are not where the reference placement has them, or are turned.
  public var movedFixed: [NodeID] = []
  /// The hard macros that cover a part of the die wholly closed to placement.
  public var onBlockages: [NodeID] = []

  /// Two nodes, the lower number first.
  public struct Pair: Hashable, Sendable {
    /// The node with the lower number.
    public var first: NodeID
    /// The node with the higher number.
    public var second: NodeID
  }

  /// The number of overlapping pairs of hard macros.
  public var hardMacroOverlaps: Int { overlappingPairs.count }

  /// Whether nothing at all is wrong.
  public var isLegal: Bool {
    overlappingPairs.isEmpty && outsideDie.isEmpty && movedFixed.isEmpty && onBlockages.isEmpty
  }
}

/// Checks placements against the rules of macro placement: hard macros share no area, everything is
/// inside the die, fixed nodes stay put. An independent judge: it shares no code with the placers.
public struct LegalityChecker: Sendable {
  /// The design's connectivity.
  public let netlist: Netlist
  /// The chip.
  public let floorplan: Floorplan
  /// The placement whose fixed nodes must stay, if there is one.
  public let reference: Placement?

  /// A checker of any placement of one design.
  public init(netlist: Netlist, floorplan: Floorplan, reference: Placement? = nil) {
    self.netlist = netlist
    self.floorplan = floorplan
    self.reference = reference
  }

  /// The distance below which an overlap is the rounding of decimal coordinates to binary ones,
  /// not an overlap: 2⁻⁴⁰ of the die, about a nanometre's millionth on a die of one millimetre.
  public var roundingNoise: Double {
    max(floorplan.die.width, floorplan.die.height) * 0x1p-40
  }

  /// Everything that is wrong with a placement.
  public func check(_ placement: Placement) -> LegalityReport {
    var report = LegalityReport()
    report.overlappingPairs = overlaps(placement)
    let noise = roundingNoise
    let die = Box(
      minX: floorplan.die.minX - noise, minY: floorplan.die.minY - noise,
      maxX: floorplan.die.maxX + noise, maxY: floorplan.die.maxY + noise)
    let closed = floorplan.blockages.filter { $0.density >= 1 }
    for index in 0..<netlist.nodeCount where netlist.nodeKinds[index] != .port {
      let node = NodeID(index)
      let box = placement.box(of: node, in: netlist)
      if !placement.isFixed[index], !die.contains(box) { report.outsideDie.append(node) }
      if netlist.nodeKinds[index] == .hardMacro, !placement.isFixed[index],
        closed.contains(where: { Self.overlap(box, $0.box, beyond: noise) })
      {
        report.onBlockages.append(node)
      }
    }
    if let reference {
      report.movedFixed = netlist.nodeKinds.indices.lazy
        .filter {
          reference.isFixed[$0]
            && (placement.x[$0] != reference.x[$0] || placement.y[$0] != reference.y[$0]
              || placement.orientations[$0] != reference.orientations[$0])
        }
        .map { NodeID($0) }
    }
    return report
  }

  /// All overlapping pairs of hard macros, by a sweep from left to right. A macro whose position is no
  /// number has no place in that order and shares no area.
  private func overlaps(_ placement: Placement) -> [LegalityReport.Pair] {
    let noise = roundingNoise
    let boxes = netlist.nodes(.hardMacro)
      .map { (node: $0, box: placement.box(of: $0, in: netlist)) }
      .filter { !$0.box.minX.isNaN && !$0.box.minY.isNaN }
      .sorted { ($0.box.minX, $0.node) < ($1.box.minX, $1.node) }
    var pairs: [LegalityReport.Pair] = []
    var open: [(node: NodeID, box: Box)] = []
    for entry in boxes {
      open.removeAll { $0.box.maxX <= entry.box.minX }
      for other in open where Self.overlap(entry.box, other.box, beyond: noise) {
        pairs.append(
          .init(first: min(entry.node, other.node), second: max(entry.node, other.node)))
      }
      open.append(entry)
    }
    return pairs.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
  }

  /// Whether two boxes share an area more than `noise` wide and high.
  private static func overlap(_ a: Box, _ b: Box, beyond noise: Double) -> Bool {
    min(a.maxX, b.maxX) - max(a.minX, b.minX) > noise
      && min(a.maxY, b.maxY) - max(a.minY, b.minY) > noise
  }
}
