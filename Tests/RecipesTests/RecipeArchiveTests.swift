import Annealing
import Foundation
import Netlist
import Testing

@testable import Recipes

/// A made-up worth of recipes: the nearer some of its numbers are to certain ones, the better. Formulas
/// count too, by their values.
private func distance(_ recipe: Recipe) -> Double {
  let stage = recipe.stages[0]
  let factor = recipe.netWeight.value { $0 == .criticality ? 1 : 0.5 }
  return abs(log(stage.initialTemperature / 0.3)) + abs(log(stage.finalTemperature / 3))
    + 0.3 * abs(recipe.moves[.hardSwap] - 2) + 0.2 * abs(min(max(factor, 0), 10) - 5)
}

/// The worth with noise that all recipes share, and noise of their own.
private func worth(_ recipe: Recipe, _ caseIndex: Int, _ seed: UInt64) throws -> Double {
  var common = SeededGenerator(seed: seed, stream: UInt64(caseIndex))
  let own = try recipe.json().reduce(UInt64(17)) { $0 &* 31 &+ UInt64($1) }
  var individual = SeededGenerator(seed: seed ^ own)
  return (1 + distance(recipe)) * (1 + common.uniform()) * exp(0.01 * individual.normal())
}

@Suite struct RecipeArchiveTests {
  private static var options: ArchiveOptions {
    ArchiveOptions(trainingCases: [0, 1, 2], validationCases: [3, 4, 5, 6])
  }

  @Test func findsImprovements() throws {
    var archive = try RecipeArchive(options: Self.options, seed: 1)
    var outcomes: [RecipeOutcome: Int] = [:]
    for _ in 0..<40 {
      for trial in try archive.runRound(children: 6, score: worth) {
        outcomes[trial.outcome, default: 0] += 1
      }
    }
    #expect(distance(archive.champion.recipe) < 0.5 * distance(Recipe()))
    #expect(archive.championIDs.count > 3)
    #expect((outcomes[.lostTraining] ?? 0) > 0)
    #expect(archive.births == 240)
    #expect(archive.members.count == archive.options.capacity)
    // All of a champion's claim is in its record.
    let champion = archive.champion
    #expect((champion.training.meanLogRatio ?? 0) < 0)
    let validation = try #require(champion.validation)
    let (mean, error) = try (#require(validation.meanLogRatio), #require(validation.standardError))
    #expect(mean < -error)
    #expect(Set(validation.scores.map(\.caseIndex)) == [3, 4, 5, 6])
    for member in archive.members { try member.recipe.validate() }
  }

  /// A recipe that is better where it is bred and worse elsewhere is never champion.
  @Test func refusesOverfittedChildren() throws {
    func overfitted(_ recipe: Recipe, _ caseIndex: Int, _ seed: UInt64) -> Double {
      let change = abs(log(recipe.stages[0].initialTemperature))
      return caseIndex < 3 ? exp(-change) : exp(change)
    }
    var archive = try RecipeArchive(options: Self.options, seed: 2)
    var trials: [RecipeTrial] = []
    for _ in 0..<20 { trials += try archive.runRound(children: 6, score: overfitted) }
    let winners = trials.filter { $0.outcome == .lostValidation }
    #expect(winners.count > 5)
    #expect(winners.allSatisfy { $0.member.quality < 0 && $0.member.validation != nil })
    #expect(archive.championID == 0)
    #expect(archive.champion.recipe == Recipe())
    // They stay as stepping stones, and have children.
    #expect(archive.members.contains { $0.quality < 0 && $0.children > 0 })
  }

  /// A gain on validation cases within its own error is none.
  @Test func asksForMoreThanAnError() throws {
    func lucky(_ recipe: Recipe, _ caseIndex: Int, _ seed: UInt64) -> Double {
      if recipe == Recipe() { return 1 }
      // Better in the mean, by one case alone.
      return caseIndex < 3 ? 0.9 : caseIndex == 3 ? 0.8 : 1.001
    }
    var archive = try RecipeArchive(options: Self.options, seed: 3)
    let trials = try archive.runRound(children: 5, score: lucky)
    #expect(trials.allSatisfy { $0.outcome == .lostValidation })
    #expect(trials.allSatisfy { ($0.member.validation?.meanLogRatio ?? 0) < 0 })
    var easy = Self.options
    easy.validationErrors = 0.5
    archive = try RecipeArchive(options: easy, seed: 3)
    #expect(try archive.runRound(children: 1, score: lucky).map(\.outcome) == [.champion])
  }

  @Test func pairsHaveEqualSeedsAndValidationIsSeldomLookedAt() throws {
    var archive = try RecipeArchive(options: Self.options, seed: 4)
    var calls: [(isFirst: Bool, caseIndex: Int, seed: UInt64)] = []
    _ = try archive.runRound(children: 8) { recipe, caseIndex, seed in
      calls.append((recipe == Recipe(), caseIndex, seed))
      return recipe == Recipe() ? 1 : 2
    }
    // The champion once a case, each child once a case, nobody on validation cases.
    #expect(calls.count == 3 + 8 * 3)
    #expect(calls.allSatisfy { $0.caseIndex < 3 })
    for caseIndex in 0..<3 {
      #expect(Set(calls.filter { $0.caseIndex == caseIndex }.map(\.seed)).count == 1)
    }
    #expect(Set(calls.map(\.seed)).count == 3)
    let before = Set(calls.map(\.seed))
    calls = []
    _ = try archive.runRound(children: 1) { recipe, caseIndex, seed in
      calls.append((recipe == Recipe(), caseIndex, seed))
      return 1
    }
    #expect(before.isDisjoint(with: calls.map(\.seed)))
  }

  @Test func failedChildrenAreNotKept() throws {
    for failure in [Double.infinity, .nan, 0, -1] {
      var archive = try RecipeArchive(options: Self.options, seed: 5)
      let trials = try archive.runRound(children: 3) { recipe, _, _ in
        recipe == Recipe() ? 1 : failure
      }
      #expect(trials.allSatisfy { $0.outcome == .failed })
      #expect(archive.members.count == 1 && archive.births == 3)
      #expect(archive.members[0].children == 3)
    }
  }

  @Test func errorsLeaveTheArchiveAsItWas() throws {
    struct Interruption: Error {}
    var archive = try RecipeArchive(options: Self.options, seed: 6)
    _ = try archive.runRound(children: 2, score: worth)
    let before = archive
    var calls = 0
    #expect(throws: Interruption.self) {
      try archive.runRound(children: 3) { recipe, caseIndex, seed in
        calls += 1
        if calls == 8 { throw Interruption() }
        return try worth(recipe, caseIndex, seed)
      }
    }
    #expect(archive == before)
    #expect(throws: ArchiveError.self) { try archive.runRound(children: 1) { _, _, _ in .nan } }
    #expect(archive == before)
  }

