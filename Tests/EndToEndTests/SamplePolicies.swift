import Evaluation
import Netlist
import Policy
import TestSupport

/// Small untrained networks and designs for them.
enum SamplePolicies {
  /// A network of few numbers in each layer.
  static var architecture: PolicyArchitecture {
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

  static func model(seed: UInt64 = 1) -> PolicyModel { PolicyModel(architecture, seed: seed) }

  /// A design of random nodes with room for its macros.
  static func design(
    hardMacros: Int = 4, softMacros: Int = 5, nets: Int = 20, columns: Int = 6, rows: Int = 5
  ) -> Design {
    RandomDesign.make(
      seed: 3, hardMacros: hardMacros, softMacros: softMacros, ports: 4, nets: nets,
      columns: columns, rows: rows)
  }
}
