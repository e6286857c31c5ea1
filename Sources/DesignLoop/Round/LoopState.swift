import Accelerator
import Foundation
import Netlist
import Policy
import Recipes

/// What a round begins with: all that earlier rounds left.
struct LoopState: Sendable {
  /// The round that is next.
  var round: Int
  /// What was measured.
  var archive = Archive()
  /// What the models learn from, in the order of layouts.
  var observations: [LengthObservation] = []
  /// The models, fitted to all of it, or to what the kind of feedback lets them see.
  var models: LengthModels
  /// The round after which the models were fitted last.
  var modelsRound = 0
  /// The policy network.
  var policy: PolicyModel
  /// The round after which it was taught last; 0 for the one that comes with the library.
  var policyRound = 0
  /// The placer recipes.
  var recipes: RecipeArchive
  /// The layouts to begin from, in the order of candidates.
  var layouts: [WarmLayout] = []
  /// The number of the next candidate.
  var nextCandidate = 1

  /// A layout that a later placement can begin from.
  struct WarmLayout: Codable, Sendable {
    var candidate: Int
    var individual: Individual
    var record: LayoutRecord
  }
}
