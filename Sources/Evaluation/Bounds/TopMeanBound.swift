/// A lower bound of the mean of the largest of many values, of which a sum is known and what single
/// shapes contribute however they are placed.
///
/// For values v ≥ 0, the sum of the `count` largest is the least over t ≥ 0 of
/// `count · t + Σ (v − t)⁺` (take t between the last that counts and the next). For each t,
/// - Σ (v − t)⁺ ≥ Σ v − n t, with n the number of values, and
/// - Σ (v − t)⁺ ≥ the sum over shapes of what the same is of their own contributions, since (x − t)⁺ is
///   convex and 0 at x = 0, so that (x + y − t)⁺ ≥ (x − t)⁺ + (y − t)⁺ for x, y ≥ 0.
///
/// Of a shape only a few *spreads* need be looked at, of which it has one that contributes no more than
/// it does at any place: see ``AxisSpread``. So the bound is the least over t of a function that is
/// linear, or concave where another spread of a shape takes over, between the values of the spreads;
/// a chord there is below it.
struct TopMeanBound {
  /// Shapes alike: their number, and for each spread the values it contributes, with multiplicities.
  struct Contribution {
    var count: Double
    var spreads: [[(value: Double, times: Double)]]
  }

  /// The number of values.
  var valueCount: Int
  /// How many of them count.
  var topCount: Int
  /// Their sum, or less.
  var sum: Double
  var contributions: [Contribution] = []
  private var pieces = 0

  /// The most values of spreads that are looked at. What is left out only lowers the bound.
  private static let pieceLimit = 4096

  init(valueCount: Int, topCount: Int, sum: Double) {
    self.valueCount = valueCount
    self.topCount = topCount
    self.sum = sum
  }

  /// Adds shapes, if there is room.
  mutating func add(_ contribution: Contribution) {
    let count = contribution.spreads.reduce(0) { $0 + $1.count }
    guard pieces + count <= Self.pieceLimit else { return }
    pieces += count
    contributions.append(contribution)
  }

  /// The bound of the mean.
  var mean: Double {
    var places = [0, sum / Double(valueCount)]
    for contribution in contributions {
      for spread in contribution.spreads { places += spread.map(\.value) }
    }
    places = places.filter { $0 >= 0 }.sorted()
    var least = Double.infinity
    var before: (t: Double, shapes: Double, area: Double)?
    for t in places where before?.t != t {
      let base = Double(topCount) * t
      let here = (t, base + excess(t), base + sum - Double(valueCount) * t)
      least = min(least, max(here.1, here.2))
      if let before, (before.shapes - before.area) * (here.1 - here.2) < 0 {
        // The two bounds cross in between.
        let (first, second) = (before.shapes - before.area, here.1 - here.2)
        let share = first / (first - second)
        least = min(least, before.area + share * (here.2 - before.area))
      }
      before = here
    }
    return least / Double(topCount)
  }

  private func excess(_ t: Double) -> Double {
    var total = 0.0
    for contribution in contributions {
      var least = Double.infinity
      for spread in contribution.spreads {
        var sum = 0.0
        for (value, times) in spread { sum += max(0, value - t) * times }
        least = min(least, sum)
      }
      total += contribution.count * least
    }
    return total
  }
}

/// How an interval lies over the cells of one axis, in shares of a cell: the two ways of which one is
/// at least as even as any.
///
/// An interval of length w cells that begins a share f behind a grid line covers its first cell by
/// 1 − f, whole cells, and the last one by what is left; with f from 0 up to 1 the number of cells
/// changes once. While it is the same, the covered shares are linear in f, and f and its mirror image
/// cover the same shares in reverse order. So any sum of convex functions of the shares that treats
/// cells alike is convex in f and symmetric, and is least in the middle.
enum AxisSpread {
  /// The covered shares of cells, in either way.
  static func ways(_ length: Double) -> [[Double]] {
    let whole = length.rounded(.down)
    let rest = length - whole
    // Over whole + 1 cells, or over one more.
    let few = whole == 0 ? [length] : ends((1 + rest) / 2, between: Int(whole) - 1)
    return rest == 0 && whole > 0
      ? [[Double](repeating: 1, count: Int(whole)), ends(0.5, between: Int(whole) - 1)]
      : [few, ends(rest / 2, between: Int(whole))]
  }

  private static func ends(_ share: Double, between: Int) -> [Double] {
    [share] + [Double](repeating: 1, count: between) + [share]
  }
}
