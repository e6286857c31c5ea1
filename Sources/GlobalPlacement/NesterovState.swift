/// Nesterov's method with a step length from a running estimate of the gradient's Lipschitz constant
/// (Lu et al., ePlace, TODAES 2015, algorithm 3).
///
/// There are two sequences: `major`, the answer, and `reference`, ahead of it, where gradients are
/// taken. The step is the distance between the last two references over that between their gradients.
struct NesterovState: ~Copyable {
  let count: Int
  let majorX: FloatBuffer
  let majorY: FloatBuffer
  let referenceX: FloatBuffer
  let referenceY: FloatBuffer
  /// The preconditioned gradient at the reference.
  let gradientX: FloatBuffer
  let gradientY: FloatBuffer

  private let nextMajorX: FloatBuffer
  private let nextMajorY: FloatBuffer
  private let nextReferenceX: FloatBuffer
  private let nextReferenceY: FloatBuffer
  private let nextGradientX: FloatBuffer
  private let nextGradientY: FloatBuffer
  private var acceleration: Float = 1
  private var step: Float = 0

  init(startX: borrowing FloatBuffer, startY: borrowing FloatBuffer) {
    // One more than objects: the anchor, at the origin for ever.
    count = startX.count - 1
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
    majorX.copy(from: startX)
    majorY.copy(from: startY)
    referenceX.copy(from: startX)
    referenceY.copy(from: startY)
  }

  /// Takes the gradient at the start, and a first step length from a small trial step.
  mutating func begin(
    trial: Float, limits: borrowing PlacementProblem,
    gradient: (
      borrowing FloatBuffer, borrowing FloatBuffer, borrowing FloatBuffer, borrowing FloatBuffer
    ) -> Void
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
    longestStep: Float, limits: borrowing PlacementProblem,
    gradient: (
      borrowing FloatBuffer, borrowing FloatBuffer, borrowing FloatBuffer, borrowing FloatBuffer
    ) -> Void
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
    majorX.copy(from: nextMajorX)
    majorY.copy(from: nextMajorY)
    referenceX.copy(from: nextReferenceX)
    referenceY.copy(from: nextReferenceY)
    gradientX.copy(from: nextGradientX)
    gradientY.copy(from: nextGradientY)
  }

  private func advance(by step: Float, momentum: Float, _ limits: borrowing PlacementProblem) {
    for object in 0..<count {
      let x = min(
        max(referenceX[object] - step * gradientX[object], limits.lowestX[object]),
        limits.highestX[object])
      let y = min(
        max(referenceY[object] - step * gradientY[object], limits.lowestY[object]),
        limits.highestY[object])
      nextMajorX[object] = x
      nextMajorY[object] = y
      nextReferenceX[object] = min(
        max(x + momentum * (x - majorX[object]), limits.lowestX[object]), limits.highestX[object])
      nextReferenceY[object] = min(
        max(y + momentum * (y - majorY[object]), limits.lowestY[object]), limits.highestY[object])
    }
  }

  /// The distance between the two references over that between their gradients; nil without either.
  private func lipschitzStep() -> Float? {
    var (distance, change) = (0.0, 0.0)
    for object in 0..<count {
      let dx = nextReferenceX[object] - referenceX[object]
      let dy = nextReferenceY[object] - referenceY[object]
      let gx = nextGradientX[object] - gradientX[object]
      let gy = nextGradientY[object] - gradientY[object]
      distance += Double(dx * dx + dy * dy)
      change += Double(gx * gx + gy * gy)
    }
    guard distance > 0, change > 0 else { return nil }
    return Float((distance / change).squareRoot())
  }
}
