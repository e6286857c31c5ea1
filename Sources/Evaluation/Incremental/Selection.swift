/// Selection by rank without sorting (Hoare 1961).
enum Selection {
  /// The `rank`-th largest of the first `count` values, from 1; they change places.
  static func largest(_ rank: Int, of values: UnsafeMutablePointer<Double>, count: Int) -> Double {
    var (first, last) = (0, count - 1)
    let wanted = rank - 1
    while first < last {
      let pivot = median(values[first], values[(first + last) / 2], values[last])
      var (left, right) = (first, last)
      while left <= right {
        while values[left] > pivot { left += 1 }
        while values[right] < pivot { right -= 1 }
        if left <= right {
          (values[left], values[right]) = (values[right], values[left])
          left += 1
          right -= 1
        }
      }
      if wanted <= right {
        last = right
      } else if wanted >= left {
        first = left
      } else {
        return pivot
      }
    }
    return values[wanted]
  }

  private static func median(_ a: Double, _ b: Double, _ c: Double) -> Double {
    max(min(a, b), min(max(a, b), c))
  }
}
