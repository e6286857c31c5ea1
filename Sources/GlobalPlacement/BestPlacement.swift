/// The best placement that a run has come by, and whether better ones still come.
///
/// Density's weight grows until the overflow is small enough. Where it cannot become so, as between
/// macros that leave slivers nobody fits in, wirelength only grows with the weight; a run then ends,
/// and goes back to its best.
struct BestPlacement: ~Copyable {
  private(set) var wirelength = Double.infinity
  private(set) var overflow = Double.infinity
  let x: FloatBuffer
  let y: FloatBuffer
  private var foundWeight = Double.infinity
  private var densityWeight = 0.0

  /// Above this overflow a placement is far from even, and the evener is the better.
  private static let evenOverflow = 0.15

  init(count: Int) {
    x = FloatBuffer(count: count)
    y = FloatBuffer(count: count)
  }

  /// What a run has come by so far.
  struct Point: Sendable {
    var position: Coordinates
    var wirelength: Double
    var overflow: Double
    var foundWeight: Double
    var densityWeight: Double
  }

  /// What the run has come by.
  var point: Point {
    Point(
      position: Coordinates(x, y), wirelength: wirelength, overflow: overflow,
      foundWeight: foundWeight, densityWeight: densityWeight)
  }

  /// Goes on from there.
  mutating func resume(_ point: Point) {
    point.position.copy(toX: x, y: y)
    wirelength = point.wirelength
    overflow = point.overflow
    foundWeight = point.foundWeight
    densityWeight = point.densityWeight
  }

  /// Keeps a placement if it is better.
  mutating func consider(
    _ x: borrowing FloatBuffer, _ y: borrowing FloatBuffer, wirelength: Double, overflow: Double,
    densityWeight: Double
  ) {
    self.densityWeight = densityWeight
    guard wirelength.isFinite, overflow.isFinite, isBetter(wirelength, overflow) else { return }
    self.wirelength = wirelength
    self.overflow = overflow
    foundWeight = densityWeight
    self.x.copy(from: x)
    self.y.copy(from: y)
  }

  /// Whether density's weight has grown by far since a better placement was found. At first it has to,
  /// until anything spreads; once density is about even, a little more must show.
  var isStuck: Bool {
    densityWeight > foundWeight * (overflow < Self.evenOverflow ? 6 : 1e6)
  }

  private func isBetter(_ wirelength: Double, _ overflow: Double) -> Bool {
    guard max(overflow, self.overflow) < Self.evenOverflow else { return overflow < self.overflow }
    return (Self.cost(wirelength, overflow), overflow)
      < (Self.cost(self.wirelength, self.overflow), self.overflow)
  }

  /// About what wirelength becomes when overlap is removed, as seen on mixed-size designs: a tenth more
  /// from an overflow of 0.08, and all of it again from one of 0.25.
  private static func cost(_ wirelength: Double, _ overflow: Double) -> Double {
    wirelength * (1 + 16 * overflow * overflow)
  }
}
