public import Evaluation
import Foundation
public import Netlist

/// What kind of decision the policy is asked for.
public enum PolicyTask: Hashable, Sendable {
  /// To place hard macros one after the other: so many of all are left, this one included. Those left
  /// stand where the placement at the beginning has them, and are no obstacles.
  case placing(share: Double)
  /// To move a node of a finished placement, at this temperature.
  case moving(temperature: Double)
}

/// Where a node is put while the policy looks at the layout without it.
public enum PolicyAside {
  /// The middle of the cell in which the node's nets are shortest: it depends on the other nodes
  /// alone, so that what the policy sees does not depend on where the node is.
  public static func place(
    of node: NodeID, in evaluator: borrowing IncrementalEvaluator, _ scene: PolicyScene
  ) -> (x: Double, y: Double) {
    let grid = scene.grid
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: grid.columns + grid.rows) {
      let byColumn = $0.baseAddress!
      let byRow = byColumn + grid.columns
      evaluator.wireMask(of: node, byColumn: byColumn, byRow: byRow)
      let range = scene.ranges[node.index]
      let column = leastIndex(byColumn, count: grid.columns)
      let row = leastIndex(byRow, count: grid.rows)
      return (
        range.clampX(grid.originX + (Double(column) + 0.5) * grid.cellWidth),
        range.clampY(grid.originY + (Double(row) + 0.5) * grid.cellHeight)
      )
    }
  }

  private static func leastIndex(_ values: UnsafePointer<Double>, count: Int) -> Int {
    var best = 0
    for index in 1..<max(count, 1) where values[index] < values[best] { best = index }
    return best
  }
}

/// The state that the policy decides by: maps of the canvas and numbers.
///
/// The evaluator must be in the state in which the node is aside, by ``PolicyAside``. Maps are
/// written cell after cell, ``channels`` numbers each.
public struct CanvasMaps: Sendable {
  /// The numbers of a cell: density; density above what counts; congestion, horizontal and vertical;
  /// congestion above what counts; density and congestion averaged over the node's rectangle around
  /// the cell; the wire mask, relative and in temperatures; legality; x, y, and the distance to the
  /// edge; nearness to where the node was at the beginning.
  public static let channels = 14

  /// The numbers of a state beside its maps.
  public static let scalars = 20

  private let scene: PolicyScene
  private var density: [Float]
  private var horizontal: [Float]
  private var vertical: [Float]
  private var sums: [Float]
  private var means: [Float]
  private var byColumn: [Double]
  private var byRow: [Double]

  /// Room for the maps of a scene.
  public init(_ scene: PolicyScene) {
    self.scene = scene
    let cells = scene.grid.cellCount
    density = [Float](repeating: 0, count: cells)
    horizontal = density
    vertical = density
    means = density
    sums = [Float](repeating: 0, count: (scene.grid.columns + 1) * (scene.grid.rows + 1))
    byColumn = [Double](repeating: 0, count: scene.grid.columns)
    byRow = [Double](repeating: 0, count: scene.grid.rows)
  }

  /// Writes the state of one decision.
  ///
  /// - Parameters:
  ///   - legal: whether the node may be in each cell.
  ///   - origin: where the node was at the beginning of the episode.
  ///   - maps: room for ``channels`` numbers for each cell.
  ///   - scalars: room for ``scalars`` numbers.
  public mutating func write(
    _ node: NodeID, _ task: PolicyTask, in evaluator: borrowing IncrementalEvaluator,
    legal: UnsafePointer<Bool>, origin: SIMD2<Double>, maps: UnsafeMutablePointer<Float>,
    scalars: UnsafeMutablePointer<Float>
  ) {
    density.withUnsafeMutableBufferPointer { density in
      horizontal.withUnsafeMutableBufferPointer { horizontal in
        vertical.withUnsafeMutableBufferPointer { vertical in
          evaluator.copyMaps(
            density: density.baseAddress!, horizontal: horizontal.baseAddress!,
            vertical: vertical.baseAddress!)
        }
      }
    }
    removeOwnArea(node, evaluator)
    writeLoads(node, evaluator, maps)
    writeWireMask(node, task, evaluator, maps)
    writePlaces(legal, origin, maps)
    writeScalars(node, task, evaluator, scalars)
  }

