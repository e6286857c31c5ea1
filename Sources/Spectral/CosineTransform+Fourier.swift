// Fourier transforms in place, radix four, the last stage of two, four or eight places.
//
// A stage goes on with each of its quarters before the next quarter, so that short ones stay in the
// nearest cache. The stage over the whole length reads from or writes to anywhere.

extension CosineTransform {
  /// Sums of x[n] exp(-2 pi i k n / length): places in order, frequencies at their positions.
  func transform(_ workspace: UnsafeMutablePointer<Lanes>) {
    let step = length / 4 &* Self.lanesPerPlace
    transform(workspace) { part, index, group in
      ComplexLanes(workspace + part &* step + index &* Self.lanesPerPlace + group)
    }
  }

  /// Sums of X[k] exp(2 pi i k n / length): frequencies at their positions, places in order; those
  /// of the line's odd places times a sign.
  func transformBack(_ workspace: UnsafeMutablePointer<Lanes>, oddSign: Float) {
    let step = length / 4 &* Self.lanesPerPlace
    let sign = Lanes(repeating: oddSign)
    transformBack(workspace) { part, index, group, value in
      (part < 2 ? value : value * sign).store(
        workspace + part &* step + index &* Self.lanesPerPlace + group)
    }
  }

  /// The transform forward of what `read` gives for a quarter of the places, the place in it, and
  /// the group of lines: zero for the first `Lanes` of a place, two for the last.
  @inline(__always)
  func transform(
    _ workspace: UnsafeMutablePointer<Lanes>,
    read: (_ quarter: Int, _ index: Int, _ group: Int) -> ComplexLanes
  ) {
    let quarter = length / 4
    let step = quarter &* Self.lanesPerPlace
    var factors = twiddles
    for index in 0..<quarter {
      let stage = Twiddles(factors)
      for group in stride(from: 0, to: Self.lanesPerPlace, by: 2) {
        stage.forward(
          read(0, index, group), read(1, index, group), read(2, index, group),
          read(3, index, group), into: workspace + index &* Self.lanesPerPlace + group, step)
      }
      factors += Twiddles.count
    }
    for part in 0..<4 { Self.forward(workspace + part &* step, quarter, factors) }
  }

  /// The transform backward, given to `write` as ``transform(_:read:)`` reads.
  @inline(__always)
  func transformBack(
    _ workspace: UnsafeMutablePointer<Lanes>,
    write: (_ quarter: Int, _ index: Int, _ group: Int, _ value: ComplexLanes) -> Void
  ) {
    let quarter = length / 4
    let step = quarter &* Self.lanesPerPlace
    var factors = twiddles
    for part in 0..<4 {
      Self.backward(workspace + part &* step, quarter, factors + Twiddles.count &* quarter)
    }
    for index in 0..<quarter {
      let stage = Twiddles(factors)
      for group in stride(from: 0, to: Self.lanesPerPlace, by: 2) {
        let (y0, y1, y2, y3) = stage.backward(
          workspace + index &* Self.lanesPerPlace + group, step)
        write(0, index, group, y0)
        write(1, index, group, y1)
        write(2, index, group, y2)
        write(3, index, group, y3)
      }
      factors += Twiddles.count
    }
  }

  private static func forward(
    _ places: UnsafeMutablePointer<Lanes>, _ length: Int, _ twiddles: UnsafeMutablePointer<Float>
  ) {
    if length == 8 { return forEachGroup(places) { eightForward($0) } }
    if length == 4 { return forEachGroup(places) { fourForward($0) } }
    if length == 2 { return forEachGroup(places) { two($0) } }
    let quarter = length / 4
    let step = quarter &* lanesPerPlace
    var x = places
    var factors = twiddles
    for _ in 0..<quarter {
      let stage = Twiddles(factors)
      forEachGroup(x) { x in
        stage.forward(
          ComplexLanes(x), ComplexLanes(x + step), ComplexLanes(x + 2 &* step),
          ComplexLanes(x + 3 &* step), into: x, step)
      }
      x += lanesPerPlace
      factors += Twiddles.count
    }
    for part in 0..<4 { forward(places + part &* step, quarter, factors) }
  }

