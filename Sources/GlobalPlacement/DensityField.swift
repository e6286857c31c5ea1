import Netlist
import Spectral

/// The density of objects as an electrostatic system: each object is a charge of its area, and the
/// field drives charges away from where there are too many (Lu et al., ePlace, TODAES 2015). Each territory
/// has a field of its own.
struct DensityField: ~Copyable {
  let columns: Int
  let rows: Int
  let binWidth: Float
  let binHeight: Float
  private let threads: Int
  /// The target density of each territory.
  private let targetDensities: [Float]
  /// The territory of each object.
  private let territories: [Int32]
  /// The objects by territory, those that move before the fillers: list `2 t` and list `2 t + 1` of
  /// territory `t` are from `starts` of it up to that of the next.
  private let objects: Buffer<Int32>
  private let starts: [Int]
  /// How much of each bin is closed, from 0 to 1, for each territory in turn.
  private let closed: FloatBuffer
  /// Half the extent of each object's charge, in bins, and its density.
  private let halfWidths: FloatBuffer
  private let halfHeights: FloatBuffer
  private let chargeDensities: FloatBuffer
  /// A map of density for each thread; the first becomes their sum.
  private let maps: FloatBuffer
  /// The field of each territory in turn.
  private let fieldX: FloatBuffer
  private let fieldY: FloatBuffer
  private let partialSums: Buffer<Double>
  private var solver: PoissonSolver
  /// The energy where the field was last solved for: half the sum of charge times potential.
  private(set) var energy = 0.0

  /// The field of one problem, on a grid whose sides are powers of two.
  init(_ problem: borrowing PlacementProblem, room: PlacementRoom, threads: Int) {
    (columns, rows) = (room.grid.columns, room.grid.rows)
    self.threads = threads
    binWidth = problem.width / Float(columns)
    binHeight = problem.height / Float(rows)
    targetDensities = room.territories.map { Float($0.targetDensity) }
    territories = problem.territories
    let (binCount, movableCount) = (columns * rows, problem.movableCount)
    let lists = Adjacency<Int32>(
      groupingBy: territories.enumerated().map { 2 * $1 + ($0 < movableCount ? 0 : 1) },
      rowCount: 2 * room.territories.count)
    objects = Buffer(lists.elements)
    starts = lists.offsets.map { Int($0) }
    closed = FloatBuffer(room.territories.flatMap(\.closed))
    halfWidths = FloatBuffer(count: problem.objectCount)
    halfHeights = FloatBuffer(count: problem.objectCount)
    chargeDensities = FloatBuffer(count: problem.objectCount)
    maps = FloatBuffer(count: threads * binCount)
    fieldX = FloatBuffer(count: room.territories.count * binCount)
    fieldY = FloatBuffer(count: room.territories.count * binCount)
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
    let chargeWidth = max(width, binWidth * 1.414_213_6)
    let chargeHeight = max(height, binHeight * 1.414_213_6)
    halfWidths[object] = chargeWidth / binWidth / 2
    halfHeights[object] = chargeHeight / binHeight / 2
    chargeDensities[object] =
      width * height / (chargeWidth * chargeHeight)
      * (isMacro ? targetDensities[Int(territories[object])] : 1)
  }

  /// The charge of an object, in the problem's unit of area.
  @inline(__always)
  func charge(of object: Int) -> Float {
    4 * halfWidths[object] * halfHeights[object] * chargeDensities[object] * binWidth * binHeight
  }

  /// Solves for the fields of all objects at these positions. Returns the area of movable nodes that
  /// lies above the target density, in the problem's unit.
  mutating func solve(x: borrowing FloatBuffer, y: borrowing FloatBuffer) -> Double {
    var (overflow, product) = (0.0, 0.0)
    for territory in targetDensities.indices {
      overflow += spreadNodes(of: territory, x, y)
      spreadFillers(of: territory, x, y)
      let bins = territory * columns * rows
      product += solver.solve(
        density: UnsafePointer(maps.pointer), fieldX: fieldX.pointer + bins,
        fieldY: fieldY.pointer + bins)
    }
    energy = product * Double(binWidth * binHeight) / 2
    return overflow
  }

