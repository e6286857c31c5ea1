import Annealing
import Evaluation
import Formats
import Netlist
import TestSupport
import Testing

/// Annealing that begins at two places.
@Suite struct AnnealingStartTests {
  private let design: Design
  private let alternative: AnnealingStart

  init() throws {
    design = try Samples.legal(seed: 51)
    var options = AnnealingOptions(budget: .moves(3000), seed: 8)
    options.epochs = 5
    let found = Annealer(
      netlist: design.netlist, floorplan: design.floorplan, options: options
    ).anneal(from: design.placement)
    alternative = AnnealingStart(placement: found.placement, temperature: 0.02)
  }

  private func annealer(threads: Int, moves: Int = 6000) -> Annealer {
    var options = AnnealingOptions(budget: .moves(moves), seed: 9, threads: threads)
    options.epochs = 12
    return Annealer(netlist: design.netlist, floorplan: design.floorplan, options: options)
  }

  private func stopped(threads: Int) -> AnnealingResult {
    let stop = StopFlag()
    stop.raise()
    return annealer(threads: threads).anneal(
      from: design.placement, alternative: alternative, stop: stop)
  }

  @Test func everySecondReplicaBeginsThere() throws {
    let evaluator = ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
    #expect(
      try evaluator.evaluate(alternative.placement).proxy
        < evaluator.evaluate(design.placement).proxy)
    #expect(stopped(threads: 1).placement == design.placement)
    #expect(stopped(threads: 2).placement == alternative.placement)
    #expect(stopped(threads: 2).last == design.placement)
  }

  @Test func theBestOfBothIsKept() throws {
    let both = annealer(threads: 2).anneal(from: design.placement, alternative: alternative)
    #expect(try Samples.faults(both, of: design) == [])
    let alone = annealer(threads: 2).anneal(from: design.placement)
    #expect(both.placement != alone.placement)
    #expect(both.moves == alone.moves)
  }

  /// The temperature is that of the start at first, and that of all replicas at the end.
  @Test func eachStartHasItsTemperature() {
    func acceptance(_ temperature: Double) -> [Double] {
      var found: [Double] = []
      let start = AnnealingStart(placement: alternative.placement, temperature: temperature)
      _ = annealer(threads: 2).anneal(from: design.placement, alternative: start) {
        found.append($0.acceptance)
      }
      return found
    }
    let (cold, hot) = (acceptance(1e-6), acceptance(10))
    #expect(hot[0] > cold[0] + 0.1)
    #expect(hot[11] < hot[0])
  }

  @Test func theUsualTemperatureIsThatOfARunFromThere() {
    let annealer = annealer(threads: 1)
    let placement = alternative.placement
    #expect(
      annealer.usualTemperature(from: placement)
        == annealer.anneal(from: placement).initialTemperature)
  }

  @Test func howReplicasAreSpreadOverRanksChangesNothing() throws {
    func results(ranks: Int) throws -> [Placement] {
      try ThreadedRanks.run(ranks) { rank in
        annealer(threads: 4 / ranks).anneal(
          from: design.placement, alternative: alternative, over: rank
        ).placement
      }
    }
    let alone = try results(ranks: 1)[0]
    for ranks in [2, 4] { #expect(try Set(results(ranks: ranks)) == [alone]) }
  }

  @Test func aRunFromAnyEpochComesToTheSame() throws {
    let annealer = annealer(threads: 2)
    var states: [[UInt8]] = []
    let whole = annealer.anneal(
      from: design.placement, alternative: alternative,
      checkpoint: {
        var writer = BinaryWriter()
        $0.write(to: &writer)
        states.append(writer.bytes)
      })
    for (epoch, bytes) in states.enumerated() {
      var reader = BinaryReader(bytes, file: "state")
      let state = try AnnealingState(from: &reader)
      let rest = annealer.anneal(
        from: design.placement, alternative: alternative, resuming: state)
      #expect(rest.placement == whole.placement, "from epoch \(epoch)")
      #expect(rest.moves == whole.moves && rest.statistics == whole.statistics)
    }
  }
}
