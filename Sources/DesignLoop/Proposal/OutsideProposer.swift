import Formats
import Foundation

/// A command of the user's that proposes architectures: JSON lines on its standard input and output.
///
/// Once a round it gets one line, the state: the round, what may be chosen, and what was measured. It
/// answers with one line, `{"candidates": [...]}`, each an object with a value for each gene. A command
/// that ends, says nothing for a minute or answers something else ends the loop with an error that tells
/// so; a candidate that cannot be built is noted as refused.
final class OutsideProposer {
  /// The line that the command gets.
  struct State: Encodable {
    var round: Int
    var wanted: Int
    var choices: [String: [NamedValue]]
    var measured: [Measured]

    struct Measured: Encodable {
      var candidate: Int
      var architecture: Architecture
      var figures: Figures
      var objective: Double
    }
  }

  private let command: String
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var pending = Data()

  /// The longest answer, in bytes.
  private static let longestLine = 1 << 20
  /// The longest wait for an answer, in milliseconds.
  private static let patience: Int32 = 60_000

  init(_ command: String) throws(LoopError) {
    self.command = command
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    process.standardInput = input
    process.standardOutput = output
    do {
      try process.run()
    } catch {
      throw .input(file: command, message: "expected a command that runs: \(error)")
    }
  }

  deinit {
    try? input.fileHandleForWriting.close()
    if process.isRunning { process.terminate() }
  }

  /// Asks for architectures.
  func propose(_ state: State) throws(LoopError) -> [Architecture] {
    do {
      try send(JSON.data(state) + [0x0A])
      return try Self.architectures(in: line(), of: command)
    } catch let error as ParseError {
      throw .input(file: command, message: "answer: \(error.message)")
    } catch let error as LoopError {
      throw error
    } catch {
      throw .input(
        file: command, message: "expected a command that reads its input, found that it ended")
    }
  }

  /// The architectures of an answer.
  static func architectures(
    in line: Data, of command: String
  ) throws(ParseError) -> [Architecture] {
    let answer = try JSONEntry.parse(line, file: command).object(["candidates"])
    return try answer.need("candidates").array().map { entry throws(ParseError) in
      try Architecture(entry)
    }
  }

  private func send(_ data: Data) throws {
    // A command that has ended must not end this program by SIGPIPE.
    signal(SIGPIPE, SIG_IGN)
    try input.fileHandleForWriting.write(contentsOf: data)
  }

  private func line() throws -> Data {
    let descriptor = output.fileHandleForReading.fileDescriptor
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      if let end = pending.firstIndex(of: 0x0A) {
        defer { pending = Data(pending[(end + 1)...]) }
        return pending[..<end]
      }
      guard pending.count < Self.longestLine else {
        throw LoopError.input(
          file: command, message: "expected a line of at most 1 MiB, found more")
      }
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, Self.patience) > 0 else {
        throw LoopError.input(
          file: command, message: "expected an answer within 60 s, found none")
      }
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else {
        throw LoopError.input(
          file: command, message: "expected a line of JSON, found the end of output")
      }
      pending.append(contentsOf: buffer[..<count])
    }
  }
}
