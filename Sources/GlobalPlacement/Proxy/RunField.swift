/// Demand of straight runs over the cells of the grid in one direction, and the slope of the cost by
/// each cell's demand.
///
/// Lanes lie across the runs: rows for horizontal ones, columns for vertical ones. A run is taken in as
/// two changes of demand along its lane, and its cost read off a running sum of slopes, so that neither
/// depends on how long it is.
struct RunField: ~Copyable {
  let lanes: Int
  let length: Int
  /// The distance from one lane to the next: one cell more, for what changes past the last.
  let stride: Int
  /// Changes along each lane while runs are added, then the demand of each cell.
  let demand: Buffer<Double>
  /// The slope of the cost by the demand of each cell.
  let slopes: Buffer<Double>
  /// The sum of ``slopes`` over all cells of the lane before each.
  let sums: Buffer<Double>

  init(lanes: Int, length: Int) {
    self.lanes = lanes
    self.length = length
    stride = length + 1
    // One lane more, for the share that a point would have past the last: always 0.
    demand = Buffer(count: (lanes + 1) * stride)
    slopes = Buffer(count: (lanes + 1) * stride)
    sums = Buffer(count: (lanes + 1) * stride)
  }

  /// Adds demand to all of a lane's cells before a point, its own by its share, less a whole lane's:
  /// the difference of two such calls is a run.
  @inline(__always)
  func add(_ amount: Double, lane: Int, before point: Int, of points: borrowing AxisPoints) {
    let cell = lane * stride + Int(points.low[point])
    let fraction = points.fractions[point]
    demand[cell] += amount * (fraction - 1)
    demand[cell + 1] -= amount * fraction
  }

  /// Adds demand to one cell.
  func add(_ amount: Double, lane: Int, cell: Int) {
    demand[lane * stride + cell] += amount
    demand[lane * stride + cell + 1] -= amount
  }

  /// The sum of slopes over a lane's cells before a point, its own by its share.
  @inline(__always)
  func sum(lane: Int, before point: Int, of points: borrowing AxisPoints) -> Double {
    let cell = lane * stride + Int(points.low[point])
    return sums[cell] + points.fractions[point] * slopes[cell]
  }

  /// The slope of ``sum(lane:before:of:)`` by the point's coordinate.
  @inline(__always)
  func slope(lane: Int, at point: Int, of points: borrowing AxisPoints) -> Double {
    points.slopes[point] * slopes[lane * stride + Int(points.low[point])]
  }

  /// Makes changes along lanes into demand.
  func integrate() {
    for lane in 0..<lanes {
      var sum = 0.0
      for cell in lane * stride..<lane * stride + length {
        sum += demand[cell]
        demand[cell] = sum
      }
    }
  }

  /// Makes the running sums of slopes.
  func sumSlopes() {
    for lane in 0..<lanes {
      var sum = 0.0
      for cell in lane * stride..<lane * stride + length {
        sums[cell] = sum
        sum += slopes[cell]
      }
      sums[lane * stride + length] = sum
    }
  }
}
