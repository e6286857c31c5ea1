import ChipPlace
import Foundation
import Formats
import Netlist
import TestSupport
import Testing

/// Designs with cells on rows: `place`, `check` and `evaluate`.
@Suite struct FlatPlacementTests {
  private let folder: TemporaryFolder
  private var design: String { folder.file("flat.aux") }

  init() throws {
    folder = try TemporaryFolder()
    let made = try Tool.run([
      "synthesize", "--cells", "500", "--macros", "3", "--seed", "2", "-o", folder.file("flat.aux"),
      "--reference", folder.file("flat.reference.pl"),
    ])
    #expect(made.status == 0, "\(made.errors)")
  }

  private func place(_ output: String, _ options: [String] = []) throws -> [String: Any] {
    let result = try Tool.run(
      ["place", design, "-o", folder.file(output), "--json"] + options)
    #expect(result.status == 0, "\(result.errors)")
    return try #require(try Tool.json(result).first)
  }

  @Test func aFlatDesignIsPlacedLegally() throws {
    let report = try place("out.pl", ["--threads", "2"])
    #expect(report["engine"] as? String == "flow")
    #expect(report["legal"] as? Bool == true)
    #expect(report["violations"] as? Int == 0)
    #expect(report["hardMacroOverlaps"] as? Int == 0)
    let legal = try #require(report["hpwlLegal"] as? Double)
    let final = try #require(report["hpwl"] as? Double)
    #expect(final <= legal)
    #expect(report["hpwlGlobal"] as? Double ?? 0 > 0)
    #expect(report["overflow"] as? Double ?? 1 < 0.3)
    let stages = try #require(report["stages"] as? [[String: Any]])
    #expect(stages.first?["name"] as? String == "global")
    #expect(stages.last?["name"] as? String == "detailed")

    // What was written is what was said, and an independent check agrees.
    let judged = try Tool.json(Tool.run(["evaluate", design, folder.file("out.pl"), "--json"]))
    let judgedLength = try #require(judged[0]["hpwl"] as? Double)
    #expect(abs(judgedLength - final) < 1e-9 * final)
    #expect(judged[0]["violations"] as? Int == 0)
    let checked = try Tool.json(Tool.run(["check", design, folder.file("out.pl"), "--json"]))
    #expect(checked[0]["legal"] as? Bool == true)
  }

  /// Far shorter than a random placement, and not absurdly longer than the one it was made from.
  @Test func wirelengthIsNearTheReference() throws {
    let report = try place("out.pl")
    let reference = try Tool.json(
      Tool.run(["evaluate", design, folder.file("flat.reference.pl"), "--json"]))
    let known = try #require(reference[0]["hpwl"] as? Double)
    let found = try #require(report["hpwl"] as? Double)
    #expect(found < 1.5 * known)
  }

  @Test func sameSeedAndThreadsGiveTheSameBytes() throws {
    _ = try place("first.pl", ["--threads", "2", "--seed", "3"])
    _ = try place("second.pl", ["--threads", "2", "--seed", "3"])
    #expect(try folder.read("first.pl") == folder.read("second.pl"))
  }

  @Test func macrosCanBeAnnealed() throws {
    let report = try place("out.pl", ["--moves", "2000", "--threads", "1"])
    #expect(report["moves"] as? Int == 2000)
    #expect(report["legal"] as? Bool == true)
    let stages = try #require(report["stages"] as? [[String: Any]])
    #expect(stages.contains { $0["name"] as? String == "annealing" })
  }

  @Test func routabilityIsSaidAndLegal() throws {
    let report = try place(
      "out.pl", ["--threads", "1", "--routability", "rudy", "--routing-capacity", "0.3"])
    #expect(report["legal"] as? Bool == true)
    let stages = try #require(report["stages"] as? [[String: Any]])
    let said = try #require(stages.first?["routability"] as? [String: Any])
    let before = try #require(said["before"] as? [String: Double])
    let after = try #require(said["after"] as? [String: Double])
    #expect(before["peak"] ?? 0 > 1)
    #expect(after["overflow"] ?? 1 <= before["overflow"] ?? 0)
    #expect(said["rounds"] as? Int ?? 0 > 0)
    // What was written has the pins and the wire density that were said.
    let judged = try Tool.json(
      Tool.run([
        "evaluate", design, folder.file("out.pl"), "--json", "--routing-capacity", "0.3",
      ]))
    let final = try #require(report["hpwl"] as? Double)
    let judgedLength = try #require(judged[0]["hpwl"] as? Double)
    #expect(abs(judgedLength - final) < 1e-9 * final)
    let density = try #require(report["wireDensity"] as? [String: Double])
    let judgedDensity = try #require(judged[0]["wireDensity"] as? [String: Double])
    let peak = try #require(density["peak"])
    #expect(abs((judgedDensity["peak"] ?? 0) - peak) < 1e-6 * peak)
    #expect(judged[0]["violations"] as? Int == 0)
  }

