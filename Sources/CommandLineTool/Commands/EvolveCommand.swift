public import ArgumentParser
public import DesignLoop
import Distribution
import Evaluation
import Foundation
import LinearAlgebra
import WebReport

/// `chipplace evolve`.
struct EvolveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evolve",
    abstract:
      "Runs the design loop: accelerators are proposed, placed and measured, and models learn.",
    discussion: """
      Each round, cost models predict what candidates are worth, the most promising are generated and \
      placed, and delay, energy and area are measured on the layouts. The models are refitted to what \
      was measured, the policy network learns the best layout, and a placer recipe is tried. By \
      default the accelerators are to run the policy network itself. Everything is noted in a ledger, \
      an SQLite file; the same command goes on where it ended, however it ended, and 'chipplace \
      ledger' looks into it.

      Goals, bounds on latency, energy, area, clock and power, the choices for each parameter, and \
      red lines that stop the loop stand in a JSON file (--goals). With --approve a person is asked \
      before each round's placements; with --await-approval each round waits until a person has \
      decided on it in the page of 'chipplace view --ledger'. --proposer names a command that proposes architectures too: it \
      gets a line of JSON on its standard input each round and answers with one, \
      {"candidates": [...]}.

      --report writes a page of it all to look around in, as 'chipplace report' does of a ledger.

      With --study, loops are compared instead: closed, random search, frozen models, evolution \
      without models, and models whose layouts are shuffled between designs, all with the same number \
      of placements and the same seeds; their ledgers are in the folder that --study names.

      Built with the trait MPI, 'mpirun -n 4 chipplace evolve …' places candidates on four ranks, \
      --threads on each, which changes nothing in the ledger. Only the first rank uses it. A study takes \
      one rank.

      Examples:
        chipplace evolve --rounds 3 --moves-per-placement 20000 --ledger loop.sqlite
      """)

  @Option(help: "Rounds in all, those in the ledger included.")
  var rounds: Int

  @Option(
    help: "The ledger: a new SQLite file, or one to go on with.",
    completion: .file(extensions: ["sqlite"]))
  var ledger: String?

  @Option(
    help: "Compare kinds of loops; the folder of their ledgers, new or one to go on with.",
    completion: .directory)
  var study: String?

  @Option(help: "Seeds of a study, from --seed on (default: 5).")
  var seeds: Int?

  @OptionGroup var loop: LoopArguments

  @Flag(help: "Ask before a round is placed.")
  var approve = false

  @Flag(help: "Wait before a round is placed until it is approved in 'chipplace view --ledger'.")
  var awaitApproval = false

  @Option(
    help: "Write a page of the loop, or the study, to look around in.",
    completion: .file(extensions: ["html"]))
  var report: String?

  @Flag(help: "Print the rounds, or the study, as JSON on standard output.")
  var json = false

  func validate() throws {
    guard (1...10_000).contains(rounds) else {
      throw ValidationError("Expected --rounds from 1 to 10000.")
    }
    guard (ledger == nil) != (study == nil) else {
      throw ValidationError("Expected --ledger, or --study for a comparison.")
    }
    if let seeds {
      guard (1...1000).contains(seeds) else {
        throw ValidationError("Expected --seeds from 1 to 1000.")
      }
      if study == nil { throw ValidationError("Expected --seeds only with --study.") }
    }
    if study != nil, approve || awaitApproval || loop.proposer != nil {
      throw ValidationError(
        "Expected --approve, --await-approval and --proposer without --study.")
    }
    if approve, awaitApproval {
      throw ValidationError("Expected --approve or --await-approval, not both.")
    }
    if study != nil, loop.feedback != .closed {
      throw ValidationError("Expected --feedback without --study, which runs all kinds.")
    }
    if approve, isatty(STDIN_FILENO) == 0 {
      Messages.write("note: approvals are read from standard input, a line a round.")
    }
  }

  func run() throws { try onRanks { try run(over: $0) } }

  private func run(over ranks: some Communicator) throws {
    try ranks.agreeing {
      if ranks.count > 1, study != nil {
        throw ValidationError("Expected one rank for --study, found \(ranks.count).")
      }
      if ranks.isFirst, let report { try requireWritable([report]) }
    }
    BLAS.setThreadCount(1)
    let stop = StopFlag()
    let interrupts = Interrupts(raising: stop)
    try withExtendedLifetime(interrupts) {
      if let study {
        try run(study: study, stop)
      } else {
        try run(ledger: ledger!, over: ranks, stop)
      }
    }
  }

  // MARK: - A loop

  private func run(ledger file: String, over ranks: some Communicator, _ stop: StopFlag) throws {
    let threads = loop.threads ?? ranks.threadsByDefault
    let design = try ranks.agreeing {
      ranks.isFirst ? try begin(ledger: file, threads: threads) : nil
    }
    guard let design else {
      return try LoopWorker.run(over: ranks, threads: threads, stop: stop)
    }
    let ending = try design.run(
      rounds: rounds, over: ranks, approve: approver(design.ledger, stop), stop: stop
    ) {
      Self.show($0)
    }
    try concluding {
      switch ending {
      case .done: break
      case .stopped: Messages.write("stopped; the same command goes on from here")
      case .limit(let reason): Messages.write("stopped: \(reason)")
      }
      if let report { try ReportPage(LoopPage.document(design.ledger)).write(to: report) }
      let reports = try design.reports()
      if json {
        try Results.show(json: reports, besides: [report].compactMap { $0 })
      } else {
        try Results.show(EvolveText.summary(reports), besides: [report].compactMap { $0 })
      }
    }
  }

  /// What asks a person about a round, if one is to be asked.
  private func approver(_ ledger: Ledger, _ stop: StopFlag) -> DesignLoop.Approver? {
    if approve { return { proposal throws(LoopError) in Self.ask(proposal) } }
    guard awaitApproval else { return nil }
    return { proposal throws(LoopError) in
      Messages.write("  round \(proposal.round) waits for approval")
      return try ledger.awaitApproval(round: proposal.round, stop: stop)
    }
  }

  private func begin(ledger file: String, threads: Int) throws -> DesignLoop {
    // The file is made last, so that settings that are refused leave none behind.
    let begun = FileManager.default.fileExists(atPath: file) ? try Ledger(file) : nil
    let settings = try loop.settings(like: begun?.settings())
    return try DesignLoop(
      ledger: try begun ?? Ledger(file), settings: settings, threads: threads,
      program: ChipPlaceTool.configuration.version)
  }

  private static func show(_ event: DesignLoop.Event) {
    switch event {
    case .proposed(let proposal): Messages.write(proposal.hypothesis)
    case .placed(let candidate, let measurement):
      Messages.write("  " + EvolveText.line(candidate, measurement))
    case .closed(let report): Messages.write("  " + report.verdict)
    }
  }

  /// Asks for a round: a line with `yes`, `stop`, or `no` and the numbers of candidates to refuse.
  private static func ask(_ proposal: RoundProposal) -> Approval {
    Messages.write("")
    for candidate in proposal.candidates { Messages.write("  " + EvolveText.line(candidate)) }
    while true {
      Messages.writePart(
        "Place round \(proposal.round)? yes, stop, or no with numbers of candidates to refuse: ")
      guard let line = readLine() else { return .stop }
      let words = line.lowercased().split(separator: " ")
      switch words.first {
      case "yes", "y": return .approve
      case "stop", "s": return .stop
      case "no", "n":
        let known = proposal.candidates.map(\.id)
        let numbers = words.dropFirst().compactMap { Int($0) }.filter { known.contains($0) }
        if !numbers.isEmpty, numbers.count == words.count - 1 {
          return .refuse(candidates: numbers, reason: "refused by a person")
        }
        Messages.write("Expected numbers among \(known.map(String.init).joined(separator: ", ")).")
      default: Messages.write("Expected yes, stop or no, found '\(line)'.")
      }
    }
  }

  // MARK: - A study

  private func run(study folder: String, _ stop: StopFlag) throws {
    let settings = try loop.settings(like: nil)
    let study = Study(
      folder: folder, settings: settings,
      seeds: (0..<UInt64(seeds ?? 5)).map { loop.seed &+ $0 }, rounds: rounds,
      threads: loop.threadCount)
    let outcome = try study.run(
      program: ChipPlaceTool.configuration.version, stop: stop
    ) { arm, report in
      Messages.write("\(arm.feedback.rawValue) \(arm.seed): \(report.verdict)")
    }
    guard let outcome else {
      Messages.write("stopped; the same command goes on from here")
      return
    }
    if let report { try ReportPage(StudyPage.document(outcome)).write(to: report) }
    if json {
      try Results.show(json: outcome, besides: [report].compactMap { $0 })
    } else {
      try Results.show(EvolveText.summary(outcome), besides: [report].compactMap { $0 })
    }
  }
}

extension LoopSettings.Feedback: ExpressibleByArgument {}
