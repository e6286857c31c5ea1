import Foundation
import NeuralNetwork
import Policy
import TestSupport
import Testing

/// `train`: what it writes, and that it goes on where it was.
@Suite struct TrainCommandTests {
  /// A folder with one design to train on.
  private func makeCorpus(_ files: SampleFiles) throws {
    try FileManager.default.createDirectory(
      atPath: files.file("corpus"), withIntermediateDirectories: false)
    try FileManager.default.copyItem(
      atPath: files.file("small.pb.txt"), toPath: files.file("corpus/small.pb.txt"))
  }

  private func arguments(
    _ files: SampleFiles, epochs: Int = 2, to output: String, _ options: [String] = []
  ) -> [String] {
    [
      "train", "--corpus", files.file("corpus"), "--epochs", "\(epochs)", "--designs", "1",
      "--moves", "1000", "--threads", "1", "--test-designs", "0", "-o", files.file(output),
    ] + options
  }

  private func rows(_ files: SampleFiles, _ name: String) throws -> [String] {
    String(decoding: try files.folder.read(name), as: UTF8.self).split(separator: "\n").map(
      String.init)
  }

  /// The columns that no clock decides.
  private func timeless(_ row: String) -> [Substring] {
    let values = row.split(separator: ",", omittingEmptySubsequences: false)
    return [values[0]] + values[3...]
  }

  @Test func aPauseChangesNothing() throws {
    let files = try SampleFiles()
    try makeCorpus(files)
    let tool = try RunningTool(
      Tool.path,
      arguments(
        files, to: "whole.safetensors",
        [
          "--curve", files.file("whole.csv"), "--picture", files.file("whole.svg"), "--picture",
          files.file("whole.png"),
        ]))
    // What is there after the first of two epochs: pictures are drawn last.
    try tool.wait(within: 100) { _ in
      FileManager.default.fileExists(atPath: files.file("whole.svg"))
    }
    let middle = try files.folder.read("whole.safetensors")
    try files.folder.write(middle, to: "middle.safetensors")
    let whole = try tool.finish(within: 100)
    #expect(whole.status == 0, "\(whole.errors)")
    #expect(whole.text.split(separator: "\n").count == 2)
    #expect(whole.text.hasPrefix("epoch 1 of 2: ") && !whole.text.contains("on other designs"))
    let curve = try rows(files, "whole.csv")
    try expectCurve(curve)
    let svg = String(decoding: try files.folder.read("whole.svg"), as: UTF8.self)
    #expect(svg.contains("<svg") && svg.contains("designs learned from"))
    #expect(try files.folder.read("whole.png").prefix(4) == [0x89, 0x50, 0x4E, 0x47])

    // What a run that went on from there before has left is replaced.
    let stale = curve[0...1] + ["2,0,0,9,9,9,9,9,9,", ""]
    try files.folder.write(stale.joined(separator: "\n"), to: "resumed.csv")
    let resumed = try Tool.run(
      arguments(
        files, to: "resumed.safetensors",
        ["--resume", files.file("middle.safetensors"), "--curve", files.file("resumed.csv")]))
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.text.hasPrefix("epoch 2 of 2: "))
    let ends = try ["middle", "whole", "resumed"].map {
      try Checkpoint(contentsOf: files.file("\($0).safetensors"))
    }
    #expect(ends.map { $0.notes["training.epoch"] } == ["1", "2", "2"])
    #expect(ends[2].tensors == ends[1].tensors)
    #expect(ends[2].tensors != ends[0].tensors)
    #expect(try rows(files, "resumed.csv").map(timeless) == curve.map(timeless))

    // All is done already: the output is there all the same.
    let done = try Tool.run(
      arguments(
        files, to: "done.safetensors", ["--resume", files.file("resumed.safetensors")]))
    #expect(done.status == 0 && done.text == "all of 2 epochs are done\n")