  /// Takes the node itself, aside as it is, out of the density.
  private mutating func removeOwnArea(
    _ node: NodeID, _ evaluator: borrowing IncrementalEvaluator
  ) {
    let grid = scene.grid
    let (x, y) = evaluator.position(of: node)
    // The cost counts the area of a node as it is drawn, however it is turned.
    let (width, height) = size(node, false)
    let (left, right) = (x - grid.originX - width / 2, x - grid.originX + width / 2)
    let (bottom, top) = (y - grid.originY - height / 2, y - grid.originY + height / 2)
    for row in grid.row(y - height / 2)...grid.row(y + height / 2) {
      let low = Double(row) * grid.cellHeight
      let overlapY = max(0, min(top, low + grid.cellHeight) - max(bottom, low))
      for column in grid.column(x - width / 2)...grid.column(x + width / 2) {
        let start = Double(column) * grid.cellWidth
        let overlapX = max(0, min(right, start + grid.cellWidth) - max(left, start))
        let share = overlapX * overlapY / (grid.cellWidth * grid.cellHeight)
        let cell = row * grid.columns + column
        density[cell] = max(0, density[cell] - Float(share))
      }
    }
  }

  private func size(_ node: NodeID, _ swaps: Bool) -> (width: Double, height: Double) {
    let (width, height) = (
      scene.netlist.nodeWidths[node.index], scene.netlist.nodeHeights[node.index]
    )
    return swaps ? (height, width) : (width, height)
  }

  private mutating func writeLoads(
    _ node: NodeID, _ evaluator: borrowing IncrementalEvaluator, _ maps: UnsafeMutablePointer<Float>
  ) {
    let cells = scene.grid.cellCount
    let densityThreshold = Float(evaluator.densityThreshold)
    let congestionThreshold = Float(evaluator.congestionThreshold)
    let swaps = evaluator.orientation(of: node).swapsSides
    for cell in 0..<cells {
      let map = maps + cell * Self.channels
      map[0] = density[cell]
      map[1] = max(0, density[cell] - densityThreshold)
      map[2] = Self.bounded(horizontal[cell])
      map[3] = Self.bounded(vertical[cell])
      map[4] =
        max(0, horizontal[cell] - congestionThreshold)
        + max(0, vertical[cell] - congestionThreshold)
    }
    average(density, over: node, swaps)
    for cell in 0..<cells { maps[cell * Self.channels + 5] = means[cell] }
    for cell in 0..<cells { density[cell] = max(horizontal[cell], vertical[cell]) }
    average(density, over: node, swaps)
    for cell in 0..<cells { maps[cell * Self.channels + 6] = Self.bounded(means[cell]) }
  }

  /// A load from zero up, squeezed below one: routes may ask for many times what there is.
  private static func bounded(_ load: Float) -> Float { load > 0 ? load / (1 + load) : 0 }

  /// Means over the node's rectangle, in whole cells, around each cell, by summed areas.
  private mutating func average(_ map: [Float], over node: NodeID, _ swaps: Bool) {
    let (columns, rows) = (scene.grid.columns, scene.grid.rows)
    let (width, height) = size(node, swaps)
    let reachX = min(Int((width / scene.grid.cellWidth / 2).rounded()), columns)
    let reachY = min(Int((height / scene.grid.cellHeight / 2).rounded()), rows)
    for row in 0..<rows {
      var line: Float = 0
      for column in 0..<columns {
        line += map[row * columns + column]
        sums[(row + 1) * (columns + 1) + column + 1] = sums[row * (columns + 1) + column + 1] + line
      }
    }
    for row in 0..<rows {
      let (low, high) = (max(0, row - reachY), min(rows, row + reachY + 1))
      for column in 0..<columns {
        let (left, right) = (max(0, column - reachX), min(columns, column + reachX + 1))
        let sum =
          sums[high * (columns + 1) + right] - sums[high * (columns + 1) + left]
          - sums[low * (columns + 1) + right] + sums[low * (columns + 1) + left]
        means[row * columns + column] = sum / Float((high - low) * (right - left))
      }
    }
  }

