/// The weighted-average model of wirelength, a smooth stand-in for half perimeters, and its gradient
/// (Hsu, Balabanov & Chang, TCAD 2013).
///
/// Along x, a net's length is the mean of its pins' x weighted by e^(x/γ) less that weighted by
/// e^(-x/γ); the smaller γ, the closer to the half perimeter. Two of the four sums that a net needs are for
/// x and two for y, so they go through the arithmetic as the four lanes of one vector.
struct WeightedAverageWirelength: ~Copyable {
  private let threads: Int
  private let largestNet: Int
  /// One gradient a pin, in the order of pins.
  private let pinGradientsX: FloatBuffer
  private let pinGradientsY: FloatBuffer
  /// What each thread keeps of the net at hand: exponentials and coordinates of its pins.
  private let scratch: FloatBuffer
  private let sums: Buffer<Double>

  /// Room for one problem.
  init(_ problem: borrowing PlacementProblem, threads: Int) {
    self.threads = threads
    pinGradientsX = FloatBuffer(count: problem.pinCount)
    pinGradientsY = FloatBuffer(count: problem.pinCount)
    var largest = 1
    for net in 0..<problem.netCount {
      largest = max(largest, Int(problem.netStarts[net + 1] - problem.netStarts[net]))
    }
    largestNet = largest
    scratch = FloatBuffer(count: threads * largest * 8)
    sums = Buffer(count: threads * 2)
  }

  /// The weighted half-perimeter wirelength and the smooth one, both in the problem's unit; the
  /// gradient of the latter by the centre of each object.
  func evaluate(
    _ problem: borrowing PlacementProblem, x: borrowing FloatBuffer, y: borrowing FloatBuffer,
    smoothing: Float, gradientX: borrowing FloatBuffer, gradientY: borrowing FloatBuffer
  ) -> (halfPerimeter: Double, smooth: Double) {
    let kernel = NetKernel(
      starts: problem.netStarts.pointer, weights: problem.netWeights.pointer,
      objects: problem.pinObjects.pointer, offsetsX: problem.pinOffsetsX.pointer,
      offsetsY: problem.pinOffsetsY.pointer, x: x.pointer, y: y.pointer,
      inverseSmoothing: 1 / smoothing, gradientsX: pinGradientsX.pointer,
      gradientsY: pinGradientsY.pointer)
    let (scratch, sums, stride) = (scratch.pointer, sums.pointer, largestNet * 8)
    inParallel(problem.netCount, parts: threads) { part, nets in
      let room = UnsafeMutableRawPointer(scratch + part * stride)
        .assumingMemoryBound(to: SIMD4<Float>.self)
      let total = kernel.run(nets, scratch: room)
      sums[2 * part] = total.halfPerimeter
      sums[2 * part + 1] = total.smooth
    }
    collect(problem, gradientX: gradientX, gradientY: gradientY)
    var result = (halfPerimeter: 0.0, smooth: 0.0)
    for part in 0..<threads {
      result.halfPerimeter += sums[2 * part]
      result.smooth += sums[2 * part + 1]
    }
    return result
  }

  /// Sums the gradients of each object's pins.
  private func collect(
    _ problem: borrowing PlacementProblem, gradientX: borrowing FloatBuffer,
    gradientY: borrowing FloatBuffer
  ) {
    let (starts, pins) = (problem.objectStarts.pointer, problem.objectPins.pointer)
    let (fromX, fromY) = (pinGradientsX.pointer, pinGradientsY.pointer)
    let (toX, toY) = (gradientX.pointer, gradientY.pointer)
    inParallel(problem.objectCount, parts: threads) { _, objects in
      for object in objects {
        var sum = SIMD2<Float>()
        for index in Int(starts[object])..<Int(starts[object + 1]) {
          let pin = Int(pins[index])
          sum += SIMD2(fromX[pin], fromY[pin])
        }
        toX[object] = sum.x
        toY[object] = sum.y
      }
    }
  }
}

/// What the loop over nets reads and writes.
private struct NetKernel {
  let starts: UnsafeMutablePointer<Int32>
  let weights: UnsafeMutablePointer<Float>
  let objects: UnsafeMutablePointer<Int32>
  let offsetsX: UnsafeMutablePointer<Float>
  let offsetsY: UnsafeMutablePointer<Float>
  let x: UnsafeMutablePointer<Float>
  let y: UnsafeMutablePointer<Float>
  let inverseSmoothing: Float
  let gradientsX: UnsafeMutablePointer<Float>
  let gradientsY: UnsafeMutablePointer<Float>

  /// The lengths of some nets, and the gradients of their pins.
  func run(
    _ nets: Range<Int>, scratch: UnsafeMutablePointer<SIMD4<Float>>
  ) -> (halfPerimeter: Double, smooth: Double) {
    // Lanes: towards higher x, lower x, higher y, lower y.
    let signs = SIMD4<Float>(1, -1, 1, -1)
    let steepness = signs * inverseSmoothing
    var halfPerimeter = 0.0
    var smooth = 0.0
    for net in nets {
      let first = Int(starts[net])
      let count = Int(starts[net + 1]) - first
      var extremes = SIMD4<Float>(
        -.greatestFiniteMagnitude, -.greatestFiniteMagnitude, -.greatestFiniteMagnitude,
        -.greatestFiniteMagnitude)
      for index in 0..<count {
        let pin = first + index
        let object = Int(objects[pin])
        let pinX = x[object] + offsetsX[pin]
        let pinY = y[object] + offsetsY[pin]
        let place = SIMD4(pinX, pinX, pinY, pinY)
        scratch[2 * index] = place
        let signed = place * signs
        extremes.replace(with: signed, where: signed .> extremes)
      }
      extremes *= signs
      var total = SIMD4<Float>()
      var moment = SIMD4<Float>()
      for index in 0..<count {
        let distance = scratch[2 * index] - extremes
        let exponential = fastExponential(distance * steepness)
        scratch[2 * index + 1] = exponential
        total += exponential
        moment += exponential * distance
      }
      let inverseTotal = 1 / total
      let mean = moment * inverseTotal + extremes
      let weight = weights[net]
      let scale = inverseTotal * signs * weight
      for index in 0..<count {
        let slope =
          scratch[2 * index + 1] * scale * (1 + (scratch[2 * index] - mean) * steepness)
        gradientsX[first + index] = slope.x + slope.y
        gradientsY[first + index] = slope.z + slope.w
      }
      halfPerimeter += Double(
        weight * ((extremes.x - extremes.y) + (extremes.z - extremes.w)))
      smooth += Double(weight * ((mean.x - mean.y) + (mean.z - mean.w)))
    }
    return (halfPerimeter, smooth)
  }
}
