import DesignLoop
import Evaluation
import Foundation
import TestSupport

/// A loop under way that waits before each round.
final class RunningLoop: Sendable {
  let file: String
  let stop = StopFlag()
  private let task: Task<DesignLoop.Ending, any Error>

  init(_ folder: TemporaryFolder, rounds: Int) throws {
    file = folder.file("loop.sqlite")
    let ledger = try Ledger(file)
    let loop = try DesignLoop(
      ledger: ledger, settings: Self.settings(folder), threads: 1, program: "test")
    let stop = stop
    task = Task {
      try await onOwnThread {
        try loop.run(
          rounds: rounds,
          approve: { proposal throws(LoopError) in
            try ledger.awaitApproval(round: proposal.round, stop: stop)
          }, stop: stop)
      }
    }
  }

  func ending() async throws -> DesignLoop.Ending { try await task.value }

  /// Settings of a loop that takes a moment.
  static func settings(_ folder: TemporaryFolder) throws -> LoopSettings {
    var settings = LoopSettings()
    let goals = """
      {"workload": "\(try folder.write("name,m,n,k\nproduct,64,32,16\n", to: "load.csv"))",
      "choices": {"rows": [4], "columns": [4, 8],
      "dataflow": ["ws", "os"], "tiles": [1], "network": ["bus"], "pipelineStages": [1, 2],
      "clusterRows": [2, 4], "clusterColumns": [2, 4], "inputBanks": [1], "inputKilobytes": [2, 4],
      "weightBanks": [1, 2], "weightKilobytes": [2, 4], "outputBanks": [1], "outputKilobytes": [2],
      "vectorLanes": [4], "busBits": [32, 64], "utilization": [0.4, 0.5], "aspectRatio": [1, 1.4]}}
      """
    settings.goals = try Goals(contentsOf: try folder.write(goals, to: "goals.json"))
    settings.placementsPerRound = 2
    settings.movesPerPlacement = 1000
    settings.poolSize = 8
    settings.teachesPolicy = false
    settings.recipesPerRound = 0
    return settings
  }
}
