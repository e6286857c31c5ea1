/// Eight neighbouring elements: two registers of the smallest vector unit, one of the common one.
typealias Lanes = SIMD8<Float>

extension Lanes {
  /// The elements at any address.
  @inline(__always)
  static func load(_ source: UnsafePointer<Float>) -> Lanes {
    UnsafeRawPointer(source).loadUnaligned(as: Lanes.self)
  }

  /// The first elements, and zeros in the lanes after them.
  @inline(__always)
  static func load(_ source: UnsafePointer<Float>, count: Int) -> Lanes {
    var lanes = Lanes.zero
    for lane in 0..<count { lanes[lane] = source[lane] }
    return lanes
  }

  @inline(__always)
  func store(_ target: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(target).storeBytes(of: self, as: Lanes.self)
  }

  /// Stores the first lanes alone.
  @inline(__always)
  func store(_ target: UnsafeMutablePointer<Float>, count: Int) {
    for lane in 0..<count { target[lane] = self[lane] }
  }

  /// Eight elements, or the first of them where there are fewer.
  @inline(__always)
  static func load(_ source: UnsafePointer<Float>, upTo count: Int) -> Lanes {
    count == 8 ? load(source) : load(source, count: count)
  }

  @inline(__always)
  func store(_ target: UnsafeMutablePointer<Float>, upTo count: Int) {
    if count == 8 { store(target) } else { store(target, count: count) }
  }

  /// Adds to eight elements, or to the first of them where there are fewer.
  @inline(__always)
  func add(to target: UnsafeMutablePointer<Float>, upTo count: Int) {
    (Lanes.load(target, upTo: count) + self).store(target, upTo: count)
  }

  @inline(__always)
  static func maximum(_ a: Lanes, _ b: Lanes) -> Lanes { a.replacing(with: b, where: a .< b) }

  /// e to the power of each lane less one, for lanes within ±87, to the last bit or two.
  ///
  /// With x = n ln 2 + r, it is 2ⁿ (e^r - 1) + (2ⁿ - 1): no digits are lost near zero.
  @inline(__always)
  var exponentialLessOne: Lanes {
    // Added and taken off, it leaves the nearest whole number, which stands in the low bits between.
    let magic: Float = 12_582_912
    let shifted = self * 1.442_695_04 + magic
    let whole = shifted - magic
    // ln 2 in two parts, the first of few bits, so that the difference is exact.
    let r = (self - whole * 0.693_359_375) + whole * 2.121_944_4e-4
    var sum = r * Float(1.0 / 5040) + Float(1.0 / 720)
    sum = sum * r + Float(1.0 / 120)
    sum = sum * r + Float(1.0 / 24)
    sum = sum * r + Float(1.0 / 6)
    sum = sum * r + 0.5
    sum = sum * (r * r) + r
    let bits = (unsafeBitCast(shifted, to: SIMD8<UInt32>.self) &<< 23) &+ (127 << 23)
    let power = unsafeBitCast(bits, to: Lanes.self)
    return power * sum + (power - 1)
  }

  /// e to the power of each lane, for lanes of at most 87; zero for lanes below -87.
  @inline(__always)
  var exponential: Lanes {
    let limit = Lanes(repeating: -87)
    let result = Lanes.maximum(self, limit).exponentialLessOne + 1
    return result.replacing(with: 0, where: self .< limit)
  }

  /// The hyperbolic tangent of each lane.
  @inline(__always)
  var hyperbolicTangent: Lanes {
    // Beyond ±9 it is ±1 in single precision.
    let bounded = clamped(
      lowerBound: Lanes(repeating: -10), upperBound: Lanes(repeating: 10))
    let e = (bounded + bounded).exponentialLessOne
    return e / (e + 2)
  }
}
