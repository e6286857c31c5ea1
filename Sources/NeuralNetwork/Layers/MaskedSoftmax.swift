import Foundation
public import LinearAlgebra

/// A state in which nothing may be chosen.
public struct NoLegalEntryError: Error, Hashable, CustomStringConvertible {
  /// The row of the batch in question.
  public let row: Int

  /// The error as a line for a person.
  public var description: String { "row \(row) of the batch has no legal entry" }
}

/// The distribution over legal entries that logits give: exactly zero elsewhere.
///
/// What is legal is a flag for each entry, row after row. Log probabilities of the others are minus
/// infinity, and their logits have no gradient and no influence.
public enum MaskedSoftmax {
  /// Computes log probabilities.
  ///
  /// - Parameters:
  ///   - logits: A row for each item; numbers, at least where they are legal.
  ///   - legal: Flags, as many as logits.
  ///   - logProbabilities: Where the result goes; it may be `logits` itself.
  /// - Throws: ``NoLegalEntryError`` for the first row of which no entry is legal.
  public static func forward(
    _ logits: MatrixView, legal: UnsafePointer<Bool>, into logProbabilities: MatrixView
  ) throws(NoLegalEntryError) {
    let count = logits.columns
    for row in 0..<logits.rows {
      let source = logits.row(row)
      let target = logProbabilities.row(row)
      let legal = legal + row * count
      var isPossible = false
      for index in 0..<count {
        target[index] = legal[index] ? source[index] : -.infinity
        isPossible = isPossible || legal[index]
      }
      guard isPossible else { throw NoLegalEntryError(row: row) }
      let largest = Softmax.maximum(target, count: count)
      var sum = 0.0
      eachRun(count) { run in
        var lanes = Lanes.zero
        for start in stride(from: run.lowerBound, to: run.upperBound, by: 8) {
          let width = min(8, run.upperBound - start)
          let powers = (Lanes.load(target + start, upTo: width) - largest).exponential
          if width == 8 {
            lanes += powers
          } else {
            for lane in 0..<width { lanes[lane] += powers[lane] }
          }
        }
        sum += Double(lanes.sum())
      }
      let normalizer = Float(log(sum))
      for index in 0..<count { target[index] = (target[index] - largest) - normalizer }
    }
  }

  /// The entropy of one row, in nats.
  public static func entropy(_ logProbabilities: MatrixView, row: Int) -> Float {
    let source = logProbabilities.row(row)
    var sum = 0.0
    eachRun(logProbabilities.columns) { run in
      var lanes = Lanes.zero
      for start in stride(from: run.lowerBound, to: run.upperBound, by: 8) {
        let values = bounded(source + start, min(8, run.upperBound - start))
        lanes -= values.exponential * values
      }
      sum += Double(lanes.sum())
    }
    return Float(sum)
  }

  /// Draws an entry of one row.
  ///
  /// - Parameters:
  ///   - logProbabilities: The result of ``forward(_:legal:into:)``.
  ///   - row: The row.
  ///   - uniform: A random number in 0 ..< 1.
  /// - Returns: A legal entry.
  public static func sample(_ logProbabilities: MatrixView, row: Int, uniform: Double) -> Int {
    let source = logProbabilities.row(row)
    var rest = uniform
    var last = 0
    for index in 0..<logProbabilities.columns where source[index] > -.infinity {
      rest -= exp(Double(source[index]))
      if rest < 0 { return index }
      last = index
    }
    // Probabilities may sum to a little less than one.
    return last
  }

  /// Computes the gradient of logits from any gradient of log probabilities.
  ///
  /// - Parameters:
  ///   - gradient: The gradient of log probabilities; what stands at illegal entries is ignored.
  ///   - logProbabilities: The result of ``forward(_:legal:into:)``.
  ///   - logitGradient: Where the result goes; it may be `gradient` itself.
  public static func backward(
    gradient: MatrixView, logProbabilities: MatrixView, into logitGradient: MatrixView
  ) {
    for row in 0..<gradient.rows {
      let source = logProbabilities.row(row)
      let incoming = gradient.row(row)
      let target = logitGradient.row(row)
      var sum = 0.0
      for index in 0..<gradient.columns where source[index] > -.infinity {
        sum += Double(incoming[index])
      }
      let total = Float(sum)
      for start in stride(from: 0, to: gradient.columns, by: 8) {
        let width = min(8, gradient.columns - start)
        let values = Lanes.load(source + start, upTo: width)
        let result = Lanes.load(incoming + start, upTo: width) - values.exponential * total
        result.replacing(with: 0, where: values .== -.infinity).store(target + start, upTo: width)
      }
    }
  }

  /// Computes the gradient of logits of one row where a loss depends on one log probability and on
  /// the entropy alone, as that of PPO does.
  ///
  /// - Parameters:
  ///   - logProbabilities: The result of ``forward(_:legal:into:)``.
  ///   - row: The row.
  ///   - entry: The entry that was chosen.
  ///   - gradient: The gradient of its log probability.
  ///   - entropyGradient: The gradient of the entropy.
  ///   - entropy: The entropy, by ``entropy(_:row:)``.
  ///   - logitGradient: Where the row's result goes.
  /// - Precondition: The entry is legal.
  public static func backward(
    _ logProbabilities: MatrixView, row: Int, entry: Int, gradient: Float,
    entropyGradient: Float, entropy: Float, into logitGradient: MatrixView
  ) {
    let source = logProbabilities.row(row)
    let target = logitGradient.row(row)
    precondition(source[entry] > -.infinity, "entry \(entry) of row \(row) is not legal")
    for start in stride(from: 0, to: logProbabilities.columns, by: 8) {
      let width = min(8, logProbabilities.columns - start)
      let values = bounded(source + start, width)
      let result = -values.exponential * (gradient + entropyGradient * (values + entropy))
      result.store(target + start, upTo: width)
    }
    target[entry] += gradient
  }

  /// Log probabilities with minus infinity, whose exponential is zero, made finite.
  @inline(__always)
  private static func bounded(_ source: UnsafePointer<Float>, _ width: Int) -> Lanes {
    var values = Lanes(repeating: -1000)
    if width == 8 {
      values = Lanes.load(source)
    } else {
      for lane in 0..<width { values[lane] = source[lane] }
    }
    return Lanes.maximum(values, Lanes(repeating: -1000))
  }

  /// Calls with runs short enough for sums in single precision.
  @inline(__always)
  private static func eachRun(_ count: Int, _ body: (Range<Int>) -> Void) {
    for start in stride(from: 0, to: count, by: 512) {
      body(start..<min(start + 512, count))
    }
  }
}
