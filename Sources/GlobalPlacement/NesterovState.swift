/// Nesterov's method with a step length from a running estimate of the gradient's Lipschitz constant
/// (Lu et al., ePlace, TODAES 2015, algorithm 3).
///
/// There are two sequences: `major`, the answer, and `reference`, ahead of it, where gradients are
/// taken. The step is the distance between the last two references over that between their gradients.
/// That is one length for all objects, though a few that are bent more steeply than most, as macros
/// with their many nets are, would swing under it: an object whose gradient turns around takes shorter
/// steps for a while.
struct NesterovState: ~Copyable {
  let count: Int
  private(set) var majorX: FloatBuffer
  private(set) var majorY: FloatBuffer
  private var referenceX: FloatBuffer
  private var referenceY: FloatBuffer
  /// The preconditioned gradient at the reference.
  private var gradientX: FloatBuffer
  private var gradientY: FloatBuffer

  private var nextMajorX: FloatBuffer
  private var nextMajorY: FloatBuffer
  private var nextReferenceX: FloatBuffer
  private var nextReferenceY: FloatBuffer
  private var nextGradientX: FloatBuffer
  private var nextGradientY: FloatBuffer
  /// The share of the common step that each object takes.
  private let caution: FloatBuffer
  private let sums: Buffer<Double>
  let threads: Int
  private var acceleration: Float = 1
  private var step: Float = 0

  /// Takes the preconditioned gradient at positions: x, y, and where to put the gradient by each.
  typealias Gradient = (
    borrowing FloatBuffer, borrowing FloatBuffer, borrowing FloatBuffer, borrowing FloatBuffer
  ) -> Void

  init(startX: borrowing FloatBuffer, startY: borrowing FloatBuffer, threads: Int) {
    // One more than objects: the anchor, at the origin for ever.
    count = startX.count - 1
    self.threads = threads
    majorX = FloatBuffer(count: count + 1)
    majorY = FloatBuffer(count: count + 1)
    referenceX = FloatBuffer(count: count + 1)
    referenceY = FloatBuffer(count: count + 1)
    gradientX = FloatBuffer(count: count + 1)
    gradientY = FloatBuffer(count: count + 1)
    nextMajorX = FloatBuffer(count: count + 1)
    nextMajorY = FloatBuffer(count: count + 1)
    nextReferenceX = FloatBuffer(count: count + 1)
    nextReferenceY = FloatBuffer(count: count + 1)
    nextGradientX = FloatBuffer(count: count + 1)
    nextGradientY = FloatBuffer(count: count + 1)
    caution = FloatBuffer(count: count + 1)
    sums = Buffer(count: 2 * threads)
    caution.fill(1)
    majorX.copy(from: startX)
    majorY.copy(from: startY)
    referenceX.copy(from: startX)
    referenceY.copy(from: startY)
  }

  /// Where the method stands between two iterations.
  struct Point: Sendable {
    var major: Coordinates
    var reference: Coordinates
    var gradient: Coordinates
    var caution: [Float]
    var acceleration: Float
    var step: Float
  }

  /// Where the method stands.
  var point: Point {
    Point(
      major: Coordinates(majorX, majorY), reference: Coordinates(referenceX, referenceY),
      gradient: Coordinates(gradientX, gradientY), caution: caution.array,
      acceleration: acceleration, step: step)
  }

  /// Goes on from a point.
  mutating func resume(_ point: Point) {
    point.major.copy(toX: majorX, y: majorY)
    point.reference.copy(toX: referenceX, y: referenceY)
    point.gradient.copy(toX: gradientX, y: gradientY)
    caution.copy(from: point.caution)
    acceleration = point.acceleration
    step = point.step
  }

  /// Takes the gradient at the start, and a first step length from a small trial step.
  mutating func begin(
    trial: Float, limits: borrowing PlacementProblem, gradient: Gradient
  ) {
    gradient(referenceX, referenceY, gradientX, gradientY)
    var largest: Float = 0
    for object in 0..<count {
      largest = max(largest, abs(gradientX[object]), abs(gradientY[object]))
    }
    let length = largest > 0 ? trial / largest : 0
    advance(by: length, momentum: 0, limits)
    gradient(nextReferenceX, nextReferenceY, nextGradientX, nextGradientY)
    step = lipschitzStep() ?? length
    acceleration = 1
  }

