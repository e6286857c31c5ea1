import Spectral

/// All that the solver finds for one density.
struct Solution: Equatable {
  var potential: [Float]
  var fieldX: [Float]
  var fieldY: [Float]
  var energy: Double

  init(
    density: [Float], columns: Int, rows: Int, width: Float, height: Float, threads: Int = 1
  ) {
    var solver = PoissonSolver(
      columns: columns, rows: rows, width: width, height: height, threads: threads)
    self.init(density: density, solver: &solver)
  }

  init(density: [Float], solver: inout PoissonSolver) {
    // Not zero, so that a cell left out shows.
    potential = [Float](repeating: .nan, count: density.count)
    fieldX = potential
    fieldY = potential
    energy = solver.solve(
      density: density, potential: &potential, fieldX: &fieldX, fieldY: &fieldY)
  }
}

/// Numbers from 0 to 1 without pattern, the same for the same count.
func scattered(_ count: Int, seed: UInt64 = 1) -> [Float] {
  var state = seed
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(state >> 40) / Float(1 << 24)
  }
}

/// The largest difference, not a number where one is not.
func largestError(_ values: [Float], _ expected: [Double]) -> Double {
  var largest = 0.0
  for (value, wanted) in zip(values, expected) {
    let difference = abs(Double(value) - wanted)
    if difference.isNaN { return .nan }
    largest = max(largest, difference)
  }
  return largest
}

/// The largest difference, as a part of the largest magnitude of the second.
func relativeError(_ values: [Float], _ expected: [Double]) -> Double {
  largestError(values, expected) / expected.reduce(0) { max($0, abs($1)) }
}
