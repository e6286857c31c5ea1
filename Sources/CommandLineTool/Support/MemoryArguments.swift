import ArgumentParser
import ChipPlace

/// How much memory a run may take.
struct MemoryArguments: ParsableArguments {
  @Option(
    help: """
      Refuse to begin a run that will take more memory than this, as foreseen once the netlist is \
      read, or before where its file says enough: bytes, or a number with K, M, G or T, as in 2G.
      """)
  var memoryLimit: MemorySize?

  /// Refuses a run that takes too much by the program alone, or by its netlist's file, which is not read.
  ///
  /// - Throws: `ValidationError` for one that does.
  func check(file: String, output: String) throws {
    guard let memoryLimit else { return }
    let program = ProcessMemory.peakBytes
    if program > memoryLimit.bytes { throw excess(program, "for the program alone") }
    let least = try MemoryEstimate.leastBytes(netlist: file, output: try OutputFormat(file: output))
    if let least, least > memoryLimit.bytes {
      throw excess(least, "for the text of '\(file)', which is held whole")
    }
  }

  /// Says what a run will take, and refuses one that takes too much.
  ///
  /// - Throws: `ValidationError` for one that does.
  func check(_ estimate: MemoryEstimate) throws {
    if let memoryLimit, estimate.bytes > memoryLimit.bytes {
      throw excess(estimate.bytes, "as foreseen")
    }
    Messages.write("memory foreseen: \(MemorySize(bytes: estimate.bytes))")
  }

  private func excess(_ bytes: Int, _ reason: String) -> ValidationError {
    let limit = memoryLimit.map { " \($0)" } ?? ""
    return ValidationError(
      "Expected a run that fits --memory-limit\(limit), found one that takes "
        + "\(MemorySize(bytes: bytes)) of memory, \(reason).")
  }
}

/// A number of bytes.
struct MemorySize: ExpressibleByArgument, CustomStringConvertible {
  var bytes: Int

  init(bytes: Int) { self.bytes = bytes }

  /// A number above 0, of bytes or of the unit that follows it.
  init?(argument: String) {
    let units = ["K": 10, "M": 20, "G": 30, "T": 40]
    let shift = argument.last.flatMap { units[$0.uppercased()] }
    guard let number = Double(shift == nil ? argument[...] : argument.dropLast()), number > 0 else {
      return nil
    }
    let bytes = number * Double(1 << (shift ?? 0))
    guard bytes < 0x1p62 else { return nil }
    self.bytes = Int(bytes)
  }

  /// The size in the unit that leaves one to three digits before the point.
  var description: String {
    var (value, unit) = (Double(bytes) / 1024, "K")
    for next in ["M", "G", "T"] where value >= 1000 { (value, unit) = (value / 1024, next) }
    return "\((value * 10).rounded() / 10)\(unit)"
  }
}
