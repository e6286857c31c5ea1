import LinearAlgebra
import NeuralNetwork

/// What encoding the graph left for the way back.
struct GraphTrace {
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

/// What a batch of decisions left for the way back: each matrix by what it holds.
struct StepTrace {
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
