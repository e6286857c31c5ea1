public import Accelerator

/// How a product is laid over an array: one of its dimensions over the rows, one over the columns, in
/// folds of as many as there are; the third runs in time.
///
/// | dataflow | rows | columns | time |
/// |---|---|---|---|
/// | weight stationary | k | n | m |
/// | output stationary | m | n | k |
/// | input stationary | k | m | n |
///
/// A fold that does not fill the array has the first rows and columns.
public struct FoldMapping: Hashable, Sendable {
  /// What stays in the elements.
  public let dataflow: Dataflow
  /// The rows of the array.
  public let rows: Int
  /// The columns of the array.
  public let columns: Int
  /// The length of the dimension over the rows.
  public let rowLength: Int
  /// The length of the dimension over the columns.
  public let columnLength: Int
  /// The length of the dimension in time.
  public let steps: Int

  /// The mapping of a product to an array.
  ///
  /// - Precondition: There is a row and a column.
  public init(_ gemm: GEMM, dataflow: Dataflow, rows: Int, columns: Int) {
    precondition(rows >= 1 && columns >= 1, "an array of \(rows) times \(columns) elements")
    self.dataflow = dataflow
    self.rows = rows
    self.columns = columns
    switch dataflow {
    case .weightStationary: (rowLength, columnLength, steps) = (gemm.k, gemm.n, gemm.m)
    case .outputStationary: (rowLength, columnLength, steps) = (gemm.m, gemm.n, gemm.k)
    case .inputStationary: (rowLength, columnLength, steps) = (gemm.k, gemm.m, gemm.n)
    }
  }

  /// The folds over the rows.
  public var rowFolds: Int { Self.quotient(rowLength, rows) }
  /// The folds over the columns.
  public var columnFolds: Int { Self.quotient(columnLength, columns) }
  /// All folds.
  public var foldCount: Int { rowFolds * columnFolds }

  /// The rows that a fold takes.
  func usedRows(_ fold: Int) -> Int { min(rows, rowLength - fold * rows) }
  /// The columns that a fold takes.
  func usedColumns(_ fold: Int) -> Int { min(columns, columnLength - fold * columns) }

  /// The sum of a function of used rows over all folds of the rows.
  func sumOverRowFolds(_ body: (Int) -> Int) -> Int {
    (rowFolds - 1) * body(rows) + body(usedRows(rowFolds - 1))
  }

  /// The same for columns.
  func sumOverColumnFolds(_ body: (Int) -> Int) -> Int {
    (columnFolds - 1) * body(columns) + body(usedColumns(columnFolds - 1))
  }

  static func quotient(_ value: Int, _ divisor: Int) -> Int { (value + divisor - 1) / divisor }
}
