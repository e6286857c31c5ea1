extension AcceleratorParameters {
  /// The clock cycles that the sequencer of the SystemVerilog needs for a matrix product, from the
  /// cycle after its command to the last write of a result.
  ///
  /// Folds follow one another without overlap, as in the closed forms of SCALE-Sim, 2R + C + T − 2
  /// cycles a fold of T words on R rows and C columns. The hardware adds three cycles (memory,
  /// feeder, collector) and one for each stage of the pipeline; where sums move, every row fold but
  /// the first takes T − 1 more, because the output banks have one port; where sums stay, the
  /// array is cleared once, in R cycles.
  ///
  /// - Parameters:
  ///   - length: T, the words that stream through the rows in one fold.
  ///   - rowFolds: the folds along the dimension that lies on the rows.
  ///   - columnFolds: the folds along the dimension that lies on the columns.
  public func sequencerCycles(length: Int, rowFolds: Int, columnFolds: Int) -> Int {
    let fold = 2 * rows + columns + length + pipelineStages + 1
    let folds = rowFolds * columnFolds * fold
    return dataflow.movesPartialSums
      ? folds + columnFolds * (rowFolds - 1) * (length - 1) : folds + rows
  }
}
