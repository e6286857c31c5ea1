import Spectral

/// The density of objects as an electrostatic system: each object is a charge of its area, and the
/// field drives charges away from where there are too many (Lu et al., ePlace, TODAES 2015).
struct DensityField: ~Copyable {
  let columns: Int
  let rows: Int
  let binWidth: Float
  let binHeight: Float
  let targetDensity: Float
  private let threads: Int
  private let movableCount: Int
  /// How much of each bin fixed nodes and blockages take, from 0 to 1.
  private let closed: FloatBuffer
  /// The extent of each object's charge, and its density.
  private let chargeWidths: FloatBuffer
  private let chargeHeights: FloatBuffer
  private let chargeDensities: FloatBuffer
  /// A map of density for each thread; the first becomes their sum.
  private let maps: FloatBuffer
  private let fieldX: FloatBuffer
  private let fieldY: FloatBuffer
  private let partialSums: Buffer<Double>
  private var solver: PoissonSolver
  /// The energy where the field was last solved for: half the sum of charge times potential.
  private(set) var energy = 0.0

  /// The field of one problem, on a grid whose sides are powers of two.
  ///
  /// - Parameter closed: the share of each bin that is closed, row by row.
  init(
    _ problem: borrowing PlacementProblem, columns: Int, rows: Int, targetDensity: Float,
    closed: [Float], threads: Int
  ) {
    self.columns = columns
    self.rows = rows
    self.threads = threads
    self.targetDensity = targetDensity
    binWidth = problem.width / Float(columns)
    binHeight = problem.height / Float(rows)
    movableCount = problem.movableCount
    self.closed = FloatBuffer(closed)
    chargeWidths = FloatBuffer(count: problem.objectCount)
    chargeHeights = FloatBuffer(count: problem.objectCount)
    chargeDensities = FloatBuffer(count: problem.objectCount)
    maps = FloatBuffer(count: threads * columns * rows)
    fieldX = FloatBuffer(count: columns * rows)
    fieldY = FloatBuffer(count: columns * rows)
    partialSums = Buffer(count: threads)
    solver = PoissonSolver(
      columns: columns, rows: rows, width: problem.width, height: problem.height, threads: threads)
    for object in 0..<problem.objectCount {
      setCharge(
        of: object, width: problem.widths[object], height: problem.heights[object],
        isMacro: problem.isMacro[object])
    }
  }

  /// Gives an object the charge of a rectangle. A small one is spread over more than a bin, so that
  /// density changes smoothly as it moves. Macros count by the target density, so that the bins they
  /// cover are as full as others can become.
  func setCharge(of object: Int, width: Float, height: Float, isMacro: Bool) {
    chargeWidths[object] = max(width, binWidth * 1.414_213_6)
    chargeHeights[object] = max(height, binHeight * 1.414_213_6)
    chargeDensities[object] =
      width * height / (chargeWidths[object] * chargeHeights[object])
      * (isMacro ? targetDensity : 1)
  }

  /// The charge of an object, in the problem's unit of area.
  @inline(__always)
  func charge(of object: Int) -> Float {
    chargeWidths[object] * chargeHeights[object] * chargeDensities[object]
  }

  /// Solves for the field of all objects at these positions. Returns the area of movable nodes that
  /// lies above the target density, in the problem's unit.
  mutating func solve(x: borrowing FloatBuffer, y: borrowing FloatBuffer) -> Double {
    let overflow = spreadNodes(x, y)
    spreadFillers(x, y)
    let product = solver.solve(
      density: UnsafePointer(maps.pointer), fieldX: fieldX.pointer, fieldY: fieldY.pointer)
    energy = product * Double(binWidth * binHeight) / 2
    return overflow
  }

  /// Maps the movable nodes, adds what is closed, and measures what is above the target.
  private func spreadNodes(_ x: borrowing FloatBuffer, _ y: borrowing FloatBuffer) -> Double {
    let kernel = kernel(x, y)
    let (binCount, threads, target) = (columns * rows, threads, targetDensity)
    let (maps, closed, sums) = (maps.pointer, closed.pointer, partialSums.pointer)
    inParallel(movableCount, parts: threads) { part, objects in
      let map = maps + part * binCount
      map.update(repeating: 0, count: binCount)
      for object in objects { kernel.spread(object, in: map) }
    }
    inParallel(binCount, parts: threads) { part, bins in
      var overflow = 0.0
      for bin in bins {
        var density = maps[bin]
        for other in 1..<max(threads, 1) { density += maps[other * binCount + bin] }
        overflow += Double(max(0, density - target * (1 - closed[bin])))
        maps[bin] = density + target * closed[bin]
      }
      sums[part] = overflow
    }
    var overflow = 0.0
    for part in 0..<threads { overflow += sums[part] }
    return overflow * Double(binWidth * binHeight)
  }

