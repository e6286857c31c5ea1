/// Why a layout has no physical figures.
public enum PhysicalExtractionError: Error, Hashable, CustomStringConvertible {
  /// A node's position is no number.
  case position(node: String)
  /// The technology has no memory that an accelerator is made of.
  case noMemory(words: Int, bits: Int, technology: String)

  /// The error as a line for a person.
  public var description: String {
    switch self {
    case .position(let node): "the position of '\(node)' is no number"
    case .noMemory(let words, let bits, let technology):
      "the technology '\(technology)' has no memory of \(words) words of \(bits) bits"
    }
  }
}
