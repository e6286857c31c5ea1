import Foundation
import Formats
import Netlist
import NeuralNetwork
import TestSupport
import Testing

@Suite("Checkpoints")
struct CheckpointTests {
  /// A file of one header and so many bytes of data.
  static func file(_ header: String, data: Int = 0, length: UInt64? = nil) -> [UInt8] {
    withUnsafeBytes(of: (length ?? UInt64(header.utf8.count)).littleEndian) { Array($0) }
      + Array(header.utf8) + [UInt8](repeating: 0, count: data)
  }

  static let sample = Checkpoint(
    tensors: [
      "layer.weight": .init(
        shape: [2, 3], elements: [1, -0.0, .infinity, .nan, 0x1p-149, 3.4e38]),
      "layer.bias": .init(shape: [2], elements: [5, 6]),
      "number": .init(shape: [], elements: [7]),
      "nothing": .init(shape: [3, 0], elements: []),
      "a \"name\" \\ of ünusual\n\u{1}letters": .init(shape: [1], elements: [8]),
    ],
    notes: ["architecture": #"{"layers": [64, "x"]}"#, "zwölf": "\t12\u{7f}"])

  @Test("come back as they were, to the bit")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("model.safetensors")
    try Self.sample.write(to: file)
    let read = try Checkpoint(contentsOf: file)
    #expect(read.notes == Self.sample.notes)
    #expect(Set(read.tensors.keys) == Set(Self.sample.tensors.keys))
    for (name, tensor) in Self.sample.tensors {
      #expect(read.tensors[name]?.shape == tensor.shape)
      #expect(
        read.tensors[name]?.elements.map(\.bitPattern) == tensor.elements.map(\.bitPattern))
    }
    #expect(read.bytes == Self.sample.bytes)
    #expect(try folder.read("model.safetensors") == Self.sample.bytes)
  }

  @Test("are written as the format says")
  func bytes() {
    let checkpoint = Checkpoint(
      tensors: [
        "b": .init(shape: [1, 2], elements: [1, 2]), "a": .init(shape: [], elements: [3]),
      ],
      notes: ["k": "v"])
    let header =
      #"{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"#
      + #""b":{"dtype":"F32","shape":[1,2],"data_offsets":[4,12]}}"#
    let padding = String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    let data: [UInt8] = [0, 0, 0x40, 0x40, 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40]
    #expect(checkpoint.bytes == Self.file(header + padding) + data)
    #expect(Checkpoint().bytes == Self.file("{}      "))
  }

  @Test("give parameters, gradients and the optimizer's state back")
  func stores() throws {
    var layout = ParameterLayout()
    _ = Dense("dense", inputs: 3, outputs: 2, in: &layout)
    var generator = SeededGenerator(seed: 1)
    let store = ParameterStore(layout, using: &generator)
    var checkpoint = Checkpoint()
    checkpoint.add(store)
    checkpoint.add(ParameterStore(layout), prefix: "adam.")
    let read = try Checkpoint(bytes: checkpoint.bytes, file: "x")
    var other = ParameterStore(layout)
    try other.load(read)
    #expect(Array(other.elements) == Array(store.elements))
    try other.load(read, prefix: "adam.")
    #expect(other.elements.allSatisfy { $0 == 0 })
  }

