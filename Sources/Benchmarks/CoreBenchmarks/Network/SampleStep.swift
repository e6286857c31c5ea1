import LinearAlgebra
import NeuralNetwork

/// Forward and backward runs of the sample network on a part of a batch.
final class SampleStep: @unchecked Sendable {
  private let network: SampleNetwork
  private let batch: SampleBatch
  private let parameters: ParameterView
  private(set) var gradients: ParameterStore
  private var workspace = Workspace()
  private var nodes: [MatrixView] = []
  private var sums: [MatrixView] = []
  private var edgeTraces: [EdgeConvolution.Trace] = []
  private var statistics: [LayerNorm.Statistics] = []
  private var maps: [MatrixView] = []
  private var shapes: [GridShape] = []
  private(set) var loss = 0.0

  init(_ network: SampleNetwork, batch: SampleBatch, parameters: ParameterView) {
    self.network = network
    self.batch = batch
    self.parameters = parameters
    gradients = ParameterStore(network.layout)
  }

  private func take(_ rows: Int, _ columns: Int) -> MatrixView {
    workspace.take(rows: rows, columns: columns)
  }

  /// Computes the loss and its gradients.
  func run(backward isBackward: Bool = true) throws {
    workspace.reset()
    gradients.fill(0)
    let size = network.size
    encodeGraph()
    encodeMaps()

    let queries = take(batch.items, size.width)
    for (item, node) in batch.currentNodes.enumerated() {
      queries.rows(item..<item + 1).copy(nodes[3].rows(node..<node + 1))
    }
    let pooled = take(batch.items, size.width)
    let pooling = network.pooling.forward(
      queries: queries, vectors: nodes[3], sets: batch.sets, parameters: parameters,
      workspace: &workspace, into: pooled)
    let hidden = take(batch.items, size.width)
    let values = take(batch.items, 1)
    network.hidden.forward(pooled, parameters: parameters, into: hidden)
    network.value.forward(hidden, parameters: parameters, into: values)

    let half = size.canvas.reduced(by: 2)
    let code = take(batch.items, half.cells * SampleSize.codeChannels)
    network.code.forward(pooled, parameters: parameters, into: code)
    let joined = maps[4]
    joined.columns(size.channels..<joined.columns).copy(
      code.reshaped(rows: joined.rows, columns: SampleSize.codeChannels))
    let expanded = take(batch.items * size.canvas.cells, size.channels / 2)
    network.expansion.forward(
      joined, outputShape: size.canvas, parameters: parameters, workspace: &workspace,
      into: expanded)
    let logits = take(batch.items * size.canvas.cells, 1)
    network.logits.forward(expanded, parameters: parameters, into: logits)
    let distribution = logits.reshaped(rows: batch.items, columns: size.canvas.cells)
    try MaskedSoftmax.forward(distribution, legal: batch.legal, into: distribution)

    let logitGradient = take(batch.items, size.canvas.cells)
    let valueGradient = take(batch.items, 1)
    loss =
      Losses.crossEntropy(distribution, targets: batch.targets, logitGradient: logitGradient)
      + Losses.halfSquare(values, targets: batch.values, gradient: valueGradient)
    guard isBackward else { return }

    let expandedGradient = take(expanded.rows, expanded.columns)
    network.logits.backward(
      outputGradient: logitGradient.reshaped(rows: logits.rows, columns: 1), input: expanded,
      output: logits, parameters: parameters, gradients: gradients.view,
      inputGradient: expandedGradient)
    let joinedGradient = take(joined.rows, joined.columns)
    network.expansion.backward(
      outputGradient: expandedGradient, input: joined, output: expanded,
      outputShape: size.canvas, parameters: parameters, gradients: gradients.view,
      workspace: &workspace, inputGradient: joinedGradient)
    let codeGradient = take(code.rows, code.columns)
    codeGradient.reshaped(rows: joined.rows, columns: SampleSize.codeChannels).copy(
      joinedGradient.columns(size.channels..<joined.columns))
    let pooledGradient = take(batch.items, size.width)
    network.code.backward(
      outputGradient: codeGradient, input: pooled, output: code, parameters: parameters,
      gradients: gradients.view, inputGradient: pooledGradient)
    let hiddenGradient = take(batch.items, size.width)
    network.value.backward(
      outputGradient: valueGradient, input: hidden, output: values, parameters: parameters,
      gradients: gradients.view, inputGradient: hiddenGradient)
    network.hidden.backward(
      outputGradient: hiddenGradient, input: pooled, output: hidden, parameters: parameters,
      gradients: gradients.view, inputGradient: pooledGradient, adding: true)
    let queryGradient = take(batch.items, size.width)
    let nodeGradient = take(nodes[3].rows, size.width)
    network.pooling.backward(
      outputGradient: pooledGradient, queries: queries, vectors: nodes[3], sets: batch.sets,
      trace: pooling, parameters: parameters, gradients: gradients.view, workspace: &workspace,
      queryGradient: queryGradient, vectorGradient: nodeGradient)
    for (item, node) in batch.currentNodes.enumerated() {
      for column in 0..<size.width { nodeGradient[node, column] += queryGradient[item, column] }
    }
    reverseGraph(nodeGradient)
    reverseMaps(joinedGradient.columns(0..<size.channels))
  }

