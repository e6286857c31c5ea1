/// Lengths as the cost models see them: with a share of what the prior expects added.
///
/// Blocks that are clusters of cells may stand on one another, so that a wire between two of them can be
/// as good as nothing. The logarithm of such a length is of any size, and one of them would teach a model
/// that anything is possible; the logarithm of the softened length is not.
enum SoftenedLength {
  /// The share of the prior's length that is added.
  static let share = 0.25

  static func soften(_ length: Double, prior: Double) -> Double { length + share * prior }

  /// The length again, at least nothing.
  static func harden(_ softened: Double, prior: Double) -> Double {
    max(0, softened - share * prior)
  }
}
