import Statistics
import Testing

@testable import Benchmarking

@Suite struct RegressionGateTests {
  /// Runs of recipe `new` with seeds from 1.
  private func runs(
    _ figures: [Double], design: String = "a", hash: String? = nil
  ) -> [RunRecord] {
    figures.enumerated().map {
      .sample($0.element, design: design, seed: Int64($0.offset + 1), hash: hash)
    }
  }

  private func gate(
    _ now: [RunRecord], _ then: [RunRecord], designs: [String] = ["a"], tolerance: Double = 1
  ) -> RegressionGate {
    RegressionGate(
      .sample(designs: designs, recipes: ["new"]), now, baseline: then, name: "then",
      tolerancePercent: tolerance)
  }

  /// Three pairs cannot be significant: all of them must be beyond.
  @Test func fewPairs() {
    let then = runs([1, 1, 1])
    #expect(!gate(runs([1.02, 1.03, 1.011]), then).passes)
    let mixed = gate(runs([1.02, 1.03, 1.009]), then)
    #expect(mixed.passes && mixed.judgements.count == 1)
    #expect(mixed.judgements[0].probability == nil)
    #expect(gate(runs([1.02, 1.03, 1.011]), then, tolerance: 5).passes)
    #expect(gate(then, then).passes && gate(then, then, tolerance: 0).passes)
    #expect(!gate(runs([1.0001]), runs([1]), tolerance: 0).passes)
  }

  /// Of eight pairs, all but the least beyond the tolerance: two choices of signs of 256 have as large a
  /// sum.
  @Test func enoughPairs() throws {
    let then = runs([Double](repeating: 1, count: 8))
    let worse = gate(runs([1.02, 1.03, 1.04, 1.05, 1.06, 1.07, 1.08, 1.009]), then)
    let probability = try #require(worse.judgements[0].probability)
    #expect(abs(probability - 2.0 / 256) < 1e-12)
    #expect(worse.judgements[0].isWorse && !worse.passes)
    // Beyond the tolerance in the median, but as far to the other side.
    let noisy = gate(runs([1.02, 1.02, 1.02, 1.02, 1.02, 0.5, 0.5, 0.5]), then)
    #expect(noisy.passes && (noisy.judgements[0].probability ?? 0) > 0.05)
  }

  /// One design of two got worse, which the pairs of both together do not show.
  @Test func eachDesignIsJudged() {
    let then = runs([1, 1, 1]) + runs([1, 1, 1], design: "b")
    let now = runs([1.1, 1.1, 1.1]) + runs([0.5, 0.5, 0.5], design: "b")
    let gate = gate(now, then, designs: ["a", "b"])
    #expect(gate.judgements.map(\.comparison.group.design) == ["a", "b", nil])
    #expect(gate.judgements.map(\.isWorse) == [true, false, false])
  }

  /// No design by itself is clear, all together are: 4 pairs each of 3 designs.
  @Test func allDesignsAreJudgedTogether() {
    let names = ["a", "b", "c"]
    let then = names.flatMap { runs([1, 1, 1, 1], design: $0) }
    let now = names.flatMap { runs([1.04, 1.05, 1.06, 1.005], design: $0) }
    let gate = gate(now, then, designs: names)
    #expect(gate.judgements.map(\.isWorse) == [false, false, false, true])
    #expect(!gate.passes)
  }

  @Test func legalityIsNotToBeLost() {
    var now = runs([0.9, 0.9])
    now[1].legal = false
    let lost = gate(now, runs([1, 1]))
    #expect(!lost.passes && lost.lostLegality.map(\.seed) == [2])
    var then = runs([1, 1])
    then[1].legal = false
    #expect(gate(now, then).passes)
  }

  /// Designs are known by content, and of several earlier runs the last counts.
  @Test func partners() {
    let then = runs([2, 2], design: "former name", hash: "h")
    var newer = runs([1], design: "former name", hash: "h")
    newer[0].started = "2026-02-01T00:00:00Z"
    let found = gate(runs([1.5, 1.5, 1.5], hash: "h"), newer + then)
    #expect(found.judgements.count == 1 && found.unpaired == 1)
    #expect(found.judgements[0].comparison.ratios.losses == 1)
    #expect(found.judgements[0].comparison.ratios.wins == 1)
    let changed = gate(runs([1.5]), runs([1], hash: "other content"))
    #expect(changed.judgements.isEmpty && changed.unpaired == 1 && changed.passes)
  }

  /// With n pairs and m tests the least adjusted probability is m / 2ⁿ.
  @Test func whichGroupsCanBeTested() {
    #expect(RegressionGate.testable([4]) == [false])
    #expect(RegressionGate.testable([5]) == [true])
    #expect(RegressionGate.testable([5, 5]) == [false, false])
    #expect(RegressionGate.testable([5, 3, 0]) == [true, false, false])
    #expect(RegressionGate.testable([6, 6, 6]) == [true, true, true])
  }
}