  @Test("of another network are refused, and change nothing")
  func anotherNetwork() throws {
    var layout = ParameterLayout()
    _ = Dense("dense", inputs: 3, outputs: 2, in: &layout)
    var store = ParameterStore(layout)
    var checkpoint = Checkpoint(tensors: [
      "dense.weight": .init(shape: [2, 3], elements: [1, 2, 3, 4, 5, 6])
    ])
    let missing = try Checkpoint(bytes: checkpoint.bytes, file: "m")
    var error = #expect(throws: CheckpointError.self) { try store.load(missing) }
    #expect(
      error?.description
        == "m: byte 0: error: expected a tensor 'dense.bias' of shape [2], found none")
    checkpoint.tensors["dense.bias"] = .init(shape: [3], elements: [1, 2, 3])
    let bytes = checkpoint.bytes
    let shaped = try Checkpoint(bytes: bytes, file: "m")
    error = #expect(throws: CheckpointError.self) { try store.load(shaped) }
    #expect(
      error
        == CheckpointError(
          file: "m", offset: bytes.count - 36,
          message: "expected tensor 'dense.bias' of shape [2], found [3]"))
    #expect(store.elements.allSatisfy { $0 == 0 })
  }

  struct Fault: Sendable, CustomTestStringConvertible {
    var bytes: [UInt8]
    var offset: Int
    var message: String
    var testDescription: String { message }
  }

  /// A file of a tensor `t`, whose entry is given, and data.
  static func tensor(_ entry: String, data: Int = 8, _ offset: Int, _ message: String) -> Fault {
    Fault(bytes: file("{\"t\":{\(entry)}}", data: data), offset: offset, message: message)
  }

  static let faults = [
    Fault(bytes: [], offset: 0, message: "found 0 bytes"),
    Fault(bytes: [1, 2, 3], offset: 0, message: "found 3 bytes"),
    Fault(bytes: file("{}", length: 3), offset: 0, message: "at most 2 bytes, found 3"),
    Fault(bytes: file("{}", length: .max), offset: 0, message: "found 18446744073709551615"),
    Fault(bytes: file(""), offset: 8, message: "expected a JSON object"),
    Fault(bytes: file("[]"), offset: 8, message: "expected an object"),
    Fault(bytes: file("{\"t\":3}"), offset: 8, message: "at 't'"),
    Fault(bytes: file("{\"t\""), offset: 8, message: "expected a JSON object"),
    Fault(
      bytes: file(String(repeating: "[", count: 100_000)), offset: 8,
      message: "expected a JSON object"),
    Fault(bytes: file("{\"__metadata__\":{\"k\":1}}"), offset: 8, message: "expected text"),
    Fault(bytes: file("{}", data: 4), offset: 10, message: "found 4 bytes of no tensor"),
    tensor(#""shape":[2],"data_offsets":[0,8]"#, 8, "expected 'dtype' at 't', found none"),
    tensor(
      #""dtype":"F32","shape":[2.5],"data_offsets":[0,8]"#, 8, "header: expected"),
    tensor(
      #""dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]"#, 8, "header: expected"
    ),
    tensor(
      #""dtype":"F16","shape":[4],"data_offsets":[0,8]"#, 9, "expected dtype 'F32', found 'F16'"),
    tensor(#""dtype":"F32","shape":[2],"data_offsets":[0]"#, 9, "found [0]"),
    tensor(#""dtype":"F32","shape":[2],"data_offsets":[8,0]"#, 9, "found [8, 0]"),
    tensor(#""dtype":"F32","shape":[2],"data_offsets":[-8,0]"#, 9, "found [-8, 0]"),
    tensor(#""dtype":"F32","shape":[1],"data_offsets":[4,8]"#, 9, "from 0 on"),
    tensor(
      #""dtype":"F32","shape":[4],"data_offsets":[0,16]"#, 9, "within the file's 8 bytes"),
    tensor(
      #""dtype":"F32","shape":[2],"data_offsets":[0,9223372036854775807]"#, 9, "within the file"),
    tensor(
      #""dtype":"F32","shape":[3],"data_offsets":[0,8]"#, 9, "as many bytes as shape [3] has"),
    tensor(
      #""dtype":"F32","shape":[4294967296,4294967296,2],"data_offsets":[0,8]"#, 9, "as many bytes"
    ),
    tensor(#""dtype":"F32","shape":[-1,-2],"data_offsets":[0,8]"#, 9, "sides of at least 0"),
    tensor(
      #""dtype":"F32","shape":[1],"data_offsets":[0,4]},"#
        + #""u":{"dtype":"F32","shape":[2],"data_offsets":[0,8]"#, 62, "from 4 on"),
    tensor(
      #""dtype":"F32","shape":[1],"data_offsets":[0,4]"#, 66, "found 4 bytes of no tensor"),
  ]

  @Test("that are damaged are refused with a place and a reason", arguments: faults)
  func refusal(fault: Fault) {
    let error = #expect(throws: CheckpointError.self) {
      try Checkpoint(bytes: fault.bytes, file: "file")
    }
    #expect(error?.offset == fault.offset, "\(error?.description ?? "")")
    #expect(
      error?.message.contains(fault.message) == true, "\(error?.description ?? "no error")")
  }

  @Test("with random damage are read or refused, and never trap")
  func mutations() {
    var refusals = 0
    for bytes in Mutations(of: Self.sample.bytes, count: 2000, seed: 1) {
      do {
        let read = try Checkpoint(bytes: bytes, file: "file")
        #expect(read.tensors.values.allSatisfy { $0.shape.reduce(1, *) == $0.elements.count })
      } catch {
        #expect(!error.message.isEmpty && error.offset <= bytes.count)
        refusals += 1
      }
    }
    #expect(refusals > 1000)
  }

  @Test("that cannot be opened or written are told of")
  func files() throws {
    let folder = try TemporaryFolder()
    #expect(throws: CheckpointError.self) { try Checkpoint(contentsOf: folder.file("none")) }
    #expect(throws: CheckpointError.self) { try Checkpoint(contentsOf: folder.path) }
    #expect(throws: OutputError.self) { try Self.sample.write(to: folder.file("no/folder")) }
  }
}