  private func encodeGraph() {
    let width = network.size.width
    nodes = [take(batch.nodes.rows, width)]
    sums = []
    edgeTraces = []
    statistics = []
    network.embedding.forward(batch.nodes, parameters: parameters, into: nodes[0])
    for index in 0..<3 {
      sums.append(take(batch.nodes.rows, width))
      edgeTraces.append(
        network.edges[index].forward(
          nodes[index], edges: batch.edges, graph: batch.graph, parameters: parameters,
          workspace: &workspace, into: sums[index]))
      nodes.append(take(batch.nodes.rows, width))
      statistics.append(
        network.norms[index].forward(
          sums[index], parameters: parameters, workspace: &workspace, into: nodes[index + 1]))
    }
  }

  private func reverseGraph(_ gradient: MatrixView) {
    for index in (0..<3).reversed() {
      network.norms[index].backward(
        outputGradient: gradient, input: sums[index], statistics: statistics[index],
        parameters: parameters, gradients: gradients.view, inputGradient: gradient)
      network.edges[index].backward(
        outputGradient: gradient, nodes: nodes[index], edges: batch.edges, graph: batch.graph,
        trace: edgeTraces[index], parameters: parameters, gradients: gradients.view,
        workspace: &workspace, nodeGradient: gradient)
    }
    network.embedding.backward(
      outputGradient: gradient, input: batch.nodes, output: nodes[0], parameters: parameters,
      gradients: gradients.view, inputGradient: nil)
  }

  /// The last map has room for the code of the graph beside its channels.
  private func encodeMaps() {
    maps = [batch.maps]
    shapes = [network.size.canvas]
    for (index, layer) in network.maps.enumerated() {
      let shape = layer.outputShape(shapes[index])
      let room = index == 3 ? SampleSize.codeChannels : 0
      maps.append(take(batch.items * shape.cells, network.size.channels + room))
      shapes.append(shape)
      layer.forward(
        maps[index], shape: shapes[index], parameters: parameters, workspace: &workspace,
        into: maps[index + 1].columns(0..<network.size.channels))
    }
  }

  private func reverseMaps(_ gradient: MatrixView) {
    var gradient = gradient
    for index in (0..<4).reversed() {
      let before = index == 0 ? nil : take(maps[index].rows, network.size.channels)
      network.maps[index].backward(
        outputGradient: gradient, input: maps[index],
        output: maps[index + 1].columns(0..<network.size.channels), shape: shapes[index],
        parameters: parameters, gradients: gradients.view, workspace: &workspace,
        inputGradient: before)
      gradient = before ?? gradient
    }
  }
}
