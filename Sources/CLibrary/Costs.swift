public import CChipPlace
import Evaluation

extension CostWeights {
  /// The caller's weights, or the defaults.
  init(_ pointer: UnsafePointer<chipplace_weights>?) throws(ArgumentError) {
    self.init()
    if let pointer { try self.init(pointer.pointee) }
  }

  init(_ weights: chipplace_weights) throws(ArgumentError) {
    for weight in [weights.wirelength, weights.density, weights.congestion] {
      guard weight >= 0, weight.isFinite else {
        throw ArgumentError(message: "weights: expected numbers of 0 or more, found \(weight)")
      }
    }
    self.init(
      wirelength: weights.wirelength, density: weights.density, congestion: weights.congestion)
  }
}

extension chipplace_costs {
  init(_ terms: CostTerms, proxy: Double) {
    self.init(
      proxy: proxy, wirelength: terms.wirelength, density: terms.density,
      congestion: terms.congestion)
  }
}

/// `chipplace_evaluate` of `chipplace.h`.
@_cdecl("chipplace_evaluate")
public func evaluateDesign(
  _ handle: OpaquePointer?, _ weights: UnsafePointer<chipplace_weights>?,
  _ costs: UnsafeMutablePointer<chipplace_costs>?, _ hpwl: UnsafeMutablePointer<Double>?,
  _ density: UnsafeMutablePointer<Double>?, _ horizontal: UnsafeMutablePointer<Double>?,
  _ vertical: UnsafeMutablePointer<Double>?
) -> chipplace_status {
  attempt {
    let design = try object(handle, as: DesignHandle.self)
    guard let costs else { throw ArgumentError(message: "costs: expected an address, found NULL") }
    let evaluation = try ProxyEvaluator(
      netlist: design.netlist, floorplan: design.floorplan, weights: try CostWeights(weights)
    ).evaluate(try design.placement())
    costs.pointee = chipplace_costs(evaluation.terms, proxy: evaluation.proxy)
    hpwl?.pointee = evaluation.hpwl
    copy(evaluation.density, to: density)
    copy(evaluation.horizontalCongestion, to: horizontal)
    copy(evaluation.verticalCongestion, to: vertical)
  }
}

private func copy(_ map: [Double], to target: UnsafeMutablePointer<Double>?) {
  guard let target else { return }
  map.withUnsafeBufferPointer { target.update(from: $0.baseAddress!, count: $0.count) }
}

/// `chipplace_check` of `chipplace.h`.
@_cdecl("chipplace_check")
public func checkDesign(
  _ handle: OpaquePointer?, _ legality: UnsafeMutablePointer<chipplace_legality>?
) -> chipplace_status {
  attempt {
    let design = try object(handle, as: DesignHandle.self)
    let report = LegalityChecker(
      netlist: design.netlist, floorplan: design.floorplan, reference: design.reference
    ).check(try design.placement())
    try SizedStructures.write(
      chipplace_legality(
        size: 0, overlapping_pairs: report.overlappingPairs.count,
        outside_die: report.outsideDie.count, on_blockages: report.onBlockages.count,
        moved_fixed: report.movedFixed.count, is_legal: report.isLegal ? 1 : 0), to: legality)
  }
}
