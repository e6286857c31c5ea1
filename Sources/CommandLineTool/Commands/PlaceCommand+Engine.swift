import Annealing
import ArgumentParser
import ChipPlace
import Distribution
import Netlist

/// Which engine places, and whether the options are of use to it.
extension PlaceCommand {
  /// The engine asked for, or the one that suits the design.
  ///
  /// - Throws: `ValidationError` if an option is of no use to it.
  func chosenEngine(
    for design: Design, _ ranks: some Communicator
  ) throws -> PlacementEngine {
    let isFlat = FlatPlacer.suits(design)
    let engine = self.engine ?? (isFlat ? .flow : .anneal)
    if engine == .flow, start != nil {
      throw ValidationError("Expected no --start for the flow, which has its own.")
    }
    try guidance.check(engine)
    if engine == .policy, restarts != 1 {
      throw ValidationError("Expected --restarts only with annealing.")
    }
    if checkpoints.file != nil {
      if engine == .policy {
        throw ValidationError(
          "Expected --checkpoint and --resume only with annealing or the flow.")
      }
      if ranks.count > 1 || replicas == .tempering {
        throw ValidationError(
          "Expected --checkpoint and --resume on one rank and without tempering.")
      }
    }
    if restarts != 1, engine == .flow, isFlat, annealing.budget == nil {
      throw ValidationError("Expected --restarts only with annealing: give --time or --moves.")
    }
    let anneals = engine != .policy && (engine != .flow || !isFlat || annealing.budget != nil)
    if replicas != nil, !anneals {
      throw ValidationError("Expected --replicas only with annealing.")
    }
    if ranks.count > 1, !anneals {
      throw ValidationError("Expected one rank without annealing, found \(ranks.count).")
    }
    if density != nil, engine != .flow || !isFlat {
      throw ValidationError("Expected --density only for the flow of a netlist with cells on rows.")
    }
    if routability != nil, engine != .flow || !isFlat {
      throw ValidationError(
        "Expected --routability only for the flow of a netlist with cells on rows.")
    }
    if engine == .flow, isFlat, try objectiveFormula() != nil {
      throw ValidationError("Expected --objective only for netlists of macros alone.")
    }
    return engine
  }
}
