import Accelerator
public import ArgumentParser
import Foundation
import LinearAlgebra
import Netlist
public import PerformanceModel
import Policy
import PolicyTraining

extension GEMM: ExpressibleByArgument {
  /// The three sides, as in `128,64,256`: m, n, k.
  public init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 3, let m = Int(parts[0]), let n = Int(parts[1]), let k = Int(parts[2])
    else { return nil }
    self.init(m: m, n: n, k: k)
  }
}

/// Records the products of the policy on a design.
func recordPolicyWorkload(
  _ design: Design, model file: String?, _ options: PolicyWorkload
) throws -> Workload {
  // Products run one after the other, on this thread.
  BLAS.setThreadCount(1)
  let model = try file.map { try PolicyModel(contentsOf: $0) } ?? PolicyModel.shipped()
  return try options.record(design, model)
}

/// The accelerator of the generator's defaults: the design that the policy's own workload is of where
/// none is named.
func makeDefaultDesign() throws -> Design {
  try AcceleratorGenerator.generate(AcceleratorParameters(), seed: 1)
}
