public import LinearAlgebra

/// What training makes small. Each is a mean over the rows of a batch.
public enum Losses {
  /// The cross-entropy of target distributions and those of log probabilities.
  ///
  /// - Parameters:
  ///   - logProbabilities: The result of ``MaskedSoftmax/forward(_:legal:into:)``.
  ///   - targets: Distributions, zero where an entry is not legal.
  ///   - logitGradient: Where the gradient of the logits goes.
  /// - Returns: The loss; infinite where a target is above zero but not legal.
  public static func crossEntropy(
    _ logProbabilities: MatrixView, targets: MatrixView, logitGradient: MatrixView
  ) -> Double {
    var loss = 0.0
    let share = 1 / Float(max(logProbabilities.rows, 1))
    for row in 0..<logProbabilities.rows {
      let target = targets.row(row)
      let source = logProbabilities.row(row)
      let gradient = logitGradient.row(row)
      for column in 0..<logProbabilities.columns {
        gradient[column] = -share * target[column]
        if target[column] != 0 { loss -= Double(target[column]) * Double(source[column]) }
      }
    }
    MaskedSoftmax.backward(
      gradient: logitGradient, logProbabilities: logProbabilities, into: logitGradient)
    return loss * Double(share)
  }

  /// Half the squared difference of values and targets, both one column; the gradient of the values
  /// is the difference over the number of rows.
  ///
  /// - Parameters:
  ///   - values: The values.
  ///   - targets: What they should be.
  ///   - gradient: Where the gradient of the values goes.
  /// - Returns: The loss.
  public static func halfSquare(
    _ values: MatrixView, targets: MatrixView, gradient: MatrixView
  ) -> Double {
    var loss = 0.0
    let share = 1 / Float(max(values.rows, 1))
    for row in 0..<values.rows {
      for column in 0..<values.columns {
        let difference = values[row, column] - targets[row, column]
        loss += 0.5 * Double(difference) * Double(difference)
        gradient[row, column] = share * difference
      }
    }
    return loss * Double(share)
  }
}
