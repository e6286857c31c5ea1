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
    if edgeRule == .clamp { return clampedCells(floorplan) }
    var cells: [CellCode] = []
    cells.reserveCapacity(x.count)
    for pin in x.indices {
      let (column, row) = position(of: pin, floorplan)
      guard column >= 0, column <= Scalar(floorplan.columns), row >= 0,
        row < Scalar(floorplan.rows)
      else {
        throw OutsideGridError(nodeName: netlist.name(of: netlist.pinNodes[pin]))
      }
      cells.append(CellCode(row: Int(row), column: Int(column)))
    }
    return cells
  }

  /// The grid cell of each pin; of one outside, the nearest.
  func clampedCells(_ floorplan: Floorplan) -> [CellCode] {
    x.indices.map { pin in
      let (column, row) = position(of: pin, floorplan)
      return CellCode(
        row: Int(max(0, min(row, Scalar(floorplan.rows - 1)))),
        column: Int(max(0, min(column, Scalar(floorplan.columns - 1)))))
    }
  }

  /// The column and row of a pin, not limited to the grid.
  private func position(
    of pin: Int, _ floorplan: Floorplan
  ) -> (column: Scalar, row: Scalar) {
    let cellWidth = Scalar(floorplan.die.width / Double(floorplan.columns))
    let cellHeight = Scalar(floorplan.die.height / Double(floorplan.rows))
    return ((x[pin] / cellWidth).rounded(.down), (y[pin] / cellHeight).rounded(.down))
  }
}
