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
    case .identity: gather(nodes, terms, graph, output, IdentityRule.self)
    case .relu: gather(nodes, terms, graph, output, ReluRule.self)
    case .tanh: gather(nodes, terms, graph, output, TanhRule.self)
    }
  }

  private func gather<Rule: ActivationRule>(
    _ nodes: MatrixView, _ terms: MatrixView, _ graph: EdgeGraph, _ output: MatrixView,
    _ rule: Rule.Type
  ) {
    for edge in 0..<graph.edgeCount {
      let source = Int(graph.sources[edge])
      let target = Int(graph.targets[edge])
      let ends = EdgeSums(
        source: nodes.row(source), target: nodes.row(target), term: terms.row(edge),
        outputs: outputs)
      let sourceOutput = output.row(source)
      let targetOutput = output.row(target)
      var column = 0
      while column + 8 <= outputs {
        let embedding =
          Rule.output(of: ends.forth(column, 8)) + Rule.output(of: ends.back(column, 8))
        // One after the other: the ends may be the same node.
        embedding.add(to: sourceOutput + column, upTo: 8)
        embedding.add(to: targetOutput + column, upTo: 8)
        column += 8
      }
      let rest = outputs - column
      if rest > 0 {
        let embedding =
          Rule.output(of: ends.forth(column, rest)) + Rule.output(of: ends.back(column, rest))
        embedding.add(to: sourceOutput + column, upTo: rest)
        embedding.add(to: targetOutput + column, upTo: rest)
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
      scatter(incoming, nodes, terms, graph, gradient, termGradient, IdentityRule.self)
    case .relu: scatter(incoming, nodes, terms, graph, gradient, termGradient, ReluRule.self)
    case .tanh: scatter(incoming, nodes, terms, graph, gradient, termGradient, TanhRule.self)
    }
  }

  private func scatter<Rule: ActivationRule>(
    _ incoming: MatrixView, _ nodes: MatrixView, _ terms: MatrixView, _ graph: EdgeGraph,
    _ gradient: MatrixView, _ termGradient: MatrixView, _ rule: Rule.Type
  ) {
    for edge in 0..<graph.edgeCount {
      let source = Int(graph.sources[edge])
      let target = Int(graph.targets[edge])
      let ends = EdgeSums(
        source: nodes.row(source), target: nodes.row(target), term: terms.row(edge),
        outputs: outputs)
      let gradients = EdgeGradients(
        sourceIncoming: incoming.row(source), targetIncoming: incoming.row(target),
        source: gradient.row(source), target: gradient.row(target),
        term: termGradient.row(edge), outputs: outputs)
      var column = 0
      while column + 8 <= outputs {
        gradients.add(ends, column, 8, rule)
        column += 8
      }
      if column < outputs { gradients.add(ends, column, outputs - column, rule) }
    }
  }
}

/// What the sums of an edge are made of.
private struct EdgeSums {
  var source: UnsafePointer<Float>
  var target: UnsafePointer<Float>
  var term: UnsafePointer<Float>
  var outputs: Int

  /// From source to target.
  @inline(__always)
  func forth(_ column: Int, _ count: Int) -> Lanes {
    Lanes.load(source + column, upTo: count) + Lanes.load(target + outputs + column, upTo: count)
      + Lanes.load(term + column, upTo: count)
  }

  /// From target to source.
  @inline(__always)
  func back(_ column: Int, _ count: Int) -> Lanes {
    Lanes.load(target + column, upTo: count) + Lanes.load(source + outputs + column, upTo: count)
      + Lanes.load(term + column, upTo: count)
  }
}

/// Where gradients of an edge come from and go to.
private struct EdgeGradients {
  var sourceIncoming: UnsafePointer<Float>
  var targetIncoming: UnsafePointer<Float>
  var source: UnsafeMutablePointer<Float>
  var target: UnsafeMutablePointer<Float>
  var term: UnsafeMutablePointer<Float>
  var outputs: Int

  @inline(__always)
  func add<Rule: ActivationRule>(
    _ sums: EdgeSums, _ column: Int, _ count: Int, _ rule: Rule.Type
  ) {
    let embedding =
      Lanes.load(sourceIncoming + column, upTo: count)
      + Lanes.load(targetIncoming + column, upTo: count)
    let forth = Rule.gradient(embedding, at: Rule.output(of: sums.forth(column, count)))
    let back = Rule.gradient(embedding, at: Rule.output(of: sums.back(column, count)))
    forth.add(to: source + column, upTo: count)
    forth.add(to: target + outputs + column, upTo: count)
    back.add(to: target + column, upTo: count)
    back.add(to: source + outputs + column, upTo: count)
    (forth + back).store(term + column, upTo: count)
  }
}
