import Accelerator
import Netlist
import NeuralNetwork
import PerformanceModel
import Policy
import PolicyTraining
import TestSupport
import Testing

/// The multiply-adds of a policy, counted from its description.
private struct NetworkCount {
  let sizes: PolicyArchitecture
  let nodes: Int
  let edges: Int
  let shape: GridShape

  /// The way forward over the graph.
  var graph: Int {
    nodes * sizes.nodeFeatures * sizes.width
      + sizes.graphLayers
      * (edges * sizes.edgeFeatures * sizes.width + 2 * nodes * sizes.width * sizes.width)
  }

  /// The way back over the graph: what edges add is computed anew, and neither their features nor
  /// those of nodes have a gradient.
  var graphBack: Int {
    nodes * sizes.nodeFeatures * sizes.width
      + sizes.graphLayers
      * (2 * edges * sizes.edgeFeatures * sizes.width + 4 * nodes * sizes.width * sizes.width)
  }

  /// The fully connected layers of one decision.
  var dense: [Int] {
    [
      (2 * sizes.width + sizes.scalars) * sizes.context, sizes.context * sizes.quarterCode,
      sizes.context * sizes.fullCode,
      shape.cells * (sizes.fullExpansion + sizes.mapChannels + sizes.fullCode) * sizes.hidden,
      shape.cells * sizes.hidden, (sizes.quarterChannels + sizes.context) * sizes.valueHidden,
      sizes.valueHidden,
    ]
  }

  private var half: GridShape { shape.reduced(by: 2) }
  private var quarter: GridShape { half.reduced(by: 2) }
  private var attention: Int { sizes.heads * nodes * sizes.width }

  private var firstConvolution: Int { 9 * half.cells * sizes.mapChannels * sizes.halfChannels }

  private var otherConvolutions: Int {
    9
      * (quarter.cells * sizes.halfChannels * sizes.quarterChannels
        + quarter.cells * (sizes.quarterChannels + sizes.quarterCode) * sizes.quarterChannels
        + quarter.cells * sizes.quarterChannels * sizes.halfExpansion
        + half.cells * (sizes.halfExpansion + sizes.halfChannels) * sizes.fullExpansion)
  }

  /// The way forward of one decision.
  var decision: Int {
    3 * sizes.width * sizes.width + 2 * attention + dense.reduce(0, +) + firstConvolution
      + otherConvolutions
  }

  /// The way back of one decision. Maps have no gradient.
  var decisionBack: Int {
    6 * sizes.width * sizes.width + 4 * attention + 2 * dense.reduce(0, +) + firstConvolution
      + 2 * otherConvolutions
  }
}

@Suite("The policy as a workload")
struct PolicyWorkloadTests {
  private static func design() throws -> Design {
    var parameters = AcceleratorParameters()
    parameters.rows = 8
    parameters.columns = 8
    parameters.inputBuffer = BufferParameters(banks: 2, kilobytesPerBank: 2)
    parameters.weightBuffer = BufferParameters(banks: 2, kilobytesPerBank: 4)
    parameters.outputBuffer = BufferParameters(banks: 4, kilobytesPerBank: 8)
    parameters.utilization = 0.4
    parameters.gridColumns = 10
    parameters.gridRows = 9
    return try AcceleratorGenerator.generate(parameters, seed: 1)
  }

  private static var sizes: PolicyArchitecture {
    var sizes = SmallPolicies.architecture
    sizes.graphLayers = 2
    return sizes
  }

  private static let model = PolicyModel(sizes, seed: 5)

  private static func record(rollouts: Int = 1, training: Bool = true) throws -> Workload {
    var options = PolicyWorkload()
    options.rollouts = rollouts
    options.includesTraining = training
    return try options.record(try design(), model)
  }

  /// All products of all layers, forward and back: nothing is missed, nothing is counted twice.
  @Test("has the multiply-adds of the network's description", arguments: [1, 3])
  func counts(rollouts: Int) throws {
    let design = try Self.design()
    let scene = PolicyScene(design.netlist, design.floorplan, design.placement)
    let count = NetworkCount(
      sizes: Self.sizes, nodes: design.netlist.nodeCount,
      edges: scene.graph.graph.edgeCount, shape: GridShape(height: 9, width: 10))
    let macros = scene.hardMacros.count
    #expect(macros > 8)
    let workload = try Self.record(rollouts: rollouts)
    // The value network is asked about eight macros of each placement, on a graph of its own.
    #expect(
      workload.macs(.inference)
        == (1 + rollouts) * count.graph + rollouts * (macros + 8) * count.decision)
    // All decisions are one batch.
    #expect(
      workload.macs(.training)
        == count.graph + count.graphBack
        + rollouts * macros * (count.decision + count.decisionBack))
    try workload.validate()
  }

  /// The layer from what is known about a node has a row for each decision of a batch.
  @Test("shows the size of batches")
  func batches() throws {
    let sizes = Self.sizes
    let design = try Self.design()
    let macros = PolicyScene(design.netlist, design.floorplan, design.placement).hardMacros.count
    for rollouts in [1, 4] {
      let workload = try Self.record(rollouts: rollouts)
      func layer(_ m: Int, _ phase: Phase) -> Layer? {
        let shape = GEMM(m: m, n: sizes.context, k: 2 * sizes.width + sizes.scalars)
        return workload.layers.first { $0.shape == .gemm(shape) && $0.phase == phase }
      }
      #expect(layer(rollouts, .inference)?.count == macros)
      #expect(layer(8, .inference)?.count == rollouts)
      #expect(layer(rollouts * macros, .training)?.count == 1)
    }
  }

  @Test("is the same each time, and learning adds to it alone")
  func determinism() throws {
    let first = try Self.record(rollouts: 2)
    #expect(try Self.record(rollouts: 2) == first)
    let inference = try Self.record(rollouts: 2, training: false)
    #expect(inference.layers == first.layers.filter { $0.phase == .inference })
    #expect(first.macs(.training) > 0 && inference.macs(.training) == 0)
    #expect(Set(first.layers.map(\.name)).count == first.layers.count)
    #expect(first.name == "policy")
  }

  @Test("needs hard macros to place")
  func nothingToPlace() {
    let design = RandomDesign.make(
      seed: 2, hardMacros: 0, softMacros: 4, ports: 2, nets: 6, columns: 4, rows: 4)
    #expect(throws: TrainingError.self) { try PolicyWorkload().record(design, Self.model) }
  }
}
