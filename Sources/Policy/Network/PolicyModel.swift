import Foundation
import Netlist
public import NeuralNetwork

/// A policy network with its parameters, from a checkpoint or untrained.
public final class PolicyModel: Sendable {
  /// The network.
  public let network: PolicyNetwork
  private let store: ParameterStore

  /// The name of the checkpoint's note that holds the architecture.
  static let architectureNote = "architecture"

  /// A model of given parameters.
  public init(_ network: PolicyNetwork, _ parameters: borrowing ParameterStore) {
    self.network = network
    var copy = ParameterStore(network.layout)
    copy.copy(parameters)
    store = copy
  }

  /// An untrained model.
  public convenience init(_ architecture: PolicyArchitecture, seed: UInt64) {
    let network = PolicyNetwork(architecture)
    var random = SeededGenerator(seed: seed, stream: 0x4D4F_4445_4C)
    self.init(network, ParameterStore(network.layout, using: &random))
  }

  /// The model of a checkpoint.
  ///
  /// - Throws: ``CheckpointError`` if it holds no policy that this library can run.
  public convenience init(_ checkpoint: Checkpoint, file: String) throws(CheckpointError) {
    let network = PolicyNetwork(try Self.architecture(of: checkpoint, file: file))
    // A note alone must not make room for parameters that are not there.
    try network.layout.check(checkpoint)
    var parameters = ParameterStore(network.layout)
    try parameters.load(checkpoint)
    for entry in network.layout.entries {
      guard parameters.elements[entry.slice.range].allSatisfy(\.isFinite) else {
        throw CheckpointError(
          file: file, message: "tensor '\(entry.name)': expected numbers, found one that is none")
      }
    }
    self.init(network, parameters)
  }

  /// The model of a file.
  ///
  /// - Throws: ``CheckpointError`` if it cannot be read, or as ``init(_:file:)``.
  public convenience init(contentsOf file: String) throws(CheckpointError) {
    try self.init(try Checkpoint(contentsOf: file), file: file)
  }

  static func architecture(
    of checkpoint: Checkpoint, file: String
  ) throws(CheckpointError) -> PolicyArchitecture {
    guard let note = checkpoint.notes[architectureNote] else {
      throw CheckpointError(
        file: file, message: "expected a note '\(architectureNote)' of a policy, found none")
    }
    let architecture: PolicyArchitecture
    do {
      architecture = try JSONDecoder().decode(PolicyArchitecture.self, from: Data(note.utf8))
    } catch {
      throw CheckpointError(
        file: file,
        message: "expected the sizes of a policy in note '\(architectureNote)', found "
          + "'\(note.prefix(80))'")
    }
    if let problem = architecture.problem {
      throw CheckpointError(file: file, message: problem)
    }
    return architecture
  }

  /// The note that describes an architecture.
  static func note(of architecture: PolicyArchitecture) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    // Numbers alone: there is nothing in it that could fail.
    return String(decoding: (try? encoder.encode(architecture)) ?? Data(), as: UTF8.self)
  }

  /// A checkpoint of the parameters.
  public var checkpoint: Checkpoint {
    var checkpoint = Checkpoint(
      notes: [Self.architectureNote: Self.note(of: network.architecture)])
    checkpoint.add(store)
    return checkpoint
  }

  /// Copies the parameters.
  func copyParameters(into other: inout ParameterStore) { other.copy(store) }

  /// The number of parameters.
  public var parameterCount: Int { network.layout.count }

  /// A runner of this model, for one thread. It keeps the model alive.
  public func makeRunner() -> PolicyRunner {
    PolicyRunner(self, PolicyPass(network, parameters: store.view))
  }
}

/// A ``PolicyPass`` and the model whose parameters it reads.
public final class PolicyRunner: Sendable {
  /// The model.
  public let model: PolicyModel
  /// The pass.
  public let pass: PolicyPass

  init(_ model: PolicyModel, _ pass: PolicyPass) {
    self.model = model
    self.pass = pass
  }
}
