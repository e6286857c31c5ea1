import Foundation
import Netlist
import Testing

@testable import Annealing

/// Replicas on a ladder of temperatures must each keep Boltzmann's distribution at the temperature of
/// their rung, whatever swaps do.
@Suite struct TemperingTests {
  /// Two valleys with a wall between.
  static let costs = [0.0, 0.4, 1.5, 2.2, 1.1, 0.2, 0.9, 0.3]
  static let temperature = 0.25
  static let replicas = 4
  static let ratio = 1.3

  static func boltzmann(_ temperature: Double) -> [Double] {
    let weights = costs.map { exp(-$0 / temperature) }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }

  static func temperature(rung: Int) -> Double { temperature * pow(ratio, Double(rung)) }

  /// How often each state was visited on each rung.
  ///
  /// - Parameters:
  ///   - steps: moves by the rule of Metropolis, each followed by swaps.
  ///   - shown: what swaps are told of a cost.
  static func shares(steps: Int, _ shown: (Double) -> Double = { $0 }) -> [[Double]] {
    var random = SeededGenerator(seed: 3)
    var tempering = Tempering(replicas: replicas, ratio: ratio, seed: 4)
    var states = Array(0..<replicas)
    var shares = [[Double]](
      repeating: [Double](repeating: 0, count: costs.count), count: replicas)
    for _ in 0..<steps {
      for replica in states.indices {
        let side = random.index(below: 2) == 0 ? 1 : costs.count - 1
        let next = (states[replica] + side) % costs.count
        let temperature = temperature * tempering.warmth(of: replica)
        let rise = costs[next] - costs[states[replica]]
        if log(random.positiveUniform()) < -rise / temperature { states[replica] = next }
      }
      tempering.swap(costs: states.map { shown(costs[$0]) }, temperature: temperature)
      for (replica, rung) in tempering.rungs.enumerated() {
        shares[rung][states[replica]] += 1 / Double(steps)
      }
    }
    return shares
  }

  static func distance(_ shares: [Double], rung: Int) -> Double {
    zip(shares, boltzmann(temperature(rung: rung))).reduce(0) { $0 + abs($1.0 - $1.1) / 2 }
  }

  @Test func everyRungKeepsBoltzmannsDistribution() {
    for (rung, shares) in Self.shares(steps: 100_000).enumerated() {
      #expect(Self.distance(shares, rung: rung) < 0.01, "rung \(rung)")
    }
  }

  /// Rungs differ by more than the test lets pass, and so do swaps that go by wrong costs.
  @Test func theTestSeesWhatIsWrong() {
    let shares = Self.shares(steps: 100_000)
    #expect(Self.distance(shares[0], rung: 1) > 0.03)
    let wrong = Self.shares(steps: 100_000) { 0.3 * $0 }
    #expect(Self.distance(wrong[0], rung: 0) > 0.03)
  }

  /// In a system of many parts, each with its own energy, swaps are made at the ratio for its size.
  @Test(arguments: [100, 1600])
  func largeDesignsSwapToo(nodes: Int) {
    var random = SeededGenerator(seed: 9)
    let ratio = Tempering.ratio(nodes: nodes)
    var tempering = Tempering(replicas: 4, ratio: ratio, seed: 4)
    for _ in 0..<500 {
      // The energy of a part is T·(-log u): a degree of freedom for each coordinate of a node.
      let costs = (0..<4).map { replica in
        let warmth = tempering.warmth(of: replica)
        return (0..<nodes).reduce(0.0) { sum, _ in sum - warmth * log(random.positiveUniform()) }
      }
      tempering.swap(costs: costs, temperature: 1)
    }
    let share = Double(tempering.made) / Double(tempering.tried)
    #expect((0.2...0.6).contains(share), "\(share) of the swaps made")
  }

  @Test func aRungHasOneReplica() {
    var tempering = Tempering(replicas: 5, ratio: Self.ratio, seed: 1)
    var random = SeededGenerator(seed: 2)
    for _ in 0..<200 {
      tempering.swap(costs: (0..<5).map { _ in random.uniform() }, temperature: 0.3)
      #expect(tempering.rungs.sorted() == [0, 1, 2, 3, 4])
    }
    #expect(tempering.tried == 400)
    #expect((100..<400).contains(tempering.made))
  }

  /// The replica with the lower cost always takes the colder rung.
  @Test func betterReplicasGoDown() {
    var tempering = Tempering(replicas: 2, ratio: Self.ratio, seed: 1)
    tempering.swap(costs: [2, 1], temperature: 0.01)
    #expect(tempering.rungs == [1, 0])
    // The second rung has no neighbour above: nothing is tried.
    tempering.swap(costs: [1, 2], temperature: 0.01)
    #expect(tempering.rungs == [1, 0])
  }
}
