import Annealing
import Foundation
import Netlist
import Testing

@testable import Recipes

@Suite struct RecipeCodingTests {
  @Test func defaultRoundTrip() throws {
    let recipe = Recipe()
    #expect(try Recipe(json: recipe.json()) == recipe)
    #expect(try Recipe(json: Data("{}".utf8)) == recipe)
  }

  @Test func variedRoundTrip() throws {
    var random = SeededGenerator(seed: 2)
    var rates = VariationRates()
    (rates.number, rates.formula, rates.choice, rates.structure) = (0.4, 0.5, 0.3, 0.3)
    var recipe = Recipe()
    for _ in 0..<300 {
      recipe = recipe.mutated(rates, using: &random)
      try recipe.validate()
      #expect(try Recipe(json: recipe.json()) == recipe)
    }
  }

  @Test func onlyWhatCanBeReadIsWritten() {
    var recipe = Recipe()
    recipe.stages[0].share = .nan
    #expect(
      throws: RecipeError(path: "stages[0].share", message: "expected 0.01 to 1.0, found nan")
    ) {
      try recipe.json()
    }
  }

  @Test func writtenByHand() throws {
    let text = """
      {"start": "spiral", "order": "weight / area", "netWeight": "1 + 4 * criticality ^ 4",
       "stages": [{"share": 0.75}, {"share": 0.25, "weighsNets": false, "engine": "hybrid"}],
       "moves": {"shares": {"hardSwap": 3, "softShift": 0}, "inertia": 1},
       "congestion": "if(congestion < 1, 0.5, 1)"}
      """
    let recipe = try Recipe(json: Data(text.utf8))
    #expect(recipe.start == .spiral)
    #expect(recipe.order.description == "weight / area")
    #expect(recipe.stages.map(\.share) == [0.75, 0.25])
    #expect(recipe.stages.map(\.weighsNets) == [true, false])
    #expect(recipe.stages.map(\.engine) == [.anneal, .hybrid])
    #expect(recipe.moves[.hardSwap] == 3)
    #expect(recipe.moves[.softShift] == 0)
    #expect(recipe.moves[.softSwap] == 1)
    #expect(recipe.moves.inertia == 1)
    #expect(recipe.density == Formula(0.5))
  }

  @Test(arguments: [
    ("{\"starts\": 1}", "starts: expected one of the keys start, order, stages"),
    ("{\"start\": \"best\"}", "start: expected one of given, analytical, spiral, found 'best'"),
    ("{\"start\": 3}", "start: expected one of given, analytical, spiral, found 3.0"),
    ("{\"stages\": []}", "stages: expected 1 to 4 stages, found 0"),
    ("{\"stages\": {}}", "stages: expected an array of stages, found an object"),
    ("{\"stages\": [{}, 4]}", "stages[1]: expected an object"),
    ("{\"stages\": [{\"share\": 2}]}", "stages[0].share: expected 0.01 to 1.0, found 2.0"),
    ("{\"stages\": [{\"share\": null}]}", "stages[0].share: expected a number, found null"),
    (
      "{\"stages\": [{}, {\"restarts\": 1.5}]}",
      "stages[1].restarts: expected a whole number, found 1.5"
    ),
    (
      "{\"stages\": [{\"share\": 1e400}]}",
      "stages[0].share: expected a number, found a number that is too large"
    ),
    (
      "{\"stages\": [{\"weighsNets\": \"yes\"}]}",
      "stages[0].weighsNets: expected true or false, found 'yes'"
    ),
    ("{\"stages\": [{\"shares\": 1}]}", "stages[0].shares: expected one of the keys engine, share"),
    ("{\"moves\": {\"floor\": 0.9}}", "moves.floor: expected 0.0 to"),
    ("{\"moves\": {\"floor\": []}}", "moves.floor: expected a number, found an array"),
    (
      "{\"moves\": {\"shares\": {\"softShift\": -1}}}",
      "moves.shares.softShift: expected 0.0 to 100.0, found -1.0"
    ),
    ("{\"moves\": {\"shares\": {\"jump\": 1}}}", "moves.shares.jump: expected one of the keys"),
    ("{\"netWeight\": 4}", "netWeight: expected a formula as a string, found 4.0"),
    (
      "{\"netWeight\": \"1 + slack\"}",
      "netWeight: column 5: expected one of criticality, activity, length, bits, degree, min, max, "
    ),
    (
      "{\"density\": \"criticality\"}", "density: column 1: expected one of utilization, macroShare"
    ),
    ("[]", "expected an object"),
    ("{\"start\": }", "expected JSON, found: "),
    ("", "expected JSON, found: "),
  ])
  func malformed(text: String, message: String) {
    do throws(RecipeError) {
      let recipe = try Recipe(json: Data(text.utf8))
      Issue.record("read \(text) as \(recipe)")
    } catch {
      #expect(error.description.hasPrefix(message), "\(error.description)")
    }
  }

  /// In a larger file the path is that of the whole file.
  @Test func pathsBeginAtTheFile() {
    struct Ledger: Codable { var recipes: [Recipe] }
    let text = "{\"recipes\": [{}, {\"stages\": [{\"tailsEnd\": 2}]}]}"
    do {
      _ = try JSONDecoder().decode(Ledger.self, from: Data(text.utf8))
      Issue.record("read it")
    } catch {
      #expect("\(error)" == "recipes[1].stages[0].tailsEnd: expected 0.0 to 1.0, found 2.0")
    }
  }
}
