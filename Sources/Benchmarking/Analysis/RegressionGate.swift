import Foundation
public import Statistics

/// Whether placements became worse than those of an earlier run.
///
/// Runs are paired with the baseline's of the same design (by content), recipe (by name), budget, seed
/// and threads. The pairs of each recipe and budget are judged on each design and, if there are several
/// designs, on all together. A group of pairs became worse if
///
/// - the median of its ratios is beyond the tolerance, and
/// - the one-sided signed-rank test of the logarithms of its ratios less that of the tolerance is
///   significant at 5 %, by Holm's method over all groups that are tested; or, where so few pairs could
///   not be significant however they come out, every single pair is beyond the tolerance.
///
/// A placement that is not legal where the baseline's is counts as worse by itself.
public struct RegressionGate: Sendable {
  /// A group of pairs as it was judged.
  public struct Judgement: Sendable {
    /// How it compares with the baseline.
    public var comparison: RunComparison
    /// The probability of the test, by Holm's method; nil if there are too few pairs to test.
    public var probability: Double?
    /// Whether it became worse.
    public var isWorse: Bool
  }

  /// A placement that is no longer legal.
  public struct LostLegality: Hashable, Sendable {
    /// The design.
    public var design: String
    /// The recipe.
    public var recipe: String
    /// The budget.
    public var budget: BenchmarkBudget
    /// The seed.
    public var seed: Int64
  }

  /// The level of the test.
  public static let level = 0.05

  /// By how much figures may grow, in percent.
  public let tolerancePercent: Double
  /// The groups that have pairs.
  public let judgements: [Judgement]
  /// The placements that are no longer legal.
  public let lostLegality: [LostLegality]
  /// The runs that the baseline has no partner for.
  public let unpaired: Int

  /// Whether nothing became worse.
  public var passes: Bool { lostLegality.isEmpty && !judgements.contains(where: \.isWorse) }

  /// Judges the runs of a suite.
  ///
  /// - Parameters:
  ///   - records: the runs of the suite that are there.
  ///   - baseline: the earlier runs, those of other suites among them or not.
  ///   - name: what to call the baseline.
  public init(
    _ suite: BenchmarkSuite, _ records: [RunRecord], baseline: [RunRecord], name: String,
    tolerancePercent: Double = 1, bootstrap: Bootstrap = Bootstrap()
  ) {
    let groups = RunGroups(suite, records)
    // By content, whatever a design was called then.
    var names: [String: String] = [:]
    for record in records { names[record.designHash] = record.design }
    let earlier = RunGroups(
      suite,
      baseline.compactMap { record in
        names[record.designHash].map { name in
          var record = record
          record.design = name
          return record
        }
      })
    var candidates: [(pairs: RunPairs, comparison: RunComparison)] = []
    var lost: [LostLegality] = []
    var unpaired = 0
    for budget in groups.budgets {
      for design in groups.designsAndAll {
        for recipe in suite.recipes.map(\.name) {
          let group = RunGroup(design: design, recipe: recipe, budget: budget)
          let pairs = RunPairs(groups.runs(group), with: earlier.runs(group))
          if design != nil {
            unpaired += pairs.unpaired
            lost += Self.lostLegality(pairs, group)
          }
          if let comparison = pairs.comparison(group, reference: name, bootstrap) {
            candidates.append((pairs, comparison))
          }
        }
      }
    }
    self.tolerancePercent = tolerancePercent
    self.unpaired = unpaired
    lostLegality = lost
    judgements = Self.judge(candidates, tolerance: log(1 + tolerancePercent / 100))
  }

  private static func lostLegality(_ pairs: RunPairs, _ group: RunGroup) -> [LostLegality] {
    pairs.pairs.filter { $0.reference.legal && !$0.run.legal }.map {
      LostLegality(
        design: $0.run.design, recipe: group.recipe, budget: group.budget, seed: $0.run.seed)
    }
  }

  private static func judge(
    _ candidates: [(pairs: RunPairs, comparison: RunComparison)], tolerance: Double
  ) -> [Judgement] {
    let beyond = candidates.map { $0.pairs.ratios.map { $0 - tolerance } }
    let isTested = testable(beyond.map(\.count))
    let tested = beyond.indices.filter { isTested[$0] }
    let adjusted = MultipleTests.holm(
      tested.map { SignedRankTest(beyond[$0], alternative: .greater).probability })
    var probabilities = [Double?](repeating: nil, count: beyond.count)
    for (place, index) in tested.enumerated() { probabilities[index] = adjusted[place] }
    return candidates.indices.map { index in
      let probability = probabilities[index]
      let isWorse =
        Descriptive.median(beyond[index]) > 0
        && (probability.map { $0 <= level } ?? beyond[index].allSatisfy { $0 > 0 })
      return Judgement(
        comparison: candidates[index].comparison, probability: probability, isWorse: isWorse)
    }
  }

  /// Which groups have pairs enough for their test to be significant at all, among all groups with as
  /// many or more: with n pairs the least probability is one in 2ⁿ.
  static func testable(_ counts: [Int]) -> [Bool] {
    let fewest = (1...).first { fewest in
      Double(counts.count { $0 >= fewest }) * pow(0.5, Double(fewest)) <= level
    }
    return counts.map { $0 >= fewest ?? .max }
  }
}
