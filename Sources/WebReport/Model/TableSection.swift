/// What stands in one place of a table.
public enum TableCell: Hashable, Sendable {
  /// Text.
  case text(String)
  /// A number, by which the table sorts.
  case number(Double)
  /// Nothing.
  case empty
}

extension TableCell: Codable {
  /// Reads a string, a number or null.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .empty
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  /// Writes a string, a number or null, which also stands for numbers that JSON does not have.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let text): try container.encode(text)
    case .number(let number) where number.isFinite: try container.encode(number)
    case .number, .empty: try container.encodeNil()
    }
  }
}

extension TableCell: ExpressibleByStringLiteral, ExpressibleByFloatLiteral {
  /// Text.
  public init(stringLiteral value: String) { self = .text(value) }
  /// A number.
  public init(floatLiteral value: Double) { self = .number(value) }
  /// A number, or nothing.
  public init(_ number: Double?) { self = number.map { .number($0) } ?? .empty }
}

/// A table that sorts by the column a person chooses.
public struct TableSection: Codable, Hashable, Sendable {
  /// One column.
  public struct Column: Codable, Hashable, Sendable {
    /// Its heading, with its unit.
    public var title: String
    /// How many decimals its numbers have; nil for up to six significant digits.
    public var decimals: Int?
    /// Whether the best of its numbers is the least, the greatest, or none; the best is marked.
    public var best: Best

    /// Which number of a column is best.
    public enum Best: String, Codable, Sendable {
      case least, greatest, none
    }

    /// A column.
    public init(_ title: String, decimals: Int? = nil, best: Best = .none) {
      self.title = title
      self.decimals = decimals
      self.best = best
    }
  }

  /// The heading.
  public var title: String
  /// The columns.
  public var columns: [Column]
  /// The rows, a cell for each column.
  public var rows: [[TableCell]]
  /// A line below the table; may be empty.
  public var note: String

  /// A table from its parts.
  ///
  /// - Precondition: every row has a cell for each column.
  public init(title: String, columns: [Column], rows: [[TableCell]], note: String = "") {
    precondition(rows.allSatisfy { $0.count == columns.count })
    self.title = title
    self.columns = columns
    self.rows = rows
    self.note = note
  }
}
