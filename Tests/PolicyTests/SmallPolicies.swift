import Accelerator
import LinearAlgebra
import Netlist
import NeuralNetwork
import Policy
import TestSupport

/// Small networks and designs that the tests share.
enum Small {
  /// A network of few numbers in each layer.
  static var architecture: PolicyArchitecture {
    var sizes = PolicyArchitecture()
    sizes.width = 6
    sizes.graphLayers = 2
    sizes.heads = 2
    sizes.context = 7
    sizes.halfChannels = 5
    sizes.quarterChannels = 6
    sizes.quarterCode = 3
    sizes.fullCode = 2
    sizes.halfExpansion = 4
    sizes.fullExpansion = 3
    sizes.hidden = 5
    sizes.valueHidden = 6
    return sizes
  }

  /// An untrained network of that kind.
  static func model(seed: UInt64 = 1) -> PolicyModel { PolicyModel(architecture, seed: seed) }

  /// A design of random nodes, and its scene.
  static func scene(
    seed: UInt64, columns: Int = 5, rows: Int = 4
  ) -> (design: Design, scene: PolicyScene) {
    let design = RandomDesign.make(
      seed: seed, hardMacros: 4, softMacros: 5, ports: 4, nets: 20, columns: columns, rows: rows)
    return (design, PolicyScene(design.netlist, design.floorplan, design.placement))
  }

  /// An accelerator of a few memories.
  static func accelerator(seed: UInt64, banks: Int = 2, utilization: Double = 0.5) throws -> Design
  {
    var parameters = AcceleratorParameters()
    parameters.rows = 8
    parameters.columns = 8
    parameters.inputBuffer = BufferParameters(banks: banks, kilobytesPerBank: 2)
    parameters.weightBuffer = BufferParameters(banks: banks, kilobytesPerBank: 4)
    parameters.outputBuffer = BufferParameters(banks: banks, kilobytesPerBank: 8)
    parameters.utilization = utilization
    parameters.gridColumns = 10
    parameters.gridRows = 9
    return try AcceleratorGenerator.generate(parameters, seed: seed)
  }

  /// Numbers of a deviation of about one around zero.
  static func numbers(_ count: Int, _ random: inout SeededGenerator) -> [Float] {
    (0..<count).map { _ in Float(random.uniform() + random.uniform() - 1) * 2.4 }
  }
}

extension MatrixView {
  /// All elements, row after row.
  var values: [Float] { (0..<rows).flatMap { row in (0..<columns).map { self[row, $0] } } }
}

extension PolicyModel {
  /// All parameters by name.
  var tensors: [String: Checkpoint.Tensor] { checkpoint.tensors }
}
