/// Routing demand in one direction, as the sum of runs, smoothed, with macro blockage on top: one
/// half of the congestion map, kept up to date run by run.
///
/// A *line* is a row of the grid for horizontal demand and a column for vertical; a run covers
/// positions along one line, and smoothing spreads demand to neighbouring lines. Runs are
/// collected as differences at their two ends, so that old and new routes which coincide cancel;
/// ``apply(to:)`` sums them up along each touched line.
struct DemandMap: ~Copyable {
  let lineCount: Int
  let length: Int
  private let smoothing: Int
  /// Where this map's values begin in the congestion values.
  private let valueBase: Int
  /// What one unit of demand on a line is worth on each line that smoothing spreads it to.
  private let scales: OwnedBuffer<Double>
  private let demand: OwnedBuffer<Double>
  private let differences: OwnedBuffer<Double>

  private var touched: LineSpans
  private var changed: LineSpans
  private let savedDemand: OwnedBuffer<Double>
  private let savedValues: OwnedBuffer<Double>
  private var savedBlockage: OwnedList<SavedCell>

  init(lineCount: Int, length: Int, capacity: Double, smoothing: Int, valueBase: Int) {
    self.lineCount = lineCount
    self.length = length
    self.smoothing = smoothing
    self.valueBase = valueBase
    scales = OwnedBuffer(
      (0..<lineCount).map { line in
        let window = min(lineCount - 1, line + smoothing) - max(0, line - smoothing) + 1
        return 1 / (capacity * Double(window))
      })
    let cells = lineCount * length
    demand = OwnedBuffer(repeating: 0, count: cells)
    differences = OwnedBuffer(repeating: 0, count: lineCount * (length + 1))
    touched = LineSpans(lineCount: lineCount)
    changed = LineSpans(lineCount: lineCount)
    savedDemand = OwnedBuffer(repeating: 0, count: cells)
    savedValues = OwnedBuffer(repeating: 0, count: cells)
    savedBlockage = OwnedList(
      capacity: IncrementalEvaluator.largestMove * 6 * (cells + lineCount + length) + 16,
      filler: SavedCell(index: 0, value: 0))
  }

  /// Adds demand over the positions `from ..< to` of a line.
  @inline(__always)
  mutating func addRun(line: Int, from: Int, to: Int, demand: Double) {
    let row = line * (length + 1)
    differences[row + from] += demand
    differences[row + to] -= demand
    touched.include(line, from: from, to: to)
  }

  /// Adds to the blockage of one cell, here and in the top sum of blockage alone.
  @inline(__always)
  mutating func addBlockage(line: Int, position: Int, amount: Double, in floor: inout TopSum) {
    let index = line * length + position
    let old = floor.values[valueBase + index]
    savedBlockage.append(SavedCell(index: Int32(index), value: old))
    floor.change(valueBase + index, to: old + amount)
    changed.include(line, from: position, to: position + 1)
  }

  /// Carries all runs and blockage added since the last ``commit()`` or ``revert(in:)`` over to the
  /// values.
  mutating func apply(to top: inout TopSum, over floor: borrowing TopSum) {
    for entry in 0..<touched.count {
      let line = touched.line(entry)
      let (from, to) = touched.span(line)
      let row = line * (length + 1)
      let cells = line * length
      var running = 0.0
      for position in from..<to {
        running += differences[row + position]
        differences[row + position] = 0
        let cell = cells + position
        savedDemand[cell] = demand[cell]
        demand[cell] += running
      }
      differences[row + to] = 0
      for target in max(0, line - smoothing)...min(lineCount - 1, line + smoothing) {
        changed.include(target, from: from, to: to)
      }
    }
    for entry in 0..<changed.count {
      refresh(changed.line(entry), in: &top, over: floor)
    }
  }

  /// Recomputes the values of a line where they may have changed.
  private func refresh(_ line: Int, in top: inout TopSum, over floor: borrowing TopSum) {
    let (from, to) = changed.span(line)
    let cells = line * length
    let first = max(0, line - smoothing)
    let last = min(lineCount - 1, line + smoothing)
    for position in from..<to {
      var value = floor.values[valueBase + cells + position]
      for source in first...last {
        value += demand[source * length + position] * scales[source]
      }
      let index = valueBase + cells + position
      savedValues[cells + position] = top.values[index]
      top.change(index, to: value)
    }
  }

  /// Keeps what was applied.
  mutating func commit() {
    touched.removeAll()
    changed.removeAll()
    savedBlockage.removeAll()
  }

  /// Takes back what was applied or only added; the caller restores the top sums' states.
  mutating func revert(in top: inout TopSum, _ floor: inout TopSum, wasApplied: Bool) {
    for entry in 0..<touched.count {
      let line = touched.line(entry)
      let (from, to) = touched.span(line)
      if wasApplied {
        for cell in (line * length + from)..<(line * length + to) {
          demand[cell] = savedDemand[cell]
        }
      } else {
        for index in from...to { differences[line * (length + 1) + index] = 0 }
      }
    }
    if wasApplied {
      for entry in 0..<changed.count {
        let line = changed.line(entry)
        let (from, to) = changed.span(line)
        for cell in (line * length + from)..<(line * length + to) {
          top.values[valueBase + cell] = savedValues[cell]
        }
      }
    }
    for entry in stride(from: savedBlockage.count - 1, through: 0, by: -1) {
      floor.values[valueBase + Int(savedBlockage[entry].index)] = savedBlockage[entry].value
    }
    commit()
  }

  /// Forgets everything.
  mutating func clear() {
    demand.fill(0)
    differences.fill(0)
    commit()
  }
}

/// A set of lines, each with the span of positions touched on it.
struct LineSpans: ~Copyable {
  private var lines: OwnedList<Int32>
  private let from: OwnedBuffer<Int32>
  private let to: OwnedBuffer<Int32>

  init(lineCount: Int) {
    lines = OwnedList(capacity: lineCount, filler: 0)
    from = OwnedBuffer(repeating: Int32.max, count: lineCount)
    to = OwnedBuffer(repeating: -1, count: lineCount)
  }

  @inline(__always)
  var count: Int { lines.count }

  @inline(__always)
  func line(_ entry: Int) -> Int { Int(lines[entry]) }

  @inline(__always)
  func span(_ line: Int) -> (from: Int, to: Int) { (Int(from[line]), Int(to[line])) }

  @inline(__always)
  mutating func include(_ line: Int, from first: Int, to end: Int) {
    if to[line] < 0 { lines.append(Int32(truncatingIfNeeded: line)) }
    from[line] = min(from[line], Int32(truncatingIfNeeded: first))
    to[line] = max(to[line], Int32(truncatingIfNeeded: end))
  }

  @inline(__always)
  mutating func removeAll() {
    for entry in 0..<lines.count {
      from[Int(lines[entry])] = Int32.max
      to[Int(lines[entry])] = -1
    }
    lines.removeAll()
  }
}
