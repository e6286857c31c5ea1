import COpenBLAS

/// Which factor of a product stands transposed.
public enum Transposition: Sendable {
  /// a b
  case none
  /// aᵀ b
  case left
  /// a bᵀ
  case right
}

/// Computes `result = scale · a b`, or with a factor transposed, or adds this to `result`.
///
/// It is OpenBLAS's `sgemm`, or `sgemv` where the result has one row. The result depends on the
/// operands, the processor and the number of threads (``BLAS/setThreadCount(_:)``) alone. Where
/// nothing is added, what stood in `result` is not read, so that it may be anything. A ``ProductLog``
/// that collects notes the product, unless it is empty.
///
/// - Precondition: The shapes fit, `result` overlaps no factor, and no side exceeds `Int32.max`.
public func multiply(
  _ a: MatrixView, _ b: MatrixView, transposing: Transposition = .none, scale: Float = 1,
  into result: MatrixView, adding: Bool = false
) {
  let inner = transposing == .left ? a.rows : a.columns
  precondition(
    result.rows == (transposing == .left ? a.columns : a.rows)
      && result.columns == (transposing == .right ? b.rows : b.columns)
      && inner == (transposing == .right ? b.columns : b.rows),
    """
    \(a.rows) times \(a.columns) by \(b.rows) times \(b.columns) into \(result.rows) times \
    \(result.columns), transposing \(transposing)
    """)
  guard result.count > 0 else { return }
  guard inner > 0 else {
    if !adding { result.fill(0) }
    return
  }
  ProductLog.note(m: result.rows, n: result.columns, k: inner)
  let keep: Float = adding ? 1 : 0
  if result.rows == 1 && transposing != .left {
    // The row is b transposed times a's row: a product that reads b once and packs nothing.
    cblas_sgemv(
      CblasRowMajor, transposing == .right ? CblasNoTrans : CblasTrans, Int32(b.rows),
      Int32(b.columns), scale, b.base, Int32(b.stride), a.base, 1, keep, result.base, 1)
    return
  }
  cblas_sgemm(
    CblasRowMajor, transposing == .left ? CblasTrans : CblasNoTrans,
    transposing == .right ? CblasTrans : CblasNoTrans, Int32(result.rows), Int32(result.columns),
    Int32(inner), scale, a.base, Int32(a.stride), b.base, Int32(b.stride), keep, result.base,
    Int32(result.stride))
}
