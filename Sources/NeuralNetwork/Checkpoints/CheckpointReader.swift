import Foundation

extension Checkpoint {
  /// The longest header that is read, as in the reference implementation.
  static let headerLimit = 100_000_000

  /// Reads a file.
  ///
  /// - Throws: ``CheckpointError`` if it cannot be read or is no checkpoint of single precision.
  public init(contentsOf file: String) throws(CheckpointError) {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: file), options: .mappedIfSafe)
    } catch {
      throw CheckpointError(file: file, message: "cannot be read: \(error.localizedDescription)")
    }
    try self.init(bytes: data, file: file)
  }

  /// Reads bytes that came from a file.
  ///
  /// - Throws: ``CheckpointError`` if they are no checkpoint of single precision.
  public init(bytes: [UInt8], file: String) throws(CheckpointError) {
    try self.init(bytes: Data(bytes), file: file)
  }

  private init(bytes data: Data, file: String) throws(CheckpointError) {
    let header = try HeaderText(data, file: file)
    self.init(notes: header.notes)
    self.file = file
    let base = 8 + header.length
    var end = 0
    for entry in header.tensors.sorted(by: { $0.sortKey < $1.sortKey }) {
      let place = header.offset(ofName: entry.name)
      func fault(_ message: String) -> CheckpointError {
        CheckpointError(file: file, offset: place, message: "tensor '\(entry.name)': \(message)")
      }
      guard entry.type == "F32" else {
        throw fault("expected dtype 'F32', found '\(entry.type)'")
      }
      guard entry.offsets.count == 2, entry.offsets[0] <= entry.offsets[1] else {
        throw fault("expected data_offsets of a begin and an end, found \(entry.offsets)")
      }
      guard entry.offsets[0] == end else {
        throw fault(
          "expected data_offsets from \(end) on, where data before it ends, found \(entry.offsets)")
      }
      guard entry.offsets[1] <= data.count - base else {
        throw fault(
          "expected data_offsets within the file's \(data.count - base) bytes of data, found "
            + "\(entry.offsets)")
      }
      end = entry.offsets[1]
      var bytes: Int? = 4
      for side in entry.shape {
        guard side >= 0 else { throw fault("expected sides of at least 0, found \(entry.shape)") }
        let (product, overflow) = (bytes ?? 0).multipliedReportingOverflow(by: side)
        bytes = bytes == nil || overflow ? nil : product
      }
      guard bytes == end - entry.offsets[0] else {
        throw fault(
          "expected as many bytes as shape \(entry.shape) has, found \(end - entry.offsets[0])")
      }
      tensors[entry.name] = Tensor(
        shape: entry.shape, elements: Self.elements(data, base + entry.offsets[0], base + end),
        offset: base + entry.offsets[0])
    }
    guard end == data.count - base else {
      throw CheckpointError(
        file: file, offset: base + end,
        message: "expected the end of the file, found \(data.count - base - end) bytes of no tensor"
      )
    }
  }

  private static func elements(_ data: Data, _ start: Int, _ end: Int) -> [Float] {
    data.withUnsafeBytes { bytes in
      [Float](unsafeUninitializedCapacity: (end - start) / 4) { buffer, count in
        count = (end - start) / 4
        for index in 0..<count {
          let bits = bytes.loadUnaligned(fromByteOffset: start + 4 * index, as: UInt32.self)
          buffer.initializeElement(
            at: index, to: Float(bitPattern: UInt32(littleEndian: bits)))
        }
      }
    }
  }
}

/// What the header says of a tensor.
private struct HeaderEntry {
  var name: String
  var type: String
  var shape: [Int]
  var offsets: [Int]

  /// By place; a tensor of nothing before what begins where it is.
  var sortKey: SortKey {
    SortKey(start: offsets.first ?? -1, end: offsets.last ?? -1, name: name)
  }
}

private struct SortKey: Comparable {
  var start: Int
  var end: Int
  var name: String

  static func < (a: SortKey, b: SortKey) -> Bool {
    (a.start, a.end, a.name) < (b.start, b.end, b.name)
  }
}

/// The header, as JSON, but before it is known whether tensors are as it says.
private struct HeaderText {
  let length: Int
  let text: Data
  var tensors: [HeaderEntry] = []
  var notes: [String: String] = [:]

  init(_ data: Data, file: String) throws(CheckpointError) {
    guard data.count >= 8 else {
      throw CheckpointError(
        file: file, message: "expected 8 bytes of a header's length, found \(data.count) bytes")
    }
    let stated = data.withUnsafeBytes {
      UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self))
    }
    guard stated <= UInt64(min(data.count - 8, Checkpoint.headerLimit)) else {
      throw CheckpointError(
        file: file,
        message: "expected the length of a header of at most "
          + "\(min(data.count - 8, Checkpoint.headerLimit)) bytes, found \(stated)")
    }
    length = Int(stated)
    text = data.subdata(in: 8..<8 + length)
    let header: Header
    do {
      header = try JSONDecoder().decode(Header.self, from: text)
    } catch let error as DecodingError {
      throw CheckpointError(file: file, offset: 8, message: Self.message(error))
    } catch {
      throw CheckpointError(file: file, offset: 8, message: "header: \(error)")
    }
    tensors = header.tensors
    notes = header.notes
  }

  /// Where a name stands in the file: the beginning of the header if it is written with escapes.
  func offset(ofName name: String) -> Int {
    text.range(of: Data("\"\(name)\"".utf8)).map { 8 + $0.lowerBound } ?? 8
  }

  private static func message(_ error: DecodingError) -> String {
    func at(_ context: DecodingError.Context) -> String {
      let path = context.codingPath.map(\.stringValue).joined(separator: ".")
      return path.isEmpty ? "" : " at '\(path)'"
    }
    switch error {
    case .typeMismatch(let type, let context):
      return "header: expected \(name(of: type))\(at(context)), found another value"
    case .valueNotFound(let type, let context):
      return "header: expected \(name(of: type))\(at(context)), found null"
    case .keyNotFound(let key, let context):
      return "header: expected '\(key.stringValue)'\(at(context)), found none"
    case .dataCorrupted(let context):
      return "header: expected a JSON object of tensors\(at(context)), found other text"
    @unknown default:
      return "header: expected a JSON object of tensors, found other text"
    }
  }

  private static func name(of type: any Any.Type) -> String {
    if type == Int.self { return "a whole number" }
    if type == String.self { return "text" }
    return "\(type)".contains("Array") ? "a list of whole numbers" : "an object"
  }
}

/// The header's JSON.
private struct Header: Decodable {
  var tensors: [HeaderEntry] = []
  var notes: [String: String] = [:]

  struct Name: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  struct Values: Decodable {
    var dtype: String
    var shape: [Int]
    var data_offsets: [Int]
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Name.self)
    for name in container.allKeys {
      if name.stringValue == "__metadata__" {
        notes = try container.decode([String: String].self, forKey: name)
      } else {
        let values = try container.decode(Values.self, forKey: name)
        tensors.append(
          HeaderEntry(
            name: name.stringValue, type: values.dtype, shape: values.shape,
            offsets: values.data_offsets))
      }
    }
  }
}
