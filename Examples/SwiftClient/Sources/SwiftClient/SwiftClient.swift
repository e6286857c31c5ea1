import Annealing
import ChipPlace
import Evaluation
import Foundation
import Netlist

/// Places a design while it tells how that goes, then places it again and changes its mind.
@main
struct SwiftClient {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.count == 2 else {
      print("usage: SwiftClient NETLIST PLACEMENT")
      exit(64)
    }
    var design = try Design(netlist: arguments[1], placement: arguments[2])
    let before = try ProxyEvaluator(
      netlist: design.netlist, floorplan: design.floorplan
    ).evaluate(design.placement)
    print("before:    \(before.proxy)")

    // Progress as a sequence, the result as its last element.
    let short = Placer(design, options: PlacementOptions(budget: .moves(100_000), seed: 1))
    for try await event in short.events() {
      switch event {
      case .progress(let progress):
        print("  \(Int(progress.fraction * 100)) %: \(progress.bestCost)")
      case .finished(let result):
        print("after:     \(result.evaluation.proxy), legal: \(result.legality.isLegal)")
        design.placement = result.placement
      }
    }

    // A run that would take an hour, cancelled after a second: what was found so far is the result.
    let long = Placer(design, options: PlacementOptions(budget: .time(3600), seed: 2))
    let task = Task { try await long.place { _ in } }
    try await Task.sleep(for: .seconds(1))
    task.cancel()
    let result = try await task.value
    print("cancelled: \(result.evaluation.proxy), stopped: \(result.wasStopped)")
  }
}
