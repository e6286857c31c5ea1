import Annealing
import ArgumentParser
import Foundation

/// How long to anneal, and from what seed on how many threads.
struct AnnealingArguments: ParsableArguments {
  @Option(help: "Seconds to anneal: 60 unless --moves is given, none for the engine 'flow'.")
  var time: Double?

  @Option(help: "Moves to propose in annealing, all threads together, in place of a time.")
  var moves: Int?

  @Option(help: "Threads, each with a replica. As many as the machine has cores by default.")
  var threads: Int?

  @Option(help: "The seed of all randomness.")
  var seed: UInt64 = 1

  func validate() throws {
    if time != nil, moves != nil { throw ValidationError("Expected --time or --moves, not both.") }
    if let time, !(time > 0 && time <= 1e7) {
      throw ValidationError("Expected --time above 0 and up to 10000000 seconds.")
    }
    if let moves, moves <= 0 { throw ValidationError("Expected --moves above 0.") }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("Expected --threads from 1 to 1024.")
    }
  }

  /// The budget asked for, if one is.
  var budget: AnnealingBudget? { moves.map { .moves($0) } ?? time.map { .time($0) } }

  /// The budget asked for, or a minute.
  var budgetOrDefault: AnnealingBudget { budget ?? .time(60) }

  var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }
}
