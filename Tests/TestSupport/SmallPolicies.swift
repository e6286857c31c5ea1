public import Policy

/// Untrained networks of few numbers, for tests of what uses a network.
public enum SmallPolicies {
  /// Few numbers in each layer.
  public static var architecture: PolicyArchitecture {
    var sizes = PolicyArchitecture()
    sizes.width = 4
    sizes.graphLayers = 1
    sizes.heads = 2
    sizes.context = 6
    sizes.halfChannels = 4
    sizes.quarterChannels = 4
    sizes.quarterCode = 2
    sizes.fullCode = 2
    sizes.halfExpansion = 3
    sizes.fullExpansion = 3
    sizes.hidden = 4
    sizes.valueHidden = 4
    return sizes
  }

  /// A network of that kind.
  public static func model(seed: UInt64 = 1) -> PolicyModel {
    PolicyModel(architecture, seed: seed)
  }
}
