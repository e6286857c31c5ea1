import ArgumentParser
import Foundation
import Netlist
import Spectral

/// `poisson`: milliseconds of one solution.
struct PoissonBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "poisson",
    abstract: "Solves for the potential and field of a random density on square grids.")

  @Argument(help: "Columns and rows of each grid: powers of two from 8 to 4096.")
  var sizes = [64, 128, 256, 512, 1024]

  @Option(help: "How many threads share one solution.")
  var threads = 1

  @Option(help: "How many times.")
  var runs = 101

  @Flag(help: "Solve for the field alone.")
  var fieldOnly = false

  func validate() throws {
    for size in sizes
    where !PoissonSolver.sides.contains(size) || size & (size - 1) != 0 {
      throw ValidationError("\(size) is not a power of two in \(PoissonSolver.sides).")
    }
    guard threads >= 1 else { throw ValidationError("There must be at least one thread.") }
  }

  func run() throws {
    for size in sizes {
      var generator = SeededGenerator(seed: 1)
      let density = (0..<size * size).map { _ in Float.random(in: 0..<1, using: &generator) }
      var potential = [Float](repeating: 0, count: density.count)
      var fieldX = potential
      var fieldY = potential
      var solver = PoissonSolver(
        columns: size, rows: size, width: Float(size), height: Float(size), threads: threads)
      let timing = Timing(runs: runs) {
        if fieldOnly {
          solver.solve(density: density, fieldX: &fieldX, fieldY: &fieldY)
        } else {
          solver.solve(
            density: density, potential: &potential, fieldX: &fieldX, fieldY: &fieldY)
        }
      }
      print(
        String(
          format: "%4d x %4d, %d threads: best %.3f ms, median %.3f ms", size, size, threads,
          timing.best * 1e3, timing.median * 1e3))
    }
  }
}
