/// A row-major matrix of double-precision numbers, as a value.
///
/// It is for the small dense systems of statistics. Networks use ``MatrixView``.
public struct DoubleMatrix: Hashable, Sendable, Codable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// All elements, row after row.
  public var elements: [Double]

  /// A matrix whose elements are all the same.
  ///
  /// - Precondition: Neither count is negative.
  public init(rows: Int, columns: Int, repeating value: Double = 0) {
    precondition(rows >= 0 && columns >= 0, "a matrix of \(rows) times \(columns) elements")
    self.rows = rows
    self.columns = columns
    elements = [Double](repeating: value, count: rows * columns)
  }

  /// A matrix of given rows.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - columns: The length of each row, which says it where there is no row.
  /// - Precondition: All rows have this length.
  public init(rows: [[Double]], columns: Int) {
    precondition(rows.allSatisfy { $0.count == columns }, "rows of other lengths than \(columns)")
    self.rows = rows.count
    self.columns = columns
    elements = rows.flatMap { $0 }
  }

  /// One element.
  @inlinable
  public subscript(row: Int, column: Int) -> Double {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// A copy of one row.
  public func row(_ row: Int) -> [Double] {
    Array(elements[(row * columns)..<((row + 1) * columns)])
  }

  /// The product with a vector.
  ///
  /// - Precondition: The vector has as many elements as the matrix has columns.
  public func times(_ vector: [Double]) -> [Double] {
    precondition(vector.count == columns, "\(vector.count) elements by \(columns) columns")
    var result = [Double](repeating: 0, count: rows)
    for row in 0..<rows {
      var sum = 0.0
      for column in 0..<columns { sum += elements[row * columns + column] * vector[column] }
      result[row] = sum
    }
    return result
  }

  /// The product of the transposed matrix with a vector.
  ///
  /// - Precondition: The vector has as many elements as the matrix has rows.
  public func transposedTimes(_ vector: [Double]) -> [Double] {
    precondition(vector.count == rows, "\(vector.count) elements by \(rows) rows")
    var result = [Double](repeating: 0, count: columns)
    for row in 0..<rows {
      for column in 0..<columns { result[column] += elements[row * columns + column] * vector[row] }
    }
    return result
  }

  private enum CodingKeys: String, CodingKey {
    case rows, columns, elements
  }

  /// Reads a matrix, and refuses one whose elements do not fill its rows.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    rows = try container.decode(Int.self, forKey: .rows)
    columns = try container.decode(Int.self, forKey: .columns)
    elements = try container.decode([Double].self, forKey: .elements)
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard rows >= 0, columns >= 0, !overflow, count == elements.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .elements, in: container,
        debugDescription:
          "expected \(rows) times \(columns) elements, found \(elements.count)")
    }
  }
}
