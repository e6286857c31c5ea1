import Foundation
import Statistics
import Testing

@testable import Benchmarking

@Suite struct AnalysisTests {
  @Test func summariesAndComparisons() throws {
    var records: [RunRecord] = []
    for seed in Int64(1)...3 {
      records.append(.sample(Double(seed), recipe: "old", seed: seed))
      records.append(.sample(0.9 * Double(seed), recipe: "new", seed: seed, legal: seed != 2))
    }
    let analysis = BenchmarkAnalysis(.sample(), records)
    #expect(analysis.summaries.map(\.group.recipe) == ["old", "new"])
    let old = analysis.summaries[0]
    #expect(old.count == 3 && old.median == 2 && old.minimum == 1 && old.maximum == 3)
    #expect(old.interval.low == 1 && old.interval.high == 3 && old.medianSeconds == 2)
    #expect(old.illegalCount == 0 && analysis.summaries[1].illegalCount == 1)
    let comparison = try #require(analysis.comparisons.first)
    #expect(analysis.comparisons.count == 1 && comparison.reference == "old")
    #expect(comparison.group.recipe == "new" && comparison.group.design == "a")
    #expect(abs(comparison.medianPercent + 10) < 1e-9)
    #expect(abs(comparison.meanPercent + 10) < 1e-9)
    #expect(comparison.ratios.wins == 3)
    #expect(abs(comparison.ratios.signProbability - 0.25) < 1e-12)
    let reverse = BenchmarkAnalysis(.sample(), records, against: "new").comparisons[0]
    #expect(abs(reverse.medianPercent - 100 / 9.0) < 1e-9 && reverse.group.recipe == "old")
  }

  /// Pairs are by design, seed and budget, and those without a partner are counted.
  @Test func pairing() throws {
    let suite = BenchmarkSuite.sample(
      designs: ["a", "b"], budgets: [.moves(100), .moves(200)])
    let records: [RunRecord] = [
      .sample(1, recipe: "old"), .sample(2, recipe: "new"), .sample(9, recipe: "new", seed: 2),
      .sample(5, design: "b", recipe: "old"), .sample(5, design: "b", recipe: "new"),
      .sample(7, recipe: "new", budget: .moves(200)),
    ]
    let comparisons = BenchmarkAnalysis(suite, records).comparisons
    #expect(comparisons.map(\.group.design) == ["a", "b", nil])
    #expect(comparisons.allSatisfy { $0.group.budget == .moves(100) })
    #expect(comparisons[0].ratios.count == 1 && comparisons[0].unpaired == 1)
    #expect(abs(comparisons[0].medianPercent - 100) < 1e-9)
    #expect(comparisons[1].ratios.ties == 1)
    #expect(comparisons[2].ratios.count == 2)
    #expect(abs(comparisons[2].ratios.mean - log(2.0) / 2) < 1e-12)
  }

  @Test func everyPublishedFigureHasItsSourceAndAddsUp() {
    let published = PublishedFigures.shipped
    #expect(published.figures.count > 40)
    for figure in published.figures {
      #expect(published.sources[figure.source] != nil, "\(figure)")
      #expect((figure.proxyCost == nil) != (figure.hpwl == nil), "\(figure)")
      if let proxy = figure.proxyCost, let wirelength = figure.wirelengthCost,
        let density = figure.densityCost, let congestion = figure.congestionCost
      {
        // Means of several runs are rounded one by one.
        #expect(
          abs(wirelength + 0.5 * density + 0.5 * congestion - proxy) < 2e-4, "\(figure)")
      }
    }
    let ariane = published.figures(of: "nangate45/ariane133", .proxyCost)
    #expect(ariane.contains { $0.proxyCost == 0.6751 && $0.seconds == 482 && $0.sameNetlist })
    #expect(published.figures(of: "nangate45/ariane133", .hpwl).isEmpty)
    #expect(!published.figures(of: "iccad04/ibm01", .hpwl).isEmpty)
  }

  @Test func timeLeft() {
    func run(_ recipe: String, _ budget: BenchmarkBudget, seed: UInt64 = 1) -> PlannedRun {
      PlannedRun(
        design: BenchmarkDesign(name: "a", netlist: "a"), designHash: "a", isFlat: false,
        recipe: BenchmarkRecipe(name: recipe), options: "", seed: seed, budget: budget, threads: 1,
        program: BenchmarkProgram(version: "1", machine: "m"))
    }
    let timed = TimeEstimate(
      left: [run("r", .seconds(10)), run("r", .seconds(10), seed: 2)], jobs: 2)
    #expect(timed.secondsLeft(spent: 4) == 8)
    // Nothing says how long a number of moves takes until one was made.
    var counted = TimeEstimate(
      left: [run("r", .moves(5)), run("r", .moves(5), seed: 2), run("q", .moves(5))], jobs: 1)
    #expect(counted.secondsLeft(spent: 0) == nil)
    counted.finish(run("r", .moves(5)), seconds: 3)
    #expect(counted.secondsLeft(spent: 0) == 6)
    counted.finish(run("q", .moves(5)), seconds: 7)
    #expect(counted.secondsLeft(spent: 1) == 2)
    counted.finish(run("r", .moves(5), seed: 2), seconds: nil)
    #expect(counted.secondsLeft(spent: 0) == 0)
  }
}
