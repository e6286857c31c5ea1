import Accelerator

/// The words in and out of the memories of one tile for one product.
///
/// An operand that stays is read once for each of its folds and blocks, one that streams once for each
/// fold that it runs through. Where sums move, each fold over the rows writes its sums to the output
/// banks; each after the first reads them again in the collectors, which add. Finished sums are read
/// once more by the vector unit, whose results go to DRAM at an operand's width. Each word that comes
/// from DRAM is written to its buffer once.
struct MemoryTraffic {
  let loops: FoldLoops
  private(set) var row = WordAccesses()
  private(set) var column = WordAccesses()
  private(set) var output = WordAccesses()
  /// Operands from DRAM, in words.
  let fetchedWords: Int
  /// Sums to DRAM and back, in words each way.
  let spilledWords: Int
  /// Results to DRAM, in words.
  let resultWords: Int

  /// - Parameters:
  ///   - rowDistinct: the words of the operand along the rows, each counted once.
  ///   - columnDistinct: the same of the operand at the columns' top.
  init(_ loops: FoldLoops, rowDistinct: Int, columnDistinct: Int) {
    self.loops = loops
    let mapping = loops.mapping
    resultWords = loops.resultWords
    spilledWords = loops.spills * resultWords
    row.writes = loops.rowPasses * rowDistinct
    column.writes = loops.columnPasses * columnDistinct
    fetchedWords = row.writes + column.writes
    row.reads = loops.rowWords * mapping.columnFolds
    if mapping.dataflow == .outputStationary {
      column.reads = loops.columnWords * mapping.rowFolds
      output = WordAccesses(reads: resultWords, writes: resultWords)
    } else {
      column.reads = loops.columnWords * loops.blockCount
      let sums = mapping.rowFolds * resultWords
      output = WordAccesses(reads: sums + spilledWords, writes: sums + spilledWords)
    }
  }
}
