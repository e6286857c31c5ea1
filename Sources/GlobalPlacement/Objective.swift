import Foundation
import Netlist

/// Wirelength + λ · density, and its preconditioned gradient.
struct Objective: ~Copyable {
  /// λ.
  var densityWeight: Float = 0
  /// The weighted half-perimeter wirelength where the gradient was last taken.
  private(set) var wirelength = 0.0
  /// The area of movable nodes above the target density there.
  private(set) var overflow = 0.0

  private var smoothing: Float
  private let model: WeightedAverageWirelength
  private var field: DensityField
  /// The charge of each object.
  private let charges: FloatBuffer
  private let densityX: FloatBuffer
  private let densityY: FloatBuffer
  private let threads: Int

  init(_ problem: borrowing PlacementProblem, room: PlacementRoom, threads: Int) {
    self.threads = threads
    model = WeightedAverageWirelength(problem, threads: threads)
    field = DensityField(problem, room: room, threads: threads)
    densityX = FloatBuffer(count: problem.objectCount + 1)
    densityY = FloatBuffer(count: problem.objectCount + 1)
    charges = FloatBuffer(count: problem.objectCount)
    for object in 0..<problem.objectCount { charges[object] = field.charge(of: object) }
    smoothing = 0
    setSmoothing(overflow: 1)
  }

  /// Gives an object the charge of another rectangle than its own.
  func setCharge(of object: Int, width: Float, height: Float, isMacro: Bool) {
    field.setCharge(of: object, width: width, height: height, isMacro: isMacro)
    charges[object] = field.charge(of: object)
  }

  /// Sets the smoothing of wirelength: ten times finer at overflow 0.1 than at 0.55, from eight bins
  /// downwards.
  mutating func setSmoothing(overflow: Double) {
    let base = 4 * (field.binWidth + field.binHeight)
    smoothing = base * Float(pow(10, (min(overflow, 1) - 0.1) * 20 / 9 - 1))
  }

  /// The longest step. Where nets are stretched, wirelength is all but linear and its gradient says
  /// nothing about how far to go; beyond a few γ it says nothing at all.
  var longestStep: Float { 1.5 * smoothing }

  /// The gradient at some positions, of each object by its centre, divided by an estimate of the second
  /// derivative: the weights of its nets and λ times its charge (ePlace, section 5.2).
  mutating func gradient(
    _ problem: borrowing PlacementProblem, _ x: borrowing FloatBuffer, _ y: borrowing FloatBuffer,
    _ gradientX: borrowing FloatBuffer, _ gradientY: borrowing FloatBuffer
  ) {
    evaluate(problem, x, y, gradientX, gradientY)
    let (toX, toY) = (gradientX.pointer, gradientY.pointer)
    let (densityX, densityY) = (densityX.pointer, densityY.pointer)
    let pinWeights = problem.objectPinWeights.pointer
    let weight = densityWeight
    let charges = charges.pointer
    inParallel(problem.objectCount, parts: threads) { _, objects in
      for object in objects {
        let scale = 1 / max(1, pinWeights[object] + weight * charges[object])
        toX[object] = (toX[object] + weight * densityX[object]) * scale
        toY[object] = (toY[object] + weight * densityY[object]) * scale
      }
    }
  }

  /// The gradients of wirelength, into the buffers given, and of density.
  private mutating func evaluate(
    _ problem: borrowing PlacementProblem, _ x: borrowing FloatBuffer, _ y: borrowing FloatBuffer,
    _ gradientX: borrowing FloatBuffer, _ gradientY: borrowing FloatBuffer
  ) {
    wirelength =
      model.evaluate(
        problem, x: x, y: y, smoothing: smoothing, gradientX: gradientX, gradientY: gradientY
      ).halfPerimeter
    overflow = field.solve(x: x, y: y)
    field.gradient(x: x, y: y, gradientX: densityX, gradientY: densityY)
  }

  /// Takes wirelength and overflow at some positions.
  mutating func measure(
    _ problem: borrowing PlacementProblem, _ x: borrowing FloatBuffer, _ y: borrowing FloatBuffer
  ) {
    let gradientX = FloatBuffer(count: problem.objectCount + 1)
    let gradientY = FloatBuffer(count: problem.objectCount + 1)
    evaluate(problem, x, y, gradientX, gradientY)
  }

  /// The sums of the magnitudes of both gradients over movable nodes. Where pins lie on one another,
  /// wirelength pulls at none of them, but will soon: it counts at least a hundredth of what it can.
  mutating func gradientSizes(
    _ problem: borrowing PlacementProblem, _ x: borrowing FloatBuffer, _ y: borrowing FloatBuffer
  ) -> (wirelength: Double, density: Double) {
    let gradientX = FloatBuffer(count: problem.objectCount + 1)
    let gradientY = FloatBuffer(count: problem.objectCount + 1)
    evaluate(problem, x, y, gradientX, gradientY)
    var sizes = (wirelength: 0.0, density: 0.0)
    var weights = 0.0
    for object in 0..<problem.movableCount {
      weights += Double(problem.objectPinWeights[object])
      sizes.wirelength += Double(abs(gradientX[object]) + abs(gradientY[object]))
      sizes.density += Double(abs(densityX[object]) + abs(densityY[object]))
    }
    sizes.wirelength = max(sizes.wirelength, weights / 100)
    return sizes
  }
}
