import ChipPlace

extension BenchmarkRecipe {
  /// The engine on a design.
  func engine(isFlat: Bool) -> PlacementEngine { engine ?? (isFlat ? .flow : .anneal) }

  /// Whether a placement takes a budget.
  func takesBudget(isFlat: Bool) -> Bool {
    switch engine(isFlat: isFlat) {
    case .flow where isFlat: annealMacros ?? false
    case .policy: (fineTune ?? 0) > 0 || start == .analytical
    case .anneal, .hybrid, .flow: true
    }
  }

  /// The first key that is of no use, with what is expected in its place, by the rules of `place`; nil
  /// if all fit together.
  func fault(isFlat: Bool) -> (key: String, expected: String)? {
    let engine = engine(isFlat: isFlat)
    let isFlow = engine == .flow && isFlat
    if start != nil, engine == .flow { return ("start", "none for the flow, which has its own") }
    if restarts != nil, engine == .policy || (isFlow && annealMacros != true) {
      return ("restarts", "it only with annealing")
    }
    let forFlow: [(String, Bool)] = [
      ("density", density != nil), ("routability", routability != nil),
      ("annealMacros", annealMacros != nil),
    ]
    if !isFlow, let used = forFlow.first(where: \.1) {
      return (used.0, "it only for the flow of designs with cells on rows")
    }
    if routingCapacity != nil, routability == nil {
      return ("routingCapacity", "it only with 'routability'")
    }
    return guidanceFault(engine)
  }

  private func guidanceFault(_ engine: PlacementEngine) -> (key: String, expected: String)? {
    let forAny: [(String, Bool)] = [
      ("model", model != nil), ("policyStarts", policyStarts != nil),
      ("policyFilter", policyFilter != nil), ("fineTune", fineTune != nil),
    ]
    let forHybrid: [(String, Bool)] = [
      ("policyTrials", policyTrials != nil), ("policyMoves", policyMoves != nil),
    ]
    if engine != .policy, engine != .hybrid, let used = (forAny + forHybrid).first(where: \.1) {
      return (used.0, "it only with the engines 'policy' and 'hybrid'")
    }
    if engine == .policy, let used = forHybrid.first(where: \.1) {
      return (used.0, "it only with the engine 'hybrid'")
    }
    if engine == .policy, policyStarts == 0 { return ("policyStarts", "a number above 0") }
    guard engine == .hybrid, (policyStarts ?? 0) == 0 else { return nil }
    if policyTrials != nil { return ("policyTrials", "it only with 'policyStarts' above 0") }
    if policyFilter != nil { return ("policyFilter", "it only with 'policyStarts' above 0") }
    if policyMoves == false {
      return ("policyMoves", "'policyStarts' above 0 with false, or the network does nothing")
    }
    return nil
  }
}
