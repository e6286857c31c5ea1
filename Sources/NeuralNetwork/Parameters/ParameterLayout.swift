/// A tensor's place among all parameters of a network.
public struct ParameterSlice: Hashable, Sendable {
  /// The elements before it.
  public let offset: Int
  /// The rows that it has as a matrix: the product of all sides but the last.
  public let rows: Int
  /// The columns that it has as a matrix: the last side.
  public let columns: Int

  /// The number of elements.
  public var count: Int { rows * columns }

  /// Its elements among all.
  public var range: Range<Int> { offset..<offset + count }
}

/// What a parameter is before training.
public enum Initialization: Hashable, Sendable {
  /// The same number everywhere.
  case constant(Float)
  /// Uniform between minus and plus the limit.
  case uniform(limit: Float)

  /// For weights of layers with as many inputs and outputs to a unit: variances neither grow nor
  /// shrink through `relu` (He et al., Delving Deep into Rectifiers, 2015) or through the other
  /// activations, forward and backward alike (Glorot and Bengio, Understanding the Difficulty of
  /// Training Deep Feedforward Neural Networks, 2010).
  public static func weights(inputs: Int, outputs: Int, activation: Activation) -> Self {
    let limit =
      activation == .relu
      ? (6 / Double(inputs)).squareRoot() : (6 / Double(inputs + outputs)).squareRoot()
    return .uniform(limit: Float(limit))
  }
}

/// The names and shapes of a network's parameters, one after the other without gaps.
///
/// Layers add their parameters when they are made, in order; then ``ParameterStore`` makes room for
/// all. Gradients and the state of the optimizer have the same layout.
public struct ParameterLayout: Hashable, Sendable {
  /// One named tensor.
  public struct Entry: Hashable, Sendable {
    /// Its name, as in a checkpoint.
    public let name: String
    /// Its sides, the last one consecutive in memory.
    public let shape: [Int]
    /// Its place.
    public let slice: ParameterSlice
    /// What it is before training.
    public let initialization: Initialization
  }

  /// All tensors in order.
  public private(set) var entries: [Entry] = []

  /// The number of elements of all tensors.
  public private(set) var count = 0

  private var names: Set<String> = []

  /// A layout of nothing.
  public init() {}

  /// Adds a tensor after all others.
  ///
  /// - Precondition: The name is new, and all sides are at least one.
  public mutating func add(
    _ name: String, shape: [Int], initialization: Initialization
  ) -> ParameterSlice {
    precondition(names.insert(name).inserted, "two parameters \(name)")
    precondition(!shape.isEmpty && shape.allSatisfy { $0 >= 1 }, "\(name) has shape \(shape)")
    let slice = ParameterSlice(
      offset: count, rows: shape.dropLast().reduce(1, *), columns: shape[shape.count - 1])
    entries.append(Entry(name: name, shape: shape, slice: slice, initialization: initialization))
    count += slice.count
    return slice
  }

  /// The ranges of weights: tensors of at least two sides, as opposed to biases and gains, which
  /// weight decay leaves alone.
  var weightRanges: [Range<Int>] {
    entries.lazy.filter { $0.shape.count >= 2 }.map(\.slice.range)
  }
}