  @Test func checkNamesWhatIsWrong() throws {
    let result = try Tool.run(["check", design, "--json", "--list", "3"])
    #expect(result.status == 0)
    let report = try #require(try Tool.json(result).first)
    #expect(report["legal"] as? Bool == false)
    // All cells at the die's middle overlap each other.
    let rules = try #require(report["rules"] as? [String: Int])
    #expect(rules["overlap"] ?? 0 > 500)
    #expect((report["details"] as? [String])?.count == 3)
    #expect(try Tool.run(["check", design, "--strict"]).status == 1)
    #expect(
      try Tool.run(["check", design, folder.file("flat.reference.pl"), "--strict"]).status == 0)
  }

  @Test func netWeightsPull() throws {
    let net = "n0"
    try folder.write("# weights\n\(net) 40\n", to: "weights")
    _ = try place("plain.pl", ["--threads", "1"])
    _ = try place("weighted.pl", ["--threads", "1", "--net-weights", folder.file("weights")])
    func length(_ file: String) throws -> Double {
      let placed = try Design(netlist: design, placement: folder.file(file))
      let netlist = placed.netlist
      let index = try #require(
        (0..<netlist.netCount).first { netlist.name(of: NetID($0)) == net })
      let places = netlist.netPins[index].map { placed.placement.position(of: $0, in: netlist) }
      return places.map(\.x).max()! - places.map(\.x).min()! + places.map(\.y).max()!
        - places.map(\.y).min()!
    }
    #expect(try length("weighted.pl") <= length("plain.pl"))
  }

  @Test(arguments: [
    ("n0\n", "weights:1:3: error: expected a weight, found the end of the line"),
    ("n0 -1\n", "weights:1:4: error: expected a weight of 0 or more, found -1.0"),
    ("n0 1\nn0 2\n", "weights:2:1: error: expected each net once, found 'n0' again"),
    ("none 1\n", "weights:1:1: error: expected the name of a net, found 'none'"),
    ("n0 1 2\n", "weights:1:6: error: expected the end of the line, found '2'"),
  ])
  func badNetWeightsAreRefused(text: String, message: String) throws {
    try folder.write(text, to: "weights")
    let result = try Tool.run([
      "place", design, "-o", folder.file("out.pl"), "--net-weights", folder.file("weights"),
    ])
    #expect(result.status == 65)
    #expect(result.errors.contains(message), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("out.pl")))
  }

  @Test func defNeedsLibraries() throws {
    try folder.write("VERSION 5.8 ;\nDESIGN d ;\n", to: "d.def")
    let result = try Tool.run(["info", folder.file("d.def")])
    #expect(result.status == 65)
    #expect(result.errors.contains("d.def:1:1: error: expected LEF files"), "\(result.errors)")
  }

  /// A published design through LEF and DEF: the wirelength as read is that of OpenROAD's log, and
  /// only places change in what is written.
  @Test(.enabled(if: SharedData.isPresent, Comment(rawValue: SharedData.absence)))
  func aPublishedDesignIsPlaced() throws {
    let input = SharedData.path("benchmarks/openroad/dpl/gcd_replace.def")
    let lef = ["--lef", SharedData.path("benchmarks/openroad/lef/Nangate45/Nangate45.lef.gz")]
    let read = try Tool.json(Tool.run(["evaluate", input, "--json"] + lef))
    let length = try #require(read[0]["hpwl"] as? Double)
    #expect(abs(length - 6950.8) < 0.05)
    let output = folder.file("out.def")
    let placed = try Tool.run(["place", input, "-o", output, "--json"] + lef)
    #expect(placed.status == 0, "\(placed.errors)")
    let report = try #require(try Tool.json(placed).first)
    #expect(report["legal"] as? Bool == true)
    let judged = try Tool.json(Tool.run(["evaluate", input, output, "--json"] + lef))
    let final = try #require(report["hpwl"] as? Double)
    let judgedLength = try #require(judged[0]["hpwl"] as? Double)
    #expect(abs(judgedLength - final) < 1e-6 * final)
    func rest(_ text: String) -> [Substring] {
      text.split(separator: "\n").filter { !$0.contains("PLACED") }
    }
    #expect(
      try rest(String(contentsOfFile: output, encoding: .utf8))
        == rest(String(contentsOfFile: input, encoding: .utf8)))
  }
}
