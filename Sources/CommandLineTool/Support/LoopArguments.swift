import ArgumentParser
import DesignLoop
import Foundation

/// The options that decide how a design loop runs.
struct LoopArguments: ParsableArguments {
  @Option(help: "The seed of all randomness.")
  var seed: UInt64 = 1

  @Option(help: "Architectures that a round places.")
  var placementsPerRound = 3

  @Option(
    help: """
      Seconds of annealing for a placement, on one thread of this machine. They are turned into a \
      number of moves once, when the ledger is begun, so that results can be repeated.
      """)
  var timePerPlacement: Double?

  @Option(help: "Moves of annealing for a placement, instead of seconds (default: 300000).")
  var movesPerPlacement: Int?

  @Option(help: "Candidates that a round's architectures are chosen from.")
  var pool = 160

  @Option(
    help: "Architectures that the first round draws at random (default: as many as later ones).")
  var firstRound: Int?

  @Option(
    help: "Goals, constraints, choices and red lines, a JSON file.",
    completion: .file(extensions: ["json"]))
  var goals: String?

  @Option(
    help: """
      What models learn from: 'closed' the layouts, 'shuffled' layouts of other designs, 'frozen' \
      nothing; or no models: 'evolution', 'random'.
      """)
  var feedback = LoopSettings.Feedback.closed

  @Flag(inversion: .prefixedNo, help: "Teach the policy network each round's best layout.")
  var teachPolicy = true

  @Option(help: "Placer recipes that a round tries.")
  var recipesPerRound = 1

  @Option(help: "A command that proposes architectures as well, by lines of JSON.")
  var proposer: String?

  @Option(
    help: "Threads; results do not depend on them. As many as the machine has cores by default.")
  var threads: Int?

  var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

  func validate() throws {
    guard (1...1000).contains(placementsPerRound) else {
      throw ValidationError("Expected --placements-per-round from 1 to 1000.")
    }
    if timePerPlacement != nil, movesPerPlacement != nil {
      throw ValidationError("Expected --time-per-placement or --moves-per-placement, not both.")
    }
    if let timePerPlacement, !(timePerPlacement > 0 && timePerPlacement <= 86400) {
      throw ValidationError("Expected --time-per-placement above 0 and at most 86400.")
    }
    if let movesPerPlacement, !(1000...10_000_000_000).contains(movesPerPlacement) {
      throw ValidationError("Expected --moves-per-placement from 1000 to 10000000000.")
    }
    guard (placementsPerRound...100_000).contains(pool) else {
      throw ValidationError("Expected --pool from --placements-per-round to 100000.")
    }
    if let firstRound, !(1...1000).contains(firstRound) {
      throw ValidationError("Expected --first-round from 1 to 1000.")
    }
    guard (0...100).contains(recipesPerRound) else {
      throw ValidationError("Expected --recipes-per-round from 0 to 100.")
    }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("Expected --threads from 1 to 1024.")
    }
  }

  /// The settings; a budget in seconds is measured, unless the ledger has a number of moves already.
  func settings(like begun: LoopSettings?) throws -> LoopSettings {
    var settings = LoopSettings()
    if let goals { settings.goals = try Goals(contentsOf: goals) }
    settings.seed = seed
    settings.feedback = feedback
    settings.placementsPerRound = placementsPerRound
    settings.poolSize = pool
    settings.firstRound = firstRound
    settings.teachesPolicy = teachPolicy
    settings.recipesPerRound = recipesPerRound
    settings.proposer = proposer
    if let movesPerPlacement { settings.movesPerPlacement = movesPerPlacement }
    if let timePerPlacement {
      settings.movesPerPlacement =
        try begun?.movesPerPlacement ?? settings.moves(inSeconds: timePerPlacement)
    }
    return settings
  }
}
