import ChipPlace
public import Distribution
public import Evaluation
import Foundation
import Netlist
import Parallelism
import Policy
import Synchronization

/// How a benchmark stands.
public struct BenchmarkProgress: Sendable {
  /// The runs that are done, those of earlier times included.
  public var done: Int
  /// All runs.
  public var total: Int
  /// The run that this is about.
  public var run: PlannedRun
  /// The share of its budget that is spent; nil where there is none.
  public var fraction: Double?
  /// Its best figure so far; nil before the first.
  public var figure: Double?
  /// Whether it is finished.
  public var isFinished: Bool
  /// Seconds until all are done, as far as that can be told.
  public var secondsLeft: Double?
}

/// What came of a benchmark.
public struct BenchmarkOutcome: Sendable {
  /// A run that could not be made.
  public struct Failure: Sendable {
    /// The run.
    public var run: PlannedRun
    /// Why.
    public var message: String
  }

  /// The runs asked for that are there, in the order of the plan.
  public var records: [RunRecord]
  /// How many of them were there before.
  public var reused: Int
  /// The runs that could not be made.
  public var failures: [Failure]
  /// Whether it was ended before all was done.
  public var wasStopped: Bool
}

/// Makes the runs of a plan that a database does not have, and keeps them there.
public struct BenchmarkRunner: Sendable {
  private let plan: BenchmarkPlan
  private let database: RunDatabase
  private let jobs: Int

  /// - Parameter jobs: how many placements are made side by side.
  public init(_ plan: BenchmarkPlan, database: RunDatabase, jobs: Int = 1) {
    self.plan = plan
    self.database = database
    self.jobs = max(jobs, 1)
  }

  /// Runs all that is missing.
  ///
  /// - Parameters:
  ///   - ranks: this process, the first, and those that run a ``BenchmarkWorker`` of the same plan; each
  ///     gets a run whenever it has a place free, and only this one uses the database.
  ///   - stop: ends it when raised; placements under way are lost.
  ///   - progress: called from time to time, by one thread at a time.
  /// - Throws: ``RunDatabaseError`` if results cannot be kept.
  public func run(
    over ranks: some Communicator = LocalCommunicator(), stop: StopFlag = StopFlag(),
    progress: @escaping @Sendable (BenchmarkProgress) -> Void
  ) throws -> BenchmarkOutcome {
    let keys = plan.runs.map(\.key)
    let known = try database.runs(withKeys: keys)
    // Recipes that come to the same share a run.
    var wanted: Set<String> = []
    let missing = zip(plan.runs, keys).filter { known[$0.1] == nil && wanted.insert($0.1).inserted }
      .map(\.0)
    let server = try JobServer(ranks, stop: stop)
    var estimate = TimeEstimate(left: missing, jobs: jobs + server.slots)
    for (run, key) in zip(plan.runs, keys) {
      if let record = known[key] { estimate.note(run, seconds: record.seconds) }
    }
    let work = BenchmarkWork(
      missing: missing, total: plan.runs.count, suite: plan.suite.name, database: database,
      jobs: jobs, estimate: estimate, stop: stop, progress: progress)
    let group = DispatchGroup()
    for _ in 0..<max(min(jobs, missing.count), 1) {
      group.enter()
      inBackground {
        work.runAll()
        group.leave()
      }
    }
    try server.run {
      work.take().map { BenchmarkWorker.job(missing[$0].key) }
    } done: {
      work.note($0)
    }
    group.wait()
    try server.finish()
    let (failures, error) = work.end()
    if let error { throw error }
    let records = try database.runs(withKeys: keys)
    return BenchmarkOutcome(
      records: zip(plan.runs, keys).compactMap { run, key in
        // By the names that the suite has now.
        records[key].map { record in
          var record = record
          record.design = run.design.name
          record.recipe = run.recipe.name
          return record
        }
      }, reused: keys.count { known[$0] != nil }, failures: failures,
      wasStopped: stop.isRaised && keys.contains { records[$0] == nil })
  }
}

