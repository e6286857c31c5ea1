public import LinearAlgebra
public import NeuralNetwork

/// Runs the network: forward over a graph once and over any number of decisions on it, and backward
/// over the last batch of them.
///
/// One thread at a time uses it. What it returns is valid until the next call of the same function.
public final class PolicyPass: @unchecked Sendable {
  /// The network.
  public let network: PolicyNetwork
  private let parameters: ParameterView
  private var graphSpace = Workspace()
  private var space = Workspace()
  private var graph: GraphTrace?
  private var step: StepTrace?

  /// What encoding the graph left.
  private struct GraphTrace {
    var graph: EdgeGraph
    var features: MatrixView
    var edgeFeatures: MatrixView
    /// The embeddings before each layer, and at last the result.
    var nodes: [MatrixView]
    var sums: [MatrixView] = []
    var edges: [EdgeConvolution.Trace] = []
    var norms: [LayerNorm.Statistics] = []
    var result: MatrixView { nodes[nodes.count - 1] }
  }

  /// What a batch of decisions left: each matrix by what it holds.
  private struct StepTrace {
    var shape: GridShape
    var nodes: [Int]
    var queries: MatrixView
    var pooling: AttentionPooling.Trace
    var contextInput: MatrixView
    var context: MatrixView
    var quarterCode: MatrixView
    var fullCode: MatrixView
    var maps: MatrixView
    var half: MatrixView
    /// The map at a quarter and the context beside it.
    var quarter: MatrixView
    var coarse: MatrixView
    /// The map that came back to half size and that of the way down beside it.
    var halfExpansion: MatrixView
    /// The map that came back to full size, the original one, and the context.
    var full: MatrixView
    var fullExpansion: MatrixView
    var halfExpansionOnly: MatrixView
    var hidden: MatrixView
    var logits: MatrixView
    var valueInput: MatrixView
    var valueHidden: MatrixView
    var values: MatrixView
  }

  /// A runner of a network with parameters, which must outlive it.
  public init(_ network: PolicyNetwork, parameters: ParameterView) {
    self.network = network
    self.parameters = parameters
  }

  // MARK: - Forward

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