    // A checkpoint is never ahead of its curve, or the line of an epoch could be lost: here that of the
    // second, with a first that makes the table longer than a file may be.
    let long = [curve[0], "1," + String(repeating: "0", count: 12_000_000), ""]
    try files.folder.write(long.joined(separator: "\n"), to: "full.csv")
    let full = try Tool.shell(
      "ulimit -f 8192; exec \"$0\" \"$@\"",
      arguments(
        files, to: "full.safetensors",
        ["--resume", files.file("middle.safetensors"), "--curve", files.file("full.csv")]))
    #expect(full.status == 73 && full.errors.contains("full.csv"), "\(full.errors)")
    #expect(!FileManager.default.fileExists(atPath: files.file("full.safetensors")))
    #expect(
      try files.folder.read("done.safetensors") == files.folder.read("resumed.safetensors"))
    let placed = try Tool.run([
      "place", files.file("small.pb.txt"), "--engine", "policy", "--model",
      files.file("done.safetensors"), "-o", files.file("out.plc"),
    ])
    #expect(placed.status == 0, "\(placed.errors)")
  }

  private func expectCurve(_ curve: [String]) throws {
    #expect(curve.count == 3)
    #expect(
      curve[0]
        == "epoch,seconds,total_seconds,training_divergence,test_divergence,test_accuracy,"
        + "test_value_loss,elite_cost,policy_elites,rollout_cost")
    for (epoch, row) in curve.dropFirst().enumerated() {
      let values = row.split(separator: ",", omittingEmptySubsequences: false)
      #expect(values.count == 10 && values[0] == "\(epoch + 1)")
      #expect(try #require(Double(values[3])) > 0)
      #expect(values[4...6].allSatisfy { $0.isEmpty } && values[9].isEmpty)
      #expect(try #require(Double(values[7])) > 0)
    }
  }

  /// An epoch that has begun counts as nothing.
  @Test(arguments: [SIGINT, SIGTERM])
  func anInterruptEndsTrainingInItsEpoch(signal: Int32) throws {
    let files = try SampleFiles()
    try makeCorpus(files)
    let before = try files.contents()
    let tool = try RunningTool(
      Tool.path, arguments(files, to: "out.safetensors", ["--moves", "100000000"]))
    try tool.wait(within: 60) { $0.handles(signal) }
    Thread.sleep(forTimeInterval: 0.2)
    tool.send(signal)
    let result = try tool.finish(within: 30)
    #expect(result.status == 0 && !result.endedBySignal, "\(result.errors)")
    #expect(result.output.isEmpty)
    #expect(try files.contents() == before)
  }

  @Test func aCorpusWithoutDesignsIs65() throws {
    let files = try SampleFiles()
    try FileManager.default.createDirectory(
      atPath: files.file("corpus"), withIntermediateDirectories: false)
    try files.folder.write("no netlist", to: "corpus/notes.txt")
    let before = try files.contents()
    func expectFault(_ corpus: String, _ message: String) throws {
      let result = try Tool.run([
        "train", "--corpus", files.file(corpus), "-o", files.file("out.safetensors"),
      ])
      #expect(result.status == 65 && result.output.isEmpty)
      #expect(result.errors.contains(message), "\(result.errors)")
      #expect(result.errors.split(separator: "\n").count == 1)
      #expect(try files.contents() == before)
    }
    try expectFault("corpus", "corpus: expected a .pb.txt or .pb.txt.gz file, found none")
    try expectFault("nowhere", "nowhere: cannot be read: ")
    try files.folder.write("node { name: ", to: "corpus/bad.pb.txt")
    try expectFault("corpus", "bad.pb.txt:1:")
  }

  @Test func trainingDoesNotGoOnFromAnotherSeed() throws {
    let files = try SampleFiles()
    try makeCorpus(files)
    var checkpoint = SmallPolicies.model().checkpoint
    checkpoint.notes["training.epoch"] = "1"
    checkpoint.notes["training.seed"] = "4"
    try checkpoint.write(to: files.file("start.safetensors"))
    let result = try Tool.run([
      "train", "--corpus", files.file("corpus"), "--resume", files.file("start.safetensors"),
      "--seed", "5", "-o", files.file("out.safetensors"),
    ])
    #expect(result.status == 65 && result.output.isEmpty)
    #expect(result.errors.contains("expected training with seed 5, found seed 4"))
    #expect(!FileManager.default.fileExists(atPath: files.file("out.safetensors")))
  }
}
