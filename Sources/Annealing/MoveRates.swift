import Evaluation
public import Netlist
public import Netlist

/// How fast one kind of move is proposed and decided.
public struct MoveRate: Hashable, Sendable {
  /// The kind of move, such as `softShift`.
  public var kind: String
  /// Moves proposed and decided a second, on one thread.
  public var movesPerSecond: Double
  /// The share of them that was accepted.
  public var acceptance: Double
}

extension Annealer {
  /// Measures each kind of move on its own, in the state that a short annealing leaves.
  ///
  /// - Parameters:
  ///   - start: a placement without overlap of hard macros.
  ///   - warmUp: the moves of the annealing before.
  ///   - moves: how many moves of each kind are timed.
  ///   - temperature: the temperature at which they are decided.
  public func measureMoves(
    from start: Placement, warmUp: Int, moves: Int, temperature: Double
  ) -> [MoveRate] {
    let field = Playfield(
      netlist: netlist, floorplan: floorplan, start: start, halo: options.halo)
    var chain = Chain(
      field, weights: options.weights, random: SeededGenerator(seed: options.seed))
    for epoch in 0..<50 {
      chain.run(moves: warmUp / 50, temperature: epoch < 25 ? 4 * temperature : temperature)
      chain.endEpoch()
    }
    let kinds = MoveKind.allCases.filter {
      $0.movesHardMacro ? !field.hardNodes.isEmpty : !field.softNodes.isEmpty
    }
    return kinds.map { kind in
      let before = chain.statistics[kind.rawValue].accepted
      let clock = ContinuousClock()
      let seconds = clock.measure {
        for _ in 0..<moves { chain.tryMove(kind, temperature) }
      }.inSeconds
      chain.endEpoch()
      let accepted = chain.statistics[kind.rawValue].accepted - before
      return MoveRate(
        kind: kind.name, movesPerSecond: Double(moves) / seconds,
        acceptance: Double(accepted) / Double(moves))
    }
  }
}
