public import LinearAlgebra

/// A graph convolution through edges, after Mirhoseini et al., A Graph Placement Methodology for
/// Fast Chip Design (Nature 594, 2021).
///
/// With f(u, v, e) = activation(W [u v e] + b), the embedding of an edge with features e between
/// nodes u and v is the mean of f(u, v, e) and f(v, u, e), so that it does not depend on the order
/// of its ends; the new embedding of a node is the mean over its edges, and zero without edges. The
/// mean over all edges is the mean over nodes weighted by degree.
///
/// W splits into a part for each of u, v and e. The first two are applied to nodes, all in one
/// product, before edges add them up; embeddings of edges are never stored, and formed again on the
/// way back.
public struct EdgeConvolution: Hashable, Sendable {
  /// The columns of nodes that come in.
  public let inputs: Int
  /// The columns of nodes that go out.
  public let outputs: Int
  /// The columns of edge features, possibly zero.
  public let edgeFeatures: Int
  /// What is applied to the sums.
  public let activation: Activation
  /// The parts of W for u and v: `2 * outputs` times `inputs`, first that for u. As PyTorch's
  /// `Linear` over [u v e] it is W's columns of u above those of v.
  public let nodeWeight: ParameterSlice
  /// The part of W for e, `outputs` times `edgeFeatures`; nil without features.
  public let edgeWeight: ParameterSlice?
  /// The biases.
  public let bias: ParameterSlice

  /// What ``forward(_:edges:graph:parameters:workspace:into:)`` leaves for the way back.
  public struct Trace: Sendable {
    /// Both projections of each node, side by side.
    let nodes: MatrixView
  }

  /// A layer whose parameters are `name.node_weight`, `name.edge_weight` and `name.bias`.
  public init(
    _ name: String, inputs: Int, outputs: Int, edgeFeatures: Int, activation: Activation = .relu,
    in layout: inout ParameterLayout
  ) {
    self.inputs = inputs
    self.outputs = outputs
    self.edgeFeatures = edgeFeatures
    self.activation = activation
    let initialization = Initialization.weights(
      inputs: 2 * inputs + edgeFeatures, outputs: outputs, activation: activation)
    nodeWeight = layout.add(
      "\(name).node_weight", shape: [2 * outputs, inputs], initialization: initialization)
    edgeWeight =
      edgeFeatures == 0
      ? nil
      : layout.add(
        "\(name).edge_weight", shape: [outputs, edgeFeatures], initialization: initialization)
    bias = layout.add("\(name).bias", shape: [outputs], initialization: .constant(0))
  }

  /// Computes new embeddings of all nodes.
  ///
  /// - Parameters:
  ///   - nodes: The nodes of all items of the batch, `inputs` columns.
  ///   - edges: The features of edges: a row for each edge of the graph, the same for all items, or
  ///     for each edge of each item. Unused without features.
  ///   - graph: The graph that each item has.
  ///   - parameters: The parameters.
  ///   - workspace: Where the trace is taken from.
  ///   - output: A row for each node, `outputs` columns.
  public func forward(
    _ nodes: MatrixView, edges: MatrixView?, graph: EdgeGraph, parameters: ParameterView,
    workspace: inout Workspace, into output: MatrixView
  ) -> Trace {
    let batch = check(nodes, edges, graph, output)
    let trace = Trace(nodes: workspace.take(rows: nodes.rows, columns: 2 * outputs))
    let mark = workspace.mark
    let terms = workspace.take(rows: graph.edgeCount, columns: outputs)
    for item in 0..<batch {
      project(edges, item: item, parameters: parameters, into: terms)
      let rows = item * graph.nodeCount..<(item + 1) * graph.nodeCount
      let target = output.rows(rows)
      multiply(
        nodes.rows(rows), parameters[nodeWeight], transposing: .right,
        into: trace.nodes.rows(rows))
      target.fill(0)
      gather(trace.nodes.rows(rows), terms, graph, into: target)
      for node in 0..<graph.nodeCount {
        Elementwise.scale(
          target.row(node), by: 0.5 * graph.inverseDegrees[node], count: outputs)
      }
    }
    workspace.rewind(to: mark)
    return trace
  }

