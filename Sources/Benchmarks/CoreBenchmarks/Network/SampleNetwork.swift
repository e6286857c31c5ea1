import LinearAlgebra
import Netlist
import NeuralNetwork

/// What the sample network is measured on.
struct SampleSize: Sendable {
  var batch = 32
  var nodes = 1000
  var edges = 5000
  var width = 64
  var channels = 32
  var canvas = GridShape(height: 32, width: 32)

  static let nodeFeatures = 12
  static let edgeFeatures = 2
  static let mapChannels = 6
  static let codeChannels = 8
  static let heads = 4
}

/// A network of the kind and size that places macros: a graph with edge convolutions, pooled by the
/// macro at hand, and maps of the canvas give a distribution over the canvas and a value.
/// `Tests/NeuralNetworkTests/PyTorch/measure_network.py` is the same in PyTorch.
struct SampleNetwork: Sendable {
  var size: SampleSize
  var layout = ParameterLayout()
  var embedding: Dense
  var edges: [EdgeConvolution] = []
  var norms: [LayerNorm] = []
  var pooling: AttentionPooling
  var maps: [Convolution2D] = []
  var code: Dense
  var expansion: TransposedConvolution2D
  var logits: Dense
  var hidden: Dense
  var value: Dense

  init(_ size: SampleSize) {
    self.size = size
    let width = size.width
    let channels = size.channels
    embedding = Dense(
      "embedding", inputs: SampleSize.nodeFeatures, outputs: width, activation: .relu,
      in: &layout)
    for index in 0..<3 {
      edges.append(
        EdgeConvolution(
          "edges.\(index)", inputs: width, outputs: width,
          edgeFeatures: SampleSize.edgeFeatures, in: &layout))
      norms.append(LayerNorm("norms.\(index)", features: width, in: &layout))
    }
    pooling = AttentionPooling(
      "pooling", queryFeatures: width, features: width, width: width, heads: SampleSize.heads,
      in: &layout)
    for index in 0..<4 {
      maps.append(
        Convolution2D(
          "maps.\(index)", inputs: index == 0 ? SampleSize.mapChannels : channels,
          outputs: channels, stride: index == 2 ? 2 : 1, in: &layout))
    }
    code = Dense(
      "code", inputs: width, outputs: size.canvas.reduced(by: 2).cells * SampleSize.codeChannels,
      activation: .relu, in: &layout)
    expansion = TransposedConvolution2D(
      "expansion", inputs: channels + SampleSize.codeChannels, outputs: channels / 2, in: &layout)
    logits = Dense("logits", inputs: channels / 2, outputs: 1, in: &layout)
    hidden = Dense("hidden", inputs: width, outputs: width, activation: .relu, in: &layout)
    value = Dense("value", inputs: width, outputs: 1, in: &layout)
  }
}

/// A batch of random states, or a part of one.
final class SampleBatch: @unchecked Sendable {
  let items: Int
  let graph: EdgeGraph
  /// Where the matrices are.
  private let memory: Workspace
  let nodes: MatrixView
  let edges: MatrixView
  let maps: MatrixView
  let targets: MatrixView
  let values: MatrixView
  let legal: [Bool]
  let sets: [Int]
  let currentNodes: [Int]

  init(_ size: SampleSize, items: Int, generator: inout SeededGenerator) {
    var workspace = Workspace()
    let ends = (0..<size.edges).map { _ in
      (Int32(generator.index(below: size.nodes)), Int32(generator.index(below: size.nodes)))
    }.sorted { $0 < $1 }
    graph = EdgeGraph(
      nodeCount: size.nodes, sources: ends.map(\.0), targets: ends.map(\.1))
    nodes = Self.random(&workspace, &generator, items * size.nodes, SampleSize.nodeFeatures)
    edges = Self.random(&workspace, &generator, size.edges, SampleSize.edgeFeatures)
    maps = Self.random(&workspace, &generator, items * size.canvas.cells, SampleSize.mapChannels)
    values = Self.random(&workspace, &generator, items, 1)
    targets = workspace.take(rows: items, columns: size.canvas.cells)
    targets.fill(0)
    legal = (0..<items * size.canvas.cells).map { $0 % 3 != 0 }
    for item in 0..<items {
      let cell = 4 + 3 * generator.index(below: size.canvas.cells / 3 - 2)
      for shift in 0..<3 where legal[item * size.canvas.cells + cell + shift] {
        targets[item, cell + shift] = 0.5
      }
    }
    sets = (0...items).map { $0 * size.nodes }
    currentNodes = (0..<items).map { $0 * size.nodes + 7 * $0 % size.nodes }
    self.items = items
    memory = workspace
  }

  private static func random(
    _ workspace: inout Workspace, _ generator: inout SeededGenerator, _ rows: Int, _ columns: Int
  ) -> MatrixView {
    let matrix = workspace.take(rows: rows, columns: columns)
    for index in 0..<matrix.count { matrix.base[index] = Float(generator.uniform()) }
    return matrix
  }
}
