import Foundation
import Reporting
import TestSupport
import Testing

@testable import CommandLineTool
@testable import PolicyTraining

/// The learning curve as text, table and chart.
@Suite struct LearningCurveTests {
  private func progress(
    _ epoch: Int, testDivergence: Double = 0.5, rolloutCost: Double? = nil
  ) -> TrainingProgress {
    TrainingProgress(
      epoch: epoch, seconds: 2,
      trainingDivergence: rolloutCost == nil ? 0.25 : 0, testDivergence: testDivergence,
      testAccuracy: 0.125, testValueLoss: 0.0625, eliteCost: rolloutCost == nil ? 1.5 : 0,
      policyElites: 3, rolloutCost: rolloutCost)
  }

  @Test func linesTellWhatThereIs() {
    #expect(
      LearningCurve.text(progress(2), of: 9)
        == "epoch 2 of 9: 2.0 s, 0.250 nats from its teacher, 0.500 nats on other designs "
        + "(12.5 % of likeliest cells, value loss 0.0625), elites cost 1.5000, 3 by the policy")
    #expect(
      LearningCurve.text(progress(3, testDivergence: 0), of: 9)
        == "epoch 3 of 9: 2.0 s, 0.250 nats from its teacher, elites cost 1.5000, "
        + "3 by the policy")
    #expect(
      LearningCurve.text(progress(9, rolloutCost: 2), of: 9)
        == "epoch 9 of 9: 2.0 s, 0.500 nats on other designs (12.5 % of likeliest cells, "
        + "value loss 0.0625), rollouts cost 2.0000")
  }

  @Test func tablesGrowAndAreDrawn() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("what stood there before\n", to: "curve.csv")
    for next in [progress(1), progress(2, testDivergence: 0), progress(3, rolloutCost: 2)] {
      try LearningCurve.append(next, to: file)
    }
    func rows() throws -> [String] {
      String(decoding: try folder.read("curve.csv"), as: UTF8.self)
        .split(separator: "\n").map(String.init)
    }
    let table = try rows()
    #expect(table.count == 4 && table[0].hasPrefix("epoch,seconds,"))
    #expect(
      table.dropFirst() == [
        "1,2.00,2.00,0.25000,0.50000,0.12500,0.06250,1.50000,3,",
        "2,2.00,4.00,0.25000,,,,1.50000,3,",
        "3,2.00,6.00,0.00000,0.50000,0.12500,0.06250,0.00000,3,2.00000",
      ])
    let svg = folder.file("curve.svg")
    try LearningCurve.chart(of: file).write(to: svg)
    #expect(String(decoding: try folder.read("curve.svg"), as: UTF8.self).contains("nats"))

    // Training went on from an earlier checkpoint, and then to a table that is not there yet.
    try LearningCurve.append(progress(2), to: file)
    #expect(try rows().dropLast() == table.prefix(2))
    #expect(try rows().count == 3)
    try LearningCurve.append(progress(2), to: folder.file("new.csv"))
    #expect(try folder.read("new.csv").split(separator: 10).count == 2)
  }
}
