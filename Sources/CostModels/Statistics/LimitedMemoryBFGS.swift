/// Minimization of a smooth function by the limited-memory method of Broyden, Fletcher, Goldfarb and
/// Shanno (Nocedal and Wright, Numerical Optimization, 2006, algorithms 7.4 and 3.1).
///
/// Steps go along the two-loop direction and are halved until the function falls enough (Armijo's
/// rule). A pair of step and change of gradient that would spoil the curvature is left out. Where
/// the function is not finite, a step is too long. The method is deterministic.
struct LimitedMemoryBFGS: Sendable {
  /// The pairs of step and change of gradient that are kept.
  var memory = 8
  /// The most steps.
  var maximumIterations = 80
  /// The search ends when no component of the gradient is larger than this.
  var gradientTolerance = 1e-4
  /// The search ends when the function falls by less than this, in parts of its size, in a step.
  var valueTolerance = 1e-9
  /// The longest step along one coordinate: logarithms that jump further are lost.
  var longestStep = 2.0

  struct Result: Sendable {
    var point: [Double]
    var value: Double
    var iterations: Int
  }

  /// Minimizes from a start. `function` gives the value at a point and sets the gradient.
  ///
  /// The result's value is infinite if the function was not finite at the start.
  func minimize(
    from start: [Double], _ function: (_ point: [Double], _ gradient: inout [Double]) -> Double
  ) -> Result {
    var point = start
    var gradient = [Double](repeating: 0, count: start.count)
    var value = function(point, &gradient)
    guard value.isFinite else { return Result(point: point, value: .infinity, iterations: 0) }
    var pairs: [Pair] = []
    for iteration in 0..<maximumIterations {
      if gradient.allSatisfy({ abs($0) <= gradientTolerance }) {
        return Result(point: point, value: value, iterations: iteration)
      }
      var direction = self.direction(gradient, pairs)
      if !(dot(direction, gradient) < 0) {
        pairs = []
        direction = self.direction(gradient, pairs)
      }
      guard
        let next = lineSearch(from: point, value, gradient, along: direction, function)
      else {
        if pairs.isEmpty { return Result(point: point, value: value, iterations: iteration) }
        // The curvature that was learned may mislead: try once more along the gradient.
        pairs = []
        continue
      }
      let pair = Pair(
        step: point.indices.map { next.point[$0] - point[$0] },
        change: point.indices.map { next.gradient[$0] - gradient[$0] })
      if pair.isUsable {
        pairs.append(pair)
        if pairs.count > memory { pairs.removeFirst() }
      }
      let fall = value - next.value
      (point, value, gradient) = next
      if fall <= valueTolerance * max(1, abs(value)) {
        return Result(point: point, value: value, iterations: iteration + 1)
      }
    }
    return Result(point: point, value: value, iterations: maximumIterations)
  }

  /// A step, and what it changed the gradient by.
  private struct Pair {
    var step: [Double]
    var change: [Double]

    /// Whether the function curves upward along the step, by more than rounding.
    var isUsable: Bool {
      let sizes = dot(step, step).squareRoot() * dot(change, change).squareRoot()
      return dot(step, change) > 1e-10 * sizes
    }
  }

  /// The first of ever shorter steps after which the function has fallen enough.
  private func lineSearch(
    from point: [Double], _ value: Double, _ gradient: [Double], along direction: [Double],
    _ function: (_ point: [Double], _ gradient: inout [Double]) -> Double
  ) -> (point: [Double], value: Double, gradient: [Double])? {
    let longest = direction.reduce(0) { max($0, abs($1)) }
    let slope = dot(direction, gradient)
    var length = longest > longestStep ? longestStep / longest : 1
    var trialGradient = gradient
    for _ in 0..<30 {
      let trial = point.indices.map { point[$0] + length * direction[$0] }
      let trialValue = function(trial, &trialGradient)
      if trialValue.isFinite && trialValue <= value + 1e-4 * length * slope {
        return (trial, trialValue, trialGradient)
      }
      length *= 0.5
    }
    return nil
  }

  /// Minus the approximate inverse of the second derivative times the gradient.
  private func direction(_ gradient: [Double], _ pairs: [Pair]) -> [Double] {
    var result = gradient.map { -$0 }
    guard let last = pairs.last else {
      // Nothing is known of the curvature: a step of length one at most.
      let norm = dot(gradient, gradient).squareRoot()
      return norm > 1 ? result.map { $0 / norm } : result
    }
    var shares = [Double](repeating: 0, count: pairs.count)
    for (index, pair) in pairs.enumerated().reversed() {
      shares[index] = dot(pair.step, result) / dot(pair.step, pair.change)
      for item in result.indices { result[item] -= shares[index] * pair.change[item] }
    }
    let scale = dot(last.step, last.change) / dot(last.change, last.change)
    for item in result.indices { result[item] *= scale }
    for (index, pair) in pairs.enumerated() {
      let share = dot(pair.change, result) / dot(pair.step, pair.change)
      for item in result.indices { result[item] += (shares[index] - share) * pair.step[item] }
    }
    return result
  }
}

/// The inner product of two vectors of one length.
func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for index in a.indices { sum += a[index] * b[index] }
  return sum
}
