import ArgumentParser
import ChipPlace
import Evaluation
import Foundation
import GlobalPlacement
import Netlist

/// `global`: how long global placement takes, and how short wires become.
struct GlobalBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "global", abstract: "Places a design globally from its middle.")

  @Argument(help: "The netlist.")
  var netlist: String

  @OptionGroup var placement: GlobalArguments

  @Option(help: "Shows the state every so many iterations.")
  var every = 0

  @Option(name: .shortAndLong, help: "Writes the placement to this file.")
  var output: String?

  func run() throws {
    var design = try Design(netlist: netlist)
    let placer = GlobalPlacer(design: design, options: placement.options)
    let begin = ContinuousClock.now
    let result = try placer.place(design.placement) {
      if every > 0, $0.iteration % every == 0 {
        print(
          String(
            format: "%4d  wirelength %.0f  overflow %.4f", $0.iteration, $0.wirelength, $0.overflow)
        )
      }
    }
    let components = (ContinuousClock.now - begin).components
    let seconds = Double(components.seconds) + Double(components.attoseconds) * 1e-18
    print(
      String(
        format: "wirelength %.0f, overflow %.4f after %d iterations in %.2f s, %.2f ms each",
        result.wirelength, result.overflow, result.iterations, seconds,
        seconds * 1e3 / Double(max(result.iterations, 1))))
    design.placement = result.placement
    if let output { try design.write(to: output) }
  }
}

/// What benchmarks of placement can set; by default as `chipplace place` has it.
struct GlobalArguments: ParsableArguments {
  @Option(help: "The number of threads.")
  var threads = 1

  @Option(help: "The seed.")
  var seed: UInt64 = 1

  @Option(help: "How full any part may become.")
  var density = GlobalPlacementOptions().targetDensity

  @Option(help: "The overflow to end global placement at.")
  var overflow = GlobalPlacementOptions().targetOverflow

  @Option(help: "The bins along each side.")
  var grid: Int?

  @Option(help: "The growth of density's weight with an iteration.")
  var growth = GlobalPlacementOptions().densityWeightGrowth

  var options: GlobalPlacementOptions {
    GlobalPlacementOptions(
      targetDensity: density, targetOverflow: overflow, gridSize: grid,
      densityWeightGrowth: growth, seed: seed, threads: threads)
  }
}
