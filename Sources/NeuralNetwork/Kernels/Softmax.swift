/// The softmax of a run of elements.
enum Softmax {
  /// The largest element.
  static func maximum(_ values: UnsafePointer<Float>, count: Int) -> Float {
    var lanes = Lanes(repeating: -.infinity)
    var index = 0
    while index + 8 <= count {
      lanes = Lanes.maximum(lanes, Lanes.load(values + index))
      index += 8
    }
    var result = lanes.max()
    while index < count {
      result = max(result, values[index])
      index += 1
    }
    return result
  }

  /// Replaces elements by their softmax.
  static func normalize(_ values: UnsafeMutablePointer<Float>, count: Int) {
    let largest = maximum(values, count: count)
    var sum = Lanes.zero
    var index = 0
    while index < count {
      let width = min(8, count - index)
      let powers = (Lanes.load(values + index, upTo: width) - largest).exponential
      powers.store(values + index, upTo: width)
      // Lanes past the end are no part of the sum.
      sum += width == 8 ? powers : Lanes.load(values + index, count: width)
      index += 8
    }
    Elementwise.scale(values, by: 1 / sum.sum(), count: count)
  }

  /// Turns gradients of probabilities into gradients of what the softmax was taken of.
  static func reverse(
    _ probabilities: UnsafePointer<Float>, gradient: UnsafeMutablePointer<Float>, count: Int
  ) {
    var sum = Lanes.zero
    var index = 0
    while index < count {
      let width = min(8, count - index)
      sum +=
        Lanes.load(probabilities + index, upTo: width)
        * Lanes.load(gradient + index, upTo: width)
      index += 8
    }
    let mean = sum.sum()
    index = 0
    while index < count {
      let width = min(8, count - index)
      let result =
        Lanes.load(probabilities + index, upTo: width)
        * (Lanes.load(gradient + index, upTo: width) - mean)
      result.store(gradient + index, upTo: width)
      index += 8
    }
  }
}