  /// Stored and read again, an archive goes on as if it had not been.
  @Test func goesOnFromStorage() throws {
    var archive = try RecipeArchive(options: Self.options, seed: 7)
    for _ in 0..<5 { _ = try archive.runRound(children: 4, score: worth) }
    let stored = try JSONEncoder().encode(archive)
    var read = try JSONDecoder().decode(RecipeArchive.self, from: stored)
    #expect(read == archive)
    let (first, second) = (
      try archive.runRound(children: 5, score: worth), try read.runRound(children: 5, score: worth)
    )
    #expect(first == second)
    #expect(read == archive)
  }

  @Test func brokenStorageIsRefused() throws {
    var archive = try RecipeArchive(options: Self.options, seed: 7)
    _ = try archive.runRound(children: 2, score: worth)
    let stored = String(decoding: try JSONEncoder().encode(archive), as: UTF8.self)
    func message(_ before: String, _ after: String) -> String {
      let text = stored.replacingOccurrences(of: before, with: after)
      guard text != stored else { return "nothing to replace" }
      do {
        _ = try JSONDecoder().decode(RecipeArchive.self, from: Data(text.utf8))
        return "read it"
      } catch {
        return "\(error)"
      }
    }
    #expect(
      message("\"championID\":\(archive.championID)", "\"championID\":77")
        == "championID: expected the number of a member, found 77")
    #expect(message("\"births\":2", "\"births\":1") == "births: expected at least 2, found 1")
    #expect(
      message("\"trainingCases\":[0,1,2]", "\"trainingCases\":[]")
        == "options: expected a training case, found none")
    #expect(
      message("\"netWeight\":\"1\"", "\"netWeight\":\"2 *\"")
        .hasPrefix("members[0].recipe.netWeight: column 4: expected a number"))
  }

  @Test func ratesAreInheritedAndVary() throws {
    var archive = try RecipeArchive(options: Self.options, seed: 8)
    for _ in 0..<20 { _ = try archive.runRound(children: 5, score: worth) }
    let rates = archive.members.map(\.rates)
    #expect(Set(rates).count == rates.count)
    for path in [\VariationRates.number, \.formula, \.strength, \.crossover] {
      #expect(rates.allSatisfy { VariationRates.bounds.contains($0[keyPath: path]) })
    }
    #expect(archive.members.contains { $0.secondParent != nil })
    #expect(archive.members.allSatisfy { $0.secondParent == nil || $0.secondParent != $0.parent })
  }

  @Test func badCasesAreRefused() {
    func message(_ change: (inout ArchiveOptions) -> Void) -> String {
      var options = Self.options
      change(&options)
      do throws(ArchiveError) {
        _ = try RecipeArchive(options: options, seed: 1)
        return "none"
      } catch {
        return error.message
      }
    }
    #expect(message { _ in } == "none")
    #expect(message { $0.trainingCases = [] }.hasPrefix("expected a training case"))
    #expect(message { $0.validationCases = [3] }.hasPrefix("expected at least 2 pairs"))
    #expect(message { $0.validationCases = [2, 3] }.hasSuffix("found 2 in both"))
    #expect(message { $0.trainingCases = [1, 1] }.hasPrefix("expected each case once"))
    #expect(message { $0.seedsPerCase = 0 }.hasPrefix("expected at least 1 seed"))
    #expect(message { $0.capacity = 1 }.hasPrefix("expected room"))
    #expect(message { $0.validationErrors = -1 }.hasPrefix("expected margins"))
  }
}
