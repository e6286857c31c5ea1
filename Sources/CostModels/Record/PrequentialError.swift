/// Why an entry does not go into a ``PrequentialRecord``.
public enum PrequentialError: Error, Hashable, CustomStringConvertible {
  /// A design was predicted before.
  case predictedBefore(design: String)
  /// A prediction comes for a round before the last one.
  case roundIsOver(round: Int, last: Int)
  /// An outcome comes for a design that was not predicted.
  case notPredicted(design: String)
  /// A design's outcome is there already.
  case measuredBefore(design: String)
  /// There are not as many numbers as quantities.
  case wrongCount(design: String, expected: Int, found: Int)
  /// An outcome is not a positive finite number.
  case notPositive(design: String, quantity: String, found: Double)

  /// The error as a line for a person.
  public var description: String {
    switch self {
    case .predictedBefore(let design):
      "design '\(design)': expected one prediction, found another"
    case .roundIsOver(let round, let last):
      "expected a prediction for round \(last) or later, found one for round \(round)"
    case .notPredicted(let design):
      "design '\(design)': expected a prediction before the outcome, found none"
    case .measuredBefore(let design):
      "design '\(design)': expected one outcome, found another"
    case .wrongCount(let design, let expected, let found):
      "design '\(design)': expected \(expected) quantities, found \(found)"
    case .notPositive(let design, let quantity, let found):
      "design '\(design)', quantity '\(quantity)': expected a positive finite number, "
        + "found \(found)"
    }
  }
}
