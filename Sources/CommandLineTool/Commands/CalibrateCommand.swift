import Accelerator
import ArgumentParser
import ChipPlace
import Formats
import Foundation

/// `chipplace calibrate`.
struct CalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Measures the blocks of accelerators by synthesis with Yosys.",
    discussion: """
      Areas of soft macros are told by forms fitted to what Yosys makes of the SystemVerilog, \
      mapped to NanGate45 cells. With --check, blocks are synthesized at points that the forms \
      of this program were not fitted to, and the errors are shown; with --output, all points are \
      synthesized anew, forms fitted, and both written as JSON: the file from which the program is \
      built is Sources/Accelerator/Calibration.json.

      Examples:
        chipplace calibrate --check
      """)

  @Flag(help: "Compare the program's forms with fresh synthesis.")
  var check = false

  @Flag(help: "With --check, synthesize the points too that the forms were fitted to.")
  var all = false

  @Option(help: "The program yosys; by default the one on the PATH.", completion: .file())
  var yosys: String?

  @Flag(help: "Show the errors as JSON, point by point.")
  var json = false

  @Option(
    name: [.short, .long], help: "The file to write measurements and forms to.",
    completion: .file(extensions: ["json"]))
  var output: String?

  func validate() throws {
    if check == (output != nil) {
      throw ValidationError("Expected either --check or --output.")
    }
    if all, !check { throw ValidationError("'--all' goes with --check.") }
  }

  func run() throws {
    try reportingFailures {
      if let output { try requireWritable([output]) }
      let synthesizer: Synthesizer
      do throws(SynthesisError) {
        synthesizer = try Synthesizer(yosys: yosys)
      } catch {
        throw ValidationError(error.message)
      }
      let progress = { (block: CalibrationBlock, point: [Int]) in
        let parameters = zip(block.parameterNames, point).map { "\($0) \($1)" }
        Messages.write("\(block.rawValue): \(parameters.joined(separator: ", "))")
      }
      let result: CalibrationCheck
      if let output {
        let calibration = try Calibration.measure(synthesizer, progress: progress)
        var file = FileOutput()
        try file.write(String(decoding: calibration.json, as: UTF8.self))
        try file.save(to: output)
        result = calibration.storedErrors
      } else {
        result = try Calibration.stored.check(synthesizer, all: all, progress: progress)
      }
      let report = CalibrationReport(result)
      if json {
        try Results.show(json: report, besides: [output].compactMap { $0 })
      } else {
        try Results.show(report.text, besides: [output].compactMap { $0 })
      }
    }
  }
}

/// What `calibrate` says of the errors of the forms.
struct CalibrationReport: Encodable {
  /// The errors of one block, or of all.
  struct Row: Encodable {
    var block: String
    var fittedTo: CalibrationCheck.Summary?
    var heldOut: CalibrationCheck.Summary?
  }

  var yosys: String
  var rows: [Row]
  var points: [CalibrationCheck.Point]

  init(_ check: CalibrationCheck) {
    yosys = check.yosys
    points = check.points
    rows = CalibrationBlock.allCases.map { block in
      Row(
        block: block.rawValue, fittedTo: check.summary(of: block, fittedTo: true),
        heldOut: check.summary(of: block, fittedTo: false))
    }
    rows.append(
      Row(
        block: "all", fittedTo: check.summary(fittedTo: true),
        heldOut: check.summary(fittedTo: false)))
  }

  /// A table of the errors in percent, of points held out and, where there are some, fitted to.
  var text: String {
    var lines = [
      yosys,
      "Errors in percent: mean of areas, largest of areas, mean of cells, mean of nets.",
    ]
    for (title, choose) in [
      ("held out", \Row.heldOut), ("fitted to", \Row.fittedTo),
    ] where rows.contains(where: { $0[keyPath: choose] != nil }) {
      lines.append("")
      lines.append(
        Self.line("Points \(title)", ["points", "area", "largest", "cells", "nets"]))
      for row in rows {
        guard let summary = row[keyPath: choose] else { continue }
        let errors = [
          summary.meanAreaError, summary.largestAreaError, summary.meanCellError,
          summary.meanNetError,
        ]
        lines.append(
          Self.line(
            row.block, ["\(summary.points)"] + errors.map { String(format: "%.1f", 100 * $0) }))
      }
    }
    return lines.joined(separator: "\n")
  }

  private static func line(_ name: String, _ values: [String]) -> String {
    name.padding(toLength: 24, withPad: " ", startingAt: 0)
      + values.map { String(repeating: " ", count: max(1, 9 - $0.count)) + $0 }.joined()
  }
}