    let valueInput = space.take(rows: count, columns: sizes.quarterChannels + sizes.context)
    Broadcast.average(coarse, into: valueInput.columns(0..<sizes.quarterChannels))
    valueInput.columns(sizes.quarterChannels..<valueInput.columns).copy(context)
    let valueHidden = space.take(rows: count, columns: sizes.valueHidden)
    network.valueHidden.forward(valueInput, parameters: parameters, into: valueHidden)
    let values = space.take(rows: count, columns: 1)
    network.value.forward(valueHidden, parameters: parameters, into: values)
    return StepTrace(
      shape: shape, nodes: nodes, queries: queries, pooling: pooling, contextInput: contextInput,
      context: context, quarterCode: codes.quarter, fullCode: codes.full, maps: batch.maps,
      half: half, quarter: quarter, coarse: coarse, halfExpansion: joined, full: full,
      fullExpansion: fullOnly, halfExpansionOnly: halfOnly, hidden: hidden,
      logits: logits.reshaped(rows: count, columns: shape.cells), valueInput: valueInput,
      valueHidden: valueHidden, values: values)
  }

  // MARK: - Backward

  /// Adds the gradients of the last batch to those of the parameters.
  ///
  /// - Parameters:
  ///   - logitGradient: the gradient of the logits, taken in.
  ///   - valueGradient: the gradient of the values, taken in.
  public func backward(
    logitGradient: MatrixView, valueGradient: MatrixView, gradients: ParameterView
  ) {
    guard let graph, let step else { preconditionFailure("nothing was decided") }
    let sizes = network.architecture
    let contextGradient = reverseCanvas(step, logitGradient, valueGradient, gradients)
    let inputGradient = space.take(
      rows: step.contextInput.rows, columns: step.contextInput.columns)
    network.context.backward(
      outputGradient: contextGradient, input: step.contextInput, output: step.context,
      parameters: parameters, gradients: gradients, inputGradient: inputGradient)
    let nodeGradient = space.take(rows: graph.result.rows, columns: sizes.width)
    let queryGradient = space.take(rows: step.queries.rows, columns: sizes.width)
    network.pooling.backward(
      outputGradient: inputGradient.columns(sizes.width..<2 * sizes.width),
      queries: step.queries, vectors: graph.result, sets: [0, graph.result.rows],
      trace: step.pooling, parameters: parameters, gradients: gradients, workspace: &space,
      queryGradient: queryGradient, vectorGradient: nodeGradient)
    for (row, node) in step.nodes.enumerated() {
      let target = nodeGradient.row(node)
      let (first, second) = (inputGradient.row(row), queryGradient.row(row))
      for column in 0..<sizes.width { target[column] += first[column] + second[column] }
    }
    reverseGraph(graph, nodeGradient, gradients)
  }

  private func reverseCanvas(
    _ step: StepTrace, _ logitGradient: MatrixView, _ valueGradient: MatrixView,
    _ gradients: ParameterView
  ) -> MatrixView {
    let sizes = network.architecture
    let count = step.nodes.count
    let halfShape = step.shape.reduced(by: 2)
    let quarterShape = halfShape.reduced(by: 2)
    func like(_ matrix: MatrixView) -> MatrixView {
      space.take(rows: matrix.rows, columns: matrix.columns)
    }
    let hiddenGradient = like(step.hidden)
    network.logits.backward(
      outputGradient: logitGradient.reshaped(rows: step.hidden.rows, columns: 1),
      input: step.hidden, output: step.logits.reshaped(rows: step.hidden.rows, columns: 1),
      parameters: parameters, gradients: gradients, inputGradient: hiddenGradient)
    let fullGradient = like(step.full)
    network.hidden.backward(
      outputGradient: hiddenGradient, input: step.full, output: step.hidden,
      parameters: parameters, gradients: gradients, inputGradient: fullGradient)
    let fullCodeGradient = like(step.fullCode)
    Broadcast.collect(
      fullGradient.columns(sizes.fullExpansion + sizes.mapChannels..<fullGradient.columns),
      into: fullCodeGradient)
    let fullOnlyGradient = like(step.fullExpansion)
    fullOnlyGradient.copy(fullGradient.columns(0..<sizes.fullExpansion))
    let joinedGradient = like(step.halfExpansion)
    network.fullExpansion.backward(
      outputGradient: fullOnlyGradient, input: step.halfExpansion, output: step.fullExpansion,
      outputShape: step.shape, parameters: parameters, gradients: gradients, workspace: &space,
      inputGradient: joinedGradient)
    let halfOnlyGradient = like(step.halfExpansionOnly)
    halfOnlyGradient.copy(joinedGradient.columns(0..<sizes.halfExpansion))
    let coarseGradient = like(step.coarse)
    network.halfExpansion.backward(
      outputGradient: halfOnlyGradient, input: step.coarse, output: step.halfExpansionOnly,
      outputShape: halfShape, parameters: parameters, gradients: gradients, workspace: &space,
      inputGradient: coarseGradient)

    let valueInputGradient = reverseValue(step, valueGradient, gradients)
    Broadcast.addAverage(
      of: valueInputGradient.columns(0..<sizes.quarterChannels), to: coarseGradient)
    let quarterGradient = like(step.quarter)
    network.coarse.backward(
      outputGradient: coarseGradient, input: step.quarter, output: step.coarse,
      shape: quarterShape, parameters: parameters, gradients: gradients, workspace: &space,
      inputGradient: quarterGradient)
    let quarterCodeGradient = like(step.quarterCode)
    Broadcast.collect(
      quarterGradient.columns(sizes.quarterChannels..<quarterGradient.columns),
      into: quarterCodeGradient)
    let halfGradient = like(step.half)
    halfGradient.copy(joinedGradient.columns(sizes.halfExpansion..<joinedGradient.columns))
    network.quarter.backward(
      outputGradient: quarterGradient.columns(0..<sizes.quarterChannels), input: step.half,
      output: step.quarter.columns(0..<sizes.quarterChannels), shape: halfShape,
      parameters: parameters, gradients: gradients, workspace: &space,
      inputGradient: halfGradient, adding: true)
    network.half.backward(
      outputGradient: halfGradient, input: step.maps, output: step.half, shape: step.shape,
      parameters: parameters, gradients: gradients, workspace: &space, inputGradient: nil)

    let contextGradient = space.take(rows: count, columns: sizes.context)
    contextGradient.copy(
      valueInputGradient.columns(sizes.quarterChannels..<valueInputGradient.columns))
    network.quarterCode.backward(
      outputGradient: quarterCodeGradient, input: step.context, output: step.quarterCode,
      parameters: parameters, gradients: gradients, inputGradient: contextGradient, adding: true)
    network.fullCode.backward(
      outputGradient: fullCodeGradient, input: step.context, output: step.fullCode,
      parameters: parameters, gradients: gradients, inputGradient: contextGradient, adding: true)
    return contextGradient
  }

  private func reverseValue(
    _ step: StepTrace, _ valueGradient: MatrixView, _ gradients: ParameterView
  ) -> MatrixView {
    let hiddenGradient = space.take(
      rows: step.valueHidden.rows, columns: step.valueHidden.columns)
    network.value.backward(
      outputGradient: valueGradient, input: step.valueHidden, output: step.values,
      parameters: parameters, gradients: gradients, inputGradient: hiddenGradient)
    let inputGradient = space.take(rows: step.valueInput.rows, columns: step.valueInput.columns)
    network.valueHidden.backward(
      outputGradient: hiddenGradient, input: step.valueInput, output: step.valueHidden,
      parameters: parameters, gradients: gradients, inputGradient: inputGradient)
    return inputGradient
  }

  private func reverseGraph(
    _ trace: GraphTrace, _ gradient: MatrixView, _ gradients: ParameterView
  ) {
    let sumGradient = space.take(rows: gradient.rows, columns: gradient.columns)
    for index in network.edges.indices.reversed() {
      network.norms[index].backward(
        outputGradient: gradient, input: trace.sums[index], statistics: trace.norms[index],
        parameters: parameters, gradients: gradients, inputGradient: gradient)
      sumGradient.copy(gradient)
      network.edges[index].backward(
        outputGradient: sumGradient, nodes: trace.nodes[index], edges: trace.edgeFeatures,
        graph: trace.graph, trace: trace.edges[index], parameters: parameters,
        gradients: gradients, workspace: &space, nodeGradient: gradient, adding: true)
    }
    network.embedding.backward(
      outputGradient: gradient, input: trace.features, output: trace.nodes[0],
      parameters: parameters, gradients: gradients, inputGradient: nil)
  }
}
