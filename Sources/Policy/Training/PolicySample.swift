import NeuralNetwork

/// One decision to learn from.
public struct PolicySample: Sendable {
  /// What is learned from it.
  public enum Goal: Sendable {
    /// A distribution over cells, zero where the node may not be.
    case imitate([Float])
    /// A cell that the policy chose, with which log probability, and how much better than expected
    /// that was.
    case reinforce(cell: Int, logProbability: Float, advantage: Float)
    /// Nothing; for the value alone.
    case none
  }

  /// The node that was placed.
  public var node: Int
  /// ``CanvasMaps/channels`` numbers for each cell.
  public var maps: [Float]
  /// ``CanvasMaps/scalars`` numbers.
  public var scalars: [Float]
  /// Whether the node may be in each cell.
  public var legal: [Bool]
  /// What the policy learns.
  public var goal: Goal
  /// What the value learns: by how much the cost fell from here to the end, in units of
  /// ``PolicyValue/unit``; nil to learn nothing.
  public var value: Float?

  /// A sample of its parts.
  public init(
    node: Int, maps: [Float], scalars: [Float], legal: [Bool], goal: Goal, value: Float?
  ) {
    self.node = node
    self.maps = maps
    self.scalars = scalars
    self.legal = legal
    self.goal = goal
    self.value = value
  }

  /// Whether all parts have the sizes that they have on a canvas.
  func fits(_ shape: GridShape) -> Bool {
    let isGoal =
      switch goal {
      case .imitate(let target): target.count == shape.cells
      case .reinforce(let cell, _, _): (0..<shape.cells).contains(cell)
      case .none: true
      }
    return isGoal && legal.count == shape.cells && scalars.count == CanvasMaps.scalars
      && maps.count == shape.cells * CanvasMaps.channels
  }
}

/// What the numbers of the value head mean.
public enum PolicyValue {
  /// The proxy cost that one unit of value stands for.
  public static let unit = 0.1
}

/// Samples of one design, whose graph is encoded once for all of them.
public struct SampleGroup: Sendable {
  /// The graph.
  public var graph: PolicyGraph
  /// The features of its nodes in the placement of the episode's beginning.
  public var nodeFeatures: [Float]
  /// The rows of the canvas.
  public var rows: Int
  /// The columns of the canvas.
  public var columns: Int
  /// The decisions.
  public var samples: [PolicySample]

  /// A group of samples.
  public init(
    graph: PolicyGraph, nodeFeatures: [Float], rows: Int, columns: Int, samples: [PolicySample]
  ) {
    self.graph = graph
    self.nodeFeatures = nodeFeatures
    self.rows = rows
    self.columns = columns
    self.samples = samples
  }
}
