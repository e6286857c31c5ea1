import ChipPlace
import Evaluation
import Formats
import Foundation

/// One placement that a suite asks for, with everything that its result depends on.
public struct PlannedRun: Hashable, Sendable {
  /// The design.
  public var design: BenchmarkDesign
  /// The hash of its content.
  public var designHash: String
  /// Whether it has cells on rows.
  public var isFlat: Bool
  /// The recipe.
  public var recipe: BenchmarkRecipe
  /// What the recipe comes to on the design, as JSON with sorted keys.
  public var options: String
  /// The seed.
  public var seed: UInt64
  /// The budget.
  public var budget: BenchmarkBudget
  /// The threads.
  public var threads: Int
  /// What runs it.
  public var program: BenchmarkProgram

  /// What tells the run from all others: two runs with the same key need not both be made. Names do
  /// not count, but content does. The machine counts for runs with a budget in time.
  public var key: String {
    SHA256.hex(
      [
        "chipplace-run-1", designHash, options, "\(seed)", budget.kind,
        budget.amount.map { "\($0)" } ?? "", "\(threads)", program.version, program.label,
        budget.kind == "seconds" ? program.machine : "",
      ].joined(separator: "\n"))
  }
}

/// The program that places, and where it runs.
public struct BenchmarkProgram: Hashable, Sendable {
  /// The program's version.
  public var version: String
  /// What tells builds of one version apart, such as a commit; may be empty.
  public var label: String
  /// The machine.
  public var machine: String

  /// A program on this machine.
  public init(version: String, label: String = "", machine: String = Machine.description) {
    self.version = version
    self.label = label
    self.machine = machine
  }
}

/// The options of a recipe with all defaults filled in, for the key of a run and for people who read
/// the database.
struct EffectiveOptions: Codable {
  var engine: String
  var start: String?
  var halo: Double
  var restarts: Int?
  var annealMacros: Bool?
  var density: Double?
  var routability: String?
  var routingCapacity: Double?
  var model: String?
  var policyStarts: Int?
  var policyTrials: Int?
  var policyFilter: Bool?
  var policyMoves: Bool?
  var fineTune: Double?

  /// - Parameter modelHash: the hash of the recipe's network, if it names one.
  init(_ recipe: BenchmarkRecipe, isFlat: Bool, modelHash: String?) {
    let engine = recipe.engine(isFlat: isFlat)
    let isFlow = engine == .flow && isFlat
    self.engine = engine.rawValue
    halo = recipe.halo ?? 0
    if !isFlow {
      start = (recipe.start ?? engine.defaultStart).rawValue
    }
    if engine != .policy, !isFlow || recipe.annealMacros == true {
      restarts = recipe.restarts ?? 1
    }
    if isFlow {
      annealMacros = recipe.annealMacros ?? false
      density = recipe.density
      routability = recipe.routability?.rawValue
      routingCapacity = recipe.routability.map { _ in recipe.routingCapacity ?? 1 }
    }
    guard engine == .policy || engine == .hybrid else { return }
    let guidance = recipe.guidance
    model = modelHash ?? "shipped"
    policyStarts =
      guidance.rollouts ?? (engine == .policy ? PolicyGuidance.defaultRollouts : 0)
    policyFilter = guidance.filtersByValue
    fineTune = guidance.tuningShare
    if engine == .hybrid {
      policyTrials = guidance.trials
      policyMoves = guidance.proposes
    }
  }

  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Texts, flags and finite numbers always encode.
    let data = try? encoder.encode(self)
    return data.map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}

extension BenchmarkRecipe {
  /// What the policy network does.
  var guidance: PolicyGuidance {
    var guidance = PolicyGuidance()
    if let policyStarts { guidance.rollouts = policyStarts }
    if let policyTrials { guidance.trials = policyTrials }
    if let policyFilter { guidance.filtersByValue = policyFilter }
    if let policyMoves { guidance.proposes = policyMoves }
    if let fineTune { guidance.tuningShare = fineTune }
    return guidance
  }
}
