public import LinearAlgebra
public import NeuralNetwork

extension PolicyPass {
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
    let inputGradient = like(step.contextInput)
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

  /// From both heads back to the context.
  private func reverseCanvas(
    _ step: StepTrace, _ logitGradient: MatrixView, _ valueGradient: MatrixView,
    _ gradients: ParameterView
  ) -> MatrixView {
    let sizes = network.architecture
    let count = step.nodes.count
    let halfShape = step.shape.reduced(by: 2)
    let quarterShape = halfShape.reduced(by: 2)
    let (joinedGradient, fullCodeGradient) = reverseFull(step, logitGradient, gradients)
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

  /// From the logits back to the map at half size and to the context at full size.
  private func reverseFull(
    _ step: StepTrace, _ logitGradient: MatrixView, _ gradients: ParameterView
  ) -> (joined: MatrixView, fullCode: MatrixView) {
    let sizes = network.architecture
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
    return (joinedGradient, fullCodeGradient)
  }

  /// Room for the gradient of a matrix.
  private func like(_ matrix: MatrixView) -> MatrixView {
    space.take(rows: matrix.rows, columns: matrix.columns)
  }

  private func reverseValue(
    _ step: StepTrace, _ valueGradient: MatrixView, _ gradients: ParameterView
  ) -> MatrixView {
    let hiddenGradient = like(step.valueHidden)
    network.value.backward(
      outputGradient: valueGradient, input: step.valueHidden, output: step.values,
      parameters: parameters, gradients: gradients, inputGradient: hiddenGradient)
    let inputGradient = like(step.valueInput)
    network.valueHidden.backward(
      outputGradient: hiddenGradient, input: step.valueInput, output: step.valueHidden,
      parameters: parameters, gradients: gradients, inputGradient: inputGradient)
    return inputGradient
  }

  private func reverseGraph(
    _ trace: GraphTrace, _ gradient: MatrixView, _ gradients: ParameterView
  ) {
    let sumGradient = like(gradient)
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
