// Fourier transforms in place, radix four, the last stage of four or eight places.
//
// A stage goes on with each of its quarters before the next quarter, so that short ones stay in the
// nearest cache.

extension CosineTransform {
  /// Sums of x[n] exp(-2 pi i k n / length): places in order, frequencies at their positions.
  func transform(_ workspace: UnsafeMutablePointer<Lanes>) {
    Self.forward(workspace, length, twiddles)
  }

  /// Sums of X[k] exp(2 pi i k n / length): frequencies at their positions, places in order.
  func transformBack(_ workspace: UnsafeMutablePointer<Lanes>) {
    Self.backward(workspace, length, twiddles)
  }

  private static func forward(
    _ places: UnsafeMutablePointer<Lanes>, _ length: Int, _ twiddles: UnsafeMutablePointer<Float>
  ) {
    if length == 8 { return forEachGroup(places) { eightForward($0) } }
    if length == 4 { return forEachGroup(places) { fourForward($0) } }
    let quarter = length / 4
    let step = quarter * lanesPerPlace
    var x = places
    var factors = twiddles
    for _ in 0..<quarter {
      let (c1, s1) = (factors.lanes(0), factors.lanes(1))
      let (c2, s2) = (factors.lanes(2), factors.lanes(3))
      let (c3, s3) = (factors.lanes(4), factors.lanes(5))
      forEachGroup(x) { x in
        let (y0, y1, y2, y3) = four(
          ComplexLanes(x), ComplexLanes(x + step), ComplexLanes(x + 2 * step),
          ComplexLanes(x + 3 * step))
        y0.store(x)
        y1.turnedBack(c1, s1).store(x + step)
        y2.turnedBack(c2, s2).store(x + 2 * step)
        y3.turnedBack(c3, s3).store(x + 3 * step)
      }
      x += lanesPerPlace
      factors += 6
    }
    for part in 0..<4 { forward(places + part * step, quarter, factors) }
  }

  private static func backward(
    _ places: UnsafeMutablePointer<Lanes>, _ length: Int, _ twiddles: UnsafeMutablePointer<Float>
  ) {
    if length == 8 { return forEachGroup(places) { eightBackward($0) } }
    if length == 4 { return forEachGroup(places) { fourBackward($0) } }
    let quarter = length / 4
    let step = quarter * lanesPerPlace
    for part in 0..<4 { backward(places + part * step, quarter, twiddles + 6 * quarter) }
    var x = places
    var factors = twiddles
    for _ in 0..<quarter {
      let (c1, s1) = (factors.lanes(0), factors.lanes(1))
      let (c2, s2) = (factors.lanes(2), factors.lanes(3))
      let (c3, s3) = (factors.lanes(4), factors.lanes(5))
      forEachGroup(x) { x in
        let (y0, y3, y2, y1) = four(
          ComplexLanes(x), ComplexLanes(x + step).turned(c1, s1),
          ComplexLanes(x + 2 * step).turned(c2, s2), ComplexLanes(x + 3 * step).turned(c3, s3))
        y0.store(x)
        y1.store(x + step)
        y2.store(x + 2 * step)
        y3.store(x + 3 * step)
      }
      x += lanesPerPlace
      factors += 6
    }
  }

  /// Calls the body for both groups of complex lines.
  @inline(__always)
  private static func forEachGroup(
    _ places: UnsafeMutablePointer<Lanes>, _ body: (UnsafeMutablePointer<Lanes>) -> Void
  ) {
    body(places)
    body(places + 2)
  }

  /// The forward transform of four numbers; backward the second and fourth change places.
  @inline(__always)
  private static func four(
    _ x0: ComplexLanes, _ x1: ComplexLanes, _ x2: ComplexLanes, _ x3: ComplexLanes
  ) -> (ComplexLanes, ComplexLanes, ComplexLanes, ComplexLanes) {
    let (a, b) = (x0 + x2, x0 - x2)
    let (c, d) = (x1 + x3, x1 - x3)
    return (
      a + c, ComplexLanes(b.re + d.im, b.im - d.re), a - c,
      ComplexLanes(b.re - d.im, b.im + d.re)
    )
  }

