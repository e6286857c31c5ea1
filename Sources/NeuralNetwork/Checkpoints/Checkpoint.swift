import Foundation
public import Formats

/// Named tensors of single precision with notes: a file in the format of safetensors
/// (https://github.com/huggingface/safetensors), which other libraries open as well.
///
/// Such a file is the length of a header, eight bytes, lowest first; the header, a JSON object of
/// each tensor's `dtype`, `shape` and `data_offsets`, and of notes, text by name, as `__metadata__`;
/// then the elements of all tensors, without gaps. A note may hold a description of the network in
/// JSON: the text is kept as it is.
public struct Checkpoint: Hashable, Sendable {
  /// One tensor.
  public struct Tensor: Hashable, Sendable {
    /// Its sides; none for a single number.
    public let shape: [Int]
    /// Its elements, those along the last side consecutive.
    public let elements: [Float]
    /// Where its elements began in the file it was read from.
    let offset: Int

    /// A tensor.
    ///
    /// - Precondition: There are as many elements as the shape says.
    public init(shape: [Int], elements: [Float]) {
      precondition(
        shape.allSatisfy { $0 >= 0 } && shape.reduce(1, *) == elements.count,
        "\(elements.count) elements in shape \(shape)")
      self.init(shape: shape, elements: elements, offset: 0)
    }

    init(shape: [Int], elements: [Float], offset: Int) {
      self.shape = shape
      self.elements = elements
      self.offset = offset
    }
  }

  /// All tensors by name.
  public var tensors: [String: Tensor]

  /// Notes by name.
  public var notes: [String: String]

  /// The file it was read from, for errors.
  var file = "checkpoint"

  /// A checkpoint of tensors and notes.
  public init(tensors: [String: Tensor] = [:], notes: [String: String] = [:]) {
    self.tensors = tensors
    self.notes = notes
  }

  /// Takes in all tensors of a store, their names with a prefix.
  public mutating func add(_ store: borrowing ParameterStore, prefix: String = "") {
    for entry in store.layout.entries {
      tensors[prefix + entry.name] = Tensor(
        shape: entry.shape, elements: Array(store.elements[entry.slice.range]))
    }
  }

  /// Writes a file, whole or not at all. The same checkpoint gives the same bytes.
  ///
  /// - Throws: `OutputError` if that fails; a file that stood there is then untouched.
  public func write(to file: String) throws(OutputError) {
    var output = FileOutput()
    bytes.withUnsafeBytes { output.write($0) }
    try output.save(to: file)
  }

  /// The file's bytes: tensors in the order of their names.
  public var bytes: [UInt8] {
    let names = tensors.keys.sorted()
    var header = "{"
    if !notes.isEmpty {
      let pairs = notes.keys.sorted().map { "\(Self.quoted($0)):\(Self.quoted(notes[$0]!))" }
      header += "\"__metadata__\":{\(pairs.joined(separator: ","))}"
    }
    var end = 0
    for name in names {
      let tensor = tensors[name]!
      let start = end
      end += 4 * tensor.elements.count
      if header.utf8.count > 1 { header += "," }
      header += "\(Self.quoted(name)):{\"dtype\":\"F32\",\"shape\":["
      header += tensor.shape.map(String.init).joined(separator: ",")
      header += "],\"data_offsets\":[\(start),\(end)]}"
    }
    header += "}"
    // Spaces at the end, so that elements are aligned for those who map the file.
    while header.utf8.count % 8 != 0 { header += " " }
    var result: [UInt8] = []
    result.reserveCapacity(8 + header.utf8.count + end)
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { result += $0 }
    result += Array(header.utf8)
    for name in names {
      for element in tensors[name]!.elements {
        withUnsafeBytes(of: element.bitPattern.littleEndian) { result += $0 }
      }
    }
    return result
  }

  /// Text as a string of JSON.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension ParameterLayout {
  /// Checks that a checkpoint, in which names have a prefix, holds all tensors of the layout, before
  /// room is made for them.
  ///
  /// - Throws: ``CheckpointError`` if a tensor is missing or has another shape.
  public func check(
    _ checkpoint: Checkpoint, prefix: String = ""
  ) throws(CheckpointError) {
    for entry in entries {
      let name = prefix + entry.name
      guard let tensor = checkpoint.tensors[name] else {
        throw CheckpointError(
          file: checkpoint.file,
          message: "expected a tensor '\(name)' of shape \(entry.shape), found none")
      }
      guard tensor.shape == entry.shape else {
        throw CheckpointError(
          file: checkpoint.file, offset: tensor.offset,
          message: "expected tensor '\(name)' of shape \(entry.shape), found \(tensor.shape)")
      }
    }
  }
}

extension ParameterStore {
  /// Takes all elements from a checkpoint, in which names have a prefix.
  ///
  /// - Throws: ``CheckpointError`` if a tensor is missing or has another shape; nothing is changed
  ///   then. Tensors that the store lacks are ignored.
  public mutating func load(
    _ checkpoint: Checkpoint, prefix: String = ""
  ) throws(CheckpointError) {
    try layout.check(checkpoint, prefix: prefix)
    for entry in layout.entries {
      let tensor = checkpoint.tensors[prefix + entry.name]!
      for (index, element) in zip(entry.slice.range, tensor.elements) { elements[index] = element }
    }
  }
}
