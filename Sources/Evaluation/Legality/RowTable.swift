import Netlist

/// The rows of a floorplan, found by height and lower edge: judges whether a cell stands on them as it
/// should.
///
/// A cell belongs on rows whose height divides its own, the highest such; where no row's does, on the
/// lowest rows that are higher than it, or else on as many of the highest as reach over it. A cell on
/// several rows must find each of them below its whole width.
struct RowTable: Sendable {
  /// The rows of one height, by lower edge and then from left to right.
  private struct Group: Sendable {
    var height: Double
    var rows: [PlacementRow]
  }

  /// By falling height.
  private var groups: [Group] = []
  private let rowsTurnCells: Bool
  private let noise: Double

  init(rows: [PlacementRow], rowsTurnCells: Bool, noise: Double) {
    self.rowsTurnCells = rowsTurnCells
    self.noise = noise
    for row in rows.sorted(by: { ($0.height, $1.y, $1.x) > ($1.height, $0.y, $0.x) }) {
      if let last = groups.last, last.height - row.height <= noise {
        groups[groups.count - 1].rows.append(row)
      } else {
        groups.append(Group(height: row.height, rows: [row]))
      }
    }
    for index in groups.indices {
      groups[index].rows.sort { ($0.y, $0.x) < ($1.y, $1.x) }
    }
  }

  /// Whether there is no row.
  var isEmpty: Bool { groups.isEmpty }

  /// The first rule that a cell breaks, or nil.
  func fault(
    _ box: Box, orientation: Orientation, symmetry: Symmetry
  ) -> RowLegalityReport.Kind? {
    let (group, rowCount) = group(for: box.height)
    for step in 0..<rowCount {
      let level = level(y: box.minY + Double(step) * groups[group].height, in: group)
      guard covers(level, in: group, from: box.minX, to: box.maxX) else { return .offRow }
    }
    let standing = groups[group].rows[level(y: box.minY, in: group)].filter {
      isOnSite(box.minX, of: $0)
    }
    if standing.isEmpty { return .offSite }
    if !rowsTurnCells { return orientation.swapsSides ? .wrongOrientation : nil }
    return standing.contains { Self.allows(orientation, on: $0.orientation, symmetry) }
      ? nil : .wrongOrientation
  }

  /// Whether a macro's lower left corner is where a site of some row begins.
  func isOnGrid(_ box: Box) -> Bool {
    groups.indices.contains { group in
      groups[group].rows[level(y: box.minY, in: group)].contains { isOnSite(box.minX, of: $0) }
    }
  }

  private func group(for height: Double) -> (index: Int, rowCount: Int) {
    for (index, group) in groups.enumerated() {
      let count = (height / group.height).rounded()
      if count >= 1, abs(count * group.height - height) <= noise { return (index, Int(count)) }
    }
    if let index = groups.lastIndex(where: { $0.height >= height }) { return (index, 1) }
    return (0, Int((height / groups[0].height - 1e-9).rounded(.up)))
  }

  /// The places in the group's list of the rows with their lower edge at y.
  private func level(y: Double, in group: Int) -> Range<Int> {
    let rows = groups[group].rows
    func first(_ bound: Double) -> Int {
      var (low, high) = (0, rows.count)
      while low < high {
        let middle = (low + high) / 2
        if rows[middle].y < bound { low = middle + 1 } else { high = middle }
      }
      return low
    }
    let start = first(y - noise)
    return start..<max(start, first((y + noise).nextUp))
  }

  /// Whether rows, taken together, reach over an interval.
  private func covers(
    _ level: Range<Int>, in group: Int, from start: Double, to end: Double
  ) -> Bool {
    var reached = start + noise
    for row in groups[group].rows[level] {
      let box = row.box
      if box.minX <= reached + noise, box.maxX > reached { reached = box.maxX }
    }
    return reached >= end - noise
  }

  private func isOnSite(_ x: Double, of row: PlacementRow) -> Bool {
    let box = row.box
    guard x >= box.minX - noise, x <= box.maxX + noise else { return false }
    let site = ((x - row.x) / row.siteSpacing).rounded()
    return abs(row.x + site * row.siteSpacing - x) <= noise
  }

  /// Whether a cell may be turned so on a row: as the row or its mirror image left to right, and only
  /// in ways that its symmetry allows.
  private static func allows(
    _ orientation: Orientation, on row: Orientation, _ symmetry: Symmetry
  ) -> Bool {
    guard orientation == row || orientation == row.mirroredLeftRight else { return false }
    return switch orientation {
    case .north: true
    case .flippedNorth: symmetry.contains(.y)
    case .flippedSouth: symmetry.contains(.x)
    case .south: symmetry.contains([.x, .y])
    case .west, .east, .flippedWest, .flippedEast: symmetry.contains(.rotation90)
    }
  }
}
