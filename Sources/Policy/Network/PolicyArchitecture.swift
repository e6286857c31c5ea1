import Foundation
import NeuralNetwork

/// The sizes of a policy network, as its checkpoint describes them.
public struct PolicyArchitecture: Hashable, Sendable, Codable {
  /// The version of the state's features: a checkpoint of another version cannot be used.
  public var features = PolicyArchitecture.currentFeatures
  /// The numbers that describe a node, an edge, a cell, and a state as a whole.
  public var nodeFeatures = PolicyGraph.nodeFeatureCount
  public var edgeFeatures = PolicyGraph.edgeFeatureCount
  public var mapChannels = CanvasMaps.channels
  public var scalars = CanvasMaps.scalars
  /// The columns of a node's embedding.
  public var width = 32
  /// The edge convolutions.
  public var graphLayers = 3
  /// The heads of attention.
  public var heads = 4
  /// The columns of what is known about the node at hand.
  public var context = 64
  /// The channels of maps of half and of a quarter of the canvas' sides.
  public var halfChannels = 16
  public var quarterChannels = 32
  /// The channels of context that are joined to maps, at a quarter and at full size.
  public var quarterCode = 16
  public var fullCode = 8
  /// The channels that come out of the transposed convolutions.
  public var halfExpansion = 16
  public var fullExpansion = 12
  /// The columns of the last hidden layers of both heads.
  public var hidden = 24
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
