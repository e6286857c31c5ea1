import ArgumentParser
import ChipPlace
import Formats
import Foundation
import Netlist
import PerformanceModel
import PolicyTraining

/// `chipplace workload`.
struct WorkloadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "workload",
    abstract: "Tells which products of matrices the policy network computes for a placement.",
    discussion: """
      The policy places the hard macros of a netlist, and then learns from what it did, on one \
      thread, while all products are recorded. Products of one shape are one layer. Without a \
      netlist it works on the accelerator that 'generate' makes by default. The file that it \
      writes is one that 'cycles' reads.

      Examples:
        chipplace workload netlist.pb.txt --placement initial.plc -o policy.csv
      """)

  @Argument(
    help: "The netlist: Circuit Training .pb.txt, Bookshelf .aux or DEF, plain or .gz.",
    completion: .file(extensions: ["txt", "aux", "def", "gz"]))
  var netlist: String?

  @Option(
    help: "Where nodes are at the beginning: a .plc, .pl or .def file.",
    completion: .file(extensions: ["plc", "pl", "def", "gz"]))
  var placement: String?

  @Option(
    help: "A LEF file with cells of a DEF design; give it again for more.",
    completion: .file(extensions: ["lef", "tlef", "gz"]))
  var lef: [String] = []

  @Option(
    help: "The network. The one that comes with the program by default.",
    completion: .file(extensions: ["safetensors"]))
  var model: String?

  @Flag(inversion: .prefixedNo, help: "Whether the policy learns from the placement.")
  var training = true

  @Option(help: "How many placements are made side by side.")
  var rollouts = 1

  @Option(help: "The seed of the placements but the first, which takes the likeliest cells.")
  var seed: UInt64 = 1

  @Option(
    name: [.short, .long],
    help: "The file to write the layers to: .json or .csv; give the option again for more.",
    completion: .file(extensions: ["json", "csv"]))
  var output: [String] = []

  @Flag(help: "Write a JSON object.")
  var json = false

  func validate() throws {
    guard (1...PolicyWorkload.mostRollouts).contains(rollouts) else {
      throw ValidationError("Expected --rollouts from 1 to \(PolicyWorkload.mostRollouts).")
    }
    if netlist == nil, placement != nil { throw ValidationError("Expected a netlist.") }
    if netlist == nil, !lef.isEmpty { throw ValidationError("Expected a netlist with --lef.") }
    for file in output where WorkloadFile.Format(file: file) == nil {
      throw ValidationError("\(file): expected a workload's name, ending in .json or .csv")
    }
  }

  func run() throws {
    try reportingFailures {
      try requireWritable(output)
      var options = PolicyWorkload()
      options.rollouts = rollouts
      options.seed = seed
      options.includesTraining = training
      let workload = try recordPolicyWorkload(try design(), model: model, options)
      for file in output { try WorkloadFile.write(workload, to: file) }
      let report = WorkloadReport(workload)
      if json {
        try Results.show(json: report, besides: output)
      } else {
        try Results.show(report.text, besides: output)
      }
    }
  }

  private func design() throws -> Design {
    guard let netlist else { return try makeDefaultDesign() }
    var options = ReadingOptions()
    options.libraries = lef
    let design = try Design(netlist: netlist, placement: placement, options: options)
    Messages.write(warnings: design.source.warnings)
    return design
  }
}

/// What `workload` says.
private struct WorkloadReport: Encodable {
  struct Entry: Encodable {
    var name: String
    var phase: Phase
    var count: Int
    var m: Int
    var n: Int
    var k: Int
    var macs: Int
  }

  var name: String
  var layers: [Entry]
  var macs: Int
  var inferenceMACs: Int
  var trainingMACs: Int
  var products: Int

  init(_ workload: Workload) {
    name = workload.name
    layers = workload.layers.map { layer in
      let gemm = layer.shape.gemm
      return Entry(
        name: layer.name, phase: layer.phase, count: layer.count, m: gemm.m, n: gemm.n, k: gemm.k,
        macs: layer.macs)
    }
    macs = workload.macs
    inferenceMACs = workload.macs(.inference)
    trainingMACs = workload.macs(.training)
    products = layers.reduce(0) { $0 + $1.count }
  }

  var text: String {
    let rows = layers.map { layer in
      String(
        format: "%-10@ %8d %8d %8d %8d %14d", layer.phase.rawValue as NSString, layer.count,
        layer.m, layer.n, layer.k, layer.macs)
    }
    return """
      phase         count        m        n        k  multiply-adds
      \(rows.joined(separator: "\n"))

      products         \(products), in \(layers.count) shapes
      multiply-adds    \(macs)
        inference      \(inferenceMACs)
        training       \(trainingMACs)
      """
  }
}
