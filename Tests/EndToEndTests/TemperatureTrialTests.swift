import Annealing
import Evaluation
import Netlist
import TestSupport
import Testing

@testable import ChipPlace

/// Short annealings that show how warm a long one should begin.
@Suite struct TemperatureTrialTests {
  private static let design = RandomDesign.make(
    seed: 5, hardMacros: 4, softMacros: 6, ports: 4, nets: 30, columns: 6, rows: 5)

  private func options(_ budget: AnnealingBudget, threads: Int = 1) -> AnnealingOptions {
    AnnealingOptions(budget: budget, seed: 3, threads: threads)
  }

  private func outcome(_ options: AnnealingOptions) -> TemperatureTrial.Outcome? {
    TemperatureTrial(Self.design, options: options).outcome(
      from: Self.design.placement, temperature: 1e-4, stop: StopFlag())
  }

  @Test func smallBudgetsAreLeftAlone() {
    // Ten nodes: 150 moves each are more than six hundredths of this.
    #expect(outcome(options(.moves(24_000))) == nil)
    #expect(outcome(options(.time(0.2))) == nil)
  }

  @Test func theBetterTemperatureIsTaken() throws {
    let found = try #require(outcome(options(.moves(50_000))))
    #expect(found.moves == 2 * 3000)
    var alone: [Double: AnnealingResult] = [:]
    for temperature in [1e-4, 1e-3] {
      var options = options(.moves(3000))
      options.initialTemperature = temperature
      options.epochs = 100
      alone[temperature] = Annealer(
        netlist: Self.design.netlist, floorplan: Self.design.floorplan, options: options
      ).anneal(from: Self.design.placement)
    }
    let (cold, warm) = (try #require(alone[1e-4]), try #require(alone[1e-3]))
    #expect(cold.placement != warm.placement)
    #expect(found.temperature == (warm.cost < cold.cost ? 1e-3 : 1e-4))
    #expect(found.placement == (warm.cost < cold.cost ? warm : cold).placement)
  }

  @Test func threadsChangeNothing() throws {
    let alone = try #require(outcome(options(.moves(50_000))))
    let together = try #require(outcome(options(.moves(50_000), threads: 2)))
    #expect(alone.placement == together.placement)
    #expect(alone.temperature == together.temperature && alone.moves == together.moves)
  }

  @Test func longBudgetsTryNoLonger() throws {
    let found = try #require(outcome(options(.moves(10_000_000))))
    #expect(found.moves == 2 * 10 * TemperatureTrial.mostMovesPerNode)
  }

  @Test func aStopEndsIt() throws {
    let stop = StopFlag()
    stop.raise()
    let found = TemperatureTrial(Self.design, options: options(.moves(10_000_000))).outcome(
      from: Self.design.placement, temperature: 1e-4, stop: stop)
    #expect(found?.placement == Self.design.placement && found?.moves == 0)
  }

  /// Its moves count, it is a stage, and annealing is never worse.
  @Test func placementTriesFirst() throws {
    let options = PlacementOptions(budget: .moves(60_000), seed: 3, threads: 1, start: .analytical)
    let result = try Placer(Self.design, options: options).place()
    #expect(result.stages.map(\.name) == ["analytical", "trial", "anneal"])
    #expect(result.moves == 60_000 && result.stages[1].moves == 7200)
    #expect(result.stages[2].proxyCost <= result.stages[1].proxyCost)
    #expect(result.legality.isLegal)
  }

  @Test func aTemperatureThatIsGivenIsNotTried() throws {
    var options = PlacementOptions(budget: .moves(60_000), seed: 3, threads: 1, start: .analytical)
    options.annealing.initialTemperature = 0.0125
    let result = try Placer(Self.design, options: options).place()
    #expect(result.stages.map(\.name) == ["analytical", "anneal"])
    #expect(result.initialTemperature == 0.0125)
  }
}
