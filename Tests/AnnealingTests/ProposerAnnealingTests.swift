import Evaluation
import Netlist
import TestSupport
import Testing

@testable import Annealing

/// Annealing with a proposer.
@Suite struct ProposerAnnealingTests {
  private func anneal(
    _ design: Design, moves: Int, threads: Int = 1, epochs: Int = 20,
    _ makeProposer: @escaping @Sendable (Int) -> any CellProposer
  ) -> AnnealingResult {
    var options = AnnealingOptions(budget: .moves(moves), seed: 3, threads: threads)
    options.epochs = epochs
    // Warm to the end, so that of what is proposed some is accepted.
    options.finalTemperatureFactor = 20
    return Annealer(
      netlist: design.netlist, floorplan: design.floorplan, options: options,
      makeProposer: makeProposer
    ).anneal(from: design.placement)
  }

  @Test(arguments: [1, 2], [ProposalView.layout, .epoch])
  func seedAndThreadsDecideTheResult(threads: Int, view: ProposalView) throws {
    let design = try Samples.legal(seed: 5)
    func run(_ preference: Float) -> AnnealingResult {
      anneal(design, moves: 4000, threads: threads) { _ in
        EmptyCellProposer(view: view, preference: preference)
      }
    }
    let first = run(2)
    let second = run(2)
    let other = run(-4)
    #expect(first.placement == second.placement)
    #expect(first.cost == second.cost)
    #expect(first.statistics == second.statistics)
    #expect(first.last == second.last)
    #expect(first.statistics != other.statistics)
    #expect(try Samples.faults(first, of: design) == [])
  }

  /// A call of the proposer uses up as many moves as it says, the last one's rest left over.
  @Test(arguments: [(5000, 1), (5000, 3), (10, 2)])
  func callsAreChargedToTheBudget(moves: Int, threads: Int) throws {
    let design = try Samples.legal(seed: 7)
    let result = anneal(design, moves: moves, threads: threads) { _ in EmptyCellProposer() }
    #expect(result.moves == moves)
    let names = result.statistics.map(\.kind)
    #expect(names == MoveKind.allCases.map(\.name))
    var charged = 0
    for (kind, statistics) in zip(MoveKind.allCases, result.statistics) {
      let charge = kind.asksProposer ? PolicyMove.tries + 20 : 1
      charged += statistics.proposed / (kind.asksProposer ? PolicyMove.tries : 1) * charge
      #expect(!kind.asksProposer || statistics.proposed % PolicyMove.tries == 0)
      #expect(moves < 100 || statistics.proposed > 0)
    }
    #expect(charged >= moves && charged < moves + threads * (PolicyMove.tries + 20))
  }

  /// With the view of an epoch each proposal is a move, and each call as many more as it says: those of
  /// the first epoch aside, a twentieth of the moves, be epochs so short that one has no time for a call.
  @Test(arguments: [(20, 2), (320, 1), (320, 2)])
  func callsOfAnEpochKeepToTheirShare(epochs: Int, threads: Int) throws {
    let design = try Samples.legal(seed: 7)
    let moves = 16_000
    let proposers = (0..<threads).map { _ in Shared(EmptyCellProposer(view: .epoch)) }
    let result = anneal(design, moves: moves, threads: threads, epochs: epochs) {
      proposers[$0].proposer
    }
    #expect(result.moves == moves)
    #expect(result.statistics.map(\.kind) == MoveKind.allCases.map(\.name))
    #expect(try Samples.faults(result, of: design) == [])
    let calls = proposers.reduce(0) { $0 + $1.proposer.calls }
    let proposed = result.statistics.reduce(0) { $0 + $1.proposed }
    let charged = proposed + 20 * calls
    #expect(charged >= moves && charged < moves + threads * 21)
    let first = min(moves / epochs / 20 + threads, 16 * threads)
    let later = moves * 5 / 100 / 20
    #expect(calls <= first + later && calls > later * 8 / 10, "\(calls) calls")
    let soft = try #require(result.statistics.first { $0.kind == MoveKind.softPolicy.name })
    #expect(soft.proposed > calls && soft.accepted > 0)
  }

  @Test func kindsOfProposersAreToldOnlyWithOne() throws {
    let design = try Samples.legal(seed: 7)
    var options = AnnealingOptions(budget: .moves(200))
    options.epochs = 2
    let result = Annealer(
      netlist: design.netlist, floorplan: design.floorplan, options: options
    ).anneal(from: design.placement)
    #expect(result.statistics.map(\.kind) == MoveKind.plain.map(\.name))
    #expect(result.statistics.allSatisfy { !$0.kind.hasSuffix("Policy") })
    #expect(abs(result.statistics.reduce(0) { $0 + $1.share } - 1) < 1e-12)
  }

  @Test(arguments: [ProposalView.layout, .epoch])
  func eachReplicaHasAProposerThatHearsOfEpochs(view: ProposalView) throws {
    let design = try Samples.legal(seed: 8)
    let proposers = (0..<2).map { _ in Shared(EmptyCellProposer(view: view)) }
    _ = anneal(design, moves: 600, threads: 2, epochs: 6) { proposers[$0].proposer }
    for shared in proposers {
      #expect(shared.proposer.temperatures.count == 6)
      #expect(shared.proposer.temperatures == shared.proposer.temperatures.sorted(by: >))
    }
  }

  /// Refusals count as one move, and the proposer's share falls to the floor.
  @Test(arguments: [ProposalView.layout, .epoch])
  func aProposerMayRefuse(view: ProposalView) throws {
    let design = try Samples.legal(seed: 9)
    let result = anneal(design, moves: 3000) { _ in Witness(design, view: view) }
    #expect(result.moves == 3000)
    #expect(result.statistics.reduce(0) { $0 + $1.proposed } == 3000)
    #expect(try Samples.faults(result, of: design) == [])
    for statistics in result.statistics where statistics.kind.hasSuffix("Policy") {
      #expect(statistics.proposed > 0 && statistics.accepted == 0 && statistics.share < 0.03)
    }
  }

  @Test(arguments: [ProposalView.layout, .epoch])
  func ratesOfProposedMovesAreMeasured(view: ProposalView) throws {
    let design = try Samples.legal(seed: 10)
    func kinds(_ makeProposer: (@Sendable (Int) -> any CellProposer)?) -> [String] {
      Annealer(
        netlist: design.netlist, floorplan: design.floorplan,
        options: AnnealingOptions(budget: .moves(0)), makeProposer: makeProposer
      ).measureMoves(from: design.placement, warmUp: 500, moves: 20, temperature: 1e-3)
        .filter { $0.movesPerSecond > 0 && $0.acceptance <= 1 }.map(\.kind)
    }
    #expect(kinds(nil) == MoveKind.plain.map(\.name))
    #expect(kinds { _ in EmptyCellProposer(view: view) } == MoveKind.allCases.map(\.name))
  }

  /// Hands a proposer to an annealer and keeps it for a look afterwards.
  private final class Shared: @unchecked Sendable {
    let proposer: EmptyCellProposer
    init(_ proposer: EmptyCellProposer) { self.proposer = proposer }
  }
}
