public import Accelerator

/// The cycles of a systolic array that never waits for memory, after SCALE-Sim v2 (Samajdar et al.,
/// A Systematic Methodology for Characterizing Scalability of DNN Accelerators using SCALE-Sim, ISPASS
/// 2020), to the cycle.
///
/// Folds run one after the other. Where an operand stays, a fold takes `rows` cycles to load it, and
/// then `steps + rows + columns − 2` until the last sum leaves the last column: `2 rows + columns +
/// steps − 2`. Where sums stay, it takes `rows + columns + steps − 2`; they drain while the next fold
/// runs. The total is the number of the last cycle, counted from 0: one less than the cycles.
public enum SystolicTiming {
  /// The cycles of one fold.
  public static func cyclesPerFold(_ mapping: FoldMapping) -> Int {
    let loading = mapping.dataflow == .outputStationary ? 0 : mapping.rows
    return loading + mapping.rows + mapping.columns + mapping.steps - 2
  }

  /// The cycles of a product.
  public static func cycles(_ mapping: FoldMapping) -> Int {
    mapping.foldCount * cyclesPerFold(mapping) - 1
  }

  /// The cycles of a product on an array.
  public static func cycles(_ gemm: GEMM, dataflow: Dataflow, rows: Int, columns: Int) -> Int {
    cycles(FoldMapping(gemm, dataflow: dataflow, rows: rows, columns: columns))
  }

  /// The share of the elements' cycles that are multiply-adds. It is 1 at most, where the total's
  /// being one less than the cycles would make it more.
  public static func utilization(macs: Int, cycles: Int, elements: Int) -> Double {
    min(1, Double(macs) / (Double(elements) * Double(max(cycles, 1))))
  }
}