  private static func backward(
    _ places: UnsafeMutablePointer<Lanes>, _ length: Int, _ twiddles: UnsafeMutablePointer<Float>
  ) {
    if length == 8 { return forEachGroup(places) { eightBackward($0) } }
    if length == 4 { return forEachGroup(places) { fourBackward($0) } }
    if length == 2 { return forEachGroup(places) { two($0) } }
    let quarter = length / 4
    let step = quarter &* lanesPerPlace
    var factors = twiddles
    for part in 0..<4 {
      backward(places + part &* step, quarter, factors + Twiddles.count &* quarter)
    }
    var x = places
    for _ in 0..<quarter {
      let stage = Twiddles(factors)
      forEachGroup(x) { x in
        let (y0, y1, y2, y3) = stage.backward(x, step)
        y0.store(x)
        y1.store(x + step)
        y2.store(x + 2 &* step)
        y3.store(x + 3 &* step)
      }
      x += lanesPerPlace
      factors += Twiddles.count
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

  @inline(__always)
  private static func two(_ x: UnsafeMutablePointer<Lanes>) {
    let (a, b) = (ComplexLanes(x), ComplexLanes(x + lanesPerPlace))
    (a + b).store(x)
    (a - b).store(x + lanesPerPlace)
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

/// Cosines and sines of one, two, and three times the angle of a butterfly.
private struct Twiddles {
  /// Numbers in memory for one butterfly.
  static let count = 6

  var c1, s1, c2, s2, c3, s3: Lanes

  @inline(__always)
  init(_ numbers: UnsafeMutablePointer<Float>) {
    (c1, s1) = (numbers.lanes(0), numbers.lanes(1))
    (c2, s2) = (numbers.lanes(2), numbers.lanes(3))
    (c3, s3) = (numbers.lanes(4), numbers.lanes(5))
  }

  /// Writes the four results a step apart.
  @inline(__always)
  func forward(
    _ x0: ComplexLanes, _ x1: ComplexLanes, _ x2: ComplexLanes, _ x3: ComplexLanes,
    into target: UnsafeMutablePointer<Lanes>, _ step: Int
  ) {
    let (y0, y1, y2, y3) = four(x0, x1, x2, x3)
    y0.store(target)
    y1.turnedBack(c1, s1).store(target + step)
    y2.turnedBack(c2, s2).store(target + 2 &* step)
    y3.turnedBack(c3, s3).store(target + 3 &* step)
  }

  /// Reads the four numbers a step apart.
  @inline(__always)
  func backward(
    _ source: UnsafeMutablePointer<Lanes>, _ step: Int
  ) -> (ComplexLanes, ComplexLanes, ComplexLanes, ComplexLanes) {
    let (y0, y3, y2, y1) = four(
      ComplexLanes(source), ComplexLanes(source + step).turned(c1, s1),
      ComplexLanes(source + 2 &* step).turned(c2, s2),
      ComplexLanes(source + 3 &* step).turned(c3, s3))
    return (y0, y1, y2, y3)
  }
}

/// The forward transform of four numbers; backward the second and fourth change places.
@inline(__always)
private func four(
  _ x0: ComplexLanes, _ x1: ComplexLanes, _ x2: ComplexLanes, _ x3: ComplexLanes
) -> (ComplexLanes, ComplexLanes, ComplexLanes, ComplexLanes) {
  let (a, b) = (x0 + x2, x0 - x2)
  let (c, d) = (x1 + x3, x1 - x3)
  return (
    a + c, ComplexLanes(b.re + d.im, b.im - d.re), a - c,
    ComplexLanes(b.re - d.im, b.im + d.re)
  )
}
