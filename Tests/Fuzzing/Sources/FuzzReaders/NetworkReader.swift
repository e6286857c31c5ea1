import NeuralNetwork

@testable import Policy
@testable import PolicyTraining

/// Reads a network, and training that goes on from it; false never.
func readNetwork(_ input: UnsafeRawBufferPointer) -> Bool {
  guard
    let checkpoint = attemptNetwork({ () throws(CheckpointError) in
      try Checkpoint(bytes: Array(input), file: "network")
    })
  else { return true }
  // Bytes, for numbers that are none do not equal themselves.
  let bytes = checkpoint.bytes
  let copy = attemptNetwork { () throws(CheckpointError) in
    try Checkpoint(bytes: bytes, file: "copy")
  }
  precondition(copy?.bytes == bytes, "what was read cannot be written and read")
  precondition(copy?.notes == checkpoint.notes, "other notes")
  _ = attemptNetwork { () throws(CheckpointError) in
    try PolicyModel(checkpoint, file: "network")
  }
  checkNetwork(ofSizesIn: checkpoint)
  _ = attemptNetwork { () throws(CheckpointError) in
    let options = TrainingOptions(epochs: 4)
    let trainer = try PolicyTrainer(
      GeneratedCorpus(), options: options, resuming: checkpoint, file: "network")
    precondition(trainer.epochsDone >= 0)
  }
  return true
}

/// Makes a network of the sizes that a checkpoint names, for few inputs bring all tensors of one along.
private func checkNetwork(ofSizesIn checkpoint: Checkpoint) {
  let sizes = attemptNetwork { () throws(CheckpointError) in
    try PolicyModel.architecture(of: checkpoint, file: "network")
  }
  guard let sizes, PolicyNetwork(sizes).layout.count < 1 << 18 else { return }
  let made = PolicyModel(sizes, seed: 1).checkpoint
  let copy = attemptNetwork { () throws(CheckpointError) in
    try PolicyModel(made, file: "network")
  }
  precondition(copy?.checkpoint.bytes == made.bytes, "a network that cannot be written and read")
}

private func attemptNetwork<Value: ~Copyable>(
  _ read: () throws(CheckpointError) -> Value
) -> Value? {
  do {
    return try read()
  } catch {
    precondition(error.message.count > 10, "an error that says nothing")
    precondition(error.offset >= 0, "an error nowhere")
    precondition(!error.description.contains("\n"), "an error of several lines")
    return nil
  }
}
