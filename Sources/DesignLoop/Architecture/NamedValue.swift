internal import Formats

/// A gene's value as people write it: a number, or the name of a kind.
enum NamedValue: Encodable, CustomStringConvertible {
  case number(Double)
  case name(String)

  init(_ value: Double, of gene: Gene) {
    self = gene.kinds.map { .name($0[Int(value)]) } ?? .number(value)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let number): try container.encode(number)
    case .name(let name): try container.encode(name)
    }
  }

  var description: String {
    switch self {
    case .number(let number) where number == number.rounded() && abs(number) < 1e15:
      "\(Int(number))"
    case .number(let number): "\(number)"
    case .name(let name): "'\(name)'"
    }
  }
}

extension Gene {
  /// The gene's value that an entry has as people write it.
  func value(_ entry: JSONEntry) throws(ParseError) -> Double {
    if let kinds { return Double(try entry.choice(kinds)) }
    if !isContinuous { return Double(try entry.integer(0...65536)) }
    return try entry.number("a number") { _ in true }
  }
}
