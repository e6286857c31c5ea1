import Accelerator
import Netlist
import PerformanceModel
import Policy
import PolicyTraining

/// What a loop's accelerators are to run.
enum LoopWorkload {
  /// The name of the policy network's own workload: a placement of the generator's default accelerator,
  /// and a step of learning from it.
  static let policy = "policy"

  /// A workload by its name, or from a file.
  static func workload(_ name: String, policy: PolicyModel) throws -> Workload {
    if name == Self.policy {
      let design = try AcceleratorGenerator.generate(AcceleratorParameters(), seed: 1)
      return try PolicyWorkload().record(design, policy)
    }
    if let standard = StandardWorkload(rawValue: name) { return standard.workload }
    return try WorkloadFile.read(name)
  }
}
