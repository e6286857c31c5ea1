import Formats
import Foundation

/// Workloads as JSON.
///
/// ```json
/// {
///   "format": "chipplace workload", "version": 1, "name": "two layers",
///   "layers": [
///     {"name": "dense", "count": 2, "phase": "inference", "gemm": {"m": 8, "n": 64, "k": 32}},
///     {"name": "stem", "convolution": {
///       "inputHeight": 224, "inputWidth": 224, "channels": 3, "filters": 64, "kernelHeight": 7,
///       "kernelWidth": 7, "stride": 2, "padding": 3, "batch": 1}}
///   ]
/// }
/// ```
///
/// `count` is 1, `phase` is `inference`, `stride` and `batch` are 1 and `padding` is 0 where they are
/// left out. All else must be there, and nothing more.
enum WorkloadJSON {
  static let format = "chipplace workload"
  static let version = 1

  // MARK: - Writing

  private struct File: Encodable {
    var format = WorkloadJSON.format
    var version = WorkloadJSON.version
    var name: String
    var layers: [Entry]
  }

  private struct Entry: Encodable {
    var name: String
    var count: Int
    var phase: Phase
    var gemm: GEMM?
    var convolution: Convolution?

    init(_ layer: Layer) {
      name = layer.name
      count = layer.count
      phase = layer.phase
      switch layer.shape {
      case .gemm(let shape): gemm = shape
      case .convolution(let shape): convolution = shape
      }
    }
  }

  static func text(of workload: Workload) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let file = File(name: workload.name, layers: workload.layers.map(Entry.init))
    // Texts and whole numbers alone: there is nothing in it that could fail.
    return String(decoding: (try? encoder.encode(file)) ?? Data(), as: UTF8.self) + "\n"
  }

  // MARK: - Reading

  static func read(_ data: Data, file: String) throws(ParseError) -> Workload {
    let value: JSONValue
    do {
      value = try JSONDecoder().decode(JSONValue.self, from: data)
    } catch {
      throw syntaxError(error, file: file)
    }
    let root = try JSONObject(value, path: "$", file: file)
    try root.allow(["format", "version", "name", "layers"])
    let found = try root.text("format")
    guard found == format else {
      throw root.error("format", expected: "'\(format)'", found: "'\(found.prefix(40))'")
    }
    _ = try root.integer("version", in: version...version)
    var workload = Workload(name: try root.text("name"), layers: [])
    for (index, entry) in try root.array("layers").enumerated() {
      let object = try JSONObject(entry, path: "$.layers[\(index)]", file: file)
      workload.layers.append(try layer(object))
    }
    do throws(WorkloadError) {
      try workload.validate()
    } catch {
      let path = error.layer.map { "$.layers[\($0)]" } ?? "$.layers"
      throw ParseError(file: file, message: "\(path): \(error.message)")
    }
    return workload
  }

  private static func layer(_ object: JSONObject) throws(ParseError) -> Layer {
    try object.allow(["name", "count", "phase", "gemm", "convolution"])
    guard object.has("gemm") != object.has("convolution") else {
      throw object.error(
        nil, expected: "'gemm' or 'convolution'",
        found: object.has("gemm") ? "both" : "neither")
    }
    var phase = Phase.inference
    if object.has("phase") {
      let name = try object.text("phase")
      guard let known = Phase(rawValue: name) else {
        throw object.error(
          "phase", expected: "'inference' or 'training'", found: "'\(name.prefix(40))'")
      }
      phase = known
    }
    let shape: LayerShape =
      object.has("gemm")
      ? .gemm(try gemm(object.object("gemm")))
      : .convolution(try convolution(object.object("convolution")))
    return Layer(
      try object.text("name"), shape,
      count: try object.integer("count", in: 1...Workload.mostRepetitions, default: 1),
      phase: phase)
  }

  private static let sides = 1...LayerShape.largestSide

  private static func gemm(_ object: JSONObject) throws(ParseError) -> GEMM {
    try object.allow(["m", "n", "k"])
    return GEMM(
      m: try object.integer("m", in: sides), n: try object.integer("n", in: sides),
      k: try object.integer("k", in: sides))
  }

  private static func convolution(_ object: JSONObject) throws(ParseError) -> Convolution {
    try object.allow([
      "inputHeight", "inputWidth", "channels", "filters", "kernelHeight", "kernelWidth", "stride",
      "padding", "batch",
    ])
    return Convolution(
      inputHeight: try object.integer("inputHeight", in: sides),
      inputWidth: try object.integer("inputWidth", in: sides),
      channels: try object.integer("channels", in: sides),
      filters: try object.integer("filters", in: sides),
      kernelHeight: try object.integer("kernelHeight", in: sides),
      kernelWidth: try object.integer("kernelWidth", in: sides),
      stride: try object.integer("stride", in: sides, default: 1),
      padding: try object.integer("padding", in: 0...LayerShape.largestSide, default: 0),
      batch: try object.integer("batch", in: sides, default: 1))
  }

  private static func syntaxError(_ error: any Error, file: String) -> ParseError {
    var detail = "\(error)"
    if case .dataCorrupted(let context)? = error as? DecodingError {
      detail = context.debugDescription
      if let cause = context.underlyingError as NSError?,
        let text = cause.userInfo[NSDebugDescriptionErrorKey] as? String
      {
        detail = text
      }
    }
    return ParseError(file: file, message: "expected JSON, found a fault in it: \(detail)")
  }
}

/// An object in a JSON file, and the path to it.
private struct JSONObject {
  private let values: [String: JSONValue]
  private let path: String
  private let file: String

  init(_ value: JSONValue, path: String, file: String) throws(ParseError) {
    guard case .object(let values) = value else {
      throw ParseError(
        file: file, message: "\(path): expected an object, found \(value.summary)")
    }
    self.values = values
    self.path = path
    self.file = file
  }

  func has(_ key: String) -> Bool { values[key] != nil }

  func error(_ key: String?, expected: String, found: String) -> ParseError {
    ParseError(
      file: file,
      message: "\(path)\(key.map { ".\($0)" } ?? ""): expected \(expected), found \(found)")
  }

  /// Refuses keys other than these.
  func allow(_ keys: [String]) throws(ParseError) {
    if let unknown = values.keys.sorted().first(where: { !keys.contains($0) }) {
      throw error(
        nil, expected: "no key but \(keys.joined(separator: ", "))",
        found: "'\(unknown.prefix(40))'")
    }
  }

  func text(_ key: String) throws(ParseError) -> String {
    guard case .text(let text)? = values[key] else { throw mismatch(key, "a text") }
    return text
  }

  func array(_ key: String) throws(ParseError) -> [JSONValue] {
    guard case .array(let array)? = values[key] else { throw mismatch(key, "an array") }
    return array
  }

  func object(_ key: String) throws(ParseError) -> JSONObject {
    guard let value = values[key] else { throw mismatch(key, "an object") }
    return try JSONObject(value, path: "\(path).\(key)", file: file)
  }

  func integer(
    _ key: String, in range: ClosedRange<Int>, default standard: Int? = nil
  ) throws(ParseError) -> Int {
    if values[key] == nil, let standard { return standard }
    guard case .integer(let value)? = values[key], range.contains(value) else {
      throw mismatch(
        key,
        range.count == 1
          ? "\(range.lowerBound)"
          : "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  private func mismatch(_ key: String, _ expected: String) -> ParseError {
    error(key, expected: expected, found: values[key]?.summary ?? "nothing")
  }
}
