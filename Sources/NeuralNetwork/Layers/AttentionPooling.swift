public import LinearAlgebra

/// Attention by one query of each item over a set of vectors, such as the nodes of a graph, after
/// Vaswani et al., Attention Is All You Need (2017).
///
/// For each head, of `width / heads` columns each: with q = Q x + c, keys K n and values V n + d of
/// the vectors n of the item's set, the output is the sum of the values weighted by the softmax of
/// q · key / √(columns of a head). Since both are linear, K is applied to the query and V to the
/// weighted sum of vectors, so that no product runs over the vectors of the sets; a bias of keys
/// would cancel.
public struct AttentionPooling: Hashable, Sendable {
  /// The columns of the vectors.
  public let features: Int
  /// The columns of the output, of all heads together.
  public let width: Int
  /// The number of heads.
  public let heads: Int
  /// Q and c, as parameters `name.query`.
  public let query: Dense
  /// K, `width` times `features`.
  public let key: ParameterSlice
  /// V, `width` times `features`.
  public let value: ParameterSlice
  /// d.
  public let bias: ParameterSlice

  /// What ``forward(queries:vectors:sets:parameters:workspace:into:)`` leaves for the way back.
  public struct Trace: Sendable {
    /// Q x + c of each item.
    let queries: MatrixView
    /// Kᵀ q over √(columns) of each head of each item: a row for each item and head.
    let keys: MatrixView
    /// The weights: those of the first head of an item, those of the next, and so on.
    let weights: MatrixView
    /// The weighted sums of vectors: a row for each item and head.
    let pooled: MatrixView
  }

  /// A layer whose parameters are `name.query.weight`, `name.query.bias`, `name.key`, `name.value`
  /// and `name.bias`.
  ///
  /// - Precondition: The width is a multiple of the number of heads.
  public init(
    _ name: String, queryFeatures: Int, features: Int, width: Int, heads: Int,
    in layout: inout ParameterLayout
  ) {
    precondition(heads >= 1 && width % heads == 0, "\(width) columns in \(heads) heads")
    self.features = features
    self.width = width
    self.heads = heads
    query = Dense("\(name).query", inputs: queryFeatures, outputs: width, in: &layout)
    let initialization = Initialization.weights(
      inputs: features, outputs: width, activation: .identity)
    key = layout.add("\(name).key", shape: [width, features], initialization: initialization)
    value = layout.add("\(name).value", shape: [width, features], initialization: initialization)
    bias = layout.add("\(name).bias", shape: [width], initialization: .constant(0))
  }

  /// Computes the output of each item.
  ///
  /// - Parameters:
  ///   - queries: A row for each item: as many items to a set as to any other, those of the first
  ///     set first.
  ///   - vectors: The vectors of all sets, one set after the other.
  ///   - sets: The rows before each set, and at last their number.
  ///   - parameters: The parameters.
  ///   - workspace: Where the trace is taken from.
  ///   - output: A row for each item, `width` columns.
  /// - Precondition: No set is empty, and the number of items is a multiple of that of sets.
  public func forward(
    queries: MatrixView, vectors: MatrixView, sets: [Int], parameters: ParameterView,
    workspace: inout Workspace, into output: MatrixView
  ) -> Trace {
    let items = check(queries, vectors, sets, output)
    let trace = Trace(
      queries: workspace.take(rows: items, columns: width),
      keys: workspace.take(rows: items * heads, columns: features),
      weights: workspace.take(rows: heads * share(items, sets), columns: vectors.rows),
      pooled: workspace.take(rows: items * heads, columns: features))
    query.forward(queries, parameters: parameters, into: trace.queries)
    for head in 0..<heads {
      multiply(
        columns(trace.queries, head), rows(parameters[key], head), scale: scale,
        into: every(trace.keys, head))
    }
    for index in 0..<sets.count - 1 {
      let set = vectors.rows(sets[index]..<sets[index + 1])
      let weights = weights(trace, sets, index)
      multiply(setRows(trace.keys, index, sets), set, transposing: .right, into: weights)
      for row in 0..<weights.rows { Softmax.normalize(weights.row(row), count: set.rows) }
      multiply(weights, set, into: setRows(trace.pooled, index, sets))
    }
    for head in 0..<heads {
      multiply(
        every(trace.pooled, head), rows(parameters[value], head), transposing: .right,
        into: columns(output, head))
    }
    BiasActivation.apply(.identity, bias: parameters.pointer(bias), to: output)
    return trace
  }

