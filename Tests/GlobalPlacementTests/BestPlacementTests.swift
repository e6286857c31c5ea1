import Foundation
import Testing

@testable import GlobalPlacement

@Suite struct BestPlacementTests {
  private func run(_ steps: [(wirelength: Double, overflow: Double)]) -> (kept: Int, end: Int?) {
    var best = BestPlacement(count: 1)
    for (iteration, step) in steps.enumerated() {
      let place = FloatBuffer([Float(iteration)])
      best.consider(
        place, place, wirelength: step.wirelength, overflow: step.overflow,
        densityWeight: pow(1.05, Double(iteration)))
      if best.isStuck { return (Int(best.x[0]), iteration) }
    }
    return (Int(best.x[0]), nil)
  }

  @Test func theEvenerIsKeptWhileItIsWorthItsWirelength() {
    #expect(run([(100, 0.9), (500, 0.3), (700, 0.12), (705, 0.1)]).kept == 3)
    #expect(run([(500, 0.3), (700, 0.1), (900, 0.09)]).kept == 1)
    // Far from even, wirelength does not count.
    #expect(run([(100, 0.9), (900, 0.5)]).kept == 1)
  }

  @Test func whatIsNoNumberIsNotKept() {
    #expect(run([(500, 0.3), (.nan, 0.01), (100, .nan), (.infinity, 0)]).kept == 0)
  }

  @Test func aRunThatOnlyGrowsEnds() {
    let falling = (0..<60).map { (500 + Double($0), 0.7 - 0.01 * Double($0)) }
    let growing = (0..<500).map { (560 * (1 + 0.01 * Double($0)), 0.1) }
    let result = run(falling + growing)
    #expect(result.end.map { $0 < 160 } == true)
    #expect((55...61).contains(result.kept))
  }

  @Test func waitingForTheSpreadIsNoEnd() {
    #expect(run((0..<250).map { _ in (100, 0.9) }).end == nil)
    #expect(run((0..<1000).map { _ in (100, 0.9) }).end != nil)
  }

  @Test func withoutNetsTheEvenerIsBetter() {
    #expect(run([(0, 0.3), (0, 0.1), (0, 0.08), (0, 0.09)]).kept == 2)
  }
}
