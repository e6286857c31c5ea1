/// The edges that nodes of a graph see each other by.
///
/// A batch repeats the graph: node `n` of item `b` is row `b * nodeCount + n`. Graphs of several
/// designs become one by ``init(union:)``.
public struct EdgeGraph: Hashable, Sendable {
  /// The number of nodes.
  public let nodeCount: Int
  /// One end of each edge.
  public let sources: [Int32]
  /// The other end of each edge.
  public let targets: [Int32]
  /// One over the number of edges at each node; zero where there is none.
  public let inverseDegrees: [Float]

  /// The number of edges.
  public var edgeCount: Int { sources.count }

  /// A graph of edges in their order.
  ///
  /// An edge from a node to itself counts twice there. Runs faster where edges are sorted.
  ///
  /// - Precondition: There are as many targets as sources, all below `nodeCount`.
  public init(nodeCount: Int, sources: [Int32], targets: [Int32]) {
    precondition(sources.count == targets.count, "edges of one end")
    var degrees = [Float](repeating: 0, count: nodeCount)
    for ends in [sources, targets] {
      for node in ends {
        precondition(node >= 0 && Int(node) < nodeCount, "an edge at node \(node) of \(nodeCount)")
        degrees[Int(node)] += 1
      }
    }
    self.nodeCount = nodeCount
    self.sources = sources
    self.targets = targets
    inverseDegrees = degrees.map { $0 == 0 ? 0 : 1 / $0 }
  }

  /// The graph of all nodes of several graphs, one after the other.
  ///
  /// - Precondition: It has at most `Int32.max` nodes.
  public init(union graphs: [EdgeGraph]) {
    let nodes = graphs.reduce(0) { $0 + $1.nodeCount }
    precondition(nodes <= Int(Int32.max), "\(nodes) nodes")
    var sources: [Int32] = []
    var targets: [Int32] = []
    var first: Int32 = 0
    for graph in graphs {
      sources += graph.sources.map { $0 + first }
      targets += graph.targets.map { $0 + first }
      first += Int32(graph.nodeCount)
    }
    self.init(nodeCount: nodes, sources: sources, targets: targets)
  }
}
