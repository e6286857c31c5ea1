import Netlist

/// Where objects begin: nodes at the middle or where the given placement has them; fillers anywhere, or
/// where that placement leaves room.
struct StartPositions: ~Copyable {
  let x: FloatBuffer
  let y: FloatBuffer

  init(
    _ problem: borrowing PlacementProblem, room: PlacementRoom, options: GlobalPlacementOptions,
    start: Placement
  ) {
    x = FloatBuffer(count: problem.objectCount + 1)
    y = FloatBuffer(count: problem.objectCount + 1)
    var random = SeededGenerator(seed: options.seed)
    switch options.start {
    case .center:
      gather(problem, &random)
      for object in problem.movableCount..<problem.objectCount {
        put(object, Float(random.uniform()), Float(random.uniform()), problem)
      }
    case .given:
      let small = (
        x: 0.03 * problem.width / Float(room.columns), y: 0.03 * problem.height / Float(room.rows)
      )
      for object in 0..<problem.movableCount {
        let node = problem.nodes[object].index
        let place = problem.position(x: start.x[node], y: start.y[node])
        put(object, place.x / problem.width, place.y / problem.height, problem)
        let (shiftX, shiftY) = (Float(random.uniform()), Float(random.uniform()))
        loosen(&x[object], problem.lowestX[object], problem.highestX[object], shiftX * small.x)
        loosen(&y[object], problem.lowestY[object], problem.highestY[object], shiftY * small.y)
      }
      fillGaps(problem, room, &random)
    }
  }

  /// Puts an object at a share of the placement area's extent, or as near as it may be.
  private func put(
    _ object: Int, _ shareX: Float, _ shareY: Float, _ problem: borrowing PlacementProblem
  ) {
    x[object] = min(
      max(shareX * problem.width, problem.lowestX[object]), problem.highestX[object])
    y[object] = min(
      max(shareY * problem.height, problem.lowestY[object]), problem.highestY[object])
  }

  /// Moves a coordinate a little way into its range, so that nodes at one place come apart.
  private func loosen(_ place: inout Float, _ lowest: Float, _ highest: Float, _ shift: Float) {
    place =
      place - lowest < highest - place
      ? min(highest, place + shift) : max(lowest, place - shift)
  }

  /// All nodes at the middle, a little apart, so that no two are pushed alike for ever.
  private func gather(
    _ problem: borrowing PlacementProblem, _ random: inout SeededGenerator
  ) {
    for object in 0..<problem.movableCount {
      put(
        object, 0.498 + 0.004 * Float(random.uniform()), 0.498 + 0.004 * Float(random.uniform()),
        problem)
    }
  }

  /// Fillers where the density of nodes leaves room for them, each bin in turn taking what it lacks.
  private func fillGaps(
    _ problem: borrowing PlacementProblem, _ room: PlacementRoom, _ random: inout SeededGenerator
  ) {
    let count = problem.objectCount - problem.movableCount
    guard count > 0 else { return }
    var gaps = gaps(problem, room)
    let total = gaps.reduce(0, +)
    if total <= 0 { gaps = gaps.map { _ in 1 } }
    let each = (total > 0 ? total : Double(gaps.count)) / Double(count)
    var object = problem.movableCount
    var filled = 0.0
    for bin in gaps.indices {
      filled += gaps[bin]
      let wanted = problem.movableCount + min(count, Int((filled / each).rounded()))
      while object < wanted {
        put(
          object,
          (Float(bin % room.columns) + Float(random.uniform())) / Float(room.columns),
          (Float(bin / room.columns) + Float(random.uniform())) / Float(room.rows), problem)
        object += 1
      }
    }
    while object < problem.objectCount {
      put(object, Float(random.uniform()), Float(random.uniform()), problem)
      object += 1
    }
  }

  /// By how much each bin's density is below the target.
  private func gaps(_ problem: borrowing PlacementProblem, _ room: PlacementRoom) -> [Double] {
    let binWidth = Double(problem.width) / Double(room.columns)
    let binHeight = Double(problem.height) / Double(room.rows)
    var density = room.closed.map { Double($0) * room.targetDensity }
    for object in 0..<problem.movableCount {
      let (halfWidth, halfHeight) = (
        Double(problem.widths[object]) / 2, Double(problem.heights[object]) / 2
      )
      let left = max((Double(x[object]) - halfWidth) / binWidth, 0)
      let right = min((Double(x[object]) + halfWidth) / binWidth, Double(room.columns))
      let bottom = max((Double(y[object]) - halfHeight) / binHeight, 0)
      let top = min((Double(y[object]) + halfHeight) / binHeight, Double(room.rows))
      guard left < right, bottom < top else { continue }
      for row in Int(bottom)..<min(room.rows, Int(top.rounded(.up))) {
        let height = min(top, Double(row + 1)) - max(bottom, Double(row))
        for column in Int(left)..<min(room.columns, Int(right.rounded(.up))) {
          let width = min(right, Double(column + 1)) - max(left, Double(column))
          density[row * room.columns + column] += width * height
        }
      }
    }
    return density.map { max(0, room.targetDensity - $0) }
  }
}
