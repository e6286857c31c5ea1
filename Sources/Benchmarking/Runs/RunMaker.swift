import ChipPlace
import Evaluation
import Foundation
import Netlist
import Policy

/// Makes runs one after the other, and keeps what the next one may need again.
struct RunMaker {
  private let suite: String
  private let jobs: Int
  private var cache: (design: BenchmarkDesign, read: Design)?
  private var models: [String: PolicyModel] = [:]

  init(suite: String, jobs: Int) {
    self.suite = suite
    self.jobs = jobs
  }

  /// Makes a run.
  ///
  /// - Returns: nil if it was cut short.
  mutating func record(
    of run: PlannedRun, stop: StopFlag, _ progress: (Double?, Double) -> Void
  ) throws -> RunRecord? {
    let design =
      if let cache, cache.design == run.design { cache.read } else {
        try Design(
          netlist: run.design.netlist, placement: run.design.placement,
          options: run.design.reading)
      }
    cache = (run.design, design)
    if let file = run.recipe.model, models[file] == nil {
      models[file] = try PolicyModel(contentsOf: file)
    }
    let started = Date()
    let executor = RunExecutor(
      run: run, design: design, model: run.recipe.model.flatMap { models[$0] }, stop: stop)
    let measurement = try executor.place(progress)
    if measurement.wasStopped { return nil }
    let record = RunRecord(run, suite: suite, jobs: jobs, started: started, measurement)
    guard record.proxyCost.isFinite, record.hpwl.isFinite else {
      throw PlacementError(message: "the cost has no value")
    }
    return record
  }
}
