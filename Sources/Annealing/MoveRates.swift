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
      field, weights: options.weights, random: SeededGenerator(seed: options.seed),
      proposer: makeProposer?(0), moveMix: options.moveMix)
    for epoch in 0..<50 {
      let warmth = epoch < 25 ? 4 * temperature : temperature
      chain.beginEpoch(.proxy, temperature: warmth)
      chain.run(moves: warmUp / 50, temperature: warmth)
      chain.endEpoch()
    }
    chain.beginEpoch(.proxy, temperature: temperature)
    let kinds = kinds.filter {
      $0.movesHardMacro ? !field.hardNodes.isEmpty : !field.softNodes.isEmpty
    }
    return kinds.map { kind in
      let before = chain.statistics[kind.rawValue]
      let clock = ContinuousClock()
      // A proposer's call gives several moves.
      let isSeveral = kind.asksProposer && chain.policy?.view == .layout
      let calls = isSeveral ? moves / PolicyMove.tries : moves
      let seconds = clock.measure {
        for _ in 0..<calls { _ = chain.tryMove(kind, temperature) }
      }.inSeconds
      chain.endEpoch()
      let after = chain.statistics[kind.rawValue]
      let proposed = Double(after.proposed - before.proposed)
      return MoveRate(
        kind: kind.name, movesPerSecond: proposed / seconds,
        acceptance: proposed > 0 ? Double(after.accepted - before.accepted) / proposed : 0)
    }
  }
}
