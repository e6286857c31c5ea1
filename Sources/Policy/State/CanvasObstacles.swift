public import Evaluation
public import Netlist

/// Where on the canvas a hard macro may be: inside the die, clear of the macros that stand already
/// and of closed parts.
public struct CanvasObstacles: Sendable {
  private var obstacles: [Obstacle] = []
  private let clearance: Double

  /// A rectangle by its centre and half its sides.
  struct Obstacle: Sendable {
    var x: Double
    var y: Double
    var halfWidth: Double
    var halfHeight: Double
    var node: NodeID?
  }

  /// Obstacles of a floorplan: its closed parts, and the fixed hard macros.
  ///
  /// - Parameter halo: the clearance to keep between hard macros, beyond what single precision needs.
  public init(_ netlist: Netlist, _ floorplan: Floorplan, _ placement: Placement, halo: Double) {
    clearance = max(halo, MacroClearance.minimum(floorplan))
    for blockage in floorplan.blockages where blockage.density >= 1 {
      let box = blockage.box
      obstacles.append(
        Obstacle(
          x: box.centerX, y: box.centerY, halfWidth: box.width / 2, halfHeight: box.height / 2))
    }
    for node in netlist.nodes(.hardMacro) where placement.isFixed[node.index] {
      add(placement.box(of: node, in: netlist), of: node)
    }
  }

  /// No obstacles.
  static let none = CanvasObstacles()

  private init() { clearance = 0 }

  /// Adds a macro's rectangle, with half the clearance around it.
  public mutating func add(_ box: Box, of node: NodeID) {
    obstacles.append(
      Obstacle(
        x: box.centerX, y: box.centerY, halfWidth: (box.width + clearance) / 2,
        halfHeight: (box.height + clearance) / 2, node: node))
  }

  /// Writes for each cell of the grid whether a macro's centre may be anywhere in it, and finds in
  /// `points` where: the middle of what the range leaves of the cell if that is free, or else the free
  /// place next to it.
  ///
  /// The answer is exact: a cell is legal if and only if there is a point in it, edges included, at
  /// which a macro of this size is inside the die and overlaps nothing. A macro with no room on the
  /// die's coordinates has no legal cell.
  ///
  /// - Parameters:
  ///   - range: where the die lets the macro's centre be.
  ///   - node: the macro itself, which is no obstacle.
  ///   - legal: a flag for each cell.
  ///   - points: a place for each legal cell; nothing is written for others.
  public func mark(
    width: Double, height: Double, range: CenterRange, of node: NodeID, grid: CostGrid,
    legal: UnsafeMutablePointer<Bool>, points: UnsafeMutablePointer<SIMD2<Double>>
  ) {
    legal.update(repeating: false, count: grid.cellCount)
    let halfSize = SIMD2((width + clearance) / 2, (height + clearance) / 2)
    var nearRow: [Obstacle] = []
    var near: [Obstacle] = []
    for row in 0..<grid.rows {
      let lowY = max(range.minY, grid.originY + Double(row) * grid.cellHeight)
      let highY = min(range.maxY, grid.originY + Double(row + 1) * grid.cellHeight)
      if lowY > highY { continue }
      nearRow.removeAll(keepingCapacity: true)
      for obstacle in obstacles
      where obstacle.y + obstacle.halfHeight + halfSize.y > lowY
        && obstacle.y - obstacle.halfHeight - halfSize.y < highY && obstacle.node != node
      {
        nearRow.append(obstacle)
      }
      for column in 0..<grid.columns {
        let lowX = max(range.minX, grid.originX + Double(column) * grid.cellWidth)
        let highX = min(range.maxX, grid.originX + Double(column + 1) * grid.cellWidth)
        if lowX > highX { continue }
        let low = SIMD2(lowX, lowY)
        let high = SIMD2(highX, highY)
        near.removeAll(keepingCapacity: true)
        for obstacle in nearRow
        where obstacle.x + obstacle.halfWidth + halfSize.x > lowX
          && obstacle.x - obstacle.halfWidth - halfSize.x < highX
        {
          near.append(obstacle)
        }
        if let point = Self.nearestFree(low, high, near, halfSize, range) {
          let cell = row * grid.columns + column
          legal[cell] = true
          points[cell] = point
        }
      }
    }
  }

  /// The free point of a rectangle next to its middle, at single-precision coordinates; nil if there
  /// is none.
  ///
  /// The nearest point has, on each axis, the middle's coordinate or one at which an obstacle or the
  /// rectangle ends, so that only those are tried.
  private static func nearestFree(
    _ low: SIMD2<Double>, _ high: SIMD2<Double>, _ near: [Obstacle], _ halfSize: SIMD2<Double>,
    _ range: CenterRange
  ) -> SIMD2<Double>? {
    let middle = (low + high) / 2
    let center = SIMD2(range.clampX(middle.x), range.clampY(middle.y))
    if near.isEmpty || isFree(center, near, halfSize) { return center }
    for obstacle in near where covers(obstacle, low, high, halfSize) { return nil }
    var xs = [center.x, inward(low.x, up: true), inward(high.x, up: false)]
    var ys = [center.y, inward(low.y, up: true), inward(high.y, up: false)]
    for obstacle in near {
      xs.append(inward(obstacle.x - obstacle.halfWidth - halfSize.x, up: false))
      xs.append(inward(obstacle.x + obstacle.halfWidth + halfSize.x, up: true))
      ys.append(inward(obstacle.y - obstacle.halfHeight - halfSize.y, up: false))
      ys.append(inward(obstacle.y + obstacle.halfHeight + halfSize.y, up: true))
    }
    var best: SIMD2<Double>?
    var bestDistance = Double.infinity
    for x in xs where x >= low.x && x <= high.x {
      for y in ys where y >= low.y && y <= high.y {
        let point = SIMD2(x, y)
        let difference = point - middle
        let distance = (difference * difference).sum()
        if distance < bestDistance, isFree(point, near, halfSize) {
          best = point
          bestDistance = distance
        }
      }
    }
    return best
  }

  /// The single-precision coordinate next to one, not beyond it.
  private static func inward(_ value: Double, up: Bool) -> Double {
    let rounded = Float(value)
    if up { return Double(Double(rounded) < value ? rounded.nextUp : rounded) }
    return Double(Double(rounded) > value ? rounded.nextDown : rounded)
  }

  private static func isFree(
    _ point: SIMD2<Double>, _ near: [Obstacle], _ halfSize: SIMD2<Double>
  ) -> Bool {
    for obstacle in near
    where abs(point.x - obstacle.x) < obstacle.halfWidth + halfSize.x
      && abs(point.y - obstacle.y) < obstacle.halfHeight + halfSize.y
    {
      return false
    }
    return true
  }

  private static func covers(
    _ obstacle: Obstacle, _ low: SIMD2<Double>, _ high: SIMD2<Double>, _ halfSize: SIMD2<Double>
  ) -> Bool {
    obstacle.x - obstacle.halfWidth - halfSize.x < low.x
      && obstacle.x + obstacle.halfWidth + halfSize.x > high.x
      && obstacle.y - obstacle.halfHeight - halfSize.y < low.y
      && obstacle.y + obstacle.halfHeight + halfSize.y > high.y
  }
}
