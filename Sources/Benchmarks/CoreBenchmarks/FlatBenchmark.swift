import ArgumentParser
import ChipPlace
import Evaluation
import Foundation
import GlobalPlacement
import Legalization
import Netlist

/// `flat`: wirelength, legality and seconds of each stage in the placement of a flat design.
struct FlatBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flat", abstract: "Places a flat design, and says how each stage went.")

  @Argument(help: "The netlist.")
  var netlist: String

  @OptionGroup var placement: GlobalArguments

  @Option(help: "The moves of annealing for each cell in detailed placement.")
  var cellMoves = 0

  @Option(name: .shortAndLong, help: "Writes the placement to this file.")
  var output: String?

  func run() throws {
    var design = try Design(netlist: netlist)
    var options = FlatPlacementOptions(seed: placement.seed, threads: placement.threads)
    options.global = placement.options
    options.detailed.annealingMoves = cellMoves
    let result = try FlatPlacer(design, options: options).place()
    for stage in result.stages {
      let name = stage.stage.rawValue.padding(toLength: 18, withPad: " ", startingAt: 0)
      print(
        String(
          format: "%@ wirelength %12.0f  %4d steps  %7.2f s", name, stage.wirelength, stage.steps,
          stage.seconds))
    }
    print(
      String(
        format: "overflow %.4f, %d violations, %.2f s", result.overflow,
        result.legality.violations.count, result.seconds))
    design.placement = result.placement
    if let output { try design.write(to: output) }
  }
}
