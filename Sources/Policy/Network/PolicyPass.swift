public import LinearAlgebra
public import NeuralNetwork

/// Runs the network: forward over a graph once and over any number of decisions on it, and backward
/// over the last batch of them.
///
/// One thread at a time uses it. What it returns is valid until the next call of the same function.
public final class PolicyPass: @unchecked Sendable {
  /// The network.
  public let network: PolicyNetwork
  let parameters: ParameterView
  private var graphSpace = Workspace()
  var space = Workspace()
  var graph: GraphTrace?
  var step: StepTrace?

  /// A runner of a network with parameters, which must outlive it.
  public init(_ network: PolicyNetwork, parameters: ParameterView) {
    self.network = network
    self.parameters = parameters
  }

  /// Encodes a graph.
  ///
  /// - Parameters:
  ///   - nodeFeatures: ``PolicyGraph/nodeFeatureCount`` numbers for each node.
  ///   - edgeFeatures: ``PolicyGraph/edgeFeatureCount`` numbers for each edge.
  public func encode(_ graph: EdgeGraph, nodeFeatures: [Float], edgeFeatures: [Float]) {
    graphSpace.reset()
    let sizes = network.architecture
    precondition(nodeFeatures.count == graph.nodeCount * sizes.nodeFeatures)
    precondition(edgeFeatures.count == graph.edgeCount * sizes.edgeFeatures)
    let features = graphSpace.take(rows: graph.nodeCount, columns: sizes.nodeFeatures)
    features.base.update(from: nodeFeatures, count: nodeFeatures.count)
    let edges = graphSpace.take(rows: graph.edgeCount, columns: sizes.edgeFeatures)
    edges.base.update(from: edgeFeatures, count: edgeFeatures.count)
    let embedded = graphSpace.take(rows: graph.nodeCount, columns: sizes.width)
    network.embedding.forward(features, parameters: parameters, into: embedded)
    var trace = GraphTrace(
      graph: graph, features: features, edgeFeatures: edges, nodes: [embedded])
    for index in network.edges.indices {
      let sum = graphSpace.take(rows: graph.nodeCount, columns: sizes.width)
      trace.edges.append(
        network.edges[index].forward(
          trace.result, edges: edges, graph: graph, parameters: parameters,
          workspace: &graphSpace, into: sum))
      // Each layer adds to what it was given, so that a node keeps its own features.
      for row in 0..<sum.rows {
        let (source, target) = (trace.result.row(row), sum.row(row))
        for column in 0..<sum.columns { target[column] += source[column] }
      }
      let next = graphSpace.take(rows: graph.nodeCount, columns: sizes.width)
      trace.sums.append(sum)
      trace.norms.append(
        network.norms[index].forward(
          sum, parameters: parameters, workspace: &graphSpace, into: next))
      trace.nodes.append(next)
    }
    self.graph = trace
  }

  /// A batch's maps and numbers, to be filled in before ``decide(_:nodes:)``.
  public struct Batch {
    /// A row for each cell of each decision, ``CanvasMaps/channels`` columns.
    public let maps: MatrixView
    /// A row for each decision, ``CanvasMaps/scalars`` columns.
    public let scalars: MatrixView
    let shape: GridShape
  }

  /// Room for a batch of decisions on the graph that was encoded last.
  public func batch(decisions: Int, shape: GridShape) -> Batch {
    space.reset()
    let sizes = network.architecture
    return Batch(
      maps: space.take(rows: decisions * shape.cells, columns: sizes.mapChannels),
      scalars: space.take(rows: decisions, columns: sizes.scalars), shape: shape)
  }

  /// Computes logits and values of a batch.
  ///
  /// - Parameter nodes: the node of each decision.
  /// - Returns: logits, a row for each decision and a column for each cell, and values, a row each.
  public func decide(_ batch: Batch, nodes: [Int]) -> (logits: MatrixView, values: MatrixView) {
    guard let graph else { preconditionFailure("no graph is encoded") }
    let sizes = network.architecture
    let count = nodes.count
    let queries = space.take(rows: count, columns: sizes.width)
    for (row, node) in nodes.enumerated() {
      queries.rows(row..<row + 1).copy(graph.result.rows(node..<node + 1))
    }
    let input = space.take(rows: count, columns: 2 * sizes.width + sizes.scalars)
    let pooling = network.pooling.forward(
      queries: queries, vectors: graph.result, sets: [0, graph.result.rows],
      parameters: parameters, workspace: &space, into: input.columns(sizes.width..<2 * sizes.width))
    input.columns(0..<sizes.width).copy(queries)
    input.columns(2 * sizes.width..<input.columns).copy(batch.scalars)
    let context = space.take(rows: count, columns: sizes.context)
    network.context.forward(input, parameters: parameters, into: context)
    let trace = canvas(
      batch, nodes: nodes, queries: queries, pooling: pooling, contextInput: input,
      context: context)
    step = trace
    return (trace.logits, trace.values)
  }

