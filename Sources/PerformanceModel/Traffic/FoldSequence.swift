import Accelerator

/// The folds one after the other, with what each fetches from DRAM and sends there, in bits.
///
/// Folds of large products are too many to visit. What a fold moves depends, for each loop, on whether
/// it is in the first round, the last, or between; so does what its neighbours move, if the rounds next
/// to the first and last are told apart. So five rounds of each loop stand for all, each for as many
/// as are like it.
struct FoldSequence {
  let loops: FoldLoops
  let capacity: MemoryCapacity
  let rowShare: Double
  let columnShare: Double

  /// A fold: its place in the loops over rows, columns and blocks.
  struct Place: Hashable {
    var row = 0
    var column = 0
    var block = 0

    subscript(axis: FoldLoops.Axis) -> Int {
      get {
        switch axis {
        case .row: row
        case .column: column
        case .block: block
        }
      }
      set {
        switch axis {
        case .row: row = newValue
        case .column: column = newValue
        case .block: block = newValue
        }
      }
    }
  }

  /// The rounds of a loop.
  func count(_ axis: FoldLoops.Axis) -> Int {
    switch axis {
    case .row: loops.mapping.rowFolds
    case .column: loops.mapping.columnFolds
    case .block: loops.blockCount
    }
  }

  /// The number of folds, each block of one counted.
  var foldCount: Int { loops.mapping.foldCount * loops.blockCount }

  /// Calls with places that stand for all, and how many each stands for.
  func forEachRepresentative(_ body: (Place, _ weight: Int) -> Void) {
    for (row, rowWeight) in Self.representatives(count(.row)) {
      for (column, columnWeight) in Self.representatives(count(.column)) {
        for (block, blockWeight) in Self.representatives(count(.block)) {
          body(
            Place(row: row, column: column, block: block), rowWeight * columnWeight * blockWeight)
        }
      }
    }
  }

  private static func representatives(_ count: Int) -> [(Int, Int)] {
    count <= 5
      ? (0..<count).map { ($0, 1) }
      : [(0, 1), (1, 1), (2, count - 4), (count - 2, 1), (count - 1, 1)]
  }

  /// The first fold.
  var first: Place { Place() }
  /// The last fold.
  var last: Place {
    Place(row: count(.row) - 1, column: count(.column) - 1, block: count(.block) - 1)
  }

  /// The fold after another, or before it; nil beyond the ends.
  func neighbor(of place: Place, forward: Bool) -> Place? {
    var result = place
    for axis in loops.order.reversed() {
      let end = forward ? count(axis) - 1 : 0
      if result[axis] != end {
        result[axis] += forward ? 1 : -1
        return result
      }
      result[axis] = forward ? 0 : count(axis) - 1
    }
    return nil
  }

  /// The steps of a block.
  private func steps(_ block: Int) -> Int {
    min(loops.blockSteps, loops.mapping.steps - block * loops.blockSteps)
  }

  /// The bits that a fold needs from DRAM.
  func fetchedBits(_ place: Place) -> Double {
    let mapping = loops.mapping
    let (rows, columns) = (mapping.usedRows(place.row), mapping.usedColumns(place.column))
    let steps = steps(place.block)
    let isOutputStationary = mapping.dataflow == .outputStationary
    var bits = 0.0
    if !loops.keepsRowOperand || place.column == 0 {
      bits += Double(rows * steps) * rowShare * Double(capacity.operandBits)
    }
    if !loops.keepsColumnOperand || (isOutputStationary ? place.row : place.block) == 0 {
      let depth = isOutputStationary ? steps : rows
      bits += Double(columns * depth) * columnShare * Double(capacity.operandBits)
    }
    if !loops.keepsSums, place.row > 0 { bits += Double(steps * columns * capacity.sumBits) }
    return bits
  }

  /// The bits that go to DRAM after a fold.
  func sentBits(_ place: Place) -> Double {
    let mapping = loops.mapping
    let columns = mapping.usedColumns(place.column)
    if mapping.dataflow == .outputStationary {
      return Double(mapping.usedRows(place.row) * columns * capacity.operandBits)
    }
    let sums = steps(place.block) * columns
    if place.row == mapping.rowFolds - 1 { return Double(sums * capacity.operandBits) }
    return loops.keepsSums ? 0 : Double(sums * capacity.sumBits)
  }
}
