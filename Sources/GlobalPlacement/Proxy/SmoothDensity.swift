import Netlist

/// The share of each grid cell that nodes cover, with small nodes spread out, and its gradient.
///
/// A node less than `leastExtent` wide or high counts as that large, with its area spread evenly over
/// it: where it is well inside one cell it would have no slope.
struct SmoothDensity: ~Copyable {
  private let columns: Int
  private let rows: Int
  private let rectangles: NodeRectangles
  /// What fixed nodes cover.
  private let fixed: Buffer<Double>
  let values: Buffer<Double>
  /// The slope of the cost by each cell's value.
  let slopes: Buffer<Double>

  init(
    rectangles: consuming NodeRectangles, fixed: borrowing NodeRectangles, fixedX: [Double],
    fixedY: [Double], columns: Int, rows: Int
  ) {
    self.columns = columns
    self.rows = rows
    self.rectangles = rectangles
    self.fixed = Buffer(count: columns * rows)
    values = Buffer(count: columns * rows)
    slopes = Buffer(count: columns * rows)
    for node in fixedX.indices {
      Self.add(
        Self.cover(fixed, node, fixedX[node], fixedY[node], 0, columns, rows), to: self.fixed,
        columns)
    }
  }

  private typealias Footprint = (x: Cover, y: Cover, share: Double)

  @inline(__always)
  private static func cover(
    _ rectangles: borrowing NodeRectangles, _ node: Int, _ x: Double, _ y: Double,
    _ leastExtent: Double, _ columns: Int, _ rows: Int
  ) -> Footprint {
    let width = max(rectangles.widths[node], leastExtent)
    let height = max(rectangles.heights[node], leastExtent)
    let area = width * height
    return (
      Cover(center: x, length: width, cellCount: columns),
      Cover(center: y, length: height, cellCount: rows),
      area > 0 ? rectangles.widths[node] * rectangles.heights[node] / area : 0
    )
  }

  @inline(__always)
  private static func add(_ node: Footprint, to map: borrowing Buffer<Double>, _ columns: Int) {
    guard node.share > 0, node.x.first <= node.x.last, node.y.first <= node.y.last else { return }
    for row in node.y.first...node.y.last {
      let height = node.y.length(row) * node.share
      for column in node.x.first...node.x.last {
        map[row * columns + column] += height * node.x.length(column)
      }
    }
  }

  /// Finds the values for movable nodes at these centres, in cells.
  func evaluate(
    _ x: borrowing Buffer<Double>, _ y: borrowing Buffer<Double>, leastExtent: Double
  ) {
    values.copy(from: fixed)
    for node in 0..<rectangles.count {
      Self.add(
        Self.cover(rectangles, node, x[node], y[node], leastExtent, columns, rows), to: values,
        columns)
    }
  }

  /// Adds `weight` times the slope of the cost by each centre.
  func addGradient(
    _ x: borrowing Buffer<Double>, _ y: borrowing Buffer<Double>, leastExtent: Double,
    weight: Double, gradientX: borrowing Buffer<Double>, gradientY: borrowing Buffer<Double>
  ) {
    for node in 0..<rectangles.count {
      let footprint = Self.cover(rectangles, node, x[node], y[node], leastExtent, columns, rows)
      let (across, up) = (footprint.x, footprint.y)
      guard footprint.share > 0, across.first <= across.last, up.first <= up.last else { continue }
      var (slopeX, slopeY) = (0.0, 0.0)
      for row in up.first...up.last {
        let (height, heightSlope) = (up.length(row), up.slope(row))
        for column in across.first...across.last {
          let slope = slopes[row * columns + column]
          slopeX += slope * height * across.slope(column)
          slopeY += slope * heightSlope * across.length(column)
        }
      }
      gradientX[node] += weight * footprint.share * slopeX
      gradientY[node] += weight * footprint.share * slopeY
    }
  }
}
