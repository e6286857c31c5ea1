import Foundation
import Testing

@testable import Spectral

/// A grid and its extent.
struct Grid: Sendable, CustomTestStringConvertible {
  var columns: Int
  var rows: Int
  var width: Float
  var height: Float

  var cells: Int { columns * rows }
  var testDescription: String { "\(columns) x \(rows), \(width) x \(height)" }

  func solution(_ density: [Float], threads: Int = 1) -> Solution {
    Solution(
      density: density, columns: columns, rows: rows, width: width, height: height,
      threads: threads)
  }
}

@Suite("Poisson solver")
struct PoissonSolverTests {
  /// Every way in which stages of the transform follow each other, and sides of eight.
  static let grids = [
    Grid(columns: 8, rows: 8, width: 8, height: 8),
    Grid(columns: 8, rows: 64, width: 3, height: 50),
    Grid(columns: 128, rows: 8, width: 1000, height: 10),
    Grid(columns: 16, rows: 32, width: 1, height: 1),
    Grid(columns: 64, rows: 16, width: 70, height: 2e6),
    Grid(columns: 256, rows: 32, width: 1e-3, height: 2e-3),
    Grid(columns: 32, rows: 128, width: 5, height: 4),
  ]

  /// Parts of the largest field in either direction.
  @Test("agrees with sums by the definition", arguments: grids)
  func definition(grid: Grid) {
    let density = scattered(grid.cells).map { $0 - 0.5 }
    let solution = grid.solution(density)
    let expected = Reference(
      density: density, columns: grid.columns, rows: grid.rows, width: Double(grid.width),
      height: Double(grid.height))
    #expect(relativeError(solution.potential, expected.potential) < 1e-6)
    let field = (expected.fieldX + expected.fieldY).reduce(0) { max($0, abs($1)) }
    #expect(largestError(solution.fieldX, expected.fieldX) < 1e-6 * field)
    #expect(largestError(solution.fieldY, expected.fieldY) < 1e-6 * field)
    #expect(abs(solution.energy / expected.energy - 1) < 1e-6)
  }

  /// A grid, and the numbers of half waves along x and y.
  struct Cosine: Sendable {
    var grid: Grid
    var u: Int
    var v: Int
  }

  static let cosines =
    [
      (0, 0), (1, 0), (0, 1), (3, 5), (16, 0), (0, 32), (16, 32), (31, 63), (31, 0), (0, 63),
    ].map { Cosine(grid: Grid(columns: 32, rows: 64, width: 96, height: 40), u: $0.0, v: $0.1) }
    + [512, 1024, 2048, 4096].flatMap { side in
      let long = Float(side) / 8
      return [
        Cosine(grid: Grid(columns: side, rows: 8, width: long, height: 9), u: 5, v: 3),
        Cosine(grid: Grid(columns: side, rows: 8, width: long, height: 9), u: side - 3, v: 7),
        Cosine(grid: Grid(columns: 8, rows: side, width: 9, height: long), u: 2, v: 1),
        Cosine(grid: Grid(columns: 8, rows: side, width: 9, height: long), u: 0, v: side - 1),
      ]
    }

  @Test("solves a density of one cosine in closed form", arguments: cosines)
  func closedForm(cosine: Cosine) {
    let (grid, u, v) = (cosine.grid, cosine.u, cosine.v)
    let waveX = Double.pi * Double(u) / Double(grid.width)
    let waveY = Double.pi * Double(v) / Double(grid.height)
    let square = waveX * waveX + waveY * waveY
    let scale = square == 0 ? 0 : 1 / square
    let cells = (0..<grid.cells).map { index in
      let x = (Double(index % grid.columns) + 0.5) * Double(grid.width) / Double(grid.columns)
      let y = (Double(index / grid.columns) + 0.5) * Double(grid.height) / Double(grid.rows)
      return (x: x, y: y)
    }
    let solution = grid.solution(cells.map { Float(0.25 + cos(waveX * $0.x) * cos(waveY * $0.y)) })
    let potential = cells.map { scale * cos(waveX * $0.x) * cos(waveY * $0.y) }
    let fieldX = cells.map { scale * waveX * sin(waveX * $0.x) * cos(waveY * $0.y) }
    let fieldY = cells.map { scale * waveY * cos(waveX * $0.x) * sin(waveY * $0.y) }
    // As if the density were off by a rounding error in the longest wave.
    let longest = Double.pi / Double(max(grid.width, grid.height))
    let field = 6e-8 / longest + 1e-6 * scale * max(waveX, waveY)
    #expect(largestError(solution.potential, potential) < 6e-8 / (longest * longest) + 1e-6 * scale)
    #expect(largestError(solution.fieldX, fieldX) < field)
    #expect(largestError(solution.fieldY, fieldY) < field)
    let share = (u == 0 ? 1 : 0.5) * (v == 0 ? 1 : 0.5)
    let energy = scale * share * Double(grid.cells)
    #expect(abs(solution.energy - energy) <= 1e-6 * energy)
  }

