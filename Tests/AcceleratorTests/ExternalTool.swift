import Foundation

/// A program that some tests run where it is installed.
struct ExternalTool {
  /// Yosys, for synthesis.
  static let yosys = ExternalTool("yosys")
  /// Icarus Verilog's compiler.
  static let iverilog = ExternalTool("iverilog")
  /// Icarus Verilog's simulator.
  static let vvp = ExternalTool("vvp")

  let name: String
  /// Where it is, or nil.
  let path: String?

  /// A program on the PATH.
  init(_ name: String) {
    self.name = name
    path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  var isPresent: Bool { path != nil }

  /// Runs it and returns its exit status and what it wrote.
  func run(_ arguments: [String], in folder: String) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path ?? name)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }
}
