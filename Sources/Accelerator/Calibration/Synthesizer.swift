import Foundation

/// Why a block could not be synthesized.
public struct SynthesisError: Error, Hashable, CustomStringConvertible {
  /// What stands in the way.
  public var message: String

  /// An error with its reason.
  public init(message: String) { self.message = message }

  /// The error as a line for a person.
  public var description: String { message }
}

/// Runs Yosys on blocks of the SystemVerilog, in a folder of its own that goes with it.
public final class Synthesizer {
  /// The commands, with capital words in place of what differs from block to block.
  public static let script = [
    "read_liberty -lib LIBERTY",
    "read_verilog -sv SOURCES",
    "chparam PARAMETERS MODULE",
    "synth -flatten -noalumacc -top MODULE",
    "dfflibmap -liberty LIBERTY",
    "abc -liberty LIBERTY",
    "opt_clean -purge",
    "tee -q -o RESULT stat -json",
  ]

  /// The version that Yosys states.
  public let version: String
  private let yosys: String
  private let folder: URL

  /// Finds Yosys and writes the sources for it.
  ///
  /// - Parameter path: The program, or nil for `yosys` on the PATH.
  /// - Throws: ``SynthesisError`` if there is none, or the folder cannot be made.
  public init(yosys path: String? = nil) throws(SynthesisError) {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let candidates = path.map { [$0] } ?? folders.map { "\($0)/yosys" }
    guard let found = candidates.first(where: FileManager.default.isExecutableFile) else {
      throw SynthesisError(
        message: path.map { "\($0): expected the program yosys" }
          ?? "expected yosys on the PATH (Debian: apt install yosys)")
    }
    yosys = found
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("chipplace-calibration-\(UUID().uuidString)")
    version = try Self.run(found, ["-V"], in: FileManager.default.temporaryDirectory)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for isOutput in [false, true] {
        try SystemVerilog.calibrationSources(isOutputStationary: isOutput).write(
          to: folder.appendingPathComponent(Self.sources(isOutput)), atomically: true,
          encoding: .utf8)
      }
      try CalibrationCells.liberty.write(
        to: folder.appendingPathComponent("cells.lib"), atomically: true, encoding: .utf8)
    } catch {
      throw SynthesisError(message: "\(folder.path): \(error.localizedDescription)")
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private static func sources(_ isOutput: Bool) -> String {
    isOutput ? "output.sv" : "stationary.sv"
  }

  /// Synthesizes a block.
  ///
  /// - Throws: ``SynthesisError`` if Yosys fails, or maps to other cells than it was given.
  public func measure(_ block: CalibrationBlock, _ point: [Int]) throws(SynthesisError) -> BlockSize
  {
    let parameters = block.moduleParameters(at: point).map { "-set \($0.name) \($0.value)" }
      .joined(separator: " ")
    let commands = Self.script.map { line in
      line.replacingOccurrences(of: "LIBERTY", with: "cells.lib")
        .replacingOccurrences(of: "SOURCES", with: Self.sources(block.isOutputStationary))
        .replacingOccurrences(of: "PARAMETERS", with: parameters)
        .replacingOccurrences(of: "MODULE", with: block.module)
        .replacingOccurrences(of: "RESULT", with: "result.json")
    }
    let result = folder.appendingPathComponent("result.json")
    try? FileManager.default.removeItem(at: result)
    _ = try Self.run(yosys, ["-q", "-p", commands.joined(separator: "; ")], in: folder)
    let name = "\(block.rawValue) \(point)"
    guard let data = try? Data(contentsOf: result),
      let statistics = try? JSONDecoder().decode(Statistics.self, from: data)
    else { throw SynthesisError(message: "\(name): expected statistics from Yosys, found none") }
    return try Self.size(statistics.design, name)
  }

  private struct Statistics: Decodable {
    struct Design: Decodable {
      var num_wire_bits: Int
      var num_cells: Int
      var num_cells_by_type: [String: Int]
    }
    var design: Design
  }

  private static func size(
    _ design: Statistics.Design, _ name: String
  ) throws(SynthesisError) -> BlockSize {
    var size = BlockSize(
      flipFlops: 0, gates: 0, cells: Double(design.num_cells), nets: Double(design.num_wire_bits))
    // In order of names, so that sums round alike.
    for (cell, count) in design.num_cells_by_type.sorted(by: { $0.key < $1.key }) {
      guard let area = CalibrationCells.areas[cell] else {
        throw SynthesisError(message: "\(name): expected cells of the library, found \(cell)")
      }
      if cell == CalibrationCells.flipFlopName {
        size.flipFlops += Double(count)
      } else {
        size.gates += Double(count) * area / CalibrationCells.nand2
      }
    }
    size.gates = (size.gates * 1000).rounded() / 1000
    return size
  }

  private static func run(
    _ program: String, _ arguments: [String], in folder: URL
  ) throws(SynthesisError) -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    do {
      try process.run()
    } catch {
      throw SynthesisError(message: "\(program): \(error.localizedDescription)")
    }
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let last = output.split(separator: "\n").last { $0.contains("ERROR") } ?? "no message"
      throw SynthesisError(
        message: "\(program) ended with status \(process.terminationStatus): \(last)")
    }
    return output
  }
}
