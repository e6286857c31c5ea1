import Foundation

/// An object of JSON that may leave keys out, but has none that is unknown.
struct StrictContainer<Key: CodingKey & CaseIterable & RawRepresentable>
where Key.RawValue == String {
  private struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private let container: KeyedDecodingContainer<Key>

  init(_ decoder: any Decoder) throws {
    let all = try decoder.container(keyedBy: AnyKey.self).allKeys
    let names = Key.allCases.map(\.rawValue)
    if let unknown = all.map(\.stringValue).filter({ !names.contains($0) }).min() {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "expected \(names.joined(separator: ", ")), found '\(unknown)'"))
    }
    container = try decoder.container(keyedBy: Key.self)
  }

  /// Reads a value where there is one.
  func read<Value: Decodable>(_ key: Key, _ value: inout Value) throws {
    if let read = try container.decodeIfPresent(Value.self, forKey: key) { value = read }
  }

  /// Reads a value that may be missing for good.
  func read<Value: Decodable>(_ key: Key, _ value: inout Value?) throws {
    value = try container.decodeIfPresent(Value.self, forKey: key)
  }

  func require(_ condition: Bool, _ key: Key, _ expectation: String) throws {
    if !condition {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: container, debugDescription: "expected \(expectation)")
    }
  }
}

extension DecodingError {
  /// The error as a line: the path of keys, what was expected, what was found.
  var line: String {
    func line(_ context: Context, _ text: String) -> String {
      let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }
        .joined(separator: "").drop { $0 == "." }
      return path.isEmpty ? text : "\(path): \(text)"
    }
    switch self {
    case .typeMismatch(let type, let context):
      return line(context, "expected \(type), found another kind of value")
    case .valueNotFound(let type, let context): return line(context, "expected \(type), found null")
    case .keyNotFound(let key, let context):
      return line(context, "expected the key '\(key.stringValue)', found none")
    case .dataCorrupted(let context):
      let reason = (context.underlyingError as NSError?)?.userInfo[NSDebugDescriptionErrorKey]
      return line(context, context.debugDescription + (reason.map { " \($0)" } ?? ""))
    @unknown default: return "\(self)"
    }
  }
}

/// A gene's value as people write it: a number, or the name of a kind.
enum NamedValue: Codable, CustomStringConvertible {
  case number(Double)
  case name(String)

  init(_ value: Double, of gene: Gene) {
    self = gene.kinds.map { .name($0[Int(value)]) } ?? .number(value)
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else {
      self = .name(try container.decode(String.self))
    }
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

  /// The value as a gene has it; nil if it has none such.
  func number(for gene: Gene) -> Double? {
    switch self {
    case .name(let name):
      return gene.kinds?.firstIndex(of: name).map(Double.init)
    case .number(let number):
      let isWhole = number == number.rounded() && (0...65536).contains(number)
      return gene.kinds == nil && (gene.isContinuous || isWhole) ? number : nil
    }
  }
}

extension Gene {
  var expectation: String {
    kinds.map { "one of \($0.joined(separator: ", "))" }
      ?? (isContinuous ? "a number" : "a whole number")
  }
}
