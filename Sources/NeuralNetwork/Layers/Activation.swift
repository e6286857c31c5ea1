/// What a layer applies to each of its sums.
public enum Activation: String, Hashable, Sendable, Codable {
  /// The sum itself.
  case identity
  /// The sum where it is positive, or else zero.
  case relu
  /// The hyperbolic tangent.
  case tanh
}
