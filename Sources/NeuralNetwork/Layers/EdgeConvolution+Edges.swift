import LinearAlgebra

extension EdgeConvolution {
  /// The rows of an item's edges among all features: all of them where items share them.
  func edgeRows(_ edges: MatrixView, item: Int, of count: Int) -> Range<Int> {
    edges.rows == count ? 0..<count : item * count..<(item + 1) * count
  }

  /// What edges and bias add to sums, computed anew where items do not share their edges.
  func project(
    _ edges: MatrixView?, item: Int, parameters: ParameterView, into terms: MatrixView
  ) {
    let isShared = edges.map { $0.rows == terms.rows } ?? true
    guard item == 0 || !isShared else { return }
    if let edges, let edgeWeight {
      multiply(
        edges.rows(edgeRows(edges, item: item, of: terms.rows)), parameters[edgeWeight],
        transposing: .right, into: terms)
      BiasActivation.apply(.identity, bias: parameters.pointer(bias), to: terms)
    } else {
      for row in 0..<terms.rows {
        terms.row(row).update(from: parameters.pointer(bias), count: outputs)
      }
    }
  }

  /// Adds twice the embedding of each edge to both its ends.
  func gather(
    _ nodes: MatrixView, _ terms: MatrixView, _ graph: EdgeGraph, into output: MatrixView
  ) {
    switch activation {
    case .identity: gather(nodes, terms, graph, output) { $0 }
    case .relu: gather(nodes, terms, graph, output) { Lanes.maximum($0, .zero) }
    case .tanh: gather(nodes, terms, graph, output) { $0.hyperbolicTangent }
    }
  }

  @inline(__always)
  private func gather(
    _ nodes: MatrixView, _ terms: MatrixView, _ graph: EdgeGraph, _ output: MatrixView,
    _ function: (Lanes) -> Lanes
  ) {
    for edge in 0..<graph.edgeCount {
      let source = Int(graph.sources[edge])
      let target = Int(graph.targets[edge])
      let sourceNode = nodes.row(source)
      let targetNode = nodes.row(target)
      let sourceOutput = output.row(source)
      let targetOutput = output.row(target)
      let term = terms.row(edge)
      var column = 0
      while column < outputs {
        let count = min(8, outputs - column)
        let constant = Lanes.load(term + column, upTo: count)
        let forth =
          Lanes.load(sourceNode + column, upTo: count)
          + Lanes.load(targetNode + outputs + column, upTo: count) + constant
        let back =
          Lanes.load(targetNode + column, upTo: count)
          + Lanes.load(sourceNode + outputs + column, upTo: count) + constant
        let embedding = function(forth) + function(back)
        // One after the other: the ends may be the same node.
        embedding.add(to: sourceOutput + column, upTo: count)
        embedding.add(to: targetOutput + column, upTo: count)
        column += 8
      }
    }
  }

  /// Adds gradients of the projections of nodes, and sets those of edges' terms, from gradients of
  /// sums of edges at nodes.
  func scatter(
    _ incoming: MatrixView, _ nodes: MatrixView, _ terms: MatrixView, _ graph: EdgeGraph,
    into gradient: MatrixView, _ termGradient: MatrixView
  ) {
    switch activation {
    case .identity:
      scatter(incoming, nodes, terms, graph, gradient, termGradient) { gradient, _ in gradient }
    case .relu:
      scatter(incoming, nodes, terms, graph, gradient, termGradient) { gradient, sum in
        gradient.replacing(with: 0, where: sum .<= 0)
      }
    case .tanh:
      scatter(incoming, nodes, terms, graph, gradient, termGradient) { gradient, sum in
        let value = sum.hyperbolicTangent
        return gradient * (1 - value * value)
      }
    }
  }

  @inline(__always)
  private func scatter(
    _ incoming: MatrixView, _ nodes: MatrixView, _ terms: MatrixView, _ graph: EdgeGraph,
    _ gradient: MatrixView, _ termGradient: MatrixView,
    _ function: (_ gradient: Lanes, _ sum: Lanes) -> Lanes
  ) {
    for edge in 0..<graph.edgeCount {
      let source = Int(graph.sources[edge])
      let target = Int(graph.targets[edge])
      let sourceNode = nodes.row(source)
      let targetNode = nodes.row(target)
      let sourceGradient = gradient.row(source)
      let targetGradient = gradient.row(target)
      let sourceIncoming = incoming.row(source)
      let targetIncoming = incoming.row(target)
      let term = terms.row(edge)
      let outgoing = termGradient.row(edge)
      var column = 0
      while column < outputs {
        let count = min(8, outputs - column)
        let embedding =
          Lanes.load(sourceIncoming + column, upTo: count)
          + Lanes.load(targetIncoming + column, upTo: count)
        let constant = Lanes.load(term + column, upTo: count)
        let forth = function(
          embedding,
          Lanes.load(sourceNode + column, upTo: count)
            + Lanes.load(targetNode + outputs + column, upTo: count) + constant)
        let back = function(
          embedding,
          Lanes.load(targetNode + column, upTo: count)
            + Lanes.load(sourceNode + outputs + column, upTo: count) + constant)
        forth.add(to: sourceGradient + column, upTo: count)
        forth.add(to: targetGradient + outputs + column, upTo: count)
        back.add(to: targetGradient + column, upTo: count)
        back.add(to: sourceGradient + outputs + column, upTo: count)
        (forth + back).store(outgoing + column, upTo: count)
        column += 8
      }
    }
  }
}
