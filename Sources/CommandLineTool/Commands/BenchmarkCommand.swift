import ArgumentParser
import Benchmarking
import Distribution
import Evaluation
import Formats
import Foundation

/// `chipplace benchmark`.
struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark",
    abstract: "Places a suite of designs by several recipes, keeps the results and compares them.",
    discussion: """
      The suite is a JSON file of designs, recipes, seeds and budgets (Benchmarks/README.md describes \
      it), or a folder, all of whose designs are placed as 'place' does by default. Each run is kept in \
      the database as soon as it is finished; started again, the command makes only what is missing. An \
      interrupt (Ctrl-C or SIGTERM) ends it with what is there, and exit status 130.

      A run is known by the content of its design, its options in full, seed, budget, threads, the \
      program's version and --label; with a budget in time also by the machine.

      Results are medians over seeds with 95 % bootstrap intervals. Recipes are compared with the first, \
      or the one that --against names, pair by pair of design and seed: the median ratio with its \
      interval, how often the recipe is better, and the probability of that by chance (signed-rank and \
      sign test).

      If --against names the database of an earlier run, results are also judged by it, and the exit \
      status is 1 if any became worse: in a recipe, on a design or on all, the median ratio is beyond \
      --tolerance, and so are the ratios by a one-sided signed-rank test at 5 %, corrected for the number \
      of tests by Holm's method; where there are too few pairs for such a test, every pair must be \
      beyond. A placement that is no longer legal is worse by itself.

      Examples:
        chipplace benchmark designs --moves 20000 -d runs.sqlite
        chipplace benchmark designs --moves 20000 -d new.sqlite --against runs.sqlite
      """)

  @Argument(help: "The suite: a JSON file, or a folder of designs.", completion: .file())
  var suite: String

  @Option(help: "Seeds 1 to so many, in place of the suite's.")
  var seeds: Int?

  @Option(help: "Seconds to anneal, in place of the suite's budgets.")
  var time: Double?

  @Option(help: "Moves to propose in annealing, in place of the suite's budgets.")
  var moves: Int?

  @Option(help: "Threads of each placement, in place of the suite's; 1 if that says nothing.")
  var threads: Int?

  @Option(help: "How many placements to make side by side.")
  var jobs = 1

  @Option(
    name: [.short, .long], help: "The SQLite database of results, made if it is not there.",
    completion: .file(extensions: ["sqlite", "db"]))
  var database: String

  @Option(help: "Write the suite's runs as a table.", completion: .file(extensions: ["csv"]))
  var csv: String?

  @Option(
    help: "What to compare with: a recipe of the suite, or the database of an earlier run.",
    completion: .file(extensions: ["sqlite", "db"]))
  var against: String?

  @Option(help: "By how much results may be worse than an earlier run's, in percent (default: 1).")
  var tolerance: Double?

  @Option(help: "A name that tells builds of one version apart, such as a commit.")
  var label = ""

  @Flag(help: "Write a JSON object.")
  var json = false

  func validate() throws {
    if let seeds, !(1...10_000).contains(seeds) {
      throw ValidationError("Expected --seeds from 1 to 10000.")
    }
    if time != nil, moves != nil { throw ValidationError("Expected --time or --moves, not both.") }
    if let time, !(time > 0 && time <= 1e7) {
      throw ValidationError("Expected --time above 0 and up to 10000000 seconds.")
    }
    if let moves, !(1...(1 << 53)).contains(moves) {
      throw ValidationError("Expected --moves above 0.")
    }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("Expected --threads from 1 to 1024.")
    }
    if !(1...256).contains(jobs) { throw ValidationError("Expected --jobs from 1 to 256.") }
    if let tolerance, !(tolerance >= 0 && tolerance <= 1000) {
      throw ValidationError("Expected --tolerance from 0 to 1000 percent.")
    }
    if tolerance != nil, against == nil {
      throw ValidationError("Expected --tolerance only with --against and a database.")
    }
  }

  func run() throws { try onRanks { try benchmark(over: $0) } }

  private func benchmark(over ranks: some Communicator) throws {
    // A budget in time is known by the machine.
    let machine = String(
      decoding: try ranks.broadcast(bytes: [UInt8](Machine.description.utf8), from: 0),
      as: UTF8.self)
    let program = BenchmarkProgram(
      version: ChipPlaceTool.configuration.version, label: label, machine: machine)
    let (plan, reference) = try ranks.agreeing { try prepare(program, writes: ranks.isFirst) }
    Messages.write(warnings: plan.warnings)
    warnOfCrowding(plan, ranks)
    let stop = StopFlag()
    let interrupts = Interrupts(raising: stop)
    try withExtendedLifetime(interrupts) {
      guard ranks.isFirst else {
        return try BenchmarkWorker(plan, jobs: jobs).run(over: ranks, stop: stop)
      }
      let outcome = try run(plan, over: ranks, stop)
      try concluding {
        if let csv { try RunTable.write(outcome.records, to: csv) }
        let report = BenchmarkReport(
          plan, outcome, program, jobs: jobs, reference: reference, tolerance: tolerance ?? 1)
        if json {
          try Results.show(json: report, besides: [csv].compactMap { $0 })
        } else {
          try Results.show(report.text, besides: [csv].compactMap { $0 })
        }
        try finish(report, outcome)
      }
    }
  }

  private func prepare(
    _ program: BenchmarkProgram, writes: Bool
  ) throws -> (BenchmarkPlan, BenchmarkReference) {
    let suite = try readSuite()
    let reference = try reference(in: suite)
    if writes { try requireWritable([database] + [csv].compactMap { $0 }) }
    let plan = try BenchmarkPlan(suite, program: program)
    if time != nil || moves != nil, plan.runs.allSatisfy({ $0.budget == .none }) {
      throw ValidationError(
        "Expected --time or --moves only with a recipe that anneals: the flow does so with "
          + "'annealMacros'.")
    }
    return (plan, reference)
  }

  private func readSuite() throws -> BenchmarkSuite {
    var suite = try BenchmarkSuite(path: self.suite)
    if let seeds { suite.seeds = (1...UInt64(seeds)).map { $0 } }
    if let time { suite.budgets = [.seconds(time)] }
    if let moves { suite.budgets = [.moves(moves)] }
    if let threads { suite.threads = threads }
    return suite
  }

  /// What results are compared with; read before hours are spent.
  private func reference(in suite: BenchmarkSuite) throws -> BenchmarkReference {
    guard let against else { return .recipe(suite.recipes[0].name) }
    if suite.recipes.contains(where: { $0.name == against }) {
      if tolerance != nil {
        throw ValidationError("Expected --tolerance only with --against and a database.")
      }
      return .recipe(against)
    }
    guard FileManager.default.fileExists(atPath: against) else {
      let names = suite.recipes.map(\.name).joined(separator: ", ")
      throw ValidationError(
        "Expected --against a recipe (\(names)) or a database, found no file '\(against)'.")
    }
    let files = [against, database].map {
      URL(fileURLWithPath: $0).resolvingSymlinksInPath().standardizedFileURL.path
    }
    if files[0] == files[1] {
      throw ValidationError("Expected --against another database than --database.")
    }
    return .baseline(file: against, runs: try RunDatabase(reading: against).allRuns())
  }

  private func warnOfCrowding(_ plan: BenchmarkPlan, _ ranks: some Communicator) {
    let jobs = jobs * ranks.neighbors
    let isTimed = plan.runs.contains { $0.budget.kind == "seconds" }
    if isTimed, jobs * plan.suite.threads > Machine.coreCount {
      Messages.write(
        "warning: \(jobs) jobs of \(plan.suite.threads) threads share \(Machine.coreCount) cores: "
          + "budgets in time buy fewer moves")
    }
  }

  private func run(
    _ plan: BenchmarkPlan, over ranks: some Communicator, _ stop: StopFlag
  ) throws -> BenchmarkOutcome {
    let display = BenchmarkDisplay()
    defer { display.finish() }
    return try BenchmarkRunner(plan, database: RunDatabase(file: database), jobs: jobs).run(
      over: ranks, stop: stop
    ) {
      display.show($0)
    }
  }

  private func finish(_ report: BenchmarkReport, _ outcome: BenchmarkOutcome) throws {
    for failure in report.failures {
      Messages.write(
        "error: \(failure.design), \(failure.recipe), seed \(failure.seed): \(failure.message)")
    }
    if outcome.wasStopped {
      Messages.write(
        "Interrupted with \(report.runs.count) of \(report.planned) runs made. The same command makes "
          + "the others.")
      throw ExitCode(130)
    }
    if !report.failures.isEmpty { throw ExitStatus.unreadableInput }
    guard let gate = report.gate else { return }
    if gate.groups.isEmpty {
      throw ParseError(
        file: gate.baseline,
        message:
          "expected runs with the designs, recipes, budgets, seeds and threads of this suite, "
          + "found none")
    }
    if !gate.passes {
      for line in gate.complaints { Messages.write(line) }
      throw ExitCode(1)
    }
  }
}
