import Netlist

/// How long each net is at least, looked at alone.
///
/// The fixed pins of a net are where they are, and so is the box around them. Of movable hard macros,
/// each is inside the box around the net's pins grown by how far a macro can reach beyond its pin: by
/// x = max(width / 2 + |pin offset|) to the left and right, likewise by y up and down. They share no
/// area, so (W + 2x)(H + 2y) ≥ their area for the pins' box of W × H, and W + H is at least what this
/// leaves.
struct NetBounds {
  struct Net {
    /// The box around the fixed pins.
    var fixedWidth = 0.0
    var fixedHeight = 0.0
    var fixedColumns = 0
    var fixedRows = 0
    /// The half perimeter that the macros force.
    var packed = 0.0
    /// Whether the pins of the macros are inside them, and so inside the die.
    var pinsAreInside = true

    /// The half perimeter.
    var halfPerimeter: Double { max(fixedWidth + fixedHeight, packed) }
  }

  private(set) var nets: [Net] = []

  init(
    _ netlist: Netlist, _ floorplan: Floorplan, _ reference: Placement, _ shapes: BoundedShapes
  ) {
    var shapeOfNode = [Int32](repeating: -1, count: netlist.nodeCount)
    for (index, shape) in shapes.shapes.enumerated() {
      shapeOfNode[shape.node.index] = Int32(index)
    }
    let pins = PinPositions<Double>(netlist: netlist, floorplan: floorplan, placement: reference)
    let cells = pins.clampedCells(floorplan)
    nets.reserveCapacity(netlist.netCount)
    for index in 0..<netlist.netCount {
      var net = Net()
      var fixed = PinRange()
      var macros: [(node: Int32, reachX: Double, reachY: Double)] = []
      for pin in netlist.netPins[index] {
        let node = netlist.pinNodes[pin.index]
        if reference.isFixed[node.index] {
          fixed.add(pins.x[pin.index], pins.y[pin.index], cells[pin.index])
          continue
        }
        guard netlist.nodeKinds[node.index] == .hardMacro, shapeOfNode[node.index] >= 0 else {
          continue
        }
        let shape = shapes.shapes[Int(shapeOfNode[node.index])]
        let offset = reference.offset(of: pin, in: netlist)
        if abs(offset.x) > shape.boxWidth / 2 || abs(offset.y) > shape.boxHeight / 2 {
          net.pinsAreInside = false
        }
        macros.append(
          (
            node.rawValue, shape.boxWidth / 2 + abs(offset.x),
            shape.boxHeight / 2 + abs(offset.y)
          ))
      }
      if fixed.left <= fixed.right {
        net.fixedWidth = fixed.right - fixed.left
        net.fixedHeight = fixed.top - fixed.bottom
        net.fixedColumns = fixed.columns.upperBound - fixed.columns.lowerBound
        net.fixedRows = fixed.rows.upperBound - fixed.rows.lowerBound
      }
      macros.sort { $0.node < $1.node }
      var area = 0.0
      for (place, macro) in macros.enumerated()
      where place == 0 || macros[place - 1].node != macro.node {
        let shape = shapes.shapes[Int(shapeOfNode[Int(macro.node)])]
        area += shape.boxWidth * shape.boxHeight
      }
      net.packed = Self.halfPerimeter(
        holding: area, reachX: 2 * (macros.map(\.reachX).max() ?? 0),
        reachY: 2 * (macros.map(\.reachY).max() ?? 0))
      nets.append(net)
    }
  }

  /// The least W + H with (W + x)(H + y) ≥ area.
  private static func halfPerimeter(
    holding area: Double, reachX x: Double, reachY y: Double
  ) -> Double {
    guard area > x * y else { return 0 }
    let side = area.squareRoot()
    if side < x { return area / x - y }
    if side < y { return area / y - x }
    return 2 * side - x - y
  }

  /// The routes of all nets in cells, each over its capacity: the sum of what they add to both maps.
  func routes(_ netlist: Netlist, _ floorplan: Floorplan) -> Double {
    let grid = CostGrid(floorplan)
    let acrossCell = 1 / (grid.cellHeight * floorplan.routing.horizontal)
    let upCell = 1 / (grid.cellWidth * floorplan.routing.vertical)
    let perLength = min(acrossCell / grid.cellWidth, upCell / grid.cellHeight)
    var sum = 0.0
    for (index, net) in nets.enumerated() {
      let fixed = Double(net.fixedColumns) * acrossCell + Double(net.fixedRows) * upCell
      let packed =
        net.pinsAreInside ? max(0, net.packed - grid.cellWidth - grid.cellHeight) * perLength : 0
      sum += max(1, netlist.netWeights[index]) * max(fixed, packed)
    }
    return sum
  }
}

/// The box around pins, on the die and on the grid.
private struct PinRange {
  var (left, right) = (Double.infinity, -Double.infinity)
  var (bottom, top) = (Double.infinity, -Double.infinity)
  var columns = 0...0
  var rows = 0...0

  mutating func add(_ x: Double, _ y: Double, _ cell: CellCode) {
    let (column, row) = (cell.column, cell.row)
    if left > right { (columns, rows) = (column...column, row...row) }
    (left, right) = (min(left, x), max(right, x))
    (bottom, top) = (min(bottom, y), max(top, y))
    columns = min(columns.lowerBound, column)...max(columns.upperBound, column)
    rows = min(rows.lowerBound, row)...max(rows.upperBound, row)
  }
}

extension Placement {
  /// How far a pin is from its node's centre.
  func offset(of pin: PinID, in netlist: Netlist) -> (x: Double, y: Double) {
    orientations[netlist.pinNodes[pin.index].index].apply(
      netlist.pinOffsetsX[pin.index], netlist.pinOffsetsY[pin.index])
  }
}