  /// Adds the fillers to the first map.
  private func spreadFillers(_ x: borrowing FloatBuffer, _ y: borrowing FloatBuffer) {
    let kernel = kernel(x, y)
    let (binCount, threads, first) = (columns * rows, threads, movableCount)
    let maps = maps.pointer
    inParallel(chargeWidths.count - first, parts: threads) { part, fillers in
      let map = maps + part * binCount
      if part > 0 { map.update(repeating: 0, count: binCount) }
      for filler in fillers { kernel.spread(first + filler, in: map) }
    }
    inParallel(binCount, parts: threads) { _, bins in
      for other in 1..<max(threads, 1) {
        for bin in bins { maps[bin] += maps[other * binCount + bin] }
      }
    }
  }

  /// The force of the field on each object, negated: the gradient of the energy.
  func gradient(
    x: borrowing FloatBuffer, y: borrowing FloatBuffer, gradientX: borrowing FloatBuffer,
    gradientY: borrowing FloatBuffer
  ) {
    let kernel = kernel(x, y)
    let (fieldX, fieldY) = (fieldX.pointer, fieldY.pointer)
    let (toX, toY) = (gradientX.pointer, gradientY.pointer)
    inParallel(chargeWidths.count, parts: threads) { _, objects in
      for object in objects {
        let force = kernel.force(on: object, fieldX, fieldY)
        toX[object] = -force.x
        toY[object] = -force.y
      }
    }
  }

  private func kernel(_ x: borrowing FloatBuffer, _ y: borrowing FloatBuffer) -> ChargeKernel {
    ChargeKernel(
      columns: columns, rows: rows, binWidth: binWidth, binHeight: binHeight, x: x.pointer,
      y: y.pointer, widths: chargeWidths.pointer, heights: chargeHeights.pointer,
      densities: chargeDensities.pointer)
  }
}

/// What the loops over charges read.
private struct ChargeKernel {
  let columns: Int
  let rows: Int
  let binWidth: Float
  let binHeight: Float
  let x: UnsafeMutablePointer<Float>
  let y: UnsafeMutablePointer<Float>
  let widths: UnsafeMutablePointer<Float>
  let heights: UnsafeMutablePointer<Float>
  let densities: UnsafeMutablePointer<Float>

  /// The bins that an interval meets, along one axis.
  @inline(__always)
  private func bins(_ low: Float, _ high: Float, _ size: Float, _ count: Int) -> ClosedRange<Int> {
    let last = Float(count - 1)
    let first = Int(min(max(low / size, 0), last))
    return first...max(first, Int(min(max(high / size, 0), last)))
  }

  /// Adds the density of an object to a map.
  @inline(__always)
  func spread(_ object: Int, in map: UnsafeMutablePointer<Float>) {
    let (halfWidth, halfHeight) = (widths[object] / 2, heights[object] / 2)
    let (left, right) = (x[object] - halfWidth, x[object] + halfWidth)
    let (bottom, top) = (y[object] - halfHeight, y[object] + halfHeight)
    let scale = densities[object] / (binWidth * binHeight)
    let across = bins(left, right, binWidth, columns)
    for row in bins(bottom, top, binHeight, rows) {
      let low = Float(row) * binHeight
      let height = (min(top, low + binHeight) - max(bottom, low)) * scale
      let line = map + row * columns
      for column in across {
        let edge = Float(column) * binWidth
        line[column] += (min(right, edge + binWidth) - max(left, edge)) * height
      }
    }
  }

  /// The field summed over the charge of an object.
  @inline(__always)
  func force(
    on object: Int, _ fieldX: UnsafeMutablePointer<Float>, _ fieldY: UnsafeMutablePointer<Float>
  ) -> SIMD2<Float> {
    let (halfWidth, halfHeight) = (widths[object] / 2, heights[object] / 2)
    let (left, right) = (x[object] - halfWidth, x[object] + halfWidth)
    let (bottom, top) = (y[object] - halfHeight, y[object] + halfHeight)
    let across = bins(left, right, binWidth, columns)
    var force = SIMD2<Float>()
    for row in bins(bottom, top, binHeight, rows) {
      let low = Float(row) * binHeight
      let height = min(top, low + binHeight) - max(bottom, low)
      let offset = row * columns
      var sum = SIMD2<Float>()
      for column in across {
        let edge = Float(column) * binWidth
        sum +=
          SIMD2(fieldX[offset + column], fieldY[offset + column])
          * (min(right, edge + binWidth) - max(left, edge))
      }
      force += sum * height
    }
    return force * densities[object]
  }
}
