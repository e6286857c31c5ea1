extension ParameterStore {
  /// The Euclidean norm of all elements together.
  public var norm: Double {
    Elementwise.sumOfSquares(elements.baseAddress!, count: elements.count).squareRoot()
  }

  /// Shrinks all elements alike, so that their norm is no more than a limit (Pascanu, Mikolov and
  /// Bengio, On the Difficulty of Training Recurrent Neural Networks, 2013).
  ///
  /// - Returns: The norm before.
  @discardableResult
  public mutating func clip(norm limit: Double) -> Double {
    let norm = norm
    if norm > limit {
      Elementwise.scale(elements.baseAddress!, by: Float(limit / norm), count: elements.count)
    }
    return norm
  }
}