  @Test("a constant density has neither potential nor field")
  func constant() {
    let grid = Grid(columns: 64, rows: 32, width: 64, height: 32)
    let solution = grid.solution([Float](repeating: 0.75, count: grid.cells))
    #expect(solution.potential.allSatisfy { abs($0) < 1e-4 })
    #expect(solution.fieldX.allSatisfy { abs($0) < 1e-5 })
    #expect(solution.fieldY.allSatisfy { abs($0) < 1e-5 })
    #expect(abs(solution.energy) < 1e-6)
  }

  @Test("is linear", arguments: [grids[3], grids[6]])
  func linear(grid: Grid) {
    let (first, second) = (scattered(grid.cells, seed: 2), scattered(grid.cells, seed: 3))
    let (a, b) = (grid.solution(first), grid.solution(second))
    let both = grid.solution(zip(first, second).map { 3 * $0 - 2 * $1 })
    func combined(_ x: [Float], _ y: [Float]) -> [Double] {
      zip(x, y).map { 3 * Double($0) - 2 * Double($1) }
    }
    #expect(relativeError(both.potential, combined(a.potential, b.potential)) < 5e-6)
    #expect(relativeError(both.fieldX, combined(a.fieldX, b.fieldX)) < 5e-6)
    #expect(relativeError(both.fieldY, combined(a.fieldY, b.fieldY)) < 5e-6)
  }

  @Test("does not depend on the number of threads", arguments: grids)
  func threads(grid: Grid) {
    let density = scattered(grid.cells)
    let alone = grid.solution(density)
    for threads in [2, 3, 5, 40] { #expect(grid.solution(density, threads: threads) == alone) }
  }

  @Test("gives the same again, and without the potential", arguments: grids)
  func again(grid: Grid) {
    var solver = PoissonSolver(
      columns: grid.columns, rows: grid.rows, width: grid.width, height: grid.height, threads: 2)
    let density = scattered(grid.cells)
    let first = Solution(density: density, solver: &solver)
    _ = Solution(density: scattered(grid.cells, seed: 9), solver: &solver)
    #expect(Solution(density: density, solver: &solver) == first)
    var fieldX = [Float](repeating: .nan, count: grid.cells)
    var fieldY = fieldX
    let energy = solver.solve(density: density, fieldX: &fieldX, fieldY: &fieldY)
    #expect(energy == first.energy)
    #expect(fieldX == first.fieldX)
    #expect(fieldY == first.fieldY)
  }

  @Test("exchanging the axes exchanges the fields")
  func exchanged() {
    let grid = Grid(columns: 16, rows: 64, width: 30, height: 7)
    let other = Grid(columns: 64, rows: 16, width: 7, height: 30)
    let density = scattered(grid.cells)
    func exchanged(_ values: [Float]) -> [Float] {
      (0..<grid.cells).map { values[$0 % grid.rows * grid.columns + $0 / grid.rows] }
    }
    let (a, b) = (grid.solution(density), other.solution(exchanged(density)))
    #expect(relativeError(b.potential, exchanged(a.potential).map(Double.init)) < 2e-6)
    #expect(relativeError(b.fieldX, exchanged(a.fieldY).map(Double.init)) < 2e-6)
    #expect(relativeError(b.fieldY, exchanged(a.fieldX).map(Double.init)) < 2e-6)
    #expect(abs(a.energy / b.energy - 1) < 1e-6)
  }

  @Test("the field is the slope of the potential of a smooth density")
  func slope() {
    let grid = Grid(columns: 256, rows: 128, width: 200, height: 300)
    let (stepX, stepY) = (grid.width / Float(grid.columns), grid.height / Float(grid.rows))
    let density = (0..<grid.cells).map { index in
      let x = (Float(index % grid.columns) + 0.5) * stepX - 80
      let y = (Float(index / grid.columns) + 0.5) * stepY - 190
      return exp(-(x * x + y * y) / 1800)
    }
    let solution = grid.solution(density)
    let largest = solution.fieldX.reduce(0) { max($0, abs($1)) }
    for row in 1..<(grid.rows - 1) {
      for column in 1..<(grid.columns - 1) {
        let index = row * grid.columns + column
        let slopeX = (solution.potential[index + 1] - solution.potential[index - 1]) / (2 * stepX)
        let slopeY =
          (solution.potential[index + grid.columns] - solution.potential[index - grid.columns])
          / (2 * stepY)
        #expect(abs(slopeX + solution.fieldX[index]) < 5e-3 * largest)
        #expect(abs(slopeY + solution.fieldY[index]) < 5e-3 * largest)
      }
    }
  }
}
