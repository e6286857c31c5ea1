import Netlist

/// Makes the floorplan of a Bookshelf design, of which the format states the rows alone.
enum BookshelfFloorplan {
  /// The share of the die that movable nodes may take up where no rows say how large it is.
  static let highestUtilization = 0.8
  /// The fewest and the most cells of the cost grid along a side.
  static let gridCells = 10...64
  /// How many movable nodes a cell of the cost grid should hold.
  static let nodesPerGridCell = 16.0

  /// The die is the bounding box of the rows, or else of all nodes where they stand, enlarged
  /// upwards and to the right until movable nodes fill no more than ``highestUtilization`` of it.
  ///
  /// The cost grid has cells about square, about ``nodesPerGridCell`` movable nodes in each, within
  /// ``gridCells`` along either side. Routing tracks are in the proportion to the height of rows of
  /// `RoutingSupply(rowHeight:)`.
  static func make(
    rows: [PlacementRow], nodeBoxes: [Box], movableCount: Int, movableArea: Double
  ) -> Floorplan {
    var die =
      bounds(of: rows.map(\.box))
      ?? enlarge(
        bounds(of: nodeBoxes) ?? Box(minX: 0, minY: 0, maxX: 0, maxY: 0),
        toArea: movableArea / highestUtilization)
    // Far from the origin a small extent vanishes in rounding.
    die.maxX = max(die.maxX, die.minX.nextUp)
    die.maxY = max(die.maxY, die.minY.nextUp)
    let longSide = max(die.width, die.height)
    let cells = (Double(movableCount) / nodesPerGridCell).squareRoot()
    let cellSide = longSide / clamp(cells.rounded(.up))
    return Floorplan(
      die: die, columns: Int(clamp((die.width / cellSide).rounded())),
      rows: Int(clamp((die.height / cellSide).rounded())),
      routing: rows.first.map { RoutingSupply(rowHeight: $0.height) } ?? .circuitTrainingDefault,
      placementRows: rows)
  }

  private static func clamp(_ cells: Double) -> Double {
    let fewest = Double(gridCells.lowerBound)
    return cells > fewest ? min(cells, Double(gridCells.upperBound)) : fewest
  }

  private static func bounds(of boxes: [Box]) -> Box? {
    guard var all = boxes.first else { return nil }
    for box in boxes {
      all.minX = min(all.minX, box.minX)
      all.minY = min(all.minY, box.minY)
      all.maxX = max(all.maxX, box.maxX)
      all.maxY = max(all.maxY, box.maxY)
    }
    return all
  }

  private static func enlarge(_ box: Box, toArea area: Double) -> Box {
    var width = box.width
    var height = box.height
    // An area of its own, even if it is to hold points alone.
    let needed = max(area, 1e-6)
    if width * height < needed {
      let scale = (needed / (width * height)).squareRoot()
      // A box with hardly any area says nothing about the shape.
      if scale < 1e3 {
        width *= scale
        height *= scale
      } else {
        width = max(width, needed.squareRoot())
        height = max(height, needed / width)
      }
    }
    return Box(
      minX: box.minX, minY: box.minY, maxX: box.minX + width, maxY: box.minY + height)
  }
}
