import ArgumentParser
import Foundation
import PerformanceModel
import PolicyTraining

/// `chipplace cycles`.
struct CyclesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cycles",
    abstract: "Tells how long an accelerator works on products of matrices, and what it moves.",
    discussion: """
      Cycles are those of an array that never waits, as SCALE-Sim counts them; what the generated \
      sequencer takes more, and what it waits for DRAM and for the vector unit, comes beside. A workload is a file that 'workload' writes, a \
      topology of SCALE-Sim's, or a name: 'policy', what the policy network computes to place the \
      accelerator that 'generate' makes by default and to learn from it; 'resnet50', one image; \
      'bert-base', 128 tokens; 'gemm-sweep'. The policy's is taken where none is named.

      Examples:
        chipplace cycles --dataflow os --gemm 64,48,100
        chipplace cycles --workload resnet50 --bandwidth 16
      """)

  @OptionGroup var accelerator: AcceleratorArguments

  @Option(help: "Bytes a cycle to and from DRAM. Without limit by default.")
  var bandwidth: Double?

  @Option(
    help: ArgumentHelp(
      "A product of m × k by k × n; give it again for more.", valueName: "m,n,k"))
  var gemm: [GEMM] = []

  @Option(
    help: "A file, or policy, resnet50, bert-base or gemm-sweep.",
    completion: .file(extensions: ["json", "csv"]))
  var workload: String?

  @Flag(help: "Write a JSON object.")
  var json = false

  private static let policyName = "policy"

  func validate() throws {
    if !gemm.isEmpty, workload != nil {
      throw ValidationError("Expected --gemm or --workload, not both.")
    }
    do throws(PerformanceError) {
      _ = try model()
      if let products { _ = try model().report(products) }
    } catch {
      throw ValidationError(error.description)
    }
  }

  func run() throws {
    try reportingFailures {
      let workload = try readWorkload()
      let report = CyclesReport(workload, try model(), try model().report(workload))
      if json {
        if gemm.count == 1 {
          try Results.show(json: report.layers[0])
        } else {
          try Results.show(json: report)
        }
      } else {
        try Results.show(report.text)
      }
    }
  }

  private func model() throws(PerformanceError) -> PerformanceModel {
    try PerformanceModel(accelerator.parameters, bandwidth: bandwidth)
  }

  /// The products that the command line names, if any.
  private var products: Workload? {
    if gemm.isEmpty { return nil }
    return Workload(
      name: "gemm", layers: gemm.map { Layer("\($0.m)x\($0.n)x\($0.k)", .gemm($0)) })
  }

  private func readWorkload() throws -> Workload {
    if let products { return products }
    guard let workload, workload != Self.policyName else {
      return try recordPolicyWorkload(try makeDefaultDesign(), model: nil, PolicyWorkload())
    }
    return try StandardWorkload(rawValue: workload)?.workload ?? WorkloadFile.read(workload)
  }
}
