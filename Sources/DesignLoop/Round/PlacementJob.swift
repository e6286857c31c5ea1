import Foundation
import Netlist
import NeuralNetwork
import Policy
import Recipes

/// A candidate to be placed by another rank, with what of the loop's state that depends on.
struct PlacementJob: Codable {
  /// Its place in the group that is placed.
  var index: Int
  var candidate: CandidateRecord
  private var round: Int
  private var models: LengthModels
  private var modelsRound: Int
  private var policy: Data
  private var policyRound: Int
  private var recipes: RecipeArchive
  private var layouts: [LoopState.WarmLayout]

  init(
    _ index: Int, _ candidate: CandidateRecord, _ state: LoopState, _ workshop: Workshop
  ) {
    self.index = index
    self.candidate = candidate
    round = state.round
    models = state.models
    modelsRound = state.modelsRound
    policy = Data(state.policy.checkpoint.bytes)
    policyRound = state.policyRound
    recipes = state.recipes
    layouts = [workshop.nearestLayout(to: candidate, state)].compactMap { $0 }
  }

  /// What the loop knew, as far as placing the candidate goes.
  func state() throws -> LoopState {
    let checkpoint = try Checkpoint(bytes: [UInt8](policy), file: "policy")
    var state = LoopState(
      round: round, models: models, policy: try PolicyModel(checkpoint, file: "policy"),
      recipes: recipes)
    state.modelsRound = modelsRound
    state.policyRound = policyRound
    state.layouts = layouts
    return state
  }

  /// What came of a job.
  struct Answer: Codable {
    var index: Int
    var layout: LayoutRecord?
    /// Why there is none.
    var failure: String?

    var result: Result<LayoutRecord, LoopError> {
      layout.map { .success($0) }
        ?? .failure(.placement(failure ?? "another rank lost a placement"))
    }
  }
}