  private mutating func writeWireMask(
    _ node: NodeID, _ task: PolicyTask, _ evaluator: borrowing IncrementalEvaluator,
    _ maps: UnsafeMutablePointer<Float>
  ) {
    let grid = scene.grid
    byColumn.withUnsafeMutableBufferPointer { columns in
      byRow.withUnsafeMutableBufferPointer { rows in
        evaluator.wireMask(
          of: node, byColumn: columns.baseAddress!, byRow: rows.baseAddress!)
      }
    }
    let least = byColumn.min()! + byRow.min()!
    let die = scene.floorplan.die
    let whole = evaluator.netWeight(of: node) * (die.width + die.height) / 4
    let relative = whole > 0 ? Float(1 / whole) : 0
    let inTemperatures = evaluator.wirelengthCostScale / Self.temperature(task)
    for row in 0..<grid.rows {
      for column in 0..<grid.columns {
        let growth = byColumn[column] + byRow[row] - least
        let map = maps + (row * grid.columns + column) * Self.channels
        map[7] = Float(growth) * relative
        map[8] = log1p(Float(growth * inTemperatures)) / 2
      }
    }
  }

  /// The temperature of a decision; placing counts as warm.
  private static func temperature(_ task: PolicyTask) -> Double {
    switch task {
    case .placing: 1e-3
    case .moving(let temperature): max(temperature, 1e-7)
    }
  }

  private func writePlaces(
    _ legal: UnsafePointer<Bool>, _ origin: SIMD2<Double>, _ maps: UnsafeMutablePointer<Float>
  ) {
    let grid = scene.grid
    let die = scene.floorplan.die
    let sides = SIMD2(die.width, die.height)
    for row in 0..<grid.rows {
      for column in 0..<grid.columns {
        let cell = row * grid.columns + column
        let point = SIMD2(
          (Double(column) + 0.5) / Double(grid.columns), (Double(row) + 0.5) / Double(grid.rows))
        let away = (origin - SIMD2(die.minX, die.minY)) / sides - point
        let map = maps + cell * Self.channels
        map[9] = legal[cell] ? 1 : 0
        map[10] = Float(2 * point.x - 1)
        map[11] = Float(2 * point.y - 1)
        map[12] = Float(2 * min(min(point.x, 1 - point.x), min(point.y, 1 - point.y)))
        map[13] = 1 / (1 + 100 * Float((away * away).sum()))
      }
    }
  }

  private func writeScalars(
    _ node: NodeID, _ task: PolicyTask, _ evaluator: borrowing IncrementalEvaluator,
    _ scalars: UnsafeMutablePointer<Float>
  ) {
    for (index, value) in scene.designScalars.enumerated() { scalars[index] = value }
    let die = scene.floorplan.die
    let (width, height) = size(node, evaluator.orientation(of: node).swapsSides)
    var isPlacing = false
    var share = 0.0
    if case .placing(let left) = task { (isPlacing, share) = (true, left) }
    let rest: [Float] = [
      isPlacing ? 1 : 0, Float(share), Float(log10(Self.temperature(task)) + 4),
      Float(4 * width / die.width), Float(4 * height / die.height),
      scene.netlist.nodeKinds[node.index] == .hardMacro ? 1 : 0,
      Float(evaluator.densityThreshold), Float(evaluator.congestionThreshold),
      Float(10 * evaluator.terms.wirelength), Float(evaluator.terms.density),
      Float(evaluator.terms.congestion), Float(log1p(evaluator.netWeight(of: node)) / 5),
    ]
    precondition(scene.designScalars.count + rest.count == Self.scalars)
    for (index, value) in rest.enumerated() {
      scalars[scene.designScalars.count + index] = value
    }
  }
}
