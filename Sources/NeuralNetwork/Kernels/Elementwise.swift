/// Operations on runs of elements, each with each.
enum Elementwise {
  /// Adds a run to another.
  static func add(
    _ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, count: Int
  ) {
    var index = 0
    while index + 8 <= count {
      (Lanes.load(target + index) + Lanes.load(source + index)).store(target + index)
      index += 8
    }
    while index < count {
      target[index] += source[index]
      index += 1
    }
  }

  /// Multiplies a run by a factor.
  static func scale(_ target: UnsafeMutablePointer<Float>, by factor: Float, count: Int) {
    var index = 0
    while index + 8 <= count {
      (Lanes.load(target + index) * factor).store(target + index)
      index += 8
    }
    while index < count {
      target[index] *= factor
      index += 1
    }
  }

  /// The sum of the squares, in double precision from run to run of a few hundred.
  static func sumOfSquares(_ source: UnsafePointer<Float>, count: Int) -> Double {
    var total = 0.0
    var index = 0
    while index < count {
      let end = min(index + 256, count)
      var lanes = Lanes.zero
      while index + 8 <= end {
        let value = Lanes.load(source + index)
        lanes += value * value
        index += 8
      }
      while index < end {
        total += Double(source[index]) * Double(source[index])
        index += 1
      }
      total += Double(lanes.sum())
    }
    return total
  }
}