  /// Maps the movable nodes, adds what is closed, and measures what is above the target.
  private func spreadNodes(
    of territory: Int, _ x: borrowing FloatBuffer, _ y: borrowing FloatBuffer
  ) -> Double {
    let kernel = kernel(x, y)
    let (binCount, threads, target) = (columns * rows, threads, targetDensities[territory])
    let (maps, sums) = (maps.pointer, partialSums.pointer)
    let closed = closed.pointer + territory * binCount
    let nodes = list(2 * territory)
    inParallel(nodes.count, parts: threads) { part, places in
      let map = maps + part * binCount
      map.update(repeating: 0, count: binCount)
      for place in places { kernel.spread(Int(nodes[place]), in: map) }
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
  private func spreadFillers(
    of territory: Int, _ x: borrowing FloatBuffer, _ y: borrowing FloatBuffer
  ) {
    let kernel = kernel(x, y)
    let (binCount, threads) = (columns * rows, threads)
    let maps = maps.pointer
    let fillers = list(2 * territory + 1)
    inParallel(fillers.count, parts: threads) { part, places in
      let map = maps + part * binCount
      if part > 0 { map.update(repeating: 0, count: binCount) }
      for place in places { kernel.spread(Int(fillers[place]), in: map) }
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
    let (toX, toY) = (gradientX.pointer, gradientY.pointer)
    let binArea = binWidth * binHeight
    for territory in targetDensities.indices {
      let bins = territory * columns * rows
      let (fieldX, fieldY) = (fieldX.pointer + bins, fieldY.pointer + bins)
      for which in [2 * territory, 2 * territory + 1] {
        let members = list(which)
        inParallel(members.count, parts: threads) { _, places in
          for place in places {
            let object = Int(members[place])
            let force = kernel.force(on: object, fieldX, fieldY)
            toX[object] = -force.x * binArea
            toY[object] = -force.y * binArea
          }
        }
      }
    }
  }

  private func list(_ index: Int) -> UnsafeBufferPointer<Int32> {
    UnsafeBufferPointer(
      start: objects.pointer + starts[index], count: starts[index + 1] - starts[index])
  }

  private func kernel(_ x: borrowing FloatBuffer, _ y: borrowing FloatBuffer) -> ChargeKernel {
    ChargeKernel(
      columns: columns, rows: rows, inverseWidth: 1 / binWidth, inverseHeight: 1 / binHeight,
      x: x.pointer, y: y.pointer, halfWidths: halfWidths.pointer,
      halfHeights: halfHeights.pointer, densities: chargeDensities.pointer)
  }
}

/// What the loops over charges read. Inside, lengths are in bins.
private struct ChargeKernel {
  let columns: Int
  let rows: Int
  let inverseWidth: Float
  let inverseHeight: Float
  let x: UnsafeMutablePointer<Float>
  let y: UnsafeMutablePointer<Float>
  /// Half the extents of charges, in bins.
  let halfWidths: UnsafeMutablePointer<Float>
  let halfHeights: UnsafeMutablePointer<Float>
  let densities: UnsafeMutablePointer<Float>

  /// An interval and the bins that it meets, along one axis.
  private struct Extent {
    let low: Float
    let high: Float
    let bins: Range<Int>

    @inline(__always)
    init(_ middle: Float, _ half: Float, _ count: Int) {
      // Wholly inside, so that charge made wider than its object is not lost at the edge.
      low = max(0, min(middle - half, Float(count) - 2 * half))
      high = min(Float(count), low + 2 * half)
      let first = min(Int(low), count - 1)
      bins = first..<max(first + 1, min(count, Int(high) + 1))
    }

    /// How much of a bin lies inside.
    @inline(__always)
    func overlap(_ bin: Int) -> Float {
      let edge = Float(bin)
      return max(0, min(high, edge + 1) - max(low, edge))
    }
  }

  /// Adds the density of an object to a map.
  @inline(__always)
  func spread(_ object: Int, in map: UnsafeMutablePointer<Float>) {
    let across = Extent(x[object] * inverseWidth, halfWidths[object], columns)
    let upward = Extent(y[object] * inverseHeight, halfHeights[object], rows)
    let density = densities[object]
    for row in upward.bins {
      let height = upward.overlap(row) * density
      let line = map + row * columns
      for column in across.bins { line[column] += across.overlap(column) * height }
    }
  }

  /// The field summed over the charge of an object, per area of a bin.
  @inline(__always)
  func force(
    on object: Int, _ fieldX: UnsafeMutablePointer<Float>, _ fieldY: UnsafeMutablePointer<Float>
  ) -> SIMD2<Float> {
    let across = Extent(x[object] * inverseWidth, halfWidths[object], columns)
    let upward = Extent(y[object] * inverseHeight, halfHeights[object], rows)
    var force = SIMD2<Float>()
    for row in upward.bins {
      let (lineX, lineY) = (fieldX + row * columns, fieldY + row * columns)
      var sum = SIMD2<Float>()
      for column in across.bins {
        sum += SIMD2(lineX[column], lineY[column]) * across.overlap(column)
      }
      force += sum * upward.overlap(row)
    }
    return force * densities[object]
  }
}