  private func canvas(
    _ batch: Batch, nodes: [Int], queries: MatrixView, pooling: AttentionPooling.Trace,
    contextInput: MatrixView, context: MatrixView
  ) -> StepTrace {
    let sizes = network.architecture
    let count = nodes.count
    let (shape, halfShape) = (batch.shape, batch.shape.reduced(by: 2))
    let quarterShape = halfShape.reduced(by: 2)
    let codes = (
      quarter: space.take(rows: count, columns: sizes.quarterCode),
      full: space.take(rows: count, columns: sizes.fullCode)
    )
    network.quarterCode.forward(context, parameters: parameters, into: codes.quarter)
    network.fullCode.forward(context, parameters: parameters, into: codes.full)

    let half = space.take(rows: count * halfShape.cells, columns: sizes.halfChannels)
    network.half.forward(
      batch.maps, shape: shape, parameters: parameters, workspace: &space, into: half)
    let quarter = space.take(
      rows: count * quarterShape.cells, columns: sizes.quarterChannels + sizes.quarterCode)
    network.quarter.forward(
      half, shape: halfShape, parameters: parameters, workspace: &space,
      into: quarter.columns(0..<sizes.quarterChannels))
    Broadcast.spread(
      codes.quarter, over: quarter.columns(sizes.quarterChannels..<quarter.columns))
    let coarse = space.take(rows: quarter.rows, columns: sizes.quarterChannels)
    network.coarse.forward(
      quarter, shape: quarterShape, parameters: parameters, workspace: &space, into: coarse)

    let halfOnly = space.take(rows: half.rows, columns: sizes.halfExpansion)
    network.halfExpansion.forward(
      coarse, outputShape: halfShape, parameters: parameters, workspace: &space, into: halfOnly)
    let joined = space.take(rows: half.rows, columns: sizes.halfExpansion + sizes.halfChannels)
    joined.columns(0..<sizes.halfExpansion).copy(halfOnly)
    joined.columns(sizes.halfExpansion..<joined.columns).copy(half)
    let fullOnly = space.take(rows: batch.maps.rows, columns: sizes.fullExpansion)
    network.fullExpansion.forward(
      joined, outputShape: shape, parameters: parameters, workspace: &space, into: fullOnly)
    let full = space.take(
      rows: batch.maps.rows,
      columns: sizes.fullExpansion + sizes.mapChannels + sizes.fullCode)
    full.columns(0..<sizes.fullExpansion).copy(fullOnly)
    full.columns(sizes.fullExpansion..<sizes.fullExpansion + sizes.mapChannels).copy(batch.maps)
    Broadcast.spread(
      codes.full, over: full.columns(sizes.fullExpansion + sizes.mapChannels..<full.columns))
    let hidden = space.take(rows: full.rows, columns: sizes.hidden)
    network.hidden.forward(full, parameters: parameters, into: hidden)
    let logits = space.take(rows: full.rows, columns: 1)
    network.logits.forward(hidden, parameters: parameters, into: logits)

    let value = value(coarse, context)
    return StepTrace(
      shape: shape, nodes: nodes, queries: queries, pooling: pooling, contextInput: contextInput,
      context: context, quarterCode: codes.quarter, fullCode: codes.full, maps: batch.maps,
      half: half, quarter: quarter, coarse: coarse, halfExpansion: joined, full: full,
      fullExpansion: fullOnly, halfExpansionOnly: halfOnly, hidden: hidden,
      logits: logits.reshaped(rows: count, columns: shape.cells), valueInput: value.input,
      valueHidden: value.hidden, values: value.output)
  }
  private func value(
    _ coarse: MatrixView, _ context: MatrixView
  ) -> (input: MatrixView, hidden: MatrixView, output: MatrixView) {
    let sizes = network.architecture
    let input = space.take(rows: context.rows, columns: sizes.quarterChannels + sizes.context)
    Broadcast.average(coarse, into: input.columns(0..<sizes.quarterChannels))
    input.columns(sizes.quarterChannels..<input.columns).copy(context)
    let hidden = space.take(rows: context.rows, columns: sizes.valueHidden)
    network.valueHidden.forward(input, parameters: parameters, into: hidden)
    let output = space.take(rows: context.rows, columns: 1)
    network.value.forward(hidden, parameters: parameters, into: output)
    return (input, hidden, output)
  }
}
