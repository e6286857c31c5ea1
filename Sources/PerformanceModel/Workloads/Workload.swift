/// What an accelerator is to compute: layers, one after the other.
public struct Workload: Hashable, Sendable {
  /// A name for reports.
  public var name: String
  /// The layers in the order in which they are computed.
  public var layers: [Layer]

  /// A workload of layers.
  public init(name: String, layers: [Layer]) {
    self.name = name
    self.layers = layers
  }

  /// The most multiply-adds that a workload may have, all repetitions together: 17.6 million
  /// millions. Then no count of ``ActivityCounts`` exceeds an `Int`: a multiply-add moves at most 2¹⁸
  /// bits over the buses of one class, on the largest array with the widest sums there can be.
  public static let mostMACs = 1 << 44
  /// The most repetitions of a layer.
  public static let mostRepetitions = 1 << 30

  /// The multiply-adds of all layers.
  public var macs: Int { layers.reduce(0) { $0 + $1.macs } }

  /// The multiply-adds of a phase's layers.
  public func macs(_ phase: Phase) -> Int {
    layers.reduce(0) { $0 + ($1.phase == phase ? $1.macs : 0) }
  }

  /// Checks that the layers can be computed and counted.
  ///
  /// - Throws: ``WorkloadError`` for the first that cannot, or if all together are too many.
  public func validate() throws(WorkloadError) {
    if layers.isEmpty {
      throw WorkloadError(layer: nil, message: "expected at least one layer, found none")
    }
    var total = 0
    for (index, layer) in layers.enumerated() {
      if let problem = layer.shape.problem { throw WorkloadError(layer: index, message: problem) }
      guard (1...Self.mostRepetitions).contains(layer.count) else {
        throw WorkloadError(
          layer: index,
          message: "expected count from 1 to \(Self.mostRepetitions), found \(layer.count)")
      }
      guard let macs = Self.product([layer.shape.gemm.macs, layer.count]),
        total + macs <= Self.mostMACs
      else {
        throw WorkloadError(
          layer: index,
          message: "expected at most \(Self.mostMACs) multiply-adds up to here, found more")
      }
      total += macs
    }
  }

  /// The product of positive factors, or nil if it is more than ``mostMACs``.
  static func product(_ factors: [Int]) -> Int? {
    var product = 1
    for factor in factors {
      let (next, overflow) = product.multipliedReportingOverflow(by: factor)
      if overflow || next > mostMACs { return nil }
      product = next
    }
    return product
  }
}

/// Why a workload cannot be computed.
public struct WorkloadError: Error, Hashable, CustomStringConvertible {
  /// The layer at fault, from 0; nil where it is all of them together.
  public var layer: Int?
  /// What was expected and what stood there.
  public var message: String

  /// A fault.
  public init(layer: Int?, message: String) {
    self.layer = layer
    self.message = message
  }

  /// The error as a line for a person.
  public var description: String { layer.map { "layer \($0 + 1): \(message)" } ?? message }
}