  /// One iteration: a step, at most the longest allowed, and shortened until the gradient found there
  /// agrees with its length.
  mutating func iterate(
    longestStep: Float, limits: borrowing PlacementProblem, gradient: Gradient
  ) {
    step = min(step, longestStep)
    let nextAcceleration = (1 + (4 * acceleration * acceleration + 1).squareRoot()) / 2
    let momentum = (acceleration - 1) / nextAcceleration
    for trial in 1...10 {
      advance(by: step, momentum: momentum, limits)
      gradient(nextReferenceX, nextReferenceY, nextGradientX, nextGradientY)
      guard let found = lipschitzStep() else { break }
      let isEnough = found > 0.95 * step || trial == 10
      step = found
      if isEnough { break }
    }
    acceleration = nextAcceleration
    adaptCaution()
    swap(&majorX, &nextMajorX)
    swap(&majorY, &nextMajorY)
    swap(&referenceX, &nextReferenceX)
    swap(&referenceY, &nextReferenceY)
    swap(&gradientX, &nextGradientX)
    swap(&gradientY, &nextGradientY)
  }

  private func advance(by step: Float, momentum: Float, _ limits: borrowing PlacementProblem) {
    let x = AxisStep(
      reference: referenceX.pointer, gradient: gradientX.pointer, caution: caution.pointer,
      major: majorX.pointer, lowest: limits.lowestX.pointer, highest: limits.highestX.pointer,
      nextMajor: nextMajorX.pointer, nextReference: nextReferenceX.pointer)
    let y = AxisStep(
      reference: referenceY.pointer, gradient: gradientY.pointer, caution: caution.pointer,
      major: majorY.pointer, lowest: limits.lowestY.pointer, highest: limits.highestY.pointer,
      nextMajor: nextMajorY.pointer, nextReference: nextReferenceY.pointer)
    inParallel(count, parts: threads) { _, objects in
      x.advance(objects, by: step, momentum: momentum)
      y.advance(objects, by: step, momentum: momentum)
    }
  }

  /// The distance between the two references over that between their gradients; nil without either.
  private func lipschitzStep() -> Float? {
    let (fromX, fromY) = (referenceX.pointer, referenceY.pointer)
    let (toX, toY) = (nextReferenceX.pointer, nextReferenceY.pointer)
    let (lastX, lastY) = (gradientX.pointer, gradientY.pointer)
    let (nextX, nextY) = (nextGradientX.pointer, nextGradientY.pointer)
    let (caution, sums) = (caution.pointer, sums.pointer)
    inParallel(count, parts: threads) { part, objects in
      var sum = SIMD2<Double>()
      for object in objects {
        let share = caution[object]
        let dx = toX[object] - fromX[object]
        let dy = toY[object] - fromY[object]
        let gx = (nextX[object] - lastX[object]) * share
        let gy = (nextY[object] - lastY[object]) * share
        sum += SIMD2(Double(dx * dx + dy * dy), Double(gx * gx + gy * gy))
      }
      sums[2 * part] = sum.x
      sums[2 * part + 1] = sum.y
    }
    var (distance, change) = (0.0, 0.0)
    for part in 0..<threads {
      distance += sums[2 * part]
      change += sums[2 * part + 1]
    }
    guard distance > 0, change > 0, distance.isFinite, change.isFinite else { return nil }
    return Float((distance / change).squareRoot())
  }

  /// Shortens the steps of objects whose gradient has turned around, and lengthens those of others.
  private func adaptCaution() {
    let (lastX, lastY) = (gradientX.pointer, gradientY.pointer)
    let (nextX, nextY) = (nextGradientX.pointer, nextGradientY.pointer)
    let caution = caution.pointer
    inParallel(count, parts: threads) { _, objects in
      for object in objects {
        let product = lastX[object] * nextX[object] + lastY[object] * nextY[object]
        let share = caution[object] * (product < 0 ? 0.7 : 1.05)
        caution[object] = min(1, max(0.1, share))
      }
    }
  }
}

/// A step along one axis.
private struct AxisStep {
  let reference: UnsafeMutablePointer<Float>
  let gradient: UnsafeMutablePointer<Float>
  let caution: UnsafeMutablePointer<Float>
  let major: UnsafeMutablePointer<Float>
  let lowest: UnsafeMutablePointer<Float>
  let highest: UnsafeMutablePointer<Float>
  let nextMajor: UnsafeMutablePointer<Float>
  let nextReference: UnsafeMutablePointer<Float>

  func advance(_ objects: Range<Int>, by step: Float, momentum: Float) {
    for object in objects {
      // In this order of arguments, what is no number becomes the lowest place.
      let place = min(
        highest[object],
        max(lowest[object], reference[object] - step * caution[object] * gradient[object]))
      nextMajor[object] = place
      nextReference[object] = min(
        highest[object],
        max(lowest[object], place + momentum * (place - major[object])))
    }
  }
}
