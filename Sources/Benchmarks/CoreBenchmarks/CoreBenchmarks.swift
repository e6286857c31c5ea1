import Annealing
import ArgumentParser
import ChipPlace
import Evaluation
import Foundation
import Legalization
import Netlist

/// Times the parts that everything else stands on: readers, evaluators, moves, transforms.
@main
struct CoreBenchmarks: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Times readers, evaluators, moves, the electrostatic solver, global placement and networks.",
    subcommands: [
      ReadBenchmark.self, EvaluateBenchmark.self, MovesBenchmark.self, PoissonBenchmark.self,
      GlobalBenchmark.self, FlatBenchmark.self, NetworkBenchmark.self, PolicyBenchmark.self,
    ])
}

/// Seconds that something took: the best and the median of several runs.
struct Timing {
  var best: Double
  var median: Double

  init(runs: Int, _ body: () throws -> Void) rethrows {
    var seconds: [Double] = []
    for _ in 0..<max(runs, 1) {
      let start = ContinuousClock.now
      try body()
      let components = (ContinuousClock.now - start).components
      seconds.append(Double(components.seconds) + Double(components.attoseconds) * 1e-18)
    }
    seconds.sort()
    best = seconds[0]
    median = seconds[seconds.count / 2]
  }
}

/// `evaluate`: milliseconds of a full evaluation.
struct EvaluateBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Evaluates a placement from scratch several times.")

  @Argument(help: "The netlist.")
  var netlist: String

  @Argument(help: "The placement.")
  var placement: String

  @Option(help: "How many times.")
  var runs = 25

  func run() throws {
    let design = try Design(netlist: netlist, placement: placement)
    let evaluator = ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
    let timing = try Timing(runs: runs) { _ = try evaluator.evaluate(design.placement) }
    print(
      String(
        format: "full evaluation: best %.2f ms, median %.2f ms", timing.best * 1e3,
        timing.median * 1e3))
  }
}

/// `moves`: moves a second by kind.
struct MovesBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "moves",
    abstract: "Proposes and decides moves of each kind after a short annealing.")

  @Argument(help: "The netlist.")
  var netlist: String

  @Argument(help: "The placement to start from.")
  var placement: String

  @Option(help: "Moves of the annealing before.")
  var warmUp = 500_000

  @Option(help: "Moves of each kind.")
  var moves = 100_000

  @Option(help: "The temperature.")
  var temperature = 1e-5

  func run() throws {
    let design = try Design(netlist: netlist, placement: placement)
    let start = try MacroLegalizer(netlist: design.netlist, floorplan: design.floorplan)
      .legalize(design.placement)
    let annealer = Annealer(
      netlist: design.netlist, floorplan: design.floorplan,
      options: AnnealingOptions(budget: .moves(0)))
    let rates = annealer.measureMoves(
      from: start, warmUp: warmUp, moves: moves, temperature: temperature)
    for rate in rates {
      let name = rate.kind.padding(toLength: 20, withPad: " ", startingAt: 0)
      print(
        String(
          format: "%@ %8.0f moves/s, %4.1f %% accepted", name, rate.movesPerSecond,
          rate.acceptance * 100))
    }
  }
}
