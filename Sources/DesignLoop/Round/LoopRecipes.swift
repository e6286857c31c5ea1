import Netlist
import Recipes

/// The placer recipes that a loop begins with, and the accelerators they are judged on.
///
/// The judging accelerators are drawn from the loop's own space: some to train on, others to validate
/// on, the same in all rounds.
struct LoopRecipes: Sendable {
  let settings: LoopSettings
  let space: DesignSpace

  /// How many accelerators children must win on first, and on how many others then.
  private static let trainingCases = 2
  private static let validationCases = 2

  /// The archive before the first round.
  func beginning() throws(LoopError) -> RecipeArchive {
    var recipe = Recipe()
    do {
      recipe.netWeight = try Formula(parsing: Self.netWeight)
      let training = Array(0..<Self.trainingCases)
      let validation = Self.trainingCases..<Self.trainingCases + Self.validationCases
      return try RecipeArchive(
        recipe,
        options: ArchiveOptions(trainingCases: training, validationCases: Array(validation)),
        seed: settings.seed)
    } catch {
      throw .placement("placer recipes: \(error)")
    }
  }

  /// Nets count by what their bits cost in energy, and more where the clock waits for them.
  static let netWeight = "0.5 + activity + 8 * criticality ^ 12"

  /// The accelerator of a case.
  func architecture(of index: Int) throws(LoopError) -> Architecture {
    var random = SeededGenerator(seed: settings.seed, stream: 0x4341_5345_0000 + UInt64(index))
    return try space.random(using: &random)
  }
}
