public import Netlist

/// Checks placements of macros and cells on rows: nothing overlaps, cells stand on rows and sites as
/// their rows are turned, everything is inside the die and its region, clear of blockages and halos,
/// and fixed nodes stay put. An independent judge: it shares no code with the placers.
///
/// Ports and soft macros cover nothing. What is fixed is judged only by whether it has moved.
public struct RowLegalityChecker: Sendable {
  private let design: Design
  private let requiresMacrosOnGrid: Bool
  private let pairLimit: Int
  private let rows: RowTable
  private let blockages: BandIndex
  private let fences: BandIndex
  private let fenceRegions: [Int]

  /// A checker of any placement of one design.
  ///
  /// - Parameters:
  ///   - design: the design; its placement says where the fixed nodes are.
  ///   - requiresMacrosOnGrid: whether movable macros off the grid of sites make a placement illegal.
  ///   - pairLimit: how many overlapping pairs are listed at most.
  public init(design: Design, requiresMacrosOnGrid: Bool = false, pairLimit: Int = 1_000_000) {
    self.design = design
    self.requiresMacrosOnGrid = requiresMacrosOnGrid
    self.pairLimit = pairLimit
    let noise = Self.roundingNoise(design.floorplan.die)
    rows = RowTable(
      rows: design.floorplan.placementRows, rowsTurnCells: design.rowsTurnCells, noise: noise)
    let floorplan = design.floorplan
    blockages = BandIndex(
      boxes: floorplan.blockages.filter { $0.density >= 1 && !$0.isSoft }.map(\.box),
      within: floorplan.die)
    var boxes: [Box] = []
    var regions: [Int] = []
    for (index, region) in floorplan.regions.enumerated() where region.isFence {
      boxes += region.boxes
      regions += region.boxes.map { _ in index }
    }
    fences = BandIndex(boxes: boxes, within: floorplan.die)
    fenceRegions = regions
  }

  /// The distance below which a fault is the rounding of coordinates to binary numbers: 2⁻⁴⁰ of the
  /// die, as in ``LegalityChecker``.
  static func roundingNoise(_ die: Box) -> Double { max(die.width, die.height) * 0x1p-40 }

  /// Everything that is wrong with a placement. O(n log n) for n nodes and as many overlaps.
  ///
  /// - Precondition: the placement is one of the checker's design.
  public func check(_ placement: Placement) -> RowLegalityReport {
    var report = RowLegalityReport()
    report.requiresMacrosOnGrid = requiresMacrosOnGrid
    for index in 0..<design.netlist.nodeCount { check(NodeID(index), placement, &report) }
    checkPairs(placement, &report)
    return report
  }

  private func check(_ node: NodeID, _ placement: Placement, _ report: inout RowLegalityReport) {
    let reference = design.placement
    let index = node.index
    func note(_ kind: RowLegalityReport.Kind) {
      report.violations.append(.init(kind: kind, node: node, other: nil))
    }
    if reference.isFixed[index] {
      if placement.x[index] != reference.x[index] || placement.y[index] != reference.y[index]
        || placement.orientations[index] != reference.orientations[index]
      {
        note(.movedFixed)
      }
      return
    }
    let kind = design.netlist.nodeKinds[index]
    guard kind == .standardCell || kind == .hardMacro else { return }
    let noise = Self.roundingNoise(design.floorplan.die)
    let box = placement.box(of: node, in: design.netlist)
    guard design.floorplan.die.grown(by: noise).contains(box) else { return note(.outsideDie) }
    if blockages.contains(where: { $0.sharesArea(with: box, beyond: noise) }, near: box) {
      note(.onBlockage)
    }
    checkRegion(node, box, noise, note)
    if kind == .hardMacro {
      if !rows.isEmpty, !rows.isOnGrid(box) { note(.macroOffGrid) }
    } else if !rows.isEmpty {
      let fault = rows.fault(
        box, orientation: placement.orientations[index],
        symmetry: design.constraints.symmetry(of: node))
      if let fault { note(fault) }
    }
  }

  private func checkRegion(
    _ node: NodeID, _ box: Box, _ noise: Double, _ note: (RowLegalityReport.Kind) -> Void
  ) {
    let region = design.constraints.region(of: node)
    if let region {
      if !box.isCovered(by: design.floorplan.regions[region].boxes, noise: noise) {
        note(.outsideRegion)
      }
    }
    let isInFence = fences.contains(near: box) { fence in
      fenceRegions[fence] != region && fences.boxes[fence].sharesArea(with: box, beyond: noise)
    }
    if isInFence { note(.insideFence) }
  }

  /// All pairs that share area or come into each other's halo. A node whose position is no number
  /// shares none.
  private func checkPairs(_ placement: Placement, _ report: inout RowLegalityReport) {
    let netlist = design.netlist
    var sweep = OverlapSweep(
      die: design.floorplan.die, noise: Self.roundingNoise(design.floorplan.die), limit: pairLimit)
    for index in 0..<netlist.nodeCount {
      let kind = netlist.nodeKinds[index]
      guard kind == .standardCell || kind == .hardMacro else { continue }
      let node = NodeID(index)
      let box = placement.box(of: node, in: netlist)
      guard box.minX.isFinite, box.minY.isFinite, box.maxX.isFinite, box.maxY.isFinite else {
        continue
      }
      let halo =
        kind == .hardMacro
        ? design.constraints.halo(of: node).turned(placement.orientations[index]) : .none
      sweep.add(node, box: box, halo: halo, isFixed: design.placement.isFixed[index])
    }
    sweep.run(&report)
  }
}

extension Box {
  /// The box, larger on all sides.
  fileprivate func grown(by margin: Double) -> Box {
    Box(minX: minX - margin, minY: minY - margin, maxX: maxX + margin, maxY: maxY + margin)
  }

  /// Whether two boxes share an area more than `noise` wide and high.
  func sharesArea(with other: Box, beyond noise: Double) -> Bool {
    min(maxX, other.maxX) - max(minX, other.minX) > noise
      && min(maxY, other.maxY) - max(minY, other.minY) > noise
  }

  /// Whether boxes together cover this one, but for slivers: what each leaves uncovered is cut into
  /// boxes for the next.
  fileprivate func isCovered(by boxes: [Box], noise: Double) -> Bool {
    var rest = [self]
    for box in boxes where box.sharesArea(with: self, beyond: noise) {
      rest = rest.flatMap { $0.cut(by: box) }
        .filter { $0.width > noise && $0.height > noise }
      if rest.isEmpty { return true }
    }
    return rest.isEmpty
  }

  /// What is left of the box outside another, as up to four boxes.
  private func cut(by other: Box) -> [Box] {
    guard overlaps(other) else { return [self] }
    let (low, high) = (max(minY, other.minY), min(maxY, other.maxY))
    var pieces: [Box] = []
    if minY < other.minY { pieces.append(Box(minX: minX, minY: minY, maxX: maxX, maxY: low)) }
    if other.maxY < maxY { pieces.append(Box(minX: minX, minY: high, maxX: maxX, maxY: maxY)) }
    if minX < other.minX {
      pieces.append(Box(minX: minX, minY: low, maxX: other.minX, maxY: high))
    }
    if other.maxX < maxX {
      pieces.append(Box(minX: other.maxX, minY: low, maxX: maxX, maxY: high))
    }
    return pieces
  }
}
