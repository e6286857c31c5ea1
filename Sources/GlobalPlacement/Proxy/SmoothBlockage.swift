import Netlist

/// The routes that hard macros use up, and their gradient.
///
/// By the rule of the proxy cost a macro blocks, in each row that it covers, the columns from that of its
/// left edge up to but not including that of its right one, in proportion to its height in the row; and
/// likewise upwards. So it is a run in every lane it covers, from edge to edge. Only a macro inside a
/// single column (or row) blocks that one.
struct SmoothBlockage: ~Copyable {
  private let rectangles: NodeRectangles
  /// The object of each macro.
  private let objects: [Int]
  /// The left and lower edges of macro `m` are points `2 * m`, the others `2 * m + 1`.
  private let x: AxisPoints
  private let y: AxisPoints

  init(rectangles: consuming NodeRectangles, objects: [Int], columns: Int, rows: Int) {
    self.objects = objects
    x = AxisPoints(count: 2 * rectangles.count, cellCount: columns)
    y = AxisPoints(count: 2 * rectangles.count, cellCount: rows)
    self.rectangles = rectangles
  }

  /// Puts macros at these centres, in cells.
  func place(
    _ positionsX: borrowing Buffer<Double>, _ positionsY: borrowing Buffer<Double>,
    halfWidth: Double
  ) {
    for (macro, object) in objects.enumerated() {
      for (side, sign) in [(0, -0.5), (1, 0.5)] {
        x.set(
          2 * macro + side, to: positionsX[object] + sign * rectangles.widths[macro],
          halfWidth: halfWidth)
        y.set(
          2 * macro + side, to: positionsY[object] + sign * rectangles.heights[macro],
          halfWidth: halfWidth)
      }
    }
  }

  /// Adds what macros use up, in units of a cell's supply when a lane is covered in full.
  func add(
    horizontal: borrowing RunField, _ horizontalUse: Double, vertical: borrowing RunField,
    _ verticalUse: Double
  ) {
    for macro in objects.indices {
      Self.add(macro, along: x, across: y, to: horizontal, horizontalUse)
      Self.add(macro, along: y, across: x, to: vertical, verticalUse)
    }
  }

  private static func lanes(_ macro: Int, _ across: borrowing AxisPoints) -> Cover {
    let (low, high) = (across.coordinates[2 * macro], across.coordinates[2 * macro + 1])
    return Cover(center: (low + high) / 2, length: high - low, cellCount: across.cellCount)
  }

  private static func add(
    _ macro: Int, along: borrowing AxisPoints, across: borrowing AxisPoints,
    to field: borrowing RunField, _ use: Double
  ) {
    let cover = lanes(macro, across)
    guard cover.first <= cover.last else { return }
    let (low, high) = (2 * macro, 2 * macro + 1)
    for lane in cover.first...cover.last {
      let amount = use * cover.length(lane)
      if along.cells[low] == along.cells[high] {
        field.add(amount, lane: lane, cell: Int(along.cells[low]))
      } else {
        field.add(amount, lane: lane, before: high, of: along)
        field.add(-amount, lane: lane, before: low, of: along)
      }
    }
  }

  /// Adds the slope of the cost by each macro's centre, from the slopes of the two fields.
  func addGradient(
    horizontal: borrowing RunField, _ horizontalUse: Double, vertical: borrowing RunField,
    _ verticalUse: Double, gradientX: borrowing Buffer<Double>,
    gradientY: borrowing Buffer<Double>
  ) {
    for (macro, object) in objects.enumerated() {
      let first = Self.slopes(macro, along: x, across: y, of: horizontal, horizontalUse)
      let second = Self.slopes(macro, along: y, across: x, of: vertical, verticalUse)
      gradientX[object] += first.along + second.across
      gradientY[object] += first.across + second.along
    }
  }

  private static func slopes(
    _ macro: Int, along: borrowing AxisPoints, across: borrowing AxisPoints,
    of field: borrowing RunField, _ use: Double
  ) -> (along: Double, across: Double) {
    let cover = lanes(macro, across)
    guard cover.first <= cover.last else { return (0, 0) }
    let (low, high) = (2 * macro, 2 * macro + 1)
    let isInOneCell = along.cells[low] == along.cells[high]
    var result = (along: 0.0, across: 0.0)
    for lane in cover.first...cover.last {
      if isInOneCell {
        let slope = field.slopes[lane * field.stride + Int(along.cells[low])]
        result.across += use * cover.slope(lane) * slope
        continue
      }
      result.along +=
        use * cover.length(lane)
        * (field.slope(lane: lane, at: high, of: along)
          - field.slope(lane: lane, at: low, of: along))
      result.across +=
        use * cover.slope(lane)
        * (field.sum(lane: lane, before: high, of: along)
          - field.sum(lane: lane, before: low, of: along))
    }
    return result
  }
}
