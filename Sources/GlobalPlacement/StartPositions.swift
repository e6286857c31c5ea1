import Netlist

/// Where objects begin: nodes at the middle of their territory or where the given placement has them;
/// fillers anywhere in it, or where that placement leaves room.
struct StartPositions: ~Copyable {
  let x: FloatBuffer
  let y: FloatBuffer
  /// The boxes of territories, in shares of the placement area's extent.
  private let boxes: [(minX: Float, minY: Float, width: Float, height: Float)]

  init(
    _ problem: borrowing PlacementProblem, room: PlacementRoom, options: GlobalPlacementOptions,
    start: Placement
  ) {
    x = FloatBuffer(count: problem.objectCount + 1)
    y = FloatBuffer(count: problem.objectCount + 1)
    let area = room.grid.area
    boxes = room.territories.map {
      (
        Float(($0.box.minX - area.minX) / area.width),
        Float(($0.box.minY - area.minY) / area.height),
        Float($0.box.width / area.width), Float($0.box.height / area.height)
      )
    }
    var random = SeededGenerator(seed: options.seed)
    switch options.start {
    case .center:
      gather(problem, &random)
      for object in problem.movableCount..<problem.objectCount {
        scatter(object, problem, &random)
      }
    case .given:
      let small = (
        x: 0.03 * problem.width / Float(room.grid.columns),
        y: 0.03 * problem.height / Float(room.grid.rows)
      )
      for object in 0..<problem.movableCount {
        let node = problem.nodes[object].index
        let place = problem.position(x: start.x[node], y: start.y[node])
        put(object, place.x / problem.width, place.y / problem.height, problem)
        let (shiftX, shiftY) = (Float(random.uniform()), Float(random.uniform()))
        loosen(&x[object], problem.lowestX[object], problem.highestX[object], shiftX * small.x)
        loosen(&y[object], problem.lowestY[object], problem.highestY[object], shiftY * small.y)
      }
      var filler = problem.movableCount
      for index in room.territories.indices {
        filler = fillGaps(index, room, from: filler, problem, &random)
      }
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

  /// Puts an object at a share of its territory's extent, or as near as it may be.
  private func putInTerritory(
    _ object: Int, _ shareX: Float, _ shareY: Float, _ problem: borrowing PlacementProblem
  ) {
    let box = boxes[Int(problem.territories[object])]
    put(object, box.minX + shareX * box.width, box.minY + shareY * box.height, problem)
  }

  /// Puts an object anywhere in its territory.
  private func scatter(
    _ object: Int, _ problem: borrowing PlacementProblem, _ random: inout SeededGenerator
  ) {
    putInTerritory(object, Float(random.uniform()), Float(random.uniform()), problem)
  }

  /// All nodes at the middle, a little apart, so that no two are pushed alike for ever.
  private func gather(
    _ problem: borrowing PlacementProblem, _ random: inout SeededGenerator
  ) {
    for object in 0..<problem.movableCount {
      putInTerritory(
        object, 0.498 + 0.004 * Float(random.uniform()), 0.498 + 0.004 * Float(random.uniform()),
        problem)
    }
  }

  /// The fillers of a territory where the density of nodes leaves room for them, each bin in turn taking
  /// what it lacks. Returns the first filler of the next territory.
  private func fillGaps(
    _ index: Int, _ room: PlacementRoom, from first: Int, _ problem: borrowing PlacementProblem,
    _ random: inout SeededGenerator
  ) -> Int {
    let (columns, rows) = (room.grid.columns, room.grid.rows)
    let count = room.territories[index].fillers.count
    let end = first + count
    guard count > 0 else { return end }
    var gaps = gaps(index, room, problem)
    let total = gaps.reduce(0, +)
    if total <= 0 { gaps = gaps.map { _ in 1 } }
    let each = (total > 0 ? total : Double(gaps.count)) / Double(count)
    var object = first
    var filled = 0.0
    for bin in gaps.indices {
      filled += gaps[bin]
      let wanted = first + min(count, Int((filled / each).rounded()))
      while object < wanted {
        put(
          object, (Float(bin % columns) + Float(random.uniform())) / Float(columns),
          (Float(bin / columns) + Float(random.uniform())) / Float(rows), problem)
        object += 1
      }
    }
    while object < end {
      scatter(object, problem, &random)
      object += 1
    }
    return end
  }

  /// By how much each bin's density is below a territory's target.
  private func gaps(
    _ index: Int, _ room: PlacementRoom, _ problem: borrowing PlacementProblem
  ) -> [Double] {
    let (columns, rows, territory) = (room.grid.columns, room.grid.rows, room.territories[index])
    let binWidth = Double(problem.width) / Double(columns)
    let binHeight = Double(problem.height) / Double(rows)
    var density = territory.closed.map { Double($0) * territory.targetDensity }
    for object in 0..<problem.movableCount where problem.territories[object] == index {
      let (halfWidth, halfHeight) = (
        Double(problem.widths[object]) / 2, Double(problem.heights[object]) / 2
      )
      let left = max((Double(x[object]) - halfWidth) / binWidth, 0)
      let right = min((Double(x[object]) + halfWidth) / binWidth, Double(columns))
      let bottom = max((Double(y[object]) - halfHeight) / binHeight, 0)
      let top = min((Double(y[object]) + halfHeight) / binHeight, Double(rows))
      guard left < right, bottom < top else { continue }
      for row in Int(bottom)..<min(rows, Int(top.rounded(.up))) {
        let height = min(top, Double(row + 1)) - max(bottom, Double(row))
        for column in Int(left)..<min(columns, Int(right.rounded(.up))) {
          let width = min(right, Double(column + 1)) - max(left, Double(column))
          density[row * columns + column] += width * height
        }
      }
    }
    return density.map { max(0, territory.targetDensity - $0) }
  }
}
