import Accelerator

/// The loops over the folds of a product, in an order, and what stays on the chip meanwhile.
///
/// Three loops run over folds: over the rows, over the columns, and over blocks of the steps. An
/// operand whose data does not depend on a loop is used again on each round of it, and is fetched once
/// if all that the loops inside ask of it fits in half of its buffer; else it is fetched anew each
/// time. Where sums move, they wait in the output buffer for the next fold over the rows; where they do
/// not fit, they go out to DRAM and come back.
///
/// Blocks are there so that sums need not go out: a block of steps runs through all folds before the
/// next, at the price of loading what stays in the elements once for each block. That takes no more
/// cycles than ``SystolicTiming`` says. Elements keep their operand twice, so a load hides behind the
/// block before, if that has no fewer steps than there are rows: then all takes about `folds · steps +
/// 2 rows + columns − 2` cycles, where the formula has the last three terms in each fold. A last block
/// that is shorter makes no fold take more than `steps + rows`.
struct FoldLoops: Sendable {
  enum Axis: Int, Sendable { case row, column, block }

  let mapping: FoldMapping
  /// From the outermost to the innermost.
  let order: [Axis]
  /// The steps of each block but the last, which has what is left.
  let blockSteps: Int
  /// Whether the operand along the rows stays from one fold over the columns to the next.
  let keepsRowOperand: Bool
  /// Whether the operand at the columns' top stays for the next round of the loop that it does not
  /// depend on: over blocks, or where sums stay over rows.
  let keepsColumnOperand: Bool
  /// Whether sums stay until they are complete.
  let keepsSums: Bool

  private init(
    _ mapping: FoldMapping, _ order: [Axis], blockSteps: Int, capacity: MemoryCapacity,
    rowShare: Double, columnShare: Double
  ) {
    self.mapping = mapping
    self.order = order
    self.blockSteps = blockSteps
    /// The length that is used within one round of the outer loop.
    func extent(_ axis: Axis, within outer: Axis) -> Int {
      let isInside = order.firstIndex(of: axis)! > order.firstIndex(of: outer)!
      return switch axis {
      case .row: isInside ? mapping.rowLength : min(mapping.rows, mapping.rowLength)
      case .column:
        isInside ? mapping.columnLength : min(mapping.columns, mapping.columnLength)
      case .block: isInside ? mapping.steps : blockSteps
      }
    }
    func fits(_ words: Int, _ share: Double, _ room: Int) -> Bool {
      Double(words) * share <= Double(room)
    }
    let rowUse = extent(.row, within: .column) * extent(.block, within: .column)
    keepsRowOperand = mapping.columnFolds == 1 || fits(rowUse, rowShare, capacity.rowWords)
    if mapping.dataflow == .outputStationary {
      let use = extent(.column, within: .row) * mapping.steps
      keepsColumnOperand = mapping.rowFolds == 1 || fits(use, columnShare, capacity.columnWords)
      keepsSums = true
    } else {
      let use = extent(.row, within: .block) * extent(.column, within: .block)
      // With one fold inside it stays in the elements themselves.
      let isInElements =
        extent(.row, within: .block) <= mapping.rows
        && extent(.column, within: .block) <= mapping.columns
      keepsColumnOperand =
        blockSteps >= mapping.steps || isInElements || fits(use, columnShare, capacity.columnWords)
      let sums = extent(.block, within: .row) * extent(.column, within: .row)
      keepsSums = mapping.rowFolds == 1 || sums <= capacity.sumWords
    }
  }

  /// The loops that move the fewest bits to and from DRAM, of those that can be chosen: where sums
  /// stay, both orders of the loops over rows and columns; else blocks outside or inside the loop over
  /// columns with rows innermost, and blocks, rows, columns, each with one block, with the largest
  /// blocks whose sums fit, and with the largest whose streaming operand fits as well. Of equal ones
  /// it is the first.
  ///
  /// - Parameters:
  ///   - rowShare: the distinct words of the operand along the rows for each of the product's.
  ///   - columnShare: the same of the operand at the columns' top.
  static func best(
    _ mapping: FoldMapping, _ capacity: MemoryCapacity, rowShare: Double, columnShare: Double
  ) -> FoldLoops {
    func loops(_ order: [Axis], _ steps: Int) -> FoldLoops {
      FoldLoops(
        mapping, order, blockSteps: min(steps, mapping.steps), capacity: capacity,
        rowShare: rowShare,
        columnShare: columnShare)
    }
    func cost(_ loops: FoldLoops) -> Double {
      loops.externalBits(capacity, rowShare: rowShare, columnShare: columnShare)
    }
    var candidates: [FoldLoops] = []
    if mapping.dataflow == .outputStationary {
      candidates = [
        loops([.block, .column, .row], mapping.steps),
        loops([.block, .row, .column], mapping.steps),
      ]
    } else {
      let columns = min(mapping.columns, mapping.columnLength)
      let rows = min(mapping.rows, mapping.rowLength)
      let choices: [(order: [Axis], sumColumns: Int, streamRows: Int)] = [
        ([.column, .block, .row], columns, 0),
        ([.block, .column, .row], columns, mapping.rowLength),
        ([.block, .row, .column], mapping.columnLength, rows),
      ]
      for choice in choices {
        let forSums =
          mapping.rowFolds == 1 ? mapping.steps : capacity.sumWords / choice.sumColumns
        let forStream =
          choice.streamRows == 0
          ? mapping.steps
          : Int(Double(capacity.rowWords) / rowShare) / choice.streamRows
        for steps in [mapping.steps, forSums, min(forSums, forStream)] {
          guard steps >= min(mapping.rows, mapping.steps) else { continue }
          candidates.append(loops(choice.order, steps))
        }
      }
    }
    return candidates.dropFirst().reduce(candidates[0]) { cost($1) < cost($0) ? $1 : $0 }
  }

  // MARK: - How often what is moved

  /// The blocks of steps.
  var blockCount: Int { FoldMapping.quotient(mapping.steps, blockSteps) }

  /// How often all of the operand along the rows is fetched.
  var rowPasses: Int { keepsRowOperand ? 1 : mapping.columnFolds }
  /// How often all of the operand at the columns' top is fetched.
  var columnPasses: Int {
    if keepsColumnOperand { return 1 }
    return mapping.dataflow == .outputStationary ? mapping.rowFolds : blockCount
  }
  /// How often each sum goes out unfinished, and comes back.
  var spills: Int { keepsSums ? 0 : mapping.rowFolds - 1 }

  /// The words of the operand along the rows, as the product has them.
  var rowWords: Int { mapping.rowLength * mapping.steps }
  /// The words of the operand at the columns' top.
  var columnWords: Int {
    mapping.columnLength
      * (mapping.dataflow == .outputStationary ? mapping.steps : mapping.rowLength)
  }
  /// The number of results.
  var resultWords: Int {
    mapping.columnLength
      * (mapping.dataflow == .outputStationary ? mapping.rowLength : mapping.steps)
  }

  /// The bits to and from DRAM.
  private func externalBits(
    _ capacity: MemoryCapacity, rowShare: Double, columnShare: Double
  ) -> Double {
    Double(capacity.operandBits)
      * (Double(rowPasses * rowWords) * rowShare + Double(columnPasses * columnWords) * columnShare
        + Double(resultWords)) + 2 * Double(capacity.sumBits) * Double(spills * resultWords)
  }
}
