public import Netlist

/// What the state looks like to whoever chooses a place on the canvas by maps.
extension IncrementalEvaluator {
  /// The cost of one unit of weighted half-perimeter.
  public var wirelengthCostScale: Double { weights.wirelength * wirelengthScale }

  /// The least density that counts in the cost. Takes a pass over all cells; unlike what changes
  /// compare with, it depends on the placement alone and not on how it came about.
  public var densityThreshold: Double { density.leastThatCounts }

  /// The least congestion that counts in the cost, likewise.
  public var congestionThreshold: Double { congestion.leastThatCounts }

  /// Copies the maps of the state, cell by cell in the order of the grid's flat index.
  ///
  /// - Precondition: each buffer has room for all cells.
  public func copyMaps(
    density densities: UnsafeMutablePointer<Float>,
    horizontal: UnsafeMutablePointer<Float>, vertical: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<grid.rows {
      for column in 0..<grid.columns {
        let cell = row * grid.columns + column
        densities[cell] = Float(density.density(cell))
        horizontal[cell] = Float(congestion.horizontalValue(row: row, column: column))
        vertical[cell] = Float(congestion.verticalValue(row: row, column: column))
      }
    }
  }

  /// What a node adds to the weighted half-perimeter at the centre of each cell, all others staying:
  /// `byColumn[c] + byRow[r]`, the *wire mask* of MaskPlace (Lai et al. 2022), exact here.
  ///
  /// Half-perimeters fall into a part by x and one by y, so that a sum of two profiles is the whole
  /// map. The result does not depend on where the node is, only on how it is turned.
  ///
  /// - Precondition: the buffers have room for all columns and all rows.
  public func wireMask(
    of node: NodeID, byColumn: UnsafeMutablePointer<Double>, byRow: UnsafeMutablePointer<Double>
  ) {
    byColumn.update(repeating: 0, count: grid.columns)
    byRow.update(repeating: 0, count: grid.rows)
    let orientation = nodes.orientations[node.index]
    var entry = Int(wires.nets.nodeStarts[node.index])
    let last = Int(wires.nets.nodeStarts[node.index + 1])
    while entry < last {
      let net = Int(wires.nets.terminalNets[Int(wires.nets.nodeTerminals[entry])])
      var low = SIMD2(repeating: Double.infinity)
      var high = SIMD2(repeating: -Double.infinity)
      while entry < last {
        let terminal = Int(wires.nets.nodeTerminals[entry])
        if Int(wires.nets.terminalNets[terminal]) != net { break }
        let offset = wires.nets.offsets[terminal]
        let turned = orientation.apply(offset.x, offset.y)
        low = pointwiseMin(low, SIMD2(turned.x, turned.y))
        high = pointwiseMax(high, SIMD2(turned.x, turned.y))
        entry += 1
      }
      guard let others = wires.boxWithout(node.rawValue, net: net) else { continue }
      let weight = wires.nets.weights[net]
      Self.addGrowth(
        byColumn, count: grid.columns, step: grid.cellWidth, weight: weight,
        low: others.low.x - low.x, high: others.high.x - high.x)
      Self.addGrowth(
        byRow, count: grid.rows, step: grid.cellHeight, weight: weight,
        low: others.low.y - low.y, high: others.high.y - high.y)
    }
  }

  /// Adds how far a net's box grows when the centre is at the middle of each step.
  @inline(__always)
  private static func addGrowth(
    _ profile: UnsafeMutablePointer<Double>, count: Int, step: Double, weight: Double, low: Double,
    high: Double
  ) {
    for index in 0..<count {
      let center = (Double(index) + 0.5) * step
      profile[index] += weight * (max(0, low - center) + max(0, center - high))
    }
  }

  /// The sum of the weights of a node's nets, as they count in the wirelength.
  public func netWeight(of node: NodeID) -> Double {
    var sum = 0.0
    var previous: Int32 = -1
    for entry in Int(wires.nets.nodeStarts[node.index])..<Int(wires.nets.nodeStarts[node.index + 1])
    {
      let net = wires.nets.terminalNets[Int(wires.nets.nodeTerminals[entry])]
      if net != previous { sum += wires.nets.weights[Int(net)] }
      previous = net
    }
    return sum
  }
}
