import CostModels
import Foundation
import Netlist
import Statistics
import Testing

@Suite("Improvement")
struct ImprovementTests {
  @Test("Expected improvement at and far from the best, by hand")
  func expectedImprovement() {
    // At the best: deviation over √(2π).
    let at = ExpectedImprovement.value(
      of: NormalDistribution(mean: 1, variance: 4), below: 1)
    #expect(abs(at - 2 / (2 * Double.pi).squareRoot()) < 1e-12)
    // Without doubt it is the distance.
    #expect(ExpectedImprovement.value(of: .init(mean: 1, variance: 0), below: 3) == 2)
    #expect(ExpectedImprovement.value(of: .init(mean: 3, variance: 0), below: 1) == 0)
    let far = ExpectedImprovement.value(of: .init(mean: 60, variance: 1), below: 0)
    #expect(far >= 0 && far < 1e-100)
  }

  @Test("Expected improvement agrees with the mean of draws")
  func draws() {
    var generator = SeededGenerator(seed: 4)
    let objective = NormalDistribution(mean: 0.3, variance: 0.25)
    var sum = 0.0
    let count = 40_000
    for _ in 0..<count {
      sum += max(0 - (0.3 + 0.5 * SyntheticFunctions.normal(&generator)), 0)
    }
    let value = ExpectedImprovement.value(of: objective, below: 0)
    #expect(abs(sum / Double(count) - value) < 0.004)
  }

  @Test("Fronts hold what nothing dominates, and one of equals")
  func front() {
    let points: [[Double]] = [[1, 5], [2, 2], [5, 1], [2, 3], [2, 2], [6, 6]]
    #expect(ParetoFront.indices(points) == [0, 1, 2])
    #expect(ParetoFront.dominates([1, 1], [1, 2]))
    #expect(!ParetoFront.dominates([1, 1], [1, 1]))
    #expect(!ParetoFront.dominates([0, 2], [1, 1]))
  }

  @Test("Hypervolumes by hand")
  func byHand() {
    #expect(Hypervolume.volume([], reference: [1, 1]) == 0)
    // Steps of 1 by 5, 2 by 3 and 4 by 1 below (6, 6), less what lies on them twice.
    #expect(Hypervolume.volume([[5, 1], [1, 5], [3, 3], [4, 4]], reference: [6, 6]) == 13)
    // Beyond the reference nothing counts.
    #expect(Hypervolume.volume([[7, 0], [6, 0]], reference: [6, 6]) == 0)
    // Two boxes of volume 4 that share a cube.
    #expect(Hypervolume.volume([[0, 0, 1], [1, 0, 0]], reference: [2, 2, 2]) == 6)
    #expect(Hypervolume.volume([[1, 1, 1], [0, 1, 1], [1, 0, 1]], reference: [2, 2, 2]) == 3)
    #expect(
      Hypervolume.improvement(
        of: [0, 0, 0], over: [[0, 0, 1], [1, 0, 0]], reference: [2, 2, 2])
        == 2)
    #expect(Hypervolume.improvement(of: [2, 0], over: [], reference: [2, 2]) == 0)
  }

  @Test("Hypervolumes agree with shares of random points", arguments: [2, 3])
  func monteCarlo(objectives: Int) {
    var generator = SeededGenerator(seed: 6)
    let points = (0..<12).map { _ in SyntheticFunctions.point(objectives, &generator) }
    let reference = [Double](repeating: 0.9, count: objectives)
    var inside = 0
    let count = 20_000
    for _ in 0..<count {
      let point = SyntheticFunctions.point(objectives, &generator).map { $0 * 0.9 }
      if points.contains(where: { other in zip(other, point).allSatisfy { $0 <= $1 } }) {
        inside += 1
      }
    }
    let whole = objectives == 2 ? 0.81 : 0.729
    let volume = Hypervolume.volume(points, reference: reference)
    #expect(abs(Double(inside) / Double(count) * whole - volume) < 0.012)
  }

  @Test("Improvements are differences of volumes", arguments: [2, 3])
  func differences(objectives: Int) {
    var generator = SeededGenerator(seed: 7)
    let reference = [Double](repeating: 1, count: objectives)
    for _ in 0..<20 {
      let points = (0..<8).map { _ in SyntheticFunctions.point(objectives, &generator) }
      let point = SyntheticFunctions.point(objectives, &generator).map { 1.1 * $0 }
      let wanted =
        Hypervolume.volume(points + [point], reference: reference)
        - Hypervolume.volume(points, reference: reference)
      let found = Hypervolume.improvement(of: point, over: points, reference: reference)
      #expect(abs(found - wanted) < 1e-12)
    }
  }

  @Test("Expected hypervolume of independent objectives is a product, and goes by the seed")
  func expectedHypervolume() {
    // Over an empty front the improvement is the product of both improvements on the reference.
    let objectives = [
      NormalDistribution(mean: 0.2, variance: 0.04), NormalDistribution(mean: 1.1, variance: 0.09),
    ]
    let wanted = objectives.map { ExpectedImprovement.value(of: $0, below: 1) }.reduce(1, *)
    func value(_ seed: UInt64) -> Double {
      var generator = SeededGenerator(seed: seed)
      return ExpectedImprovement.hypervolume(
        of: objectives, over: [], reference: [1, 1], pairs: 8000, generator: &generator)
    }
    #expect(abs(value(1) / wanted - 1) < 0.05)
    #expect(value(1) == value(1))
    #expect(value(1) != value(2))
    #expect(ExpectedImprovement.hypervolume(samples: [], over: [], reference: [1, 1]) == 0)
    // Draws on the front and beyond gain nothing.
    #expect(
      ExpectedImprovement.hypervolume(
        samples: [[0.5, 0.5], [0, 0]], over: [[0.5, 0.5], [0.6, 0.6]], reference: [1, 1]) == 0.375)
  }
}
