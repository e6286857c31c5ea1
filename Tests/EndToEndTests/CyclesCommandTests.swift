import Accelerator
import Foundation
import NeuralNetwork
import PerformanceModel
import Policy
import TestSupport
import Testing

@Suite struct CyclesCommandTests {
  @Test(arguments: [
    ("ws", 2309, 3528), ("os", 1559, 1816), ("is", 2631, 3872),
  ])
  func oneProduct(dataflow: String, cycles: Int, total: Int) throws {
    let result = try Tool.run([
      "cycles", "--rows", "16", "--columns", "16", "--dataflow", dataflow, "--gemm", "64,48,100",
      "--json",
    ])
    #expect(result.status == 0, "\(result.errors)")
    let report = try #require(try Tool.json(result).first)
    #expect(report["cycles"] as? Int == cycles)
    #expect(report["totalCycles"] as? Int == total)
    #expect(report["sequencerCycles"] as? Int == total - cycles)
    #expect(report["stallCycles"] as? Int == 0)
    #expect(report["macs"] as? Int == 64 * 48 * 100)
    let utilization = try #require(report["utilization"] as? Double)
    #expect(abs(utilization - 307200 / (256 * Double(cycles))) < 1e-12)
    #expect(report["foldCount"] as? Int == (dataflow == "os" ? 12 : dataflow == "ws" ? 21 : 28))
    #expect(report["dramBytesRead"] as? Int == (64 + 48) * 100)
    #expect(report["dramBytesWritten"] as? Int == 64 * 48)
    for key in ["inputSRAM", "weightSRAM", "outputSRAM"] {
      let accesses = try #require(report[key] as? [String: Int])
      #expect(Set(accesses.keys) == ["reads", "writes"])
      #expect(accesses.values.allSatisfy { $0 > 0 })
    }
    let transfers = try #require(report["transfers"] as? [String: Int])
    #expect(transfers["interface"] == ((64 + 48) * 100 + 64 * 48) * 8)
  }

  /// Sizes that the default clusters and banks do not divide.
  @Test(arguments: [("7", "5"), ("1", "1"), ("12", "14")])
  func oddArrays(rows: String, columns: String) throws {
    let result = try Tool.run([
      "cycles", "--rows", rows, "--columns", columns, "--gemm", "9,9,9", "--json",
    ])
    #expect(result.status == 0, "\(result.errors)")
    let expected = SystolicTiming.cycles(
      GEMM(m: 9, n: 9, k: 9), dataflow: .weightStationary, rows: try #require(Int(rows)),
      columns: try #require(Int(columns)))
    #expect(try Tool.json(result).first?["cycles"] as? Int == expected)
  }

  @Test func severalProductsAndTiles() throws {
    let options = [
      "cycles", "--gemm", "64,48,100", "--gemm", "8,8,8", "--tiles", "3", "--bandwidth", "4",
    ]
    let result = try Tool.run(options + ["--json"])
    #expect(result.status == 0, "\(result.errors)")
    let report = try #require(try Tool.json(result).first)
    let layers = try #require(report["layers"] as? [[String: Any]])
    let total = try #require(report["total"] as? [String: Any])
    #expect(layers.count == 2 && report["tiles"] as? Int == 3)
    for key in ["cycles", "totalCycles", "stallCycles", "fillCycles", "macs", "dramBytesRead"] {
      let values = layers.compactMap { $0[key] as? Int }
      #expect(values.count == 2 && total[key] as? Int == values.reduce(0, +), "\(key)")
    }
    #expect(try #require(total["stallCycles"] as? Int) > 0)
    let text = try Tool.run(options)
    #expect(text.text.contains("64 x 48 x 100") && text.text.contains("total"))
  }

  @Test(arguments: StandardWorkload.allCases)
  func standardWorkloads(workload: StandardWorkload) throws {
    let result = try Tool.run(["cycles", "--workload", workload.rawValue, "--json"])
    #expect(result.status == 0, "\(result.errors)")
    let report = try #require(try Tool.json(result).first)
    let total = try #require(report["total"] as? [String: Any])
    #expect(total["macs"] as? Int == workload.workload.macs)
  }

  @Test func faultsOfFilesHaveTheirPlace() throws {
    let folder = try TemporaryFolder()
    try folder.write("name,m,n,k\na,1,2,x\n", to: "bad.csv")
    let table = try Tool.run(["cycles", "--workload", folder.file("bad.csv"), "--json"])
    #expect(table.status == 65 && table.output.isEmpty)
    #expect(
      table.errors.contains(
        "bad.csv:2:7: error: expected k, a whole number from 1 to 16777216, found 'x'"))
    let missing = try Tool.run(["cycles", "--workload", folder.file("missing.json")])
    #expect(missing.status == 65 && missing.errors.contains(": error: "))
  }
}

@Suite struct WorkloadCommandTests {
  private static func model(in folder: TemporaryFolder) throws -> String {
    let file = folder.file("small.safetensors")
    try SmallPolicies.model().checkpoint.write(to: file)
    return file
  }

  /// What is written is what was said, and `cycles` reads it.
  @Test func writesWhatItSays() throws {
    let files = try SampleFiles()
    try files.writeAccelerator()
    let model = try Self.model(in: files.folder)
    let arguments = [
      "workload", files.file("accelerator.pb.txt"), "--placement", files.file("accelerator.plc"),
      "--model", model, "--rollouts", "2",
    ]
    let result = try Tool.run(
      arguments + [
        "--json", "-o", files.file("policy.json"), "-o", files.file("policy.csv"),
      ])
    #expect(result.status == 0, "\(result.errors)")
    let report = try #require(try Tool.json(result).first)
    let macs = try #require(report["macs"] as? Int)
    let inference = try #require(report["inferenceMACs"] as? Int)
    let training = try #require(report["trainingMACs"] as? Int)
    #expect(macs == inference + training && inference > 0 && training > 0)
    let layers = try #require(report["layers"] as? [[String: Any]])
    #expect(layers.reduce(0) { $0 + ($1["macs"] as? Int ?? 0) } == macs)
    for name in ["policy.json", "policy.csv"] {
      let workload = try WorkloadFile.read(files.file(name))
      #expect(workload.macs == macs && workload.layers.count == layers.count)
      let cycles = try Tool.run(["cycles", "--workload", files.file(name), "--json"])
      let total = try #require(try Tool.json(cycles).first?["total"] as? [String: Any])
      #expect(total["macs"] as? Int == macs)
    }
    let without = try Tool.run(arguments + ["--no-training", "--json"])
    #expect(try Tool.json(without).first?["macs"] as? Int == inference)
    let text = try Tool.run(arguments)
    #expect(text.text.contains("multiply-adds    \(macs)\n"))
  }

  @Test func worksWithoutArguments() throws {
    let result = try Tool.run(["workload", "--json"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(try #require(try Tool.json(result).first?["trainingMACs"] as? Int) > 0)
    let cycles = try Tool.run(["cycles", "--json"])
    #expect(cycles.status == 0, "\(cycles.errors)")
    let report = try #require(try Tool.json(cycles).first)
    #expect(report["workload"] as? String == "policy")
    let total = try #require(report["total"] as? [String: Any])
    #expect(total["macs"] as? Int == (try Tool.json(result).first?["macs"] as? Int))
  }
}
