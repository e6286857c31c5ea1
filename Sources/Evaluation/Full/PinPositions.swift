import Netlist

/// Where every pin is, relative to the die's lower-left corner.
struct PinPositions<Scalar: BinaryFloatingPoint & Sendable> {
  let x: [Scalar]
  let y: [Scalar]

  init(netlist: Netlist, floorplan: Floorplan, placement: Placement) {
    var x = [Scalar](repeating: 0, count: netlist.pinCount)
    var y = x
    for pin in 0..<netlist.pinCount {
      let node = netlist.pinNodes[pin].index
      let offset = placement.orientations[node].apply(
        netlist.pinOffsetsX[pin], netlist.pinOffsetsY[pin])
      x[pin] = Scalar(placement.x[node] - floorplan.die.minX) + Scalar(offset.x)
      y[pin] = Scalar(placement.y[node] - floorplan.die.minY) + Scalar(offset.y)
    }
    self.x = x
    self.y = y
  }

  /// The weighted half-perimeter of each net.
  func netWirelengths(_ netlist: Netlist) -> [Scalar] {
    (0..<netlist.netCount).map { net in
      var (left, right) = (Scalar.infinity, -Scalar.infinity)
      var (bottom, top) = (Scalar.infinity, -Scalar.infinity)
      for pin in netlist.netPins[net] {
        left = min(left, x[pin.index])
        right = max(right, x[pin.index])
        bottom = min(bottom, y[pin.index])
        top = max(top, y[pin.index])
      }
      return left > right
        ? 0 : Scalar(netlist.netWeights[net]) * ((right - left) + (top - bottom))
    }
  }

  /// The grid cell of each pin. Under the raw rule a pin may be one column past the last.
  func cells(
    _ netlist: Netlist, floorplan: Floorplan, edgeRule: GridEdgeRule
  ) throws(OutsideGridError) -> [CellCode] {
    let (columns, rows) = (floorplan.columns, floorplan.rows)
    let cellWidth = Scalar(floorplan.die.width / Double(columns))
    let cellHeight = Scalar(floorplan.die.height / Double(rows))
    var cells: [CellCode] = []
    cells.reserveCapacity(x.count)
    for pin in x.indices {
      var column = (x[pin] / cellWidth).rounded(.down)
      var row = (y[pin] / cellHeight).rounded(.down)
      switch edgeRule {
      case .clamp:
        column = max(0, min(column, Scalar(columns - 1)))
        row = max(0, min(row, Scalar(rows - 1)))
      case .raw:
        guard column >= 0, column <= Scalar(columns), row >= 0, row < Scalar(rows) else {
          throw OutsideGridError(nodeName: netlist.name(of: netlist.pinNodes[pin]))
        }
      }
      cells.append(CellCode(row: Int(row), column: Int(column)))
    }
    return cells
  }
}
