import Foundation
import Netlist
import Statistics
import Testing

@testable import CostModels

@Suite("Calibration and shares")
struct CalibrationTests {
  static func residuals(_ count: Int, scale: Double) -> [Double] {
    var generator = SeededGenerator(seed: 12)
    return (0..<count).map { _ in scale * SyntheticFunctions.normal(&generator) }
  }

  @Test("Without residuals nothing changes")
  func nothing() {
    #expect(Calibration().scale == 1)
    #expect(abs(Calibration(standardizedResiduals: []).scale - 1) < 1e-9)
    #expect(abs(Calibration(standardizedResiduals: [.nan, .infinity]).scale - 1) < 1e-9)
  }

  @Test("The scale of many residuals is found", arguments: [1.0, 2, 5])
  func scale(of wanted: Double) {
    let scale = Calibration(standardizedResiduals: Self.residuals(2000, scale: wanted)).scale
    // The 90 % interval of the t distribution is a little wider than that of normal residuals.
    #expect(scale / wanted > 1 && scale / wanted < 1.15)
  }

  @Test("A few residuals move it little, and it never falls below its bound")
  func few() {
    let scale = Calibration(standardizedResiduals: [3, -3]).scale
    #expect(scale > 1.1 && scale < 1.6)
    let narrow = Calibration(standardizedResiduals: [Double](repeating: 0.01, count: 500))
    #expect(narrow.scale == Calibration.smallestScale)
  }

  @Test("One outlier counts little")
  func outlier() {
    let residuals = Self.residuals(60, scale: 1)
    let without = Calibration(standardizedResiduals: residuals).scale
    let with = Calibration(standardizedResiduals: residuals + [1000]).scale
    #expect(with / without < 1.08)
  }

  @Test("90 % intervals are right for heavy tails")
  func heavyTails() {
    // Student's t distribution with four degrees of freedom, for which the scale is exact.
    var generator = SeededGenerator(seed: 13)
    let residuals = (0..<4000).map { _ in
      var squares = 0.0
      for _ in 0..<4 {
        let value = SyntheticFunctions.normal(&generator)
        squares += value * value
      }
      return SyntheticFunctions.normal(&generator) / (squares / 4).squareRoot()
    }
    let scale = Calibration(standardizedResiduals: residuals).scale
    let reach = scale * NormalDistribution.standardQuantile(0.95)
    let share = Double(residuals.filter { abs($0) <= reach }.count) / 4000
    #expect(abs(share - 0.9) < 0.015)
  }

  @Test("Shares go to what predicts better, and to both where both are needed")
  func shares() {
    let good = [Double](repeating: -1, count: 50)
    let bad = [Double](repeating: -3, count: 50)
    #expect(Stacking.shares([good, bad]) == [1, 0])
    let first = (0..<50).map { $0 % 2 == 0 ? -1.0 : -4 }
    let second = (0..<50).map { $0 % 2 == 0 ? -4.0 : -1 }
    let even = Stacking.shares([first, second])
    #expect(abs(even[0] - 0.5) < 1e-6)
    #expect(Stacking.shares([[], []]) == [0.5, 0.5])
    // Densities far below what numbers hold.
    #expect(Stacking.shares([[-2000], [-2010]])[0] > 0.7)
  }

  @Test("A mixture has the mean and the variance of its members together")
  func mixture() {
    let members = [
      NormalDistribution(mean: 1, variance: 2), NormalDistribution(mean: 5, variance: 4),
    ]
    let mixture = Stacking.combined(members, shares: [0.25, 0.75])
    #expect(mixture.mean == 4)
    // 0.25 · 2 + 0.75 · 4, and 0.25 · 9 + 0.75 · 1 between the means.
    #expect(mixture.variance == 6.5)
  }
}
