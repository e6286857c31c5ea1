/// The method of Kingma and Ba (Adam, 2015): steps along a mean of past gradients, each coordinate in
/// units of the root mean square of its own, so that every node moves about as far.
struct AdamState: ~Copyable {
  let x: Buffer<Double>
  let y: Buffer<Double>
  private let meanX: Buffer<Double>
  private let meanY: Buffer<Double>
  private let squareX: Buffer<Double>
  private let squareY: Buffer<Double>
  private var meanDecay = 1.0
  private var squareDecay = 1.0

  private static let meanRate = 0.9
  private static let squareRate = 0.99

  /// Begins at copies of these coordinates.
  init(startX: borrowing Buffer<Double>, startY: borrowing Buffer<Double>) {
    x = Buffer(count: startX.count)
    y = Buffer(count: startX.count)
    meanX = Buffer(count: startX.count)
    meanY = Buffer(count: startX.count)
    squareX = Buffer(count: startX.count)
    squareY = Buffer(count: startX.count)
    x.copy(from: startX)
    y.copy(from: startY)
  }

  /// One step of the first `count` coordinates, kept inside their limits.
  mutating func step(
    _ length: Double, count: Int, gradientX: borrowing Buffer<Double>,
    gradientY: borrowing Buffer<Double>, limits: borrowing CenterLimits
  ) {
    meanDecay *= Self.meanRate
    squareDecay *= Self.squareRate
    for index in 0..<count {
      let dx = Self.move(gradientX[index], meanX, squareX, index, meanDecay, squareDecay)
      let dy = Self.move(gradientY[index], meanY, squareY, index, meanDecay, squareDecay)
      x[index] = min(max(x[index] - length * dx, limits.lowX[index]), limits.highX[index])
      y[index] = min(max(y[index] - length * dy, limits.lowY[index]), limits.highY[index])
    }
  }

  @inline(__always)
  private static func move(
    _ gradient: Double, _ mean: borrowing Buffer<Double>, _ square: borrowing Buffer<Double>,
    _ index: Int, _ meanDecay: Double, _ squareDecay: Double
  ) -> Double {
    mean[index] = meanRate * mean[index] + (1 - meanRate) * gradient
    square[index] = squareRate * square[index] + (1 - squareRate) * gradient * gradient
    let scale = (square[index] / (1 - squareDecay)).squareRoot()
    return scale > 0 ? mean[index] / (1 - meanDecay) / (scale + 1e-9) : 0
  }
}

/// Where the centres of movable nodes may be, in cells.
struct CenterLimits: ~Copyable {
  let lowX: Buffer<Double>
  let highX: Buffer<Double>
  let lowY: Buffer<Double>
  let highY: Buffer<Double>

  init(_ problem: borrowing PlacementProblem, scaleX: Double, scaleY: Double) {
    let (x, y) = (problem.unit * scaleX, problem.unit * scaleY)
    lowX = Buffer(problem.lowestX.array.map { Double($0) * x })
    highX = Buffer(problem.highestX.array.map { Double($0) * x })
    lowY = Buffer(problem.lowestY.array.map { Double($0) * y })
    highY = Buffer(problem.highestY.array.map { Double($0) * y })
  }
}
