import ArgumentParser
import ChipPlace
import Evaluation
import Foundation
import GlobalPlacement
import Netlist

/// `flat`: wirelength, legality and seconds of each stage in the placement of a flat design.
struct FlatBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flat", abstract: "Places a flat design, and says how each stage went.")

  @Argument(help: "The netlist.")
  var netlist: String

  @Option(help: "The number of threads.")
  var threads = 1

  @Option(help: "The seed.")
  var seed: UInt64 = 1

  @Option(help: "How full any part may become in global placement.")
  var density = 0.95

  @Option(help: "The overflow to end global placement at.")
  var overflow = 0.04

  @Option(help: "The bins along each side.")
  var grid: Int?

  @Option(help: "The growth of density's weight with an iteration.")
  var growth = 1.03

  @Option(name: .shortAndLong, help: "Writes the placement to this file.")
  var output: String?

  func run() throws {
    var design = try Design(netlist: netlist)
    var options = FlatPlacementOptions(seed: seed, threads: threads)
    options.global.targetDensity = density
    options.global.targetOverflow = overflow
    options.global.gridSize = grid
    options.global.densityWeightGrowth = growth
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
