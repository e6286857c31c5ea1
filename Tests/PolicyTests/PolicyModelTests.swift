import Foundation
import LinearAlgebra
import NeuralNetwork
import Policy
import TestSupport
import Testing

@Suite("A model of the policy")
struct PolicyModelTests {
  @Test("comes back from a file as it was")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("policy.safetensors")
    let model = Small.model(seed: 3)
    try model.checkpoint.write(to: file)
    let read = try PolicyModel(contentsOf: file)
    #expect(read.network.architecture == Small.architecture)
    #expect(read.parameterCount == model.parameterCount)
    #expect(read.checkpoint.bytes == model.checkpoint.bytes)
    #expect(Small.model(seed: 4).checkpoint.bytes != model.checkpoint.bytes)
  }

  @Test("has the sizes it ships with by default")
  func sizes() throws {
    let model = PolicyModel(PolicyArchitecture(), seed: 1)
    #expect(model.parameterCount == model.tensors.values.reduce(0) { $0 + $1.elements.count })
    let read = try PolicyModel(model.checkpoint, file: "model")
    #expect(read.network.architecture == PolicyArchitecture())
  }

  /// Damage to the note, and what the error then says.
  struct Fault: Sendable, CustomTestStringConvertible {
    var find: String
    var replacement: String
    var message: String
    var testDescription: String { replacement }
  }

  static let faults = [
    Fault(find: "{", replacement: "", message: "expected the sizes of a policy in note"),
    Fault(find: "\"width\":6", replacement: "\"width\":\"6\"", message: "sizes of a policy"),
    Fault(find: "\"heads\":2,", replacement: "", message: "sizes of a policy"),
    Fault(find: "\"width\":6", replacement: "\"width\":6.5", message: "sizes of a policy"),
    Fault(
      find: "\"width\":6", replacement: "\"width\":99999999999999999999",
      message: "sizes of a policy"),
    Fault(
      find: "\"features\":1", replacement: "\"features\":2",
      message: "expected features of version 1, found version 2"),
    Fault(
      find: "\"mapChannels\":14", replacement: "\"mapChannels\":13",
      message: "features of nodes, edges, cells and states"),
    Fault(
      find: "\"scalars\":20", replacement: "\"scalars\":0",
      message: "features of nodes, edges, cells and states"),
    Fault(find: "\"width\":6", replacement: "\"width\":0", message: "sizes from 1 to 4096"),
    Fault(find: "\"width\":6", replacement: "\"width\":-6", message: "sizes from 1 to 4096"),
    Fault(find: "\"hidden\":5", replacement: "\"hidden\":0", message: "sizes from 1 to 4096"),
    Fault(
      find: "\"context\":7", replacement: "\"context\":4097", message: "sizes from 1 to 4096"),
    Fault(
      find: "\"fullCode\":2", replacement: "\"fullCode\":9223372036854775807",
      message: "sizes from 1 to 4096"),
    Fault(
      find: "\"graphLayers\":2", replacement: "\"graphLayers\":17",
      message: "at most 16 graph layers"),
    Fault(
      find: "\"graphLayers\":2", replacement: "\"graphLayers\":-1",
      message: "at most 16 graph layers"),
    Fault(find: "\"heads\":2", replacement: "\"heads\":0", message: "a width that 0 heads divide"),
    Fault(find: "\"heads\":2", replacement: "\"heads\":4", message: "a width that 4 heads divide"),
    // Sizes that could be, but are not those of the parameters.
    Fault(
      find: "\"hidden\":5", replacement: "\"hidden\":6",
      message: "expected tensor 'policy.hidden.weight'"),
    Fault(
      find: "\"graphLayers\":2", replacement: "\"graphLayers\":3",
      message: "expected a tensor 'graph.edges.2."),
  ]

  @Test("is refused where its note is damaged or tells of another network", arguments: faults)
  func refusal(fault: Fault) throws {
    var checkpoint = Small.model().checkpoint
    let note = try #require(checkpoint.notes["architecture"])
    let range = try #require(note.firstRange(of: fault.find))
    checkpoint.notes["architecture"] = note.replacingCharacters(range, fault.replacement)
    let error = refusal(of: checkpoint)
    #expect(
      error?.message.contains(fault.message) == true, "\(error?.description ?? "no error")")
  }

  @Test("is refused without a note, without a tensor, and with one of another shape")
  func missing() {
    let whole = Small.model().checkpoint
    var checkpoint = whole
    checkpoint.notes = [:]
    #expect(
      refusal(of: checkpoint)
        == CheckpointError(
          file: "policy.safetensors",
          message: "expected a note 'architecture' of a policy, found none"))

    checkpoint = whole
    checkpoint.tensors["value.output.bias"] = nil
    #expect(
      refusal(of: checkpoint)?.message
        == "expected a tensor 'value.output.bias' of shape [1], found none")

    checkpoint = whole
    checkpoint.tensors["value.output.bias"] = .init(shape: [2], elements: [1, 2])
    #expect(
      refusal(of: checkpoint)?.message
        == "expected tensor 'value.output.bias' of shape [1], found [2]")
  }

  /// The largest sizes that a note may tell take gigabytes, which a small file is not to cost.
  @Test("is refused before room is made for what is not there")
  func giant() throws {
    var checkpoint = Small.model().checkpoint
    let note = try #require(checkpoint.notes["architecture"])
    var sizes = try JSONDecoder().decode([String: Int].self, from: Data(note.utf8))
    for name in sizes.keys where !Self.fixedSizes.contains(name) { sizes[name] = 4096 }
    sizes["graphLayers"] = 16
    checkpoint.notes["architecture"] = String(
      decoding: try JSONEncoder().encode(sizes), as: UTF8.self)
    #expect(
      refusal(of: checkpoint)?.message.hasPrefix("expected tensor 'graph.embedding.weight'")
        == true)
  }

  private static let fixedSizes = [
    "features", "nodeFeatures", "edgeFeatures", "mapChannels", "scalars",
  ]

  /// Why a checkpoint is no model.
  private func refusal(of checkpoint: Checkpoint) -> CheckpointError? {
    do throws(CheckpointError) {
      _ = try PolicyModel(checkpoint, file: "policy.safetensors")
      return nil
    } catch {
      return error
    }
  }

  @Test("is refused where there is no file")
  func noFile() throws {
    let folder = try TemporaryFolder()
    #expect(throws: CheckpointError.self) { try PolicyModel(contentsOf: folder.file("none")) }
    let file = try folder.write("not a model", to: "text.safetensors")
    #expect(throws: CheckpointError.self) { try PolicyModel(contentsOf: file) }
  }
}

extension String {
  /// The text with a part replaced.
  fileprivate func replacingCharacters(_ range: Range<Index>, _ text: String) -> String {
    self[..<range.lowerBound] + text + self[range.upperBound...]
  }
}
