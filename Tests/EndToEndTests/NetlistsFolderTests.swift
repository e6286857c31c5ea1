import ChipPlace
import Evaluation
import Foundation
import Netlist
import TestSupport
import Testing

/// The designs in netlists/ are what `Scripts/netlists` makes, and cost what is said there.
@Suite struct NetlistsFolderTests {
  private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  private static let netlists = "\(package)/netlists"

  /// The command-line program, which the build puts beside the tests.
  private static let program =
    URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appendingPathComponent("chipplace").path

  @discardableResult
  private func run(
    _ program: String, _ arguments: [String], environment: [String: String] = [:]
  ) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(program) \(arguments)")
    return data
  }

  private func files(in folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder)
      .filter { file in [".txt", ".gz", ".plc"].contains { file.hasSuffix($0) } }.sorted()
  }

  /// Compressed files are compared by what is in them, which no version of zlib can change.
  private func content(_ file: String) throws -> Data {
    file.hasSuffix(".gz")
      ? try run("/usr/bin/env", ["gzip", "-dc", file])
      : try Data(contentsOf: URL(fileURLWithPath: file))
  }

  @Test func theScriptMakesThemByteForByte() throws {
    let folder = try TemporaryFolder()
    try run(
      "/usr/bin/env", ["bash", "\(Self.package)/Scripts/netlists", folder.path],
      environment: ["CHIPPLACE": Self.program])
    let files = try files(in: Self.netlists)
    #expect(files.count == 6)
    #expect(try files == self.files(in: folder.path))
    for file in files {
      let isSame = try content(folder.file(file)) == content("\(Self.netlists)/\(file)")
      #expect(isSame, "\(file)")
    }
  }

  @Test func theHandCheckedDesignCostsWhatIsWorkedOut() throws {
    let folder = "\(Self.netlists)/hand-checked"
    let design = try Design(
      netlist: "\(folder)/netlist.pb.txt", placement: "\(folder)/initial.plc")
    let evaluation = try ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
      .evaluate(design.placement)
    #expect(evaluation.hpwl == 495)
    let wirelength = 495.0 / 2800
    let density = 0.12
    let congestion = 593.745 / 1425.775
    #expect(abs(evaluation.terms.wirelength - wirelength) < 1e-12)
    #expect(abs(evaluation.terms.density - density) < 1e-12)
    #expect(abs(evaluation.terms.congestion - congestion) < 1e-12)
    #expect(abs(evaluation.proxy - (wirelength + density / 2 + congestion / 2)) < 1e-12)

    // The maps, bottom row first, in areas and in routes.
    let areas: [Double] = [150, 50, 50, 150, 0, 50, 50, 0, 0, 75, 75, 0, 0, 75, 75, 0]
    let horizontal = [
      396.83, 1, 1 + 395.83, 0, 0, 0, 0, 0, 1, 3 + 197.915, 1, 0, 0, 593.745, 0, 0,
    ]
    let vertical = [
      454.545, 153.515, 153.515, 454.545, 0, 2, 2, 0, 0, 151.515, 151.515, 0, 0, 0, 0, 0,
    ]
    for cell in 0..<16 {
      #expect(abs(evaluation.density[cell] - areas[cell] / 625) < 1e-12)
      #expect(abs(evaluation.horizontalCongestion[cell] - horizontal[cell] / 1425.775) < 1e-12)
      #expect(abs(evaluation.verticalCongestion[cell] - vertical[cell] / 1420.45) < 1e-12)
    }
  }

  @Test(arguments: ["hand-checked", "systolic-16x16-ws", "systolic-64x64-os"])
  func theStartIsLegal(_ name: String) throws {
    let folder = "\(Self.netlists)/\(name)"
    let netlist = try #require(
      ["netlist.pb.txt", "netlist.pb.txt.gz"].map { "\(folder)/\($0)" }
        .first { FileManager.default.fileExists(atPath: $0) })
    let design = try Design(netlist: netlist, placement: "\(folder)/initial.plc")
    #expect(design.source.warnings.isEmpty)
    let legality = LegalityChecker(netlist: design.netlist, floorplan: design.floorplan)
      .check(design.placement)
    #expect(legality.isLegal)
  }
}
