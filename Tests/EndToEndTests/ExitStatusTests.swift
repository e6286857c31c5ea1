import Foundation
import TestSupport
import Testing

/// What the tool says, and to whom, when something is wrong.
@Suite struct ExitStatusTests {
  @Test(arguments: [
    ["place", "small.pb.txt"],
    ["place", "small.pb.txt", "-o", "out.plc", "--moves", "many"],
    ["place", "small.pb.txt", "-o", "out.plc", "--moves", "0"],
    ["place", "small.pb.txt", "-o", "out.plc", "--moves", "99999999999999999999"],
    ["place", "small.pb.txt", "-o", "out.plc", "--moves", "10", "--time", "1"],
    ["place", "small.pb.txt", "-o", "out.plc", "--time", "nan"],
    ["place", "small.pb.txt", "-o", "out.plc", "--time", "0"],
    ["place", "small.pb.txt", "-o", "out.plc", "--seed=-1"],
    ["place", "small.pb.txt", "-o", "out.plc", "--threads", "0"],
    ["place", "small.pb.txt", "-o", "out.plc", "--halo=-1"],
    ["place", "small.pb.txt", "-o", "out.plc", "--halo", "inf"],
    ["place", "small.pb.txt", "-o", "out.plc", "--restarts", "0"],
    ["place", "small.pb.txt", "-o", "out.plc", "--start", "middle"],
    ["place", "small.pb.txt", "-o", "out.gds", "--moves", "10"],
    ["place", "small.pb.txt", "-o", "out.plc", "--picture", "out.gif", "--moves", "10"],
    ["place", "small.pb.txt", "-o", "out.plc", "--engine", "magic"],
    ["place", "small.pb.txt", "-o", "out.plc", "--checkpoint-every", "5"],
    ["place", "small.pb.txt", "-o", "out.plc", "--checkpoint", "c", "--checkpoint-every", "0"],
    ["place", "small.pb.txt", "-o", "out.plc", "--engine", "policy", "--checkpoint", "c"],
    ["place", "small.pb.txt", "-o", "out.plc", "--density", "0"],
    ["place", "small.pb.txt", "-o", "out.plc", "--density", "1.5"],
    ["place", "small.pb.txt", "-o", "out.plc", "--density", "0.5"],
    ["place", "small.pb.txt", "-o", "out.plc", "--policy-starts", "4"],
    ["place", "small.pb.txt", "-o", "out.plc", "--engine", "anneal", "--policy-starts", "4"],
    ["place", "small.pb.txt", "-o", "out.plc", "--engine", "anneal", "--model", "m.safetensors"],
    ["place", "small.pb.txt", "-o", "out.plc", "--engine", "flow", "--fine-tune", "0.1"],
    ["place", "small.pb.txt", "-o", "out.plc", "--engine", "policy", "--policy-moves"],
    ["place", "small.pb.txt", "-o", "out.plc", "--engine", "policy", "--no-policy-moves"],
    ["place", "small.pb.txt", "-o", "out.plc", "--engine", "policy", "--policy-trials", "2"],
    ["place", "small.pb.txt", "-o", "out.plc", "--engine", "policy", "--policy-starts", "0"],
    ["place", "small.pb.txt", "-o", "out.plc", "--engine", "policy", "--restarts", "2"],
    ["place", "small.pb.txt", "-o", "out.plc", "--engine", "hybrid", "--policy-starts=-1"],
    ["place", "small.pb.txt", "-o", "out.plc", "--engine", "hybrid", "--policy-trials", "2"],
    ["place", "small.pb.txt", "-o", "out.plc", "--engine", "hybrid", "--no-policy-filter"],
    ["place", "small.pb.txt", "-o", "out.plc", "--engine", "hybrid", "--no-policy-moves"],
    ["place", "small.pb.txt", "-o", "out.plc", "--engine", "hybrid", "--fine-tune", "0.95"],
    ["place", "small.pb.txt", "-o", "out.plc", "--engine", "hybrid", "--density", "0.5"],
    ["train"],
    ["train", "-o", "out.ckpt"],
    ["train", "-o", "out.safetensors", "--epochs", "0"],
    ["train", "-o", "out.safetensors", "--epochs", "3", "--reinforced", "4"],
    ["train", "-o", "out.safetensors", "--designs", "0"],
    ["train", "-o", "out.safetensors", "--moves", "999"],
    ["train", "-o", "out.safetensors", "--threads", "0"],
    ["train", "-o", "out.safetensors", "--generate", "0"],
    ["train", "-o", "out.safetensors", "--test-designs=-1"],
    ["train", "-o", "out.safetensors", "--generate", "2", "--corpus", "small.pb.txt"],
    ["train", "-o", "out.safetensors", "--picture", "out.svg"],
    ["train", "-o", "out.safetensors", "--curve", "out.csv", "--picture", "out.gif"],
    ["check", "small.pb.txt", "--list=-1"],
    ["info", "small.pb.txt", "--core-utilization", "0"],
    ["info", "small.pb.txt", "--core-aspect-ratio", "1000"],
    ["evaluate", "small.pb.txt", "--edge-rule", "wrap"],
    ["evaluate", "small.pb.txt", "--precision", "half"],
    ["evaluate", "small.pb.txt", "--picture", "picture"],
    ["evaluate"],
    ["convert", "small.pb.txt"],
    ["convert", "small.pb.txt", "-o", "out.gds"],
    ["info", "small.pb.txt", "--colour"],
    ["generate", "-o", "out.txt"],
    ["generate", "-o", "out.pb.txt", "--rows", "0"],
    ["synthesize", "-o", "out.aux"],
    ["synthesize", "--cells", "5", "-o", "out.aux"],
    ["synthesize", "--cells", "500", "--peko", "--rent", "0.6", "-o", "out.aux"],
    ["synthesize", "--cells", "500", "--peko", "--macros", "2", "-o", "out.aux"],
    ["synthesize", "--cells", "500", "--macro-area", "0.5", "-o", "out.aux"],
    ["synthesize", "--cells", "500", "--mean-degree", "1", "-o", "out.aux"],
    ["synthesize", "--cells", "500", "-o", "out.aux", "--reference", "out.pb.txt"],
    ["synthesize", "--cells", "500", "-o", "out.aux", "--macros", "400"],
    ["cluster", "small.pb.txt"],
    ["cluster", "small.pb.txt", "-o", "out.plc", "--clusters", "0"],
    ["cluster", "small.pb.txt", "-o", "out.plc", "--engine", "luck"],
    ["cluster", "small.pb.txt", "-o", "out.plc", "--density", "2"],
    ["cycles", "--gemm", "1,2"],
    ["cycles", "--gemm", "0,2,3"],
    ["cycles", "--gemm", "1,2,99999999999999999999"],
    ["cycles", "--gemm", "16777216,16777216,2"],
    ["cycles", "--gemm", "1,2,3", "--rows", "0"],
    ["cycles", "--gemm", "1,2,3", "--rows", "16", "--cluster-rows", "5"],
    ["cycles", "--gemm", "1,2,3", "--dataflow", "rs"],
    ["cycles", "--gemm", "1,2,3", "--tiles", "0"],
    ["cycles", "--gemm", "1,2,3", "--bandwidth", "0"],
    ["cycles", "--gemm", "1,2,3", "--input-buffer", "3x8"],
    ["cycles", "--gemm", "1,2,3", "--workload", "resnet50"],
    ["workload", "--rollouts", "0"],
    ["workload", "--placement", "small.plc"],
    ["workload", "-o", "out.txt"],
    ["wander"],
  ])
  func wrongUsageIs64(arguments: [String]) throws {
    let files = try SampleFiles()
    let before = try files.contents()
    let result = try Tool.run(
      arguments.map {
        $0.contains(".") && Double($0) == nil || $0 == "picture" ? files.file($0) : $0
      })
    #expect(result.status == 64, "\(result.text) \(result.errors)")
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("Error: "))
    #expect(result.errors.contains("Usage: chipplace"))
    #expect(try files.contents() == before)
  }

  @Test(arguments: [
    ["info", "missing.pb.txt"], ["evaluate", "missing.pb.txt", "--json"],
    ["evaluate", "small.pb.txt", "missing.plc"],
    ["evaluate", "small.pb.txt", "small.plc", "missing.plc", "--json"],
    ["place", "small.pb.txt", "--placement", "missing.plc", "-o", "out.plc"],
    [
      "place", "small.pb.txt", "--engine", "policy", "--model", "missing.safetensors", "-o",
      "out.plc",
    ],
    ["train", "--resume", "missing.safetensors", "-o", "out.safetensors"],
    ["train", "--resume", "small.plc", "-o", "out.safetensors"],
    ["convert", "missing.aux", "-o", "out.plc"], ["info", ".", "--json"],
    ["workload", "missing.pb.txt", "-o", "out.json"],
    ["workload", "--model", "missing.safetensors", "-o", "out.json"],
    ["cycles", "--workload", "missing.csv"], ["cycles", "--workload", "small.plc"],
    ["evaluate", "small.pb.txt", "small.pb.txt", "--json"], ["info", "small.plc"],
  ])
  func unreadableInputIs65(arguments: [String]) throws {
    let files = try SampleFiles()
    let before = try files.contents()
    let result = try Tool.run(arguments.map { $0.contains(".") ? files.file($0) : $0 })
    #expect(result.status == 65, "\(result.errors)")
    #expect(result.output.isEmpty)
    #expect(result.errors.contains(": error: "))
    #expect(try files.contents() == before)
  }

  @Test func faultsInFilesHaveTheirPlace() throws {
    let files = try SampleFiles()
    func expectFault(_ arguments: [String], _ file: String, line: Int) throws {
      let result = try Tool.run(arguments + ["--json"])
      #expect(result.status == 65)
      #expect(result.output.isEmpty)
      let place = /\S*\/(?<file>[^\/\s]+):(?<line>\d+):(?<column>\d+): error: (?<text>.+)/
      let match = try #require(try place.firstMatch(in: result.errors), "\(result.errors)")
      #expect(match.file == file)
      #expect(Int(match.line) == line)
    }
    let netlist = String(decoding: try files.folder.read("small.pb.txt"), as: UTF8.self)
    var lines = netlist.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let width = try #require(lines.firstIndex { $0.contains("key: \"width\"") })
    let value = try #require(lines[width...].firstIndex { $0.contains("f: ") })
    lines[value].replace("f: ", with: "f: wide")
    try files.folder.write(lines.joined(separator: "\n"), to: "bad.pb.txt")
    try expectFault(["evaluate", files.file("bad.pb.txt")], "bad.pb.txt", line: value + 1)

    let placement = String(decoding: try files.folder.read("small.plc"), as: UTF8.self)
    var rows = placement.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let row = try #require(rows.firstIndex { $0.hasSuffix("80 20 N 0") })
    rows[row].replace("80 20 N 0", with: "80 20 X 0")
    try files.folder.write(rows.joined(separator: "\n"), to: "bad.plc")
    try expectFault(
      ["evaluate", files.file("small.pb.txt"), files.file("bad.plc")], "bad.plc", line: row + 1)
  }

  /// Positions that a file may hold but whose distance overflows.
  @Test func coordinatesBeyondReachAre65() throws {
    let files = try SampleFiles()
    let text = String(decoding: try files.folder.read("small.plc"), as: UTF8.self)
    try files.folder.write(
      text.replacing("100 50 - 1", with: "1e308 50 - 1")
        .replacing("0 50 - 1", with: "-1e308 50 - 1"), to: "far.plc")
    let netlist = files.file("small.pb.txt")
    let far = files.file("far.plc")
    for arguments in [
      ["evaluate", netlist, far, "--json"],
      ["evaluate", netlist, far, "--precision", "single"],
      ["place", netlist, "--placement", far, "--moves", "50", "-o", files.file("out.plc")],
    ] {
      let result = try Tool.run(arguments)
      #expect(result.status == 65, "\(result.text) \(result.errors)")
      #expect(result.output.isEmpty)
      #expect(
        result.errors.contains("far.plc:22:3: error: expected an x coordinate, found '-1e308'"))
      #expect(!FileManager.default.fileExists(atPath: files.file("out.plc")))
    }
  }

  @Test func whatCannotBePlacedIs65() throws {
    let files = try SampleFiles()
    // The die shrinks until macros no longer fit.
    let placement = String(decoding: try files.folder.read("small.plc"), as: UTF8.self)
    let small = placement.replacing(
      /Width : \S+\s+Height : \S+/, with: "Width : 15.0  Height : 15.0")
    try files.folder.write(small, to: "tight.plc")
    let result = try Tool.run([
      "place", files.file("small.pb.txt"), "--placement", files.file("tight.plc"), "-o",
      files.file("out.plc"), "--moves", "10", "--json",
    ])
    #expect(result.status == 65, "\(result.text) \(result.errors)")
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("does not fit on the die"))
    #expect(!FileManager.default.fileExists(atPath: files.file("out.plc")))
  }

  @Test(arguments: [
    ["place", "small.pb.txt", "--time", "600", "-o", "missing/out.plc"],
    ["place", "small.pb.txt", "--time", "600", "-o", "taken.plc"],
    ["place", "small.pb.txt", "--time", "600", "-o", "small.plc/out.plc"],
    ["place", "small.pb.txt", "--time", "600", "-o", "out.plc", "--picture", "missing/out.svg"],
    ["convert", "small.pb.txt", "-o", "copy.plc", "-o", "missing/copy.pb.txt"],
    ["convert", "small.pb.txt", "-o", "copy.pb.txt", "-o", "taken.plc"],
    ["evaluate", "small.pb.txt", "--picture", "missing/out.png", "--json"],
    ["generate", "-o", "made.pb.txt", "-o", "missing/made.plc"],
    ["cluster", "small.pb.txt", "-o", "made.plc", "--groups", "missing/groups"],
    ["train", "-o", "missing/out.safetensors"],
    ["workload", "-o", "missing/out.json"],
    ["train", "-o", "out.safetensors", "--curve", "missing/out.csv"],
    ["synthesize", "--cells", "500", "-o", "made.aux", "--reference", "missing/made.pl"],
  ])
  func unwritableOutputIs73(arguments: [String]) throws {
    let files = try SampleFiles()
    try FileManager.default.createDirectory(
      atPath: files.file("taken.plc"), withIntermediateDirectories: false)
    let before = try files.contents()
    let result = try Tool.run(
      arguments.map { $0.contains(".") ? files.file($0) : $0 }, timeout: 60)
    #expect(result.status == 73, "\(result.errors)")
    #expect(result.output.isEmpty)
    #expect(result.errors.contains(": error: cannot be written: "))
    #expect(try files.contents() == before)
  }

  /// Figures, and text for a person, to a full disk, a closed stream, and a pipe nobody reads.
  @Test(arguments: ["--json", "--lower-case-macros=automatic"])
  func lostResultsAreReported(option: String) throws {
    let files = try SampleFiles()
    for command in ["evaluate", "info"] {
      let arguments = [command, files.file("small.pb.txt"), option]
      for line in [#""$0" "$@" > /dev/full"#, #""$0" "$@" >&-"#] {
        let result = try Tool.shell(line, arguments)
        #expect(result.status == 73, "\(line): \(result.errors)")
        #expect(result.errors.contains("standard output: error: cannot be written: "))
        #expect(result.endedOrderly)
      }
      let ignored = try Tool.shell(
        #"trap '' PIPE; { sleep 0.5; "$0" "$@"; echo "ended $?" >&2; } | :"#, arguments)
      #expect(ignored.errors.contains("ended 73"), "\(ignored.errors)")
      #expect(!ignored.errors.contains("Fatal error"))
      let piped = try Tool.shell(#"{ sleep 0.5; "$0" "$@"; } | :"#, arguments)
      #expect(piped.endedOrderly && !piped.errors.contains("rash"), "\(piped.errors)")
      let head = try Tool.shell(#""$0" "$@" | head -1"#, arguments)
      #expect(head.status == 0 && head.errors.isEmpty, "\(head.errors)")
      #expect(head.text.split(separator: "\n").count == 1)
    }
  }

  @Test func aRunGoesOnWithoutStandardError() throws {
    let files = try SampleFiles()
    let result = try Tool.shell(
      #""$0" "$@" 2> /dev/full"#,
      ["place", files.file("small.pb.txt"), "-o", files.file("out.plc"), "--moves", "200"])
    #expect(result.status == 0)
    #expect(result.text.contains("legal             yes"))
  }
}
