import Foundation
import LinearAlgebra
import Statistics
import Testing

@testable import CostModels

@Suite("Statistics")
struct StatisticsTests {
  @Test("Quantiles are those of tables, and undo probabilities")
  func quantiles() {
    #expect(abs(NormalDistribution.standardQuantile(0.975) - 1.959_963_984_540_054) < 1e-12)
    #expect(abs(NormalDistribution.standardQuantile(0.95) - 1.644_853_626_951_472_7) < 1e-12)
    #expect(NormalDistribution.standardQuantile(0.5) == 0)
    for probability in [1e-12, 1e-4, 0.2, 0.49, 0.7, 0.9999] {
      let value = NormalDistribution.standardQuantile(probability)
      #expect(abs(NormalDistribution.standardCumulative(value) / probability - 1) < 1e-10)
    }
    let distribution = NormalDistribution(mean: 3, variance: 4)
    #expect(abs(distribution.quantile(0.975) - (3 + 2 * 1.959_963_984_540_054)) < 1e-11)
    #expect(distribution.cumulative(3) == 0.5)
    #expect(
      abs(distribution.logDensity(5) - (-0.5 - log(2 * (2 * Double.pi).squareRoot()))) < 1e-12)
  }

  @Test("Standardized columns have mean 0 and deviation 1, constant ones are 0")
  func standardization() {
    let matrix = DoubleMatrix(rows: [[1, 0.1, 0], [3, 0.1, 0], [5, 0.1, 0]], columns: 3)
    let standardization = Standardization(matrix)
    let result = standardization.standardized(matrix)
    let root = 1.5.squareRoot()
    for (row, wanted) in [-root, 0, root].enumerated() {
      #expect(abs(result[row, 0] - wanted) < 1e-12)
      #expect(result[row, 1] == 0)
      #expect(result[row, 2] == 0)
    }
    // Twice a constant is one size away; what was zero counts as it is.
    #expect(standardization.standardized([3, 0.2, 7]) == [0, 1, 7])
    let row = [4.0, 0.7, -2]
    let back = standardization.original(standardization.standardized(row))
    #expect(zip(back, row).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test("Without rows a standardization changes nothing")
  func noRows() {
    let standardization = Standardization(DoubleMatrix(rows: [], columns: 2))
    #expect(standardization.standardized([3, -4]) == [3, -4])
  }

  @Test("Expected deviations count as four rows")
  func expectedDeviations() {
    let matrix = DoubleMatrix(rows: [[1], [1]], columns: 1)
    let standardization = Standardization(matrix, expected: [3])
    // (0 + 4 · 9) / (2 + 4)
    #expect(abs(standardization.scales[0] - 6.0.squareRoot()) < 1e-12)
    #expect(Standardization(DoubleMatrix(rows: [], columns: 1), expected: [3]).scales == [3])
  }

  @Test("The minimum of Rosenbrock's function is found")
  func rosenbrock() {
    let search = LimitedMemoryBFGS(
      maximumIterations: 200, gradientTolerance: 1e-8, valueTolerance: 0)
    let result = search.minimize(from: [-1.2, 1, 0.5]) { point, gradient in
      var value = 0.0
      for index in gradient.indices { gradient[index] = 0 }
      for index in 0..<2 {
        let a = point[index + 1] - point[index] * point[index]
        let b = 1 - point[index]
        value += 100 * a * a + b * b
        gradient[index] += -400 * a * point[index] - 2 * b
        gradient[index + 1] += 200 * a
      }
      return value
    }
    #expect(result.point.allSatisfy { abs($0 - 1) < 1e-6 })
    #expect(result.iterations < 100)
  }

  @Test("Steps to where a function is not finite are shortened")
  func notFinite() {
    // x - log x is least at 1 and does not exist below 0.
    let search = LimitedMemoryBFGS()
    let result = search.minimize(from: [1.9]) { point, gradient in
      gradient[0] = 1 - 1 / point[0]
      return point[0] > 0 ? point[0] - log(point[0]) : .nan
    }
    #expect(abs(result.point[0] - 1) < 1e-3)
    let nowhere = search.minimize(from: [-1]) { _, _ in .infinity }
    #expect(nowhere.value == .infinity)
  }
}
