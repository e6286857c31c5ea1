import ArgumentParser
import Foundation
import LinearAlgebra
import Netlist
import NeuralNetwork
import Parallelism

/// `network`: milliseconds of a step of a network that places macros, and rates of its layers.
struct NetworkBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "network",
    abstract: "Runs a network forward and backward, and compares layers with the rate of products.")

  @Option(help: "States in a batch.")
  var batch = 32

  @Option(help: "Nodes of each state's graph.")
  var nodes = 1000

  @Option(help: "Edges of each state's graph.")
  var edges = 5000

  @Option(help: "Columns of nodes.")
  var width = 64

  @Option(help: "Channels of maps.")
  var channels = 32

  @Option(help: "Cells along a side of the canvas.")
  var canvas = 32

  @Option(help: "How many threads share a batch.")
  var threads = 1

  @Option(help: "How many times.")
  var runs = 11

  func validate() throws {
    guard batch >= threads, threads >= 1 else {
      throw ValidationError("There must be a thread, and a state for each.")
    }
    guard nodes >= 1, edges >= 0, width >= 4, width % 4 == 0, channels >= 2, canvas >= 4 else {
      throw ValidationError("The network needs a node, four columns, two channels, four cells.")
    }
  }

  func run() throws {
    BLAS.setThreadCount(1)
    let size = SampleSize(
      batch: batch, nodes: nodes, edges: edges, width: width, channels: channels,
      canvas: GridShape(height: canvas, width: canvas))
    let peak = LayerRates.peak(runs: runs)
    print(
      String(
        format: "%@: products of 1024 x 1024 matrices at %.1f GFLOP/s a thread", BLAS.processor,
        peak))
    for rate in LayerRates.all(size, runs: runs) {
      let name = rate.name.padding(toLength: 44, withPad: " ", startingAt: 0)
      print(
        String(
          format: "%@ %7.2f ms  %6.1f GFLOP/s  %3.0f %% of that", name, rate.seconds * 1e3,
          rate.rate, 100 * rate.rate / peak))
    }
    try measureSteps(size)
  }

  private func measureSteps(_ size: SampleSize) throws {
    let network = SampleNetwork(size)
    var generator = SeededGenerator(seed: 1)
    let parameters = ParameterStore(network.layout, using: &generator)
    let steps = (0..<threads).map { part in
      let items = batch * (part + 1) / threads - batch * part / threads
      return SampleStep(
        network, batch: SampleBatch(size, items: items, generator: &generator),
        parameters: parameters.view)
    }
    var adam = Adam(network.layout)
    var gradients = ParameterStore(network.layout)
    func step(backward: Bool) throws {
      // One failure is as good as another: all come from a state without legal cells.
      nonisolated(unsafe) var failures = [(any Error)?](repeating: nil, count: threads)
      failures.withUnsafeMutableBufferPointer { failures in
        nonisolated(unsafe) let failures = failures
        concurrently(threads) { part in
          do { try steps[part].run(backward: backward) } catch { failures[part] = error }
        }
      }
      if let failure = failures.lazy.compactMap({ $0 }).first { throw failure }
    }
    for _ in 0..<2 { try step(backward: true) }
    let forward = try Timing(runs: runs) { try step(backward: false) }
    let both = try Timing(runs: runs) { try step(backward: true) }
    let update = Timing(runs: runs) {
      gradients.fill(0)
      for step in steps { gradients.add(step.gradients) }
      gradients.clip(norm: 1)
      adam.update(parameters, gradients: gradients, learningRate: 1e-4)
    }
    print(
      String(
        format: "%d parameters, batch %d, %d threads, medians: forward %.1f ms, "
          + "forward and backward %.1f ms (best %.1f ms), update %.2f ms",
        network.layout.count, batch, threads, forward.median * 1e3, both.median * 1e3,
        both.best * 1e3, update.median * 1e3))
  }
}
