public import LinearAlgebra

/// Why a cost model cannot be fitted or asked.
public enum CostModelError: Error, Hashable, CustomStringConvertible {
  /// A list has another length than the model's features or quantities.
  case wrongCount(of: String, expected: Int, found: Int)
  /// A feature is not a finite number.
  case featureNotFinite(name: String, found: Double)
  /// The standard deviation of a feature is not a positive finite number.
  case deviationNotPositive(feature: String, found: Double)
  /// A quantity is not a positive finite number.
  case quantityNotPositive(name: String, of: String, found: Double)
  /// A model has no features' or quantities' names, or the same name twice.
  case unusableNames(String)
  /// An option has a value with which nothing can be learned.
  case unusableOption(name: String, expected: String, found: Double)
  /// The covariance of a quantity's observations has no factor.
  case noFactor(quantity: String, CholeskyError)

  /// The error as a line for a person.
  public var description: String {
    switch self {
    case .wrongCount(let list, let expected, let found):
      "expected \(expected) numbers in \(list), found \(found)"
    case .featureNotFinite(let name, let found):
      "feature '\(name)': expected a finite number, found \(found)"
    case .deviationNotPositive(let feature, let found):
      "deviation of feature '\(feature)': expected a positive finite number, found \(found)"
    case .quantityNotPositive(let name, let list, let found):
      "quantity '\(name)' in \(list): expected a positive finite number, found \(found)"
    case .unusableNames(let message):
      message
    case .unusableOption(let name, let expected, let found):
      "option '\(name)': expected \(expected), found \(found)"
    case .noFactor(let quantity, let error):
      "quantity '\(quantity)': \(error)"
    }
  }
}
