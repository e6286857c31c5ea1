import ChipPlace
import Evaluation
import Foundation
import Formats
import TestSupport
import Testing

@testable import Benchmarking

@Suite struct SuiteFileTests {
  private func read(_ text: String) throws -> BenchmarkSuite {
    let folder = try TemporaryFolder()
    return try BenchmarkSuite(path: folder.write(text, to: "suite.json"))
  }

  @Test func everythingIsRead() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      """
      {
        "name": "all",
        "designs": [
          {"name": "a", "netlist": "a.pb.txt", "placement": "/b/a.plc", "lowerCaseMacros": "soft",
           "netWeights": "w.txt", "published": "x/a"},
          {"name": "b", "netlist": "${HOME}/b.v", "lef": ["t.lef", "c.lef"], "liberty": ["l.lib"],
           "top": "chip", "coreUtilization": 0.5, "coreAspectRatio": 2}
        ],
        "recipes": [
          {"name": "one"},
          {"name": "two", "designs": ["a"], "engine": "hybrid", "start": "spiral", "halo": 0.5,
           "restarts": 2, "model": "m.safetensors", "policyStarts": 4, "policyTrials": 2,
           "policyFilter": false, "policyMoves": true, "fineTune": 0.25},
          {"name": "three", "engine": "flow", "annealMacros": true, "density": 0.8,
           "routability": "rudy", "routingCapacity": 0.4}
        ],
        "seeds": [3, 1],
        "budgets": [{"moves": 100}, {"seconds": 1.5}],
        "threads": 2
      }
      """, to: "suite.json")
    let suite = try BenchmarkSuite(path: file)
    #expect(suite.name == "all" && suite.source == file && suite.threads == 2)
    #expect(suite.seeds == [3, 1] && suite.budgets == [.moves(100), .seconds(1.5)])
    let (a, b) = (suite.designs[0], suite.designs[1])
    #expect(a.netlist == folder.file("a.pb.txt") && a.placement == "/b/a.plc")
    #expect(a.reading.lowerCaseMacros == .soft && a.published == "x/a")
    #expect(a.netWeights == folder.file("w.txt"))
    #expect(b.netlist.hasSuffix("/b.v") && !b.netlist.contains("$") && b.published == "b")
    #expect(b.reading.libraries == [folder.file("t.lef"), folder.file("c.lef")])
    #expect(b.reading.liberty == [folder.file("l.lib")] && b.reading.topModule == "chip")
    #expect(b.reading.floorplan == FloorplanRecipe(utilization: 0.5, aspectRatio: 2))
    #expect(suite.recipes[0] == BenchmarkRecipe(name: "one"))
    let two = suite.recipes[1]
    #expect(two.designs == ["a"] && two.engine == .hybrid && two.start == .spiral)
    #expect(two.halo == 0.5 && two.restarts == 2 && two.model == folder.file("m.safetensors"))
    #expect(two.policyStarts == 4 && two.policyTrials == 2 && two.policyFilter == false)
    #expect(two.policyMoves == true && two.fineTune == 0.25)
    let three = suite.recipes[2]
    #expect(three.engine == .flow && three.annealMacros == true && three.density == 0.8)
    #expect(three.routability == .rudy && three.routingCapacity == 0.4)
  }

  @Test func defaults() throws {
    let suite = try read(#"{"designs": [{"name": "a", "netlist": "a.aux"}]}"#)
    #expect(suite.name == "suite" && suite.recipes == [.standard] && suite.threads == 1)
    #expect(suite.seeds == [1, 2, 3] && suite.budgets == [.seconds(60)])
    let counted = try read(#"{"designs": [{"name": "a", "netlist": "a.aux"}], "seeds": 2}"#)
    #expect(counted.seeds == [1, 2])
  }

  private static let design = #""designs": [{"name": "a", "netlist": "a.aux"}]"#

  @Test(arguments: [
    ("{", "expected a key in quotes"),
    ("[]", "expected an object, found a list of 0"),
    ("{}", "expected the key 'designs', found none"),
    (#"{"designs": []}"#, "designs: expected at least one item, found a list of 0"),
    (#"{"designs": 3}"#, "designs: expected a list, found 3"),
    (#"{"designs": [{"name": "a"}]}"#, "designs[0]: expected the key 'netlist', found none"),
    (
      #"{"designs": [{"name": "a", "netlist": "b", "lefs": []}]}"#,
      "designs[0]: expected the keys name, netlist,"
    ),
    (
      #"{"designs": [{"name": "a", "netlist": "${NO_SUCH_VARIABLE}/a"}]}"#,
      "designs[0].netlist: expected the environment variable NO_SUCH_VARIABLE, found none"
    ),
    (
      #"{"designs": [{"name": "a", "netlist": "b"}, {"name": "a", "netlist": "c"}]}"#,
      "designs: expected distinct names, found 'a' again at [1]"
    ),
    ("{\(design), \"seeds\": 0}", "seeds: expected a whole number from 1 to 10000, found 0"),
    ("{\(design), \"seeds\": [1, 1]}", "seeds: expected distinct seeds"),
    ("{\(design), \"seeds\": [1.5]}", "seeds[0]: expected a whole number"),
    (
      "{\(design), \"threads\": true}",
      "threads: expected a whole number from 1 to 1024, found true"
    ),
    ("{\(design), \"budgets\": [{}]}", "budgets[0]: expected one of the keys seconds, moves"),
    (
      "{\(design), \"budgets\": [{\"seconds\": 0}]}", "budgets[0].seconds: expected seconds above 0"
    ),
    ("{\(design), \"budgets\": [{\"hours\": 1}]}", "budgets[0]: expected the keys seconds, moves"),
    (
      "{\(design), \"recipes\": [{\"name\": \"r\", \"engine\": \"magic\"}]}",
      "recipes[0].engine: expected one of anneal, policy, hybrid, flow, found 'magic'"
    ),
    (
      "{\(design), \"recipes\": [{\"name\": \"r\", \"temperature\": 1}]}",
      "recipes[0]: expected the keys"
    ),
    (
      "{\(design), \"recipes\": [{\"name\": \"r\", \"designs\": [\"b\"]}]}",
      "recipes[0].designs: expected names of designs, found 'b'"
    ),
    (
      "{\(design), \"recipes\": [{\"name\": \"r\", \"density\": 1.2}]}",
      "recipes[0].density: expected a share above 0 and up to 1, found 1.2"
    ),
  ])
  func faultsNameTheirPlace(text: String, message: String) throws {
    let error = #expect(throws: ParseError.self) { try read(text) }
    #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
    #expect(error?.file.hasSuffix("suite.json") == true)
  }

  @Test func nothingThere() {
    #expect(throws: ParseError.self) { try BenchmarkSuite(path: "/no/such/suite.json") }
  }

  /// The rules of `place`, for a design without rows and one with them.
  @Test func optionsThatAreOfNoUse() {
    func recipe(_ change: (inout BenchmarkRecipe) -> Void) -> BenchmarkRecipe {
      var recipe = BenchmarkRecipe(name: "r")
      change(&recipe)
      return recipe
    }
    let density = recipe { $0.density = 0.9 }
    #expect(density.fault(isFlat: true) == nil && density.fault(isFlat: false)?.key == "density")
    let start = recipe { $0.start = .random }
    #expect(start.fault(isFlat: true)?.key == "start" && start.fault(isFlat: false) == nil)
    let restarts = recipe { $0.restarts = 2 }
    #expect(restarts.fault(isFlat: true)?.key == "restarts")
    #expect(recipe { ($0.restarts, $0.annealMacros) = (2, true) }.fault(isFlat: true) == nil)
    #expect(recipe { $0.routingCapacity = 0.5 }.fault(isFlat: true)?.key == "routingCapacity")
    #expect(recipe { $0.fineTune = 0.1 }.fault(isFlat: false)?.key == "fineTune")
    let policy = recipe { ($0.engine, $0.policyMoves) = (.policy, true) }
    #expect(policy.fault(isFlat: false)?.key == "policyMoves")
    let idle = recipe { ($0.engine, $0.policyMoves) = (.hybrid, false) }
    #expect(idle.fault(isFlat: false)?.key == "policyMoves")
    #expect(recipe { $0.engine = .hybrid }.fault(isFlat: false) == nil)
  }
}

@Suite struct SuiteFolderTests {
  @Test func designsByTheRules() throws {
    let folder = try TemporaryFolder()
    for name in ["one/deep", "two", "three/cells", ".hidden"] {
      try folder.makeFolder(name)
    }
    for name in [
      "one/deep/netlist.pb.txt.gz", "one/deep/initial.plc", "one/deep/flat.pb.txt", "two/x.pb.txt",
      "two/x.plc", "two/y.aux", "two/y.pl", "three/b.lef", "three/a_tech.lef", "three/t.tlef",
      "three/cells/chip.def", "loose.def", ".hidden/netlist.pb.txt",
    ] {
      try folder.write("", to: name)
    }
    let suite = try BenchmarkSuite(path: folder.path)
    #expect(suite.designs.map(\.name) == ["one/deep", "three/cells/chip", "two/x", "two/y"])
    #expect(suite.designs[0].netlist == folder.file("one/deep/netlist.pb.txt.gz"))
    #expect(suite.designs[0].placement == folder.file("one/deep/initial.plc"))
    #expect(
      suite.designs[1].reading.libraries
        == ["three/t.tlef", "three/a_tech.lef", "three/b.lef"].map(folder.file))
    #expect(suite.designs[2].placement == folder.file("two/x.plc"))
    #expect(suite.designs[3].placement == nil && suite.designs[3].reading.libraries == [])
    #expect(suite.recipes == [.standard])
    #expect(suite.warnings.count == 1 && suite.warnings[0].contains("loose.def"))
  }

  @Test func emptyFolder() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: ParseError.self) { try BenchmarkSuite(path: folder.path) }
    #expect(error?.message.contains("expected designs") == true)
  }
}

extension TemporaryFolder {
  fileprivate func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: file(name), withIntermediateDirectories: true)
  }
}
