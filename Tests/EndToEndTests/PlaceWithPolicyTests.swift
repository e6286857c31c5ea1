import Formats
import Foundation
import NeuralNetwork
import Policy
import TestSupport
import Testing

/// `place` with the engines that have a network.
@Suite struct PlaceWithPolicyTests {
  private func place(
    _ files: SampleFiles, to output: String, _ options: [String]
  ) throws -> [String: Any] {
    let result = try Tool.run(
      ["place", files.file("small.pb.txt"), "-o", files.file(output), "--json"] + options)
    #expect(result.status == 0, "\(result.errors)")
    return try #require(try Tool.json(result).first)
  }

  private func stages(_ report: [String: Any]) throws -> [String] {
    try #require(report["stages"] as? [[String: Any]]).compactMap { $0["name"] as? String }
  }

  @Test(arguments: [
    (["policy", "--policy-starts", "2"], ["start", "policy"], 0),
    (["hybrid"], ["analytical", "anneal"], 800),
    (
      ["hybrid", "--policy-starts", "2", "--policy-trials", "1", "--no-policy-moves"],
      ["analytical", "policy", "anneal"], 800
    ),
  ])
  func theReportTellsOfItAndBytesAreTheSame(
    engine: [String], stages: [String], moves: Int
  ) throws {
    let files = try SampleFiles()
    let options = ["--moves", "800", "--threads", "1", "--seed", "5", "--engine"] + engine
    let report = try place(files, to: "first.plc", options)
    #expect(report["engine"] as? String == engine[0])
    #expect(report["legal"] as? Bool == true)
    #expect(report["moves"] as? Int == moves)
    #expect(report["interrupted"] as? Bool == false)
    #expect(try self.stages(report) == stages)
    let kinds = (report["moveKinds"] as? [[String: Any]])?.compactMap { $0["kind"] as? String }
    #expect(kinds?.contains("hardPolicy") == (engine == ["hybrid"]))
    let judged = try Tool.json(
      Tool.run(["evaluate", files.file("small.pb.txt"), files.file("first.plc"), "--json"]))
    #expect(judged[0]["legal"] as? Bool == true)
    let cost = try #require(report["proxyCost"] as? Double)
    let judgedCost = try #require(judged[0]["proxyCost"] as? Double)
    #expect(abs(cost - judgedCost) < 1e-9)

    let again = try place(files, to: "second.plc", options)
    #expect(Tool.timeless(report) == Tool.timeless(again))
    #expect(try files.folder.read("first.plc") == files.folder.read("second.plc"))
  }

  /// The rate is of the stage that anneals, not of all moves in its time.
  @Test func movesPerSecondAreThoseOfAnnealing() throws {
    let files = try SampleFiles()
    let result = try Tool.run([
      "place", files.file("small.pb.txt"), "-o", files.file("out.plc"), "--json", "--engine",
      "hybrid", "--moves", "1000", "--threads", "1", "--policy-starts", "1", "--policy-trials",
      "1",
    ])
    let report = try #require(try Tool.json(result).first)
    let stages = try #require(report["stages"] as? [[String: Any]])
    let seconds = try #require(stages.last?["seconds"] as? Double)
    let rate = try #require(report["movesPerSecond"] as? Double)
    #expect(report["moves"] as? Int == 1000)
    #expect(abs(rate * seconds - 900) < 1e-3)
  }

  @Test func theNetworkIsFoundThroughALinkToTheProgram() throws {
    let files = try SampleFiles()
    let link = files.file("linked")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: Tool.path)
    let tool = try RunningTool(
      link,
      [
        "place", files.file("small.pb.txt"), "-o", files.file("out.plc"), "--engine", "policy",
        "--policy-starts", "1",
      ])
    let result = try tool.finish(within: 60)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.text.contains("legal             yes"))
  }

  @Test func aProgramWithoutItsNetworkSaysSo() throws {
    let files = try SampleFiles()
    let copy = files.file("alone")
    // By another process: a program that this one still holds open for writing, in a child that some other
    // test begins meanwhile, cannot be run.
    #expect(try RunningTool("/bin/cp", [Tool.path, copy]).finish(within: 60).status == 0)
    let result = try RunningTool(
      copy,
      ["place", files.file("small.pb.txt"), "-o", files.file("out.plc"), "--engine", "policy"]
    ).finish(within: 60)
    #expect(result.status == 65 && result.output.isEmpty)
    #expect(result.errors.contains("policy.safetensors"))
    #expect(result.errors.contains("'chipplace_Policy.resources' beside the program"))
  }

  /// What is no network, by the name of its file.
  private static let notNetworks: [String: [UInt8]] = [
    "text.safetensors": Array("not a network, but a line of text\n".utf8),
    "short.safetensors": [1, 2, 3],
    "bare.safetensors": Checkpoint(
      tensors: ["weight": Checkpoint.Tensor(shape: [2], elements: [1, 2])]
    ).bytes,
    "noted.safetensors": Checkpoint(notes: ["architecture": "{\"width\": 8}"]).bytes,
  ]

  @Test(arguments: [
    "folder", "missing.safetensors", "text.safetensors", "short.safetensors", "bare.safetensors",
    "noted.safetensors",
  ])
  func aModelThatIsNoneIs65(name: String) throws {
    let files = try SampleFiles()
    try FileManager.default.createDirectory(
      atPath: files.file("folder"), withIntermediateDirectories: false)
    if let bytes = Self.notNetworks[name] {
      try Data(bytes).write(to: URL(fileURLWithPath: files.file(name)))
    }
    let before = try files.contents()
    for engine in ["policy", "hybrid"] {
      let result = try Tool.run([
        "place", files.file("small.pb.txt"), "-o", files.file("out.plc"), "--engine", engine,
        "--moves", "100", "--model", files.file(name), "--json",
      ])
      #expect(result.status == 65, "\(result.errors)")
      #expect(result.output.isEmpty)
      #expect(result.errors.hasPrefix("\(files.file(name)): byte "))
      #expect(result.errors.contains(": error: "))
      #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
      #expect(try files.contents() == before)
    }
  }

  @Test func aModelByNameTakesThePlaceOfTheOwnOne() throws {
    let files = try SampleFiles()
    try SmallPolicies.model().checkpoint.write(to: files.file("model.safetensors"))
    let options = ["place", files.file("small.pb.txt"), "--engine", "policy"]
    for (output, model) in [
      ("own.plc", []), ("small.plc", ["--model", files.file("model.safetensors")]),
    ] {
      let result = try Tool.run(options + ["-o", files.file(output)] + model)
      #expect(result.status == 0, "\(result.errors)")
    }
    #expect(try files.folder.read("own.plc") != files.folder.read("small.plc"))
  }
}
