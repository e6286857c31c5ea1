import Accelerator
import CostModels
import Foundation
import Netlist
import Testing

@testable import DesignLoop

struct LengthModelsTests {
  private static let deviations = [Double](repeating: 0.5, count: DesignFeatures.names.count)

  /// Made-up designs of all classes but the last, whose wires are the prior's times a factor.
  private static func observations(
    _ count: Int, factor: Double, seed: UInt64 = 1
  ) -> [LengthObservation] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      let prior: [ClassWires?] = BusClass.allCases.dropLast().map { _ in
        ClassWires(longest: exp(3 * random.uniform()), total: exp(5 + 3 * random.uniform()))
      }
      return LengthObservation(
        features: deviations.map { 2 * $0 * random.uniform() }, prior: prior + [nil],
        measured: prior.map { wires in
          wires.map {
            ClassWires(
              longest: factor * $0.longest * exp(0.02 * random.standardNormal()),
              total: factor * $0.total * exp(0.02 * random.standardNormal()))
          }
        } + [nil], detour: 1.2)
    }
  }

  @Test func withoutLayoutsTheyAreThePrior() throws {
    let models = try LengthModels([], deviations: Self.deviations, seed: 1, threads: 1)
    #expect(models.layouts == 0)
    for design in Self.observations(3, factor: 1) {
      let predicted = try models.predict(features: design.features, prior: design.prior)
      #expect(predicted.classes.last! == nil)
      for (own, prior) in zip(predicted.classes, design.prior) {
        guard let own, let prior else { continue }
        #expect(abs(own.expected.longest / prior.longest - 1) < 1e-9)
        #expect(abs(own.expected.total / prior.total - 1) < 1e-9)
        #expect(own.longest.logDeviation > 0.05)
      }
      #expect(abs(predicted.detour.median / LengthModels.detourPrior - 1) < 1e-9)
    }
  }

  @Test func theyLearnAFactorAndGrowSurer() throws {
    let none = try LengthModels([], deviations: Self.deviations, seed: 1, threads: 1)
    let models = try LengthModels(
      Self.observations(12, factor: 1.6), deviations: Self.deviations, seed: 1, threads: 2)
    #expect(models.layouts == 12)
    for design in Self.observations(3, factor: 1.6, seed: 9) {
      let before = try none.predict(features: design.features, prior: design.prior)
      let after = try models.predict(features: design.features, prior: design.prior)
      for (index, prior) in design.prior.enumerated() {
        guard let prior, let old = before.classes[index], let new = after.classes[index] else {
          continue
        }
        #expect(abs(new.expected.longest / (1.6 * prior.longest) - 1) < 0.1)
        #expect(abs(new.expected.total / (1.6 * prior.total) - 1) < 0.1)
        #expect(new.total.logDeviation < old.total.logDeviation)
      }
      #expect(abs(after.detour.median - 1.2) < 0.03)
    }
  }

  @Test func aWireOfNoLengthTeachesNoWildness() throws {
    var designs = Self.observations(3, factor: 1)
    for index in designs[0].measured.indices where designs[0].measured[index] != nil {
      designs[0].measured[index]?.longest = 1e-4
      designs[0].measured[index]?.total = 1e-4
    }
    let models = try LengthModels(designs, deviations: Self.deviations, seed: 1, threads: 1)
    let other = Self.observations(1, factor: 1, seed: 5)[0]
    let predicted = try models.predict(features: other.features, prior: other.prior)
    for own in predicted.classes.compactMap({ $0 }) {
      #expect(own.longest.logDeviation < 2)
      #expect(own.expected.longest >= 0)
    }
  }

  @Test func readBackTheyPredictTheSame() throws {
    let models = try LengthModels(
      Self.observations(5, factor: 0.7), deviations: Self.deviations, seed: 1, threads: 2)
    let text = try JSON.encode(models)
    let read = try JSON.decode(LengthModels.self, from: text)
    #expect(try JSON.encode(read) == text)
    let again = try LengthModels(
      Self.observations(5, factor: 0.7), deviations: Self.deviations, seed: 1, threads: 1)
    #expect(try JSON.encode(again) == text)
    for design in Self.observations(2, factor: 1, seed: 4) {
      let first = try models.predict(features: design.features, prior: design.prior)
      let second = try read.predict(features: design.features, prior: design.prior)
      #expect(first.detour == second.detour)
      for (a, b) in zip(first.classes, second.classes) {
        #expect(a?.longest == b?.longest)
        #expect(a?.total == b?.total)
      }
    }
  }
}
