import ArgumentParser
import ChipPlace
import NeuralNetwork
import Policy

/// What the policy network does in `place`.
struct GuidanceArguments: ParsableArguments {
  @Option(
    help: "The network of 'policy' and 'hybrid'. The one that comes with the program by default.",
    completion: .file(extensions: ["safetensors"]))
  var model: String?

  @Option(
    help: """
      How many times the network places all hard macros, for starts (default: \
      \(PolicyGuidance.defaultRollouts) for 'policy', 0 for 'hybrid').
      """)
  var policyStarts: Int?

  @Option(
    help: """
      How many of these 'hybrid' tries by a short annealing, beside the start (default: \
      \(defaults.trials)).
      """)
  var policyTrials: Int?

  @Flag(
    inversion: .prefixedNo,
    help: "Choose among them by what the value network expects after annealing, not by their cost.")
  var policyFilter: Bool?

  @Flag(inversion: .prefixedNo, help: "Let the network propose moves to annealing, in 'hybrid'.")
  var policyMoves: Bool?

  @Option(
    help: """
      The share of the budget in which the network is first taught the design at hand, from 0 to 0.9 \
      (default: \(defaults.tuningShare)).
      """)
  var fineTune: Double?

  private static let defaults = PolicyGuidance()

  func validate() throws {
    if let policyStarts, !(0...1024).contains(policyStarts) {
      throw ValidationError("Expected --policy-starts from 0 to 1024.")
    }
    if let policyTrials, !(1...64).contains(policyTrials) {
      throw ValidationError("Expected --policy-trials from 1 to 64.")
    }
    if let fineTune, !(fineTune >= 0 && fineTune <= 0.9) {
      throw ValidationError("Expected --fine-tune from 0 to 0.9.")
    }
  }

  /// Refuses options that an engine has no use for.
  func check(_ engine: PlacementEngine) throws {
    let any: [(String, Bool)] = [
      ("--model", model != nil), ("--policy-starts", policyStarts != nil),
      ("--policy-filter", policyFilter != nil), ("--fine-tune", fineTune != nil),
    ]
    let hybrid: [(String, Bool)] = [
      ("--policy-trials", policyTrials != nil), ("--policy-moves", policyMoves != nil),
    ]
    if engine != .policy, engine != .hybrid, let used = (any + hybrid).first(where: \.1) {
      throw ValidationError("Expected \(used.0) only with --engine policy or hybrid.")
    }
    if engine == .policy, let used = hybrid.first(where: \.1) {
      throw ValidationError("Expected \(used.0) only with --engine hybrid.")
    }
    if engine == .policy, policyStarts == 0 {
      throw ValidationError("Expected --policy-starts above 0 with --engine policy.")
    }
    guard engine == .hybrid else { return }
    let hasStarts = (policyStarts ?? 0) > 0
    let forStarts: [(String, Bool)] = [
      ("--policy-trials", policyTrials != nil), ("--policy-filter", policyFilter != nil),
    ]
    if !hasStarts, let used = forStarts.first(where: \.1) {
      throw ValidationError("Expected \(used.0) only with --policy-starts above 0.")
    }
    if !hasStarts, policyMoves == false {
      throw ValidationError(
        "Expected --policy-starts above 0 with --no-policy-moves, or the network does nothing.")
    }
  }

  /// The options as the library takes them.
  var guidance: PolicyGuidance {
    var guidance = PolicyGuidance()
    if let policyStarts { guidance.rollouts = policyStarts }
    if let policyTrials { guidance.trials = policyTrials }
    if let policyFilter { guidance.filtersByValue = policyFilter }
    if let policyMoves { guidance.proposes = policyMoves }
    if let fineTune { guidance.tuningShare = fineTune }
    return guidance
  }

  /// The network asked for; nil for the one that comes with the program.
  ///
  /// - Throws: `CheckpointError` if the file is no policy.
  func readModel() throws -> PolicyModel? { try model.map { try PolicyModel(contentsOf: $0) } }
}
