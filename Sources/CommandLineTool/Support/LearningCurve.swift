import Formats
import Foundation
import PolicyTraining
import Reporting

/// The learning curve of `train`: a line an epoch, for a person and for a table.
enum LearningCurve {
  static func text(_ progress: TrainingProgress, of epochs: Int) -> String {
    var line = String(
      format: "epoch %d of %d: %.1f s", progress.epoch, epochs, progress.seconds)
    // Epochs of reinforcement have no teacher.
    if progress.rolloutCost == nil {
      line += String(format: ", %.3f nats from its teacher", progress.trainingDivergence)
    }
    if progress.isTested {
      line += String(
        format: ", %.3f nats on other designs (%.1f %% of likeliest cells, value loss %.4f)",
        progress.testDivergence, 100 * progress.testAccuracy, progress.testValueLoss)
    }
    if let cost = progress.rolloutCost {
      line += String(format: ", rollouts cost %.4f", cost)
    } else {
      line += String(
        format: ", elites cost %.4f, %d by the policy", progress.eliteCost, progress.policyElites)
    }
    return line
  }

  private static let header =
    "epoch,seconds,total_seconds,training_divergence,test_divergence,test_accuracy,"
    + "test_value_loss,elite_cost,policy_elites,rollout_cost\n"

  /// Adds a line to a table, in place of those of this epoch and later ones; the first epoch begins it
  /// anew.
  static func append(_ progress: TrainingProgress, to file: String) throws {
    let tests =
      progress.isTested
      ? String(
        format: "%.5f,%.5f,%.5f", progress.testDivergence, progress.testAccuracy,
        progress.testValueLoss) : ",,"
    let table = progress.epoch == 1 ? nil : try? String(contentsOfFile: file, encoding: .utf8)
    let earlier = (table ?? "").split(separator: "\n").dropFirst().filter {
      $0.split(separator: ",").first.flatMap { Int($0) } ?? .max < progress.epoch
    }
    let secondsBefore =
      earlier.last?.split(separator: ",").dropFirst(2).first.flatMap { Double($0) } ?? 0
    let line = String(
      format: "%d,%.2f,%.2f,%.5f,%@,%.5f,%d,%@\n", progress.epoch, progress.seconds,
      secondsBefore + progress.seconds, progress.trainingDivergence, tests, progress.eliteCost,
      progress.policyElites, progress.rolloutCost.map { String(format: "%.5f", $0) } ?? "")
    var output = FileOutput()
    output.write(header)
    for row in earlier { output.write(row + "\n") }
    output.write(line)
    try output.save(to: file)
  }

  /// The chart of a table: divergence, hits of the likeliest cell and loss of values over epochs.
  static func chart(of file: String) throws -> ChartSheet {
    let rows = try String(contentsOfFile: file, encoding: .utf8)
      .split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) } }
    func series(_ name: String, column: Int, scale: Double = 1) -> LineChart.Series {
      LineChart.Series(
        name: name,
        points: rows.compactMap { row in
          guard column < row.count, let x = row[0], let y = row[column] else { return nil }
          return SIMD2(x, scale * y)
        })
    }
    let learned = series("designs learned from", column: 3)
    return ChartSheet(
      panels: [
        ChartSheet.Panel(
          series: [
            // Epochs of reinforcement imitate nothing.
            LineChart.Series(name: learned.name, points: learned.points.filter { $0.y > 0 }),
            series("other designs", column: 4),
          ], yLabel: "nats from the teacher"),
        ChartSheet.Panel(
          series: [series("other designs", column: 5, scale: 100)],
          yLabel: "% of likeliest cells"),
        ChartSheet.Panel(series: [series("other designs", column: 6)], yLabel: "loss of values"),
      ], title: "Learning curve", xLabel: "epoch")
  }
}

extension TrainingProgress {
  /// Whether there were designs to test on: with them nothing is ever learned to the last bit.
  fileprivate var isTested: Bool { testDivergence > 0 }
}
