import Foundation
import Netlist

/// Parallel tempering (Swendsen and Wang 1986, Geyer 1991): replicas at a ladder of temperatures, of which
/// neighbours change places by the rule of Metropolis for both together, so that each rung keeps
/// Boltzmann's distribution at its temperature.
///
/// Annealing lowers the whole ladder. All ranks draw the same numbers from the same costs, so they come to
/// the same ladder without being told.
struct Tempering: Sendable {
  /// The rung of each replica, 0 for the coldest.
  private(set) var rungs: [Int]
  /// How many swaps were tried and made.
  private(set) var tried = 0
  private(set) var made = 0
  private var random: SeededGenerator
  private var firstRung = 0

  /// How much warmer each rung is than the one below.
  private let ratio: Double

  init(replicas: Int, ratio: Double, seed: UInt64) {
    self.ratio = ratio
    rungs = Array(0..<replicas)
    random = SeededGenerator(seed: seed, stream: 0x5445_4D50)
  }

  /// The ratio of neighbouring temperatures at which some of the swaps are made, for a number of nodes that
  /// move: costs at two temperatures differ by as much as there are nodes, and fluctuate by the root of
  /// that, so the larger a design the nearer rungs must be (Kofke 2002).
  static func ratio(nodes: Int) -> Double { 1 + 1 / Double(max(nodes, 4)).squareRoot() }

  /// By how much a replica is warmer than the coldest.
  func warmth(of replica: Int) -> Double { pow(ratio, Double(rungs[replica])) }

  /// Tries the swaps of every other pair of neighbours, in turn from the first and the second rung.
  ///
  /// - Parameters:
  ///   - costs: of each replica, by what its moves were decided by.
  ///   - temperature: of the coldest rung.
  mutating func swap(costs: [Double], temperature: Double) {
    var replicas = [Int](repeating: 0, count: rungs.count)
    for (replica, rung) in rungs.enumerated() { replicas[rung] = replica }
    for rung in stride(from: firstRung, to: rungs.count - 1, by: 2) {
      let (cold, warm) = (replicas[rung], replicas[rung + 1])
      let inverse = 1 / (temperature * warmth(of: cold)) - 1 / (temperature * warmth(of: warm))
      // A number is drawn for each pair, so that the sequence does not hang on the outcome.
      let limit = log(random.positiveUniform())
      tried += 1
      if limit < inverse * (costs[cold] - costs[warm]) {
        made += 1
        rungs.swapAt(cold, warm)
      }
    }
    firstRung = 1 - firstRung
  }
}
