public import Netlist

/// Rectangles that hard macros must keep clear of: macros already placed and closed parts of the
/// die. Answers where a rectangle may go.
public struct MacroObstacles: Sendable {
  private let die: Box
  private var boxes: [Box] = []

  /// No obstacle but the die's edges.
  public init(die: Box) { self.die = die }

  /// Adds a rectangle to keep clear of.
  public mutating func insert(_ box: Box) { boxes.append(box) }

  /// Whether a rectangle is inside the die and clear of everything.
  public func isFree(_ box: Box) -> Bool {
    die.contains(box) && !boxes.contains { $0.overlaps(box) }
  }

  /// The centre nearest to a wished one at which a rectangle of the given size is free; nil if there
  /// is none.
  ///
  /// The nearest place has its x where it was wished or where the rectangle touches an obstacle or
  /// the die's edge, and likewise its y; so it is enough to try those columns, from the nearest
  /// on, and in each the nearest free interval. O(n² log n) for n obstacles at worst, mostly much
  /// less.
  public func nearestFreeCenter(
    x: Double, y: Double, width: Double, height: Double
  ) -> (x: Double, y: Double)? {
    let lowX = Self.center(from: die.minX, length: width)
    let highX = Self.center(upTo: die.maxX, length: width)
    let lowY = Self.center(from: die.minY, length: height)
    let highY = Self.center(upTo: die.maxY, length: height)
    guard lowX <= highX, lowY <= highY else { return nil }
    let wishedX = min(max(x, lowX), highX)
    let wishedY = min(max(y, lowY), highY)
    var columns = [wishedX, lowX, highX]
    for box in boxes {
      columns.append(Self.center(upTo: box.minX, length: width))
      columns.append(Self.center(from: box.maxX, length: width))
    }
    columns = columns.filter { $0 >= lowX && $0 <= highX }
    columns.sort { (abs($0 - x), $0) < (abs($1 - x), $1) }
    var best: (x: Double, y: Double)?
    var bestDistance = Double.infinity
    for column in columns {
      let dx = column - x
      if dx * dx >= bestDistance { break }
      guard let row = nearestFreeRow(column: column, y: wishedY, width: width, height: height)
      else { continue }
      let distance = dx * dx + (row - y) * (row - y)
      if distance < bestDistance {
        bestDistance = distance
        best = (column, row)
      }
    }
    return best
  }

  /// The y nearest to a wished one at which the rectangle is free, its x being given.
  private func nearestFreeRow(
    column: Double, y: Double, width: Double, height: Double
  ) -> Double? {
    let lowY = Self.center(from: die.minY, length: height)
    let highY = Self.center(upTo: die.maxY, length: height)
    // Intervals of centres that an obstacle forbids, by their lower ends.
    var closed: [(low: Double, high: Double)] = []
    for box in boxes where box.minX < column + width / 2 && column - width / 2 < box.maxX {
      closed.append(
        (
          Self.center(upTo: box.minY, length: height), Self.center(from: box.maxY, length: height)
        ))
    }
    closed.sort { $0.low < $1.low }
    var best: Double?
    func consider(_ low: Double, _ high: Double) {
      guard low <= high else { return }
      let row = min(max(y, low), high)
      if best.map({ abs(row - y) < abs($0 - y) }) ?? true { best = row }
    }
    var free = lowY
    for interval in closed {
      consider(free, min(interval.low, highY))
      free = max(free, interval.high)
    }
    consider(free, highY)
    return best
  }

  /// The least centre of an interval that begins no earlier than `edge`, rounding and all: an
  /// interval computed back from it must not reach over the edge by the last bit.
  private static func center(from edge: Double, length: Double) -> Double {
    var center = edge + length / 2
    while center - length / 2 < edge { center = center.nextUp }
    return center
  }

  /// The greatest centre of an interval that ends no later than `edge`, likewise.
  private static func center(upTo edge: Double, length: Double) -> Double {
    var center = edge - length / 2
    while center + length / 2 > edge { center = center.nextDown }
    return center
  }
}
