import Netlist

/// The part of the die that hard macros leave, and how much of it is too narrow to be of use.
///
/// The die is cut along all edges of macros, so that each piece is covered or free as a whole. A free piece
/// is as wide as the free run of pieces to its left and right, and as high as the run below and above.
/// Where one of both is less than the channel asked for, the piece is a *channel* too narrow: a gap between
/// macros, or a notch beside them. What is wide enough but has no way to the largest part of the free
/// area through pieces that are is *cut off*.
struct WhiteSpace {
  /// The width or height of the narrowest gap; infinite if there is none.
  private(set) var narrowest = Double.infinity
  /// The area of what is free.
  private(set) var freeArea = 0.0
  /// The part of it that is in channels too narrow.
  private(set) var narrowArea = 0.0
  /// The part of it that is cut off.
  private(set) var cutOffArea = 0.0

  private let x: [Double]
  private let y: [Double]
  private let columns: Int
  private let rows: Int
  private var isCovered: [Bool]

  /// - Parameter noise: edges nearer than this are one.
  init(_ boxes: [Box], die: Box, channel: Double, noise: Double) {
    x = Self.cuts(boxes.flatMap { [$0.minX, $0.maxX] }, die.minX, die.maxX, noise)
    y = Self.cuts(boxes.flatMap { [$0.minY, $0.maxY] }, die.minY, die.maxY, noise)
    (columns, rows) = (x.count - 1, y.count - 1)
    isCovered = [Bool](repeating: false, count: max(0, columns * rows))
    for box in boxes {
      let across = Self.pieces(box.minX, box.maxX, x, noise)
      let upward = Self.pieces(box.minY, box.maxY, y, noise)
      for row in upward {
        for column in across { isCovered[row * columns + column] = true }
      }
    }
    measure(channel)
  }

  private static func cuts(
    _ edges: [Double], _ low: Double, _ high: Double, _ noise: Double
  ) -> [Double] {
    var cuts = [low]
    for edge in edges.sorted() where edge > cuts[cuts.count - 1] + noise && edge < high - noise {
      cuts.append(edge)
    }
    return cuts + [high]
  }

  /// The pieces between two edges.
  private static func pieces(
    _ low: Double, _ high: Double, _ cuts: [Double], _ noise: Double
  ) -> Range<Int> {
    func place(_ edge: Double) -> Int {
      // The last cut that is not above the edge.
      var (first, last) = (0, cuts.count - 1)
      while first < last {
        let middle = (first + last + 1) / 2
        if cuts[middle] <= edge + noise { first = middle } else { last = middle - 1 }
      }
      return first
    }
    let start = place(low)
    return start..<max(start, place(high))
  }

  private func area(_ piece: Int) -> Double {
    let (row, column) = (piece / columns, piece % columns)
    return (x[column + 1] - x[column]) * (y[row + 1] - y[row])
  }

  private mutating func measure(_ channel: Double) {
    var isWide = [Bool](repeating: false, count: isCovered.count)
    for piece in isCovered.indices { isWide[piece] = !isCovered[piece] }
    for row in 0..<rows {
      scan(count: columns, cuts: x, from: row * columns, by: 1, channel, &isWide)
    }
    for column in 0..<columns {
      scan(count: rows, cuts: y, from: column, by: columns, channel, &isWide)
    }
    for piece in isCovered.indices where !isCovered[piece] {
      freeArea += area(piece)
      if !isWide[piece] { narrowArea += area(piece) }
    }
    cutOffArea = areaCutOff(isWide)
  }

  /// Marks the free runs along a line of pieces that are too short, and notes the shortest.
  private mutating func scan(
    count: Int, cuts: [Double], from first: Int, by stride: Int, _ channel: Double,
    _ isWide: inout [Bool]
  ) {
    var start = 0
    for place in 0...count {
      if place < count, !isCovered[first + place * stride] { continue }
      if place > start {
        let length = cuts[place] - cuts[start]
        // A run over the whole die is no gap.
        if place - start < count { narrowest = min(narrowest, length) }
        if length < channel {
          for index in start..<place { isWide[first + index * stride] = false }
        }
      }
      start = place + 1
    }
  }

  /// The area of all connected parts but the largest.
  private func areaCutOff(_ isWide: [Bool]) -> Double {
    var isSeen = isWide.map { !$0 }
    var (total, largest) = (0.0, 0.0)
    var open: [Int] = []
    for first in isWide.indices where !isSeen[first] {
      var sum = 0.0
      isSeen[first] = true
      open.append(first)
      while let piece = open.popLast() {
        sum += area(piece)
        let (row, column) = (piece / columns, piece % columns)
        func reach(_ next: Int) {
          if !isSeen[next] {
            isSeen[next] = true
            open.append(next)
          }
        }
        if column > 0 { reach(piece - 1) }
        if column + 1 < columns { reach(piece + 1) }
        if row > 0 { reach(piece - columns) }
        if row + 1 < rows { reach(piece + columns) }
      }
      total += sum
      largest = max(largest, sum)
    }
    return total - largest
  }
}