  /// Computes gradients of a loss from its gradient with respect to the output.
  ///
  /// - Parameters:
  ///   - outputGradient: The gradient of the output.
  ///   - queries: The queries that the way forward was given.
  ///   - vectors: Its vectors.
  ///   - sets: Its sets.
  ///   - trace: What it returned.
  ///   - parameters: Its parameters.
  ///   - gradients: Where gradients of the parameters are added.
  ///   - workspace: Used in between.
  ///   - queryGradient: Where the gradient of the queries goes, if it is wanted.
  ///   - vectorGradient: Where the gradient of the vectors goes, if it is wanted.
  ///   - adding: Whether both are added to what stands there.
  public func backward(
    outputGradient: MatrixView, queries: MatrixView, vectors: MatrixView, sets: [Int],
    trace: Trace, parameters: ParameterView, gradients: ParameterView,
    workspace: inout Workspace, queryGradient: MatrixView?, vectorGradient: MatrixView?,
    adding: Bool = false
  ) {
    let items = check(queries, vectors, sets, outputGradient)
    let mark = workspace.mark
    BiasActivation.addColumnSums(of: outputGradient, to: gradients.pointer(bias))
    let pooledGradient = workspace.take(rows: items * heads, columns: features)
    let keyGradient = workspace.take(rows: items * heads, columns: features)
    let projectedGradient = workspace.take(rows: items, columns: width)
    for head in 0..<heads {
      let incoming = columns(outputGradient, head)
      multiply(
        incoming, every(trace.pooled, head), transposing: .left,
        into: rows(gradients[value], head), adding: true)
      multiply(incoming, rows(parameters[value], head), into: every(pooledGradient, head))
    }
    for index in 0..<sets.count - 1 {
      reverse(
        vectors.rows(sets[index]..<sets[index + 1]), weights: weights(trace, sets, index),
        keys: setRows(trace.keys, index, sets),
        pooledGradient: setRows(pooledGradient, index, sets),
        keyGradient: setRows(keyGradient, index, sets),
        vectorGradient: vectorGradient?.rows(sets[index]..<sets[index + 1]), adding: adding,
        workspace: &workspace)
    }
    for head in 0..<heads {
      multiply(
        columns(trace.queries, head), every(keyGradient, head), transposing: .left, scale: scale,
        into: rows(gradients[key], head), adding: true)
      multiply(
        every(keyGradient, head), rows(parameters[key], head), transposing: .right, scale: scale,
        into: columns(projectedGradient, head))
    }
    query.backward(
      outputGradient: projectedGradient, input: queries, output: trace.queries,
      parameters: parameters, gradients: gradients, inputGradient: queryGradient, adding: adding)
    workspace.rewind(to: mark)
  }

  /// The way back through softmax and weighted sums of the items of one set.
  private func reverse(
    _ set: MatrixView, weights: MatrixView, keys: MatrixView, pooledGradient: MatrixView,
    keyGradient: MatrixView, vectorGradient: MatrixView?, adding: Bool,
    workspace: inout Workspace
  ) {
    let mark = workspace.mark
    let scoreGradient = workspace.take(rows: weights.rows, columns: set.rows)
    multiply(pooledGradient, set, transposing: .right, into: scoreGradient)
    for row in 0..<weights.rows {
      Softmax.reverse(weights.row(row), gradient: scoreGradient.row(row), count: set.rows)
    }
    multiply(scoreGradient, set, into: keyGradient)
    if let vectorGradient {
      multiply(
        weights, pooledGradient, transposing: .left, into: vectorGradient, adding: adding)
      multiply(scoreGradient, keys, transposing: .left, into: vectorGradient, adding: true)
    }
    workspace.rewind(to: mark)
  }
}

extension AttentionPooling {
  private var scale: Float { 1 / Float(width / heads).squareRoot() }

  /// A head's columns.
  private func columns(_ matrix: MatrixView, _ head: Int) -> MatrixView {
    matrix.columns(head * (width / heads)..<(head + 1) * (width / heads))
  }

  /// A head's rows of a weight.
  private func rows(_ matrix: MatrixView, _ head: Int) -> MatrixView {
    matrix.rows(head * (width / heads)..<(head + 1) * (width / heads))
  }

  /// A head's rows of all items.
  private func every(_ matrix: MatrixView, _ head: Int) -> MatrixView {
    MatrixView(
      matrix.base + head * features, rows: matrix.rows / heads, columns: features,
      stride: heads * features)
  }

  /// How many items there are to a set.
  private func share(_ items: Int, _ sets: [Int]) -> Int { items / (sets.count - 1) }

  /// The rows of all heads of a set's items.
  private func setRows(_ matrix: MatrixView, _ set: Int, _ sets: [Int]) -> MatrixView {
    let rows = matrix.rows / (sets.count - 1)
    return matrix.rows(set * rows..<(set + 1) * rows)
  }

  /// The weights of a set's items: a row for each item and head.
  private func weights(_ trace: Trace, _ sets: [Int], _ set: Int) -> MatrixView {
    let rows = trace.weights.rows
    return MatrixView(
      trace.weights.base + rows * sets[set], rows: rows, columns: sets[set + 1] - sets[set])
  }

  /// Checks shapes, and returns the number of items.
  private func check(
    _ queries: MatrixView, _ vectors: MatrixView, _ sets: [Int], _ output: MatrixView
  ) -> Int {
    precondition(
      sets.count >= 2 && queries.rows % (sets.count - 1) == 0 && sets.first == 0
        && sets.last == vectors.rows,
      "sets other than those of \(queries.rows) queries over \(vectors.rows) vectors")
    precondition(zip(sets, sets.dropFirst()).allSatisfy(<), "a set of nothing to attend to")
    precondition(
      vectors.columns == features && output.rows == queries.rows && output.columns == width,
      "attention over other shapes")
    return queries.rows
  }
}
