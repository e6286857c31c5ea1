/// Neighbouring lines of a grid, one to a lane.
typealias Lanes = SIMD4<Float>

/// Complex numbers of several transforms side by side, one to a lane.
///
/// The transforms of real lines come in pairs: one line is the real part, another the imaginary.
struct ComplexLanes {
  var re: Lanes
  var im: Lanes

  @inline(__always)
  init(_ re: Lanes, _ im: Lanes) {
    self.re = re
    self.im = im
  }

  @inline(__always)
  init(_ source: UnsafeMutablePointer<Lanes>) {
    re = source[0]
    im = source[1]
  }

  /// Eight numbers at any address.
  @inline(__always)
  init(unaligned source: UnsafeMutablePointer<Float>) {
    let source = UnsafeMutableRawPointer(source)
    re = source.loadUnaligned(as: Lanes.self)
    im = source.loadUnaligned(fromByteOffset: MemoryLayout<Lanes>.stride, as: Lanes.self)
  }

  /// Real parts, then imaginary ones.
  @inline(__always)
  var doubles: SIMD8<Double> { SIMD8(SIMD8(lowHalf: re, highHalf: im)) }

  @inline(__always)
  func store(_ target: UnsafeMutablePointer<Lanes>) {
    target[0] = re
    target[1] = im
  }

  @inline(__always)
  static func + (a: Self, b: Self) -> Self { Self(a.re + b.re, a.im + b.im) }

  @inline(__always)
  static func - (a: Self, b: Self) -> Self { Self(a.re - b.re, a.im - b.im) }

  /// Times a real factor.
  @inline(__always)
  static func * (a: Self, factor: Lanes) -> Self { Self(a.re * factor, a.im * factor) }

  /// Lane by lane, without regard to what is real and what imaginary.
  @inline(__always)
  func scaled(by factors: Self) -> Self { Self(re * factors.re, im * factors.im) }

  /// Times cosine + i sine.
  @inline(__always)
  func turned(_ cosine: Lanes, _ sine: Lanes) -> Self {
    Self(re * cosine - im * sine, im * cosine + re * sine)
  }

  /// Times cosine - i sine.
  @inline(__always)
  func turnedBack(_ cosine: Lanes, _ sine: Lanes) -> Self {
    Self(re * cosine + im * sine, im * cosine - re * sine)
  }
}

extension UnsafeMutablePointer<Float> {
  /// The number at an index, in all lanes.
  @inline(__always)
  func lanes(_ index: Int) -> Lanes { Lanes(repeating: self[index]) }
}

/// Turns four rows of four into four columns of four.
@inline(__always)
func transposed(
  _ a: Lanes, _ b: Lanes, _ c: Lanes, _ d: Lanes
) -> (Lanes, Lanes, Lanes, Lanes) {
  let ab = SIMD8(lowHalf: a, highHalf: b)
  let cd = SIMD8(lowHalf: c, highHalf: d)
  let even = SIMD8(lowHalf: ab.evenHalf, highHalf: cd.evenHalf)
  let odd = SIMD8(lowHalf: ab.oddHalf, highHalf: cd.oddHalf)
  return (even.evenHalf, odd.evenHalf, even.oddHalf, odd.oddHalf)
}
