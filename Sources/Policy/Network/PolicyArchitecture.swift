import Foundation
import NeuralNetwork

/// The sizes of a policy network, as its checkpoint describes them.
public struct PolicyArchitecture: Hashable, Sendable, Codable {
  /// The version of the state's features: a checkpoint of another version cannot be used.
  public var features = PolicyArchitecture.currentFeatures
  /// The numbers that describe a node.
  public var nodeFeatures = PolicyGraph.nodeFeatureCount
  /// The numbers that describe an edge.
  public var edgeFeatures = PolicyGraph.edgeFeatureCount
  /// The numbers that describe a cell of the canvas.
  public var mapChannels = CanvasMaps.channels
  /// The numbers that describe a state as a whole.
  public var scalars = CanvasMaps.scalars
  /// The columns of a node's embedding.
  public var width = 32
  /// The edge convolutions.
  public var graphLayers = 3
  /// The heads of attention.
  public var heads = 4
  /// The columns of what is known about the node at hand.
  public var context = 64
  /// The channels of maps of half the canvas' sides.
  public var halfChannels = 16
  /// The channels of maps of a quarter of the canvas' sides.
  public var quarterChannels = 32
  /// The channels of context that are joined to maps at a quarter of the sides.
  public var quarterCode = 16
  /// The channels of context that are joined to maps at full size.
  public var fullCode = 8
  /// The channels that come back to half the sides by a transposed convolution.
  public var halfExpansion = 16
  /// The channels that come back to full size.
  public var fullExpansion = 12
  /// The columns of the last hidden layer of the policy.
  public var hidden = 24
  /// The columns of the last hidden layer of the value.
  public var valueHidden = 32

  /// The version of the features that this library computes.
  public static let currentFeatures = 1

  /// The sizes of the network that ships.
  public init() {}

  /// Why the sizes make no network that this library can run; nil if they do.
  var problem: String? {
    if features != Self.currentFeatures {
      return "expected features of version \(Self.currentFeatures), found version \(features)"
    }
    let fixed = [nodeFeatures, edgeFeatures, mapChannels, scalars]
    let known = PolicyArchitecture()
    let expected = [known.nodeFeatures, known.edgeFeatures, known.mapChannels, known.scalars]
    if fixed != expected {
      return "expected \(expected) features of nodes, edges, cells and states, found \(fixed)"
    }
    let sizes = [
      width, context, halfChannels, quarterChannels, quarterCode, fullCode, halfExpansion,
      fullExpansion, hidden, valueHidden,
    ]
    guard sizes.allSatisfy({ (1...4096).contains($0) }), (0...16).contains(graphLayers) else {
      return "expected sizes from 1 to 4096 and at most 16 graph layers, found \(sizes) and "
        + "\(graphLayers)"
    }
    guard heads >= 1, width % heads == 0 else {
      return "expected a width that \(heads) heads divide, found \(width)"
    }
    return nil
  }
}