/// The runs that are left, shared by the threads that make them.
private final class BenchmarkWork: Sendable {
  private struct State {
    var next = 0
    var done: Int
    var estimate: TimeEstimate
    /// When each run under way began.
    var begins: [Int: ContinuousClock.Instant] = [:]
    var failures: [(place: Int, failure: BenchmarkOutcome.Failure)] = []
    var error: (any Error)?
  }

  private let missing: [PlannedRun]
  private let total: Int
  private let suite: String
  private let database: RunDatabase
  private let jobs: Int
  private let stop: StopFlag
  private let progress: @Sendable (BenchmarkProgress) -> Void
  private let state: Mutex<State>

  init(
    missing: [PlannedRun], total: Int, suite: String, database: RunDatabase, jobs: Int,
    estimate: TimeEstimate, stop: StopFlag,
    progress: @escaping @Sendable (BenchmarkProgress) -> Void
  ) {
    self.missing = missing
    self.total = total
    self.suite = suite
    self.database = database
    self.jobs = jobs
    self.stop = stop
    self.progress = progress
    state = Mutex(State(done: total - missing.count, estimate: estimate))
  }

  func end() -> (failures: [BenchmarkOutcome.Failure], error: (any Error)?) {
    state.withLock { state in
      (state.failures.sorted { $0.place < $1.place }.map(\.failure), state.error)
    }
  }

  /// Makes runs until none is left.
  func runAll() {
    var maker = RunMaker(suite: suite, jobs: jobs)
    while let place = take() {
      note(
        place,
        Result {
          try maker.record(of: missing[place], stop: stop) { [self] fraction, figure in
            state.withLock { tell(&$0, place, fraction: fraction, figure: figure) }
          }
        })
    }
  }

  func take() -> Int? {
    state.withLock { state in
      guard !stop.isRaised, state.error == nil, state.next < missing.count else { return nil }
      state.begins[state.next] = .now
      tell(&state, state.next, fraction: nil, figure: nil)
      state.next += 1
      return state.next - 1
    }
  }

  /// Takes what another rank made of a run.
  func note(_ bytes: [UInt8]) {
    do {
      let answer = try JSONDecoder().decode(BenchmarkWorker.Answer.self, from: Data(bytes))
      guard let place = missing.firstIndex(where: { $0.key == answer.key }) else { return }
      note(
        place,
        answer.failure.map { .failure(PlacementError(message: $0)) } ?? .success(answer.record))
    } catch {
      state.withLock { $0.error = $0.error ?? error }
    }
  }

  /// Keeps the record of a run; nil for one that was cut short, which is no result.
  private func note(_ place: Int, _ result: Result<RunRecord?, any Error>) {
    do {
      guard let record = try result.get() else { return }
      try database.save(record)
      finish(place, seconds: record.seconds) { _ in }
      state.withLock {
        tell(&$0, place, fraction: 1, figure: record.figure, isFinished: true)
      }
    } catch {
      finish(place, seconds: nil) { state in
        if error is RunDatabaseError {
          state.error = state.error ?? error
        } else {
          state.failures.append((place, .init(run: missing[place], message: "\(error)")))
        }
      }
    }
  }

  private func finish(_ place: Int, seconds: Double?, _ change: (inout State) -> Void) {
    state.withLock { state in
      state.begins[place] = nil
      state.done += 1
      state.estimate.finish(missing[place], seconds: seconds)
      change(&state)
    }
  }

  private func tell(
    _ state: inout State, _ place: Int, fraction: Double?, figure: Double?,
    isFinished: Bool = false
  ) {
    let spent = state.begins.values.reduce(0) { $0 + $1.secondsToNow }
    progress(
      BenchmarkProgress(
        done: state.done, total: total, run: missing[place], fraction: fraction, figure: figure,
        isFinished: isFinished, secondsLeft: state.estimate.secondsLeft(spent: spent)))
  }
}
