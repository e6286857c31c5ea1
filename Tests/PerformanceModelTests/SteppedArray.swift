import Accelerator
import PerformanceModel

/// An array that is stepped cycle by cycle, value by value: a second account of what the model has in
/// closed form. Values are real, so that a wrong schedule shows as a wrong product.
struct SteppedArray {
  /// What was counted.
  struct Counts: Equatable {
    var cycles = 0
    var rowReads = 0
    var columnReads = 0
    var sumReads = 0
    var sumWrites = 0
    /// Nets between clusters that an operand went over along the rows.
    var rowNets = 0
    /// The same down the columns.
    var columnNets = 0
    /// The same of sums and results.
    var resultNets = 0
  }

  /// A value on its way. Those that only fill up a fold are not counted.
  private struct Token {
    var value: Int
    var isCounted: Bool
  }

  let rows: Int
  let columns: Int
  let clusterRows: Int
  let clusterColumns: Int
  private(set) var counts = Counts()
  /// The results, as the array has them: by time and column, or by row and column where sums stay.
  private(set) var results: [[Int]] = []

  init(rows: Int, columns: Int, clusterRows: Int, clusterColumns: Int) {
    self.rows = rows
    self.columns = columns
    self.clusterRows = clusterRows
    self.clusterColumns = clusterColumns
  }

  // MARK: - Where an operand stays

  /// Multiplies `stream` (time by row) by `kept` (row by column).
  mutating func runKeeping(_ kept: [[Int]], stream: [[Int]]) {
    let (length, width) = (kept.count, kept[0].count)
    results = Array(repeating: Array(repeating: 0, count: width), count: stream.count)
    for firstColumn in Swift.stride(from: 0, to: width, by: columns) {
      for firstRow in Swift.stride(from: 0, to: length, by: rows) {
        let loaded = load { row, column in
          let (k, n) = (firstRow + row, firstColumn + column)
          return k < length && n < width
            ? Token(value: kept[k][n], isCounted: true) : Token(value: 0, isCounted: false)
        }
        let sums = flow(loaded, steps: stream.count, width: width - firstColumn) { time, row in
          let k = firstRow + row
          return k < length
            ? Token(value: stream[time][k], isCounted: true) : Token(value: 0, isCounted: false)
        }
        for (time, column, value) in sums {
          if firstRow > 0 { counts.sumReads += 1 }
          results[time][firstColumn + column] += value
          counts.sumWrites += 1
        }
      }
    }
    // The vector unit takes each.
    counts.sumReads += results.count * width
  }

  /// Shifts values down the columns until each is in its row.
  private mutating func load(_ value: (_ row: Int, _ column: Int) -> Token) -> [[Int]] {
    var chain = Array(
      repeating: Array(repeating: Token(value: 0, isCounted: false), count: columns), count: rows)
    for step in 0..<rows {
      for column in 0..<columns {
        for row in (0..<rows).reversed() {
          let token = row == 0 ? value(rows - 1 - step, column) : chain[row - 1][column]
          if token.isCounted {
            if row == 0 { counts.columnReads += 1 }
            if row % clusterRows == 0 { counts.columnNets += 1 }
          }
          chain[row][column] = token
        }
      }
      counts.cycles += 1
    }
    return chain.map { $0.map(\.value) }
  }

  /// Streams values along the rows and sums down the columns.
  private mutating func flow(
    _ kept: [[Int]], steps: Int, width: Int, _ feed: (_ time: Int, _ row: Int) -> Token
  ) -> [(time: Int, column: Int, value: Int)] {
    var passing = [[Token?]](repeating: [Token?](repeating: nil, count: columns), count: rows)
    var sums = [[Int?]](repeating: [Int?](repeating: nil, count: columns), count: rows)
    var finished: [(time: Int, column: Int, value: Int)] = []
    var cycle = 0
    repeat {
      for row in (0..<rows).reversed() {
        for column in (0..<columns).reversed() {
          var token: Token?
          if column > 0 {
            token = passing[row][column - 1]
          } else if (0..<steps).contains(cycle - row) {
            token = feed(cycle - row, row)
            if token!.isCounted { counts.rowReads += 1 }
          }
          if column % clusterColumns == 0, token?.isCounted == true { counts.rowNets += 1 }
          let above = row > 0 ? sums[row - 1][column] : token.map { _ in 0 }
          if row > 0, row % clusterRows == 0, above != nil, column < width {
            counts.resultNets += 1
          }
          passing[row][column] = token
          sums[row][column] = token.map { (above ?? 0) + $0.value * kept[row][column] }
          if row == rows - 1, column < width, let sum = sums[row][column] {
            counts.resultNets += 1
            finished.append((cycle - row - column, column, sum))
          }
        }
      }
      cycle += 1
    } while passing.contains { $0.contains { $0 != nil } } && cycle < 1_000_000
    // The last step only saw that nothing moves any more.
    counts.cycles += cycle - 1
    return finished
  }

  // MARK: - Where sums stay

  /// Multiplies `left` (row by time) by `right` (time by column).
  mutating func runKeepingSums(_ left: [[Int]], _ right: [[Int]]) {
    let (height, width, steps) = (left.count, right[0].count, right.count)
    results = Array(repeating: Array(repeating: 0, count: width), count: height)
    for firstRow in Swift.stride(from: 0, to: height, by: rows) {
      for firstColumn in Swift.stride(from: 0, to: width, by: columns) {
        let sums = meet(
          steps,
          { time, row in firstRow + row < height ? left[firstRow + row][time] : nil },
          { time, column in firstColumn + column < width ? right[time][firstColumn + column] : nil }
        )
        for row in 0..<min(rows, height - firstRow) {
          for column in 0..<min(columns, width - firstColumn) {
            results[firstRow + row][firstColumn + column] = sums[row][column]
            // Down to the collector, a net wherever a cluster ends.
            counts.resultNets += (row..<rows).count { ($0 + 1) % clusterRows == 0 }
            counts.sumWrites += 1
            counts.sumReads += 1
          }
        }
      }
    }
  }

  private mutating func meet(
    _ steps: Int, _ left: (_ time: Int, _ row: Int) -> Int?,
    _ right: (_ time: Int, _ column: Int) -> Int?
  ) -> [[Int]] {
    var along = [[Token?]](repeating: [Token?](repeating: nil, count: columns), count: rows)
    var down = along
    var sums = Array(repeating: Array(repeating: 0, count: columns), count: rows)
    func token(_ time: Int, _ value: (Int) -> Int?) -> Token? {
      guard (0..<steps).contains(time) else { return nil }
      let value = value(time)
      return Token(value: value ?? 0, isCounted: value != nil)
    }
    var cycle = 0
    repeat {
      for row in (0..<rows).reversed() {
        for column in (0..<columns).reversed() {
          let first =
            column > 0 ? along[row][column - 1] : token(cycle - row) { left($0, row) }
          let second = row > 0 ? down[row - 1][column] : token(cycle - column) { right($0, column) }
          if first?.isCounted == true {
            if column == 0 { counts.rowReads += 1 }
            if column % clusterColumns == 0 { counts.rowNets += 1 }
          }
          if second?.isCounted == true {
            if row == 0 { counts.columnReads += 1 }
            if row % clusterRows == 0 { counts.columnNets += 1 }
          }
          along[row][column] = first
          down[row][column] = second
          if let first, let second { sums[row][column] += first.value * second.value }
        }
      }
      cycle += 1
    } while along.contains { $0.contains { $0 != nil } } && cycle < 1_000_000
    counts.cycles += cycle - 1
    return sums
  }
}
