import ArgumentParser
import ChipPlace
import DesignLoop
import Evaluation
import Formats
import Foundation
import LinearAlgebra

/// `chipplace ledger`.
struct LedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger",
    abstract: "Shows what a design loop did, exports it, and plays rounds again.",
    discussion: """
      A ledger has each round's candidates with what was expected of them, their layouts and what was \
      measured on them, which versions of models, policy and recipes made them, and every decision. \
      --hold-out tells how wires of a region of the design space are predicted by models that saw no \
      layout of it, and those of as many layouts drawn evenly by models that did not see these. \
      --replay does a round's predictions and placements again from what the loop knew then, and \
      compares all of it bit for bit.

      Examples:
        chipplace ledger loop.sqlite
        chipplace ledger loop.sqlite --csv candidates.csv
      """)

  @Argument(help: "The ledger.", completion: .file(extensions: ["sqlite"]))
  var file: String

  @Flag(help: "Print all of it as JSON, layouts left out.")
  var json = false

  @Option(
    help: "Write the candidates as CSV.",
    completion: .file(extensions: ["csv"]))
  var csv: String?

  @Option(help: "Play a round again and compare.")
  var replay: Int?

  @Option(
    help: ArgumentHelp(
      "Predict the layouts of a region from all others: a parameter and a value.",
      valueName: "columns>=32"))
  var holdOut: HeldOutRegion?

  @Option(
    name: [.short, .long],
    help: """
      Write the design of a candidate with its layout, in any format that can be written; give the \
      option again for more files: a .pb.txt has no die, which the .plc has. Needs --candidate.
      """)
  var output: [String] = []

  @Option(help: "The candidate whose design is to be written.")
  var candidate: Int?

  func validate() throws {
    if output.isEmpty != (candidate == nil) {
      throw ValidationError("Expected --output and --candidate together.")
    }
    guard
      [!output.isEmpty, csv != nil, replay != nil, json].count(where: { $0 }) <= 1
        || output.isEmpty && csv == nil
    else {
      throw ValidationError("Expected one of --json, --csv, --replay and --output.")
    }
    if holdOut != nil, !output.isEmpty || csv != nil || replay != nil {
      throw ValidationError("Expected no --csv, --replay or --output beside --hold-out.")
    }
    if let replay, replay < 1 { throw ValidationError("Expected --replay of 1 or more.") }
    try requireKnownFormats(outputs: output)
  }

  func run() throws {
    try reportingFailures {
      let ledger = try Ledger(file, readOnly: true)
      if let holdOut {
        BLAS.setThreadCount(1)
        let report = try HeldOutReport(
          ledger, without: holdOut, threads: ProcessInfo.processInfo.activeProcessorCount)
        try json ? Results.show(json: report) : Results.show(LedgerText.heldOut(report))
      } else if let replay {
        try play(ledger, replay)
      } else if let candidate {
        try requireWritable(output)
        let design = try LedgerExport(ledger).design(of: candidate)
        for file in output { try design.write(to: file) }
      } else if let csv {
        try requireWritable([csv])
        var table = FileOutput()
        table.write(try LedgerExport(ledger).csv() + "\n")
        try table.save(to: csv)
      } else if json {
        try Results.show(json: LedgerExport(ledger).content())
      } else {
        try Results.show(LedgerText.summary(ledger))
      }
    }
  }

  private func play(_ ledger: Ledger, _ round: Int) throws {
    BLAS.setThreadCount(1)
    let stop = StopFlag()
    let interrupts = Interrupts(raising: stop)
    let differences = try withExtendedLifetime(interrupts) {
      try Replay(ledger).differences(round: round, stop: stop)
    }
    guard let differences else {
      Messages.write("stopped")
      return
    }
    if json {
      try Results.show(json: ["round": "\(round)", "differences": "\(differences.count)"])
    } else {
      try Results.show(
        differences.isEmpty
          ? "round \(round): the same, bit for bit"
          : "round \(round) differs:\n" + differences.map { "  \($0)" }.joined(separator: "\n"))
    }
    if !differences.isEmpty { throw ExitCode(1) }
  }
}
