import Netlist

/// Rows of one height and one distance between sites: what cells of some heights stand on.
struct RowGroup: Sendable {
  var height: Double
  var siteSpacing: Double
  /// By lower edge, then from left to right. None overlaps another.
  var rows: [PlacementRow]
}

/// The rows of a floorplan by the cells that stand on them.
///
/// A cell belongs on rows whose height divides its own, the highest such; where no row's does, on the
/// lowest rows that are higher than it, or else on as many of the highest as reach over it. Rows of one
/// height that overlap because they are of different kinds of sites give way to those of the kind
/// that makes up most.
struct RowGroups: Sendable {
  /// By falling height; of one height, by falling total width.
  private(set) var groups: [RowGroup] = []
  private let noise: Double

  init(floorplan: Floorplan) {
    noise = PlacementObstacles.roundingNoise(floorplan.die)
    var byKind: [RowGroup] = []
    for row in floorplan.placementRows {
      let known = byKind.firstIndex {
        abs($0.height - row.height) <= noise && abs($0.siteSpacing - row.siteSpacing) <= noise
          && $0.rows[0].siteName == row.siteName
      }
      if let known {
        byKind[known].rows.append(row)
      } else {
        byKind.append(
          RowGroup(height: row.height, siteSpacing: row.siteSpacing, rows: [row]))
      }
    }
    let order = byKind.indices.sorted {
      (byKind[$0].height, Self.width(byKind[$0]), $1) > (
        byKind[$1].height, Self.width(byKind[$1]), $0
      )
    }
    for index in order { add(byKind[index]) }
    for index in groups.indices {
      groups[index].rows = Self.withoutOverlap(groups[index].rows, noise: noise)
    }
  }

  private mutating func add(_ kind: RowGroup) {
    for index in groups.indices
    where abs(groups[index].height - kind.height) <= noise
      && abs(groups[index].siteSpacing - kind.siteSpacing) <= noise
    {
      groups[index].rows += kind.rows
      return
    }
    groups.append(kind)
  }

  private static func width(_ group: RowGroup) -> Double {
    group.rows.reduce(0) { $0 + $1.box.width }
  }

  /// The rows in order, but for those that overlap one that came earlier in the list.
  private static func withoutOverlap(_ rows: [PlacementRow], noise: Double) -> [PlacementRow] {
    let order = rows.indices.sorted {
      (rows[$0].y, rows[$0].x, $0) < (rows[$1].y, rows[$1].x, $1)
    }
    var isDropped = [Bool](repeating: false, count: rows.count)
    var open: [Int] = []
    for index in order {
      let box = rows[index].box
      open.removeAll { rows[$0].box.maxY <= box.minY + noise }
      for other in open where !isDropped[other] && !isDropped[index] {
        let otherBox = rows[other].box
        if min(box.maxX, otherBox.maxX) - max(box.minX, otherBox.minX) > noise {
          isDropped[max(index, other)] = true
        }
      }
      if !isDropped[index] { open.append(index) }
    }
    return order.filter { !isDropped[$0] }.map { rows[$0] }
  }

  /// The group that a cell of some height belongs on, and how many of its rows it covers; nil where
  /// there are no rows.
  func group(forHeight height: Double) -> (index: Int, rowCount: Int)? {
    guard !groups.isEmpty else { return nil }
    for (index, group) in groups.enumerated() {
      let count = (height / group.height).rounded()
      if count >= 1, count < 1e6, abs(count * group.height - height) <= noise {
        return (index, Int(count))
      }
    }
    if let last = groups.last(where: { $0.height >= height }) {
      return (groups.firstIndex { $0.height == last.height }!, 1)
    }
    return (0, Int(min((height / groups[0].height - 1e-9).rounded(.up), 1e6)))
  }
}

/// How a cell is turned on a row.
enum RowOrientation {
  /// The orientation of a cell on a row: the row's own, mirrored left to right where the cell was so
  /// before and its symmetry allows it still; nil where its symmetry allows neither.
  static func on(
    _ row: Orientation, keeping current: Orientation, symmetry: Symmetry
  ) -> Orientation? {
    let wasMirrored = current == .flippedNorth || current == .south
    let rowIsMirrored = row == .flippedNorth || row == .south
    let (first, second) =
      wasMirrored == rowIsMirrored
      ? (row, row.mirroredLeftRight) : (row.mirroredLeftRight, row)
    return allows(first, symmetry) ? first : allows(second, symmetry) ? second : nil
  }

  static func allows(_ orientation: Orientation, _ symmetry: Symmetry) -> Bool {
    switch orientation {
    case .north: true
    case .flippedNorth: symmetry.contains(.y)
    case .flippedSouth: symmetry.contains(.x)
    case .south: symmetry.contains([.x, .y])
    case .west, .east, .flippedWest, .flippedEast: symmetry.contains(.rotation90)
    }
  }
}
