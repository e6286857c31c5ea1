import ArgumentParser
import ChipPlace
import Distribution
import Evaluation
import Formats
import Foundation
import LinearAlgebra
import Netlist
import NeuralNetwork
import Policy
import PolicyTraining
import Reporting

/// `chipplace train`.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Trains the policy network that 'place --engine policy' and 'hybrid' use.",
    discussion: """
      In each epoch designs are placed by annealing, and the network learns to do in one step what \
      annealing came to: where hard macros went, and where nodes of half-annealed placements should \
      be by the exact cost. Later the policy's own placements are annealed as well and the better \
      ones learned; the last epochs can be of proximal policy optimization. The checkpoint is \
      written after each epoch; --resume goes on from one, to the same bytes as without a pause. An \
      interrupt ends training after the last whole epoch.

      Built with the trait MPI, 'mpirun -n 4 chipplace train …' shares the designs of an epoch among \
      four ranks and adds their gradients; the result depends on the number of ranks too.

      Examples:
        chipplace train --epochs 2 --designs 2 --moves 20000 -o policy.safetensors
      """)

  @Option(
    help: """
      A folder of netlists to train on, .pb.txt or .pb.txt.gz. Designs are generated without it.
      """,
    completion: .directory)
  var corpus: String?

  @Option(
    help: """
      How many designs to generate and go through again and again; new ones for each epoch \
      without it.
      """)
  var generate: Int?

  @Option(help: "How many epochs there are in all.")
  var epochs = 100

  @Option(help: "How many of them, at the end, are of proximal policy optimization.")
  var reinforced = 0

  @Option(help: "Designs in an epoch.")
  var designs = 8

  @Option(help: "Moves of annealing for each design.")
  var moves = 80_000

  @Option(help: "Generated designs that the network is tested on after each epoch.")
  var testDesigns = 6

  @Option(help: "The seed of all randomness.")
  var seed: UInt64 = 1

  @Option(
    help: "Threads. As many as the machine has cores by default; the result depends on it.")
  var threads: Int?

  @Option(
    name: [.short, .long], help: "The checkpoint to write, .safetensors.", completion: .file())
  var output: String

  @Option(
    help: "The checkpoint to go on from, with the same options as before.",
    completion: .file(extensions: ["safetensors"]))
  var resume: String?

  @Option(
    help: "A .csv file for the learning curve, told on from what is there with --resume.",
    completion: .file(extensions: ["csv"]))
  var curve: String?

  @Option(
    help: "Draw the learning curve: a .svg or .png file; give it again for more. Needs --curve.",
    completion: .file(extensions: ["svg", "png"]))
  var picture: [String] = []

  func validate() throws {
    guard (1...1_000_000).contains(epochs) else {
      throw ValidationError("Expected --epochs from 1 to 1000000.")
    }
    guard (0...epochs).contains(reinforced) else {
      throw ValidationError("Expected --reinforced from 0 to the number of epochs, \(epochs).")
    }
    guard (1...1024).contains(designs) else {
      throw ValidationError("Expected --designs from 1 to 1024.")
    }
    guard (0...1024).contains(testDesigns) else {
      throw ValidationError("Expected --test-designs from 0 to 1024.")
    }
    guard moves >= 1000 else { throw ValidationError("Expected --moves of 1000 or more.") }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("Expected --threads from 1 to 1024.")
    }
    if let generate, generate < 1 { throw ValidationError("Expected --generate of 1 or more.") }
    if corpus != nil, generate != nil {
      throw ValidationError("Expected --corpus or --generate, not both.")
    }
    if !picture.isEmpty, curve == nil {
      throw ValidationError("Expected --picture only with --curve, whose file it draws.")
    }
    try requireKnownFormats(pictures: picture)
    for file in [curve].compactMap({ $0 }) + picture where StandardOutput.isMeant(by: file) {
      throw ValidationError("\(file): expected a file's name, for it is written after each epoch.")
    }
    guard output.hasSuffix(".safetensors") else {
      throw ValidationError("Expected --output to end in .safetensors, found '\(output)'.")
    }
  }

  func run() throws { try onRanks { try run(over: $0) } }

  private func run(over ranks: some Communicator) throws {
    BLAS.setThreadCount(1)
    var options = TrainingOptions(epochs: epochs)
    options.reinforcedEpochs = reinforced
    options.designsPerEpoch = designs
    options.movesPerDesign = moves
    options.testDesigns = testDesigns
    options.seed = seed
    options.threads = try ranks.broadcast(threads ?? ranks.threadsByDefault)
    let trainer = try ranks.agreeing {
      if ranks.isFirst { try requireWritable([output] + [curve].compactMap { $0 } + picture) }
      return TrainerBox(try makeTrainer(options))
    }
    try train(&trainer.trainer, over: ranks)
  }

  private func source() throws -> any TrainingCorpus {
    if let corpus { return try GivenCorpus(CorpusFolder.designs(in: corpus)) }
    if let generate { return RepeatedCorpus(GeneratedCorpus(), count: generate) }
    return GeneratedCorpus()
  }

  private func makeTrainer(_ options: TrainingOptions) throws -> PolicyTrainer {
    let corpus = try source()
    guard let resume else { return PolicyTrainer(corpus, options: options) }
    return try PolicyTrainer(
      corpus, options: options, resuming: try Checkpoint(contentsOf: resume), file: resume)
  }

  private func train(_ trainer: inout PolicyTrainer, over ranks: some Communicator) throws {
    let begin = ContinuousClock.now
    let stop = StopFlag()
    let interrupts = Interrupts(raising: stop)
    if trainer.epochsDone >= epochs, ranks.isFirst {
      try trainer.checkpoint().write(to: output)
      try Results.show("all of \(epochs) epochs are done")
    }
    try withExtendedLifetime(interrupts) {
      while let progress = try trainer.nextEpoch(over: ranks, stop: stop) {
        guard ranks.isFirst else { continue }
        // The curve first: of a run killed in between the epoch is made again, and its line with it.
        if let curve { try LearningCurve.append(progress, to: curve) }
        try trainer.checkpoint().write(to: output)
        try Results.show(LearningCurve.text(progress, of: epochs))
        if let curve {
          for file in picture { try LearningCurve.chart(of: curve).write(to: file) }
        }
      }
    }
    if let shared = try RanksReport(
      ranks, seconds: (ContinuousClock.now - begin) / .seconds(1))
    {
      Messages.write(shared.text)
    }
  }
}

/// Holds a trainer, which cannot be copied.
private final class TrainerBox {
  var trainer: PolicyTrainer

  init(_ trainer: consuming PolicyTrainer) { self.trainer = trainer }
}

/// The netlists of a folder.
enum CorpusFolder {
  static func designs(in folder: String) throws -> [Design] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw TrainingError(message: "\(folder): cannot be read: \(error.localizedDescription)")
    }
    let files = names.filter { $0.hasSuffix(".pb.txt") || $0.hasSuffix(".pb.txt.gz") }.sorted()
    guard !files.isEmpty else {
      throw TrainingError(
        message: "\(folder): expected a .pb.txt or .pb.txt.gz file, found none")
    }
    return try files.map {
      let file = URL(fileURLWithPath: folder).appendingPathComponent($0).path
      let design = try Design(netlist: file)
      let scene = PolicyScene(design.netlist, design.floorplan, design.placement)
      guard scene.isSuitable else {
        throw TrainingError(
          message: "\(file): expected a canvas of at most \(PolicyScene.largestSide) by "
            + "\(PolicyScene.largestSide) cells and a node to place")
      }
      return design
    }
  }
}