  @inline(__always)
  private static func fourForward(_ x: UnsafeMutablePointer<Lanes>) {
    let n = lanesPerPlace
    let (y0, y1, y2, y3) = four(
      ComplexLanes(x), ComplexLanes(x + n), ComplexLanes(x + 2 * n), ComplexLanes(x + 3 * n))
    y0.store(x)
    y1.store(x + n)
    y2.store(x + 2 * n)
    y3.store(x + 3 * n)
  }

  @inline(__always)
  private static func fourBackward(_ x: UnsafeMutablePointer<Lanes>) {
    let n = lanesPerPlace
    let (y0, y3, y2, y1) = four(
      ComplexLanes(x), ComplexLanes(x + n), ComplexLanes(x + 2 * n), ComplexLanes(x + 3 * n))
    y0.store(x)
    y1.store(x + n)
    y2.store(x + 2 * n)
    y3.store(x + 3 * n)
  }

  @inline(__always)
  private static func eightForward(_ x: UnsafeMutablePointer<Lanes>) {
    let n = lanesPerPlace
    let (a0, b0) = (ComplexLanes(x), ComplexLanes(x + 4 * n))
    let (a1, b1) = (ComplexLanes(x + n), ComplexLanes(x + 5 * n))
    let (a2, b2) = (ComplexLanes(x + 2 * n), ComplexLanes(x + 6 * n))
    let (a3, b3) = (ComplexLanes(x + 3 * n), ComplexLanes(x + 7 * n))
    let (d1, d2, d3) = (a1 - b1, a2 - b2, a3 - b3)
    let (y0, y2, y4, y6) = four(a0 + b0, a1 + b1, a2 + b2, a3 + b3)
    // Turned back by an eighth, a quarter, and three eighths.
    let root = Lanes(repeating: Float(0.5).squareRoot())
    let (y1, y3, y5, y7) = four(
      a0 - b0, ComplexLanes(d1.re + d1.im, d1.im - d1.re) * root, ComplexLanes(d2.im, -d2.re),
      ComplexLanes(d3.im - d3.re, -(d3.re + d3.im)) * root)
    store(x, y0, y1, y2, y3, y4, y5, y6, y7)
  }

  @inline(__always)
  private static func eightBackward(_ x: UnsafeMutablePointer<Lanes>) {
    let n = lanesPerPlace
    let (a0, b0) = (ComplexLanes(x), ComplexLanes(x + 4 * n))
    let (a1, b1) = (ComplexLanes(x + n), ComplexLanes(x + 5 * n))
    let (a2, b2) = (ComplexLanes(x + 2 * n), ComplexLanes(x + 6 * n))
    let (a3, b3) = (ComplexLanes(x + 3 * n), ComplexLanes(x + 7 * n))
    let (d1, d2, d3) = (a1 - b1, a2 - b2, a3 - b3)
    let (y0, y6, y4, y2) = four(a0 + b0, a1 + b1, a2 + b2, a3 + b3)
    let root = Lanes(repeating: Float(0.5).squareRoot())
    let (y1, y7, y5, y3) = four(
      a0 - b0, ComplexLanes(d1.re - d1.im, d1.im + d1.re) * root, ComplexLanes(-d2.im, d2.re),
      ComplexLanes(-(d3.re + d3.im), d3.re - d3.im) * root)
    store(x, y0, y1, y2, y3, y4, y5, y6, y7)
  }

  @inline(__always)
  private static func store(
    _ x: UnsafeMutablePointer<Lanes>, _ y0: ComplexLanes, _ y1: ComplexLanes, _ y2: ComplexLanes,
    _ y3: ComplexLanes, _ y4: ComplexLanes, _ y5: ComplexLanes, _ y6: ComplexLanes,
    _ y7: ComplexLanes
  ) {
    let n = lanesPerPlace
    y0.store(x)
    y1.store(x + n)
    y2.store(x + 2 * n)
    y3.store(x + 3 * n)
    y4.store(x + 4 * n)
    y5.store(x + 5 * n)
    y6.store(x + 6 * n)
    y7.store(x + 7 * n)
  }
}