  /// Computes gradients of a loss from its gradient with respect to the output.
  ///
  /// - Parameters:
  ///   - outputGradient: The gradient of the output. It is overwritten.
  ///   - nodes: The nodes that ``forward(_:edges:graph:parameters:workspace:into:)`` was given.
  ///   - edges: Its features of edges.
  ///   - graph: Its graph.
  ///   - trace: What it returned.
  ///   - parameters: Its parameters.
  ///   - gradients: Where gradients of the parameters are added.
  ///   - workspace: Used in between.
  ///   - nodeGradient: Where the gradient of the nodes goes, if it is wanted. It may be
  ///     `outputGradient` itself.
  ///   - adding: Whether it is added to what stands there.
  ///   - edgeGradient: Where the gradient of the features of edges is added, if it is wanted.
  public func backward(
    outputGradient: MatrixView, nodes: MatrixView, edges: MatrixView?, graph: EdgeGraph,
    trace: Trace, parameters: ParameterView, gradients: ParameterView,
    workspace: inout Workspace, nodeGradient: MatrixView?, adding: Bool = false,
    edgeGradient: MatrixView? = nil
  ) {
    let batch = check(nodes, edges, graph, outputGradient)
    let mark = workspace.mark
    let projectionGradient = workspace.take(rows: graph.nodeCount, columns: 2 * outputs)
    let terms = workspace.take(rows: graph.edgeCount, columns: outputs)
    let termGradient = workspace.take(rows: graph.edgeCount, columns: outputs)
    let sums = workspace.take(rows: 1, columns: outputs)
    for item in 0..<batch {
      project(edges, item: item, parameters: parameters, into: terms)
      let rows = item * graph.nodeCount..<(item + 1) * graph.nodeCount
      let incoming = outputGradient.rows(rows)
      for node in 0..<graph.nodeCount {
        Elementwise.scale(
          incoming.row(node), by: 0.5 * graph.inverseDegrees[node], count: outputs)
      }
      projectionGradient.fill(0)
      scatter(
        incoming, trace.nodes.rows(rows), terms, graph, into: projectionGradient, termGradient)
      sums.fill(0)
      BiasActivation.addColumnSums(of: termGradient, to: sums.base)
      Elementwise.add(sums.base, to: gradients.pointer(bias), count: outputs)
      if let edges, let edgeWeight {
        let own = edgeRows(edges, item: item, of: graph.edgeCount)
        multiply(
          termGradient, edges.rows(own), transposing: .left, into: gradients[edgeWeight],
          adding: true)
        if let edgeGradient {
          multiply(
            termGradient, parameters[edgeWeight], into: edgeGradient.rows(own), adding: true)
        }
      }
      multiply(
        projectionGradient, nodes.rows(rows), transposing: .left, into: gradients[nodeWeight],
        adding: true)
      if let nodeGradient {
        multiply(
          projectionGradient, parameters[nodeWeight], into: nodeGradient.rows(rows),
          adding: adding)
      }
    }
    workspace.rewind(to: mark)
  }
}

extension EdgeConvolution {
  /// Checks shapes, and returns the number of items.
  private func check(
    _ nodes: MatrixView, _ edges: MatrixView?, _ graph: EdgeGraph, _ output: MatrixView
  ) -> Int {
    let batch = graph.nodeCount == 0 ? 0 : nodes.rows / graph.nodeCount
    precondition(
      nodes.rows == batch * graph.nodeCount && nodes.columns == inputs,
      "\(nodes.rows) times \(nodes.columns) for a graph of \(graph.nodeCount) nodes")
    precondition(output.rows == nodes.rows && output.columns == outputs, "output of another shape")
    if edgeFeatures > 0 {
      precondition(
        edges?.columns == edgeFeatures
          && (edges?.rows == graph.edgeCount || edges?.rows == batch * graph.edgeCount),
        "features of other edges than the graph's")
    }
    return batch
  }
}
