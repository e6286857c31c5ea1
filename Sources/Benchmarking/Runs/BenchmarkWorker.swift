public import Distribution
public import Evaluation
import Foundation

/// Makes runs of a plan for the ``BenchmarkRunner`` of the first rank, on another.
public struct BenchmarkWorker: Sendable {
  private let runs: [String: PlannedRun]
  private let suite: String
  private let jobs: Int

  /// - Parameters:
  ///   - plan: the first rank's.
  ///   - jobs: how many placements are made side by side.
  public init(_ plan: BenchmarkPlan, jobs: Int) {
    runs = Dictionary(plan.runs.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    suite = plan.suite.name
    self.jobs = max(jobs, 1)
  }

  /// Makes runs until the first rank has no more.
  public func run<Ranks: Communicator>(
    over ranks: Ranks, stop: StopFlag
  ) throws(Ranks.Failure) {
    try JobWorker(ranks, slots: jobs, stop: stop).run { job in
      let key = String(decoding: job, as: UTF8.self)
      var answer = Answer(key: key)
      do {
        guard let run = runs[key] else {
          throw UnknownRun()
        }
        var maker = RunMaker(suite: suite, jobs: jobs)
        answer.record = try maker.record(of: run, stop: stop) { _, _ in }
      } catch {
        answer.failure = "\(error)"
      }
      // Texts and finite numbers always encode.
      return (try? JSONEncoder().encode(answer)).map { [UInt8]($0) } ?? []
    }
  }

  /// The job of a run.
  static func job(_ key: String) -> [UInt8] { [UInt8](key.utf8) }

  /// What came of a run: a record, a failure, or neither if it was cut short.
  struct Answer: Codable {
    var key: String
    var record: RunRecord?
    var failure: String?
  }

  private struct UnknownRun: Error, CustomStringConvertible {
    var description: String { "the ranks read different suites" }
  }
}
