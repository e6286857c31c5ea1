public import NeuralNetwork

/// The policy and value network: an edge-based graph network over the netlist, as in AlphaChip
/// (Mirhoseini et al. 2021), convolutions over maps of the canvas with a wire mask, as in MaskPlace
/// (Lai et al. 2022), and transposed convolutions back to the canvas, whatever its size.
///
/// The graph is encoded once an episode. For each decision the node's embedding, what it attends to
/// among all nodes, and the state's numbers make a context; the context joins the maps at a quarter
/// of their sides and again at the full canvas, where a dense layer reads the original maps beside
/// what came back. The value is read from the mean of the coarse map and the context.
public struct PolicyNetwork: Sendable {
  /// The sizes.
  public let architecture: PolicyArchitecture
  /// Names and shapes of all parameters.
  public let layout: ParameterLayout

  let embedding: Dense
  let edges: [EdgeConvolution]
  let norms: [LayerNorm]
  let pooling: AttentionPooling
  let context: Dense
  let quarterCode: Dense
  let fullCode: Dense
  let half: Convolution2D
  let quarter: Convolution2D
  let coarse: Convolution2D
  let halfExpansion: TransposedConvolution2D
  let fullExpansion: TransposedConvolution2D
  let hidden: Dense
  let logits: Dense
  let valueHidden: Dense
  let value: Dense

  /// A network of these sizes.
  public init(_ architecture: PolicyArchitecture = PolicyArchitecture()) {
    self.architecture = architecture
    let sizes = architecture
    var layout = ParameterLayout()
    embedding = Dense(
      "graph.embedding", inputs: sizes.nodeFeatures, outputs: sizes.width, activation: .relu,
      in: &layout)
    var edges: [EdgeConvolution] = []
    var norms: [LayerNorm] = []
    for index in 0..<sizes.graphLayers {
      edges.append(
        EdgeConvolution(
          "graph.edges.\(index)", inputs: sizes.width, outputs: sizes.width,
          edgeFeatures: sizes.edgeFeatures, in: &layout))
      norms.append(LayerNorm("graph.norms.\(index)", features: sizes.width, in: &layout))
    }
    self.edges = edges
    self.norms = norms
    pooling = AttentionPooling(
      "graph.attention", queryFeatures: sizes.width, features: sizes.width, width: sizes.width,
      heads: sizes.heads, in: &layout)
    context = Dense(
      "context", inputs: 2 * sizes.width + sizes.scalars, outputs: sizes.context,
      activation: .relu, in: &layout)
    quarterCode = Dense(
      "code.quarter", inputs: sizes.context, outputs: sizes.quarterCode, activation: .relu,
      in: &layout)
    fullCode = Dense(
      "code.full", inputs: sizes.context, outputs: sizes.fullCode, activation: .relu, in: &layout)
    half = Convolution2D(
      "canvas.half", inputs: sizes.mapChannels, outputs: sizes.halfChannels, stride: 2,
      in: &layout)
    quarter = Convolution2D(
      "canvas.quarter", inputs: sizes.halfChannels, outputs: sizes.quarterChannels, stride: 2,
      in: &layout)
    coarse = Convolution2D(
      "canvas.coarse", inputs: sizes.quarterChannels + sizes.quarterCode,
      outputs: sizes.quarterChannels, in: &layout)
    halfExpansion = TransposedConvolution2D(
      "canvas.half_expansion", inputs: sizes.quarterChannels, outputs: sizes.halfExpansion,
      in: &layout)
    fullExpansion = TransposedConvolution2D(
      "canvas.full_expansion", inputs: sizes.halfExpansion + sizes.halfChannels,
      outputs: sizes.fullExpansion, in: &layout)
    hidden = Dense(
      "policy.hidden", inputs: sizes.fullExpansion + sizes.mapChannels + sizes.fullCode,
      outputs: sizes.hidden, activation: .relu, in: &layout)
    logits = Dense("policy.logits", inputs: sizes.hidden, outputs: 1, in: &layout)
    valueHidden = Dense(
      "value.hidden", inputs: sizes.quarterChannels + sizes.context, outputs: sizes.valueHidden,
      activation: .relu, in: &layout)
    value = Dense("value.output", inputs: sizes.valueHidden, outputs: 1, in: &layout)
    self.layout = layout
  }
}
