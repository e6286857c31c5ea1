import Foundation
import Testing

/// The built `chipplace`, beside the tests that run.
enum Tool {
  static let path = Bundle.main.bundleURL.appendingPathComponent("chipplace").path

  /// Runs the tool to its end.
  static func run(_ arguments: [String], timeout: Double = 120) throws -> ToolResult {
    try RunningTool(path, arguments).finish(within: timeout)
  }

  /// Runs a line of shell in which `$0` is the tool and `$1` and on are the arguments.
  static func shell(_ line: String, _ arguments: [String]) throws -> ToolResult {
    try RunningTool("/bin/sh", ["-c", line, path] + arguments).finish(within: 120)
  }

  /// The object, or the array of objects, that a run wrote as JSON.
  static func json(_ result: ToolResult) throws -> [[String: Any]] {
    let value = try JSONSerialization.jsonObject(with: result.output)
    if let object = value as? [String: Any] { return [object] }
    return try #require(value as? [[String: Any]])
  }

  /// A report of `place` without what the clock and the machine decide.
  static func timeless(_ report: [String: Any]) -> NSDictionary {
    var report = report
    for key in [
      "seconds", "movesPerSecond", "peakMemoryBytes", "memoryEstimate", "placement",
    ] {
      report[key] = nil
    }
    for key in ["stages", "curve"] {
      report[key] = (report[key] as? [[String: Any]])?.map { part in
        part.filter { $0.key != "seconds" }
      }
    }
    return report as NSDictionary
  }
}

/// How a run of the tool ended.
struct ToolResult {
  /// The exit status, or the number of the signal that ended it.
  var status: Int32
  var endedBySignal: Bool
  var output: Data
  var errors: String

  var text: String { String(decoding: output, as: UTF8.self) }

  /// Whether it neither trapped nor was killed, whatever its status.
  var endedOrderly: Bool { !endedBySignal && !errors.contains("Fatal error") }
}

/// The tool under way. What it writes goes to files: pipes could fill up and stop it.
final class RunningTool {
  private let process = Process()
  private let folder: URL

  init(_ executable: String, _ arguments: [String]) throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("chipplace-run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try stream("stdout")
    process.standardError = try stream("stderr")
    try process.run()
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    try? FileManager.default.removeItem(at: folder)
  }

  private func stream(_ name: String) throws -> FileHandle {
    let url = folder.appendingPathComponent(name)
    try Data().write(to: url)
    return try FileHandle(forWritingTo: url)
  }

  /// What it has written to standard error by now.
  var errorsSoFar: String {
    (try? String(contentsOf: folder.appendingPathComponent("stderr"), encoding: .utf8)) ?? ""
  }

  /// What it has written to standard output by now.
  var outputSoFar: String {
    (try? String(contentsOf: folder.appendingPathComponent("stdout"), encoding: .utf8)) ?? ""
  }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Whether the process has set a signal aside from its default of ending it.
  func handles(_ signal: Int32) -> Bool {
    let status =
      (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8))
      ?? ""
    return status.split(separator: "\n").contains { line in
      guard line.hasPrefix("SigIgn:") || line.hasPrefix("SigCgt:") else { return false }
      let mask = line.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) } ?? 0
      return mask & (1 << UInt64(signal - 1)) != 0
    }
  }

  /// Waits for a condition of the running process.
  func wait(within seconds: Double, until condition: (RunningTool) -> Bool) throws {
    let deadline = Date(timeIntervalSinceNow: seconds)
    while !condition(self) {
      try #require(Date() < deadline, "waited \(seconds) s in vain")
      Thread.sleep(forTimeInterval: 0.01)
    }
  }

  /// Waits for the end.
  func finish(within seconds: Double) throws -> ToolResult {
    try wait(within: seconds) { !$0.process.isRunning }
    return ToolResult(
      status: process.terminationStatus,
      endedBySignal: process.terminationReason == .uncaughtSignal,
      output: try Data(contentsOf: folder.appendingPathComponent("stdout")),
      errors: try String(
        contentsOf: folder.appendingPathComponent("stderr"), encoding: .utf8))
  }
}
