/// The constants of ``Adam``; by default those of the paper.
public struct AdamOptions: Hashable, Sendable, Codable {
  /// The decay of the mean of gradients in a step.
  public var firstDecay: Float
  /// The decay of the mean of squares of gradients in a step.
  public var secondDecay: Float
  /// What is added to the root of the mean of squares.
  public var epsilon: Float
  /// What weights lose in a step, in parts of the learning rate. Biases and gains lose nothing.
  public var weightDecay: Float

  /// Constants.
  public init(
    firstDecay: Float = 0.9, secondDecay: Float = 0.999, epsilon: Float = 1e-8,
    weightDecay: Float = 0
  ) {
    self.firstDecay = firstDecay
    self.secondDecay = secondDecay
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }
}

/// The optimizer of Kingma and Ba, Adam: A Method for Stochastic Optimization (2015), with the decay
/// of weights apart from gradients (Loshchilov and Hutter, Decoupled Weight Decay Regularization,
/// 2019).
public struct Adam: ~Copyable, Sendable {
  /// The constants.
  public var options: AdamOptions
  /// The steps that were done.
  public var step = 0
  /// The decaying means of gradients.
  public var means: ParameterStore
  /// The decaying means of squares of gradients.
  public var squares: ParameterStore

  /// An optimizer before its first step.
  public init(_ layout: ParameterLayout, options: AdamOptions = AdamOptions()) {
    self.options = options
    means = ParameterStore(layout)
    squares = ParameterStore(layout)
  }

  /// Changes parameters by one step.
  ///
  /// - Precondition: Parameters and gradients have the layout that the optimizer was made for.
  public mutating func update(
    _ parameters: borrowing ParameterStore, gradients: borrowing ParameterStore,
    learningRate: Float
  ) {
    let count = parameters.elements.count
    precondition(
      count == means.elements.count && count == gradients.elements.count,
      "stores of different layouts")
    step += 1
    if options.weightDecay != 0 {
      for range in parameters.layout.weightRanges {
        Elementwise.scale(
          parameters.elements.baseAddress! + range.lowerBound,
          by: 1 - learningRate * options.weightDecay, count: range.count)
      }
    }
    let firstShare = 1 - power(options.firstDecay, step)
    let secondShare = 1 - power(options.secondDecay, step)
    let stepSize = Float(Double(learningRate) / firstShare)
    let root = Float(secondShare.squareRoot())
    let values = parameters.elements.baseAddress!
    let gradient = gradients.elements.baseAddress!
    let mean = means.elements.baseAddress!
    let square = squares.elements.baseAddress!
    for index in stride(from: 0, to: count, by: 8) {
      let width = min(8, count - index)
      let slope = Lanes.load(gradient + index, upTo: width)
      let first =
        Lanes.load(mean + index, upTo: width) * options.firstDecay
        + slope * (1 - options.firstDecay)
      let second =
        Lanes.load(square + index, upTo: width) * options.secondDecay
        + slope * slope * (1 - options.secondDecay)
      first.store(mean + index, upTo: width)
      second.store(square + index, upTo: width)
      let scale = second.squareRoot() / root + options.epsilon
      (first / scale * -stepSize).add(to: values + index, upTo: width)
    }
  }

  private func power(_ base: Float, _ exponent: Int) -> Double {
    var result = 1.0
    var factor = Double(base)
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result *= factor }
      factor *= factor
      rest >>= 1
    }
    return result
  }
}
