public import Foundation

/// Python scripts that steer a headless Chromium by `Tests/WebReportTests/Browser/chromium.py`.
public enum BrowserScript {
  /// The interpreter; nil if it is not installed.
  public static let python = find(["python3"])
  /// The browser; nil if it is not installed.
  public static let chromium = find([
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
  ])

  /// Whether scripts can run.
  public static var canRun: Bool { python != nil && chromium != nil }

  private static func find(_ names: [String]) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return names.lazy.flatMap { name in folders.map { "\($0)/\(name)" } }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Runs a script; what it writes, and its exit status.
  public static func run(_ script: URL, _ arguments: [String]) throws -> (
    text: String, status: Int32
  ) {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: python ?? "")
    process.arguments = ["-B", script.path] + arguments
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (text, process.terminationStatus)
  }
}
