import ArgumentParser
import ChipPlace

/// How much memory a run may take.
struct MemoryArguments: ParsableArguments {
  @Option(
    help: """
      Refuse to begin a run that will take more memory than this, as foreseen once the netlist is \
      read: bytes, or a number with K, M, G or T, as in 2G.
      """)
  var memoryLimit: MemorySize?

  /// Says what a run will take, and refuses one that takes too much.
  ///
  /// - Throws: `ValidationError` for one that does.
  func check(_ estimate: MemoryEstimate) throws {
    let needed = MemorySize(bytes: estimate.bytes)
    if let memoryLimit, needed.bytes > memoryLimit.bytes {
      throw ValidationError(
        "Expected a run that fits --memory-limit \(memoryLimit), found one that takes \(needed) of "
          + "memory, as foreseen.")
    }
    Messages.write("memory foreseen: \(needed)")
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
