import Foundation
import TestSupport
import Testing

/// The files and options of design loops that take a moment.
struct SmallLoop {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("name,m,n,k\nproduct,64,32,16\n", to: "workload.csv")
    try folder.write(Self.goals(workload: folder.file("workload.csv")), to: "goals.json")
  }

  /// Goals with few choices, all of small accelerators; `more` are further keys.
  static func goals(workload: String, more: String = "") -> String {
    """
    {"workload": "\(workload)", \(more) "choices": {"rows": [4], "columns": [4, 8],
      "dataflow": ["ws", "os"], "tiles": [1], "network": ["bus"], "pipelineStages": [1, 2],
      "clusterRows": [2, 4], "clusterColumns": [2, 4], "inputBanks": [1], "inputKilobytes": [2, 4],
      "weightBanks": [1, 2], "weightKilobytes": [2, 4], "outputBanks": [1], "outputKilobytes": [2],
      "vectorLanes": [4], "busBits": [32, 64], "utilization": [0.4, 0.5], "aspectRatio": [1, 1.4]}}
    """
  }

  func file(_ name: String) -> String { folder.file(name) }

  /// The options of a loop, but for its ledger and rounds.
  func options(moves: Int = 1000) -> [String] {
    [
      "--goals", file("goals.json"), "--moves-per-placement", "\(moves)", "--pool", "8",
      "--placements-per-round", "2", "--no-teach-policy", "--recipes-per-round", "0",
    ]
  }

  func evolve(_ ledger: String, rounds: Int, _ more: [String] = []) -> [String] {
    ["evolve", "--rounds", "\(rounds)", "--ledger", file(ledger)] + options() + more
  }

  /// All that a ledger has, but for seconds.
  func content(_ ledger: String) throws -> NSDictionary {
    let result = try Tool.run(["ledger", file(ledger), "--json"])
    try #require(result.status == 0, "\(result.errors)")
    var content = try #require(try Tool.json(result).first)
    for key in ["rounds", "layouts"] {
      let records = try #require(content[key] as? [[String: Any]])
      content[key] = records.map { $0.filter { $0.key != "seconds" } }
    }
    return content as NSDictionary
  }
}
