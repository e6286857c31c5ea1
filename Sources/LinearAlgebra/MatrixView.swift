/// A row-major matrix of single-precision numbers somewhere in memory that another owns.
///
/// A view is a pointer, a shape and the distance between rows; it copies nothing, and it must not
/// outlive the memory it looks at. Neither its accesses nor its owner's lifetime are checked: whoever
/// makes a view promises that all its elements are there. Two threads may use views of the same
/// memory as long as none of them writes.
public struct MatrixView: @unchecked Sendable {
  /// The first element of the first row.
  public let base: UnsafeMutablePointer<Float>
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The elements from the beginning of a row to the beginning of the next.
  public let stride: Int

  /// A view of `rows` times `columns` elements from `base` on.
  ///
  /// - Precondition: Rows do not overlap: `stride`, by default the number of columns, is no less
  ///   than that. All elements lie in memory that lives as long as the view is used.
  @inlinable
  public init(_ base: UnsafeMutablePointer<Float>, rows: Int, columns: Int, stride: Int? = nil) {
    precondition(rows >= 0 && columns >= 0, "a matrix of \(rows) times \(columns) elements")
    precondition((stride ?? columns) >= columns, "rows \(stride ?? 0) apart would overlap")
    self.base = base
    self.rows = rows
    self.columns = columns
    self.stride = stride ?? columns
  }

  /// Whether there is nothing between one row and the next.
  @inlinable public var isContiguous: Bool { stride == columns || rows <= 1 }

  /// The number of elements.
  @inlinable public var count: Int { rows * columns }

  /// The first element of a row.
  @inlinable
  public func row(_ row: Int) -> UnsafeMutablePointer<Float> {
    assert(row >= 0 && row < rows, "row \(row) of \(rows)")
    return base + row * stride
  }

  /// One element.
  @inlinable
  public subscript(row: Int, column: Int) -> Float {
    get {
      assert(column >= 0 && column < columns, "column \(column) of \(columns)")
      return self.row(row)[column]
    }
    nonmutating set {
      assert(column >= 0 && column < columns, "column \(column) of \(columns)")
      self.row(row)[column] = newValue
    }
  }

  /// The matrix of consecutive rows of this one.
  ///
  /// - Precondition: The rows exist.
  @inlinable
  public func rows(_ range: Range<Int>) -> MatrixView {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
    return MatrixView(
      base + range.lowerBound * stride, rows: range.count, columns: columns, stride: stride)
  }

  /// The matrix of consecutive columns of this one.
  ///
  /// - Precondition: The columns exist.
  @inlinable
  public func columns(_ range: Range<Int>) -> MatrixView {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= columns, "columns \(range) of \(columns)")
    return MatrixView(base + range.lowerBound, rows: rows, columns: range.count, stride: stride)
  }

  /// The same elements, row after row, in rows of another length.
  ///
  /// - Precondition: There is nothing between rows, and the number of elements stays the same.
  @inlinable
  public func reshaped(rows: Int, columns: Int) -> MatrixView {
    precondition(isContiguous && rows * columns == count, "\(count) elements in other rows")
    return MatrixView(base, rows: rows, columns: columns)
  }

  /// Sets all elements.
  public func fill(_ value: Float) {
    if isContiguous {
      base.update(repeating: value, count: count)
    } else {
      for row in 0..<rows { self.row(row).update(repeating: value, count: columns) }
    }
  }

  /// Sets all elements to those of another matrix.
  ///
  /// - Precondition: The other matrix has the same shape, and does not overlap this one in part.
  public func copy(_ other: MatrixView) {
    precondition(
      other.rows == rows && other.columns == columns,
      "copy of \(other.rows) times \(other.columns) to \(rows) times \(columns)")
    if isContiguous && other.isContiguous {
      base.update(from: other.base, count: count)
    } else {
      for row in 0..<rows { self.row(row).update(from: other.row(row), count: columns) }
    }
  }
}
