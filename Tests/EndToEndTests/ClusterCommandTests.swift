import ChipPlace
import Foundation
import Formats
import Netlist
import TestSupport
import Testing

@Suite struct ClusterCommandTests {
  /// A flat Bookshelf design, clustered, can be placed.
  @Test(arguments: ["metis", "hierarchy", "distance"])
  func whatItWritesCanBePlaced(engine: String) throws {
    let folder = try TemporaryFolder()
    let flat = folder.file("flat.aux")
    let made = try Tool.run([
      "synthesize", "--cells", "600", "--macros", "4", "-o", flat, "--reference",
      folder.file("flat.reference.pl"),
    ])
    #expect(made.status == 0, "\(made.errors)")
    let result = try Tool.run([
      "cluster", flat, "--placement", folder.file("flat.reference.pl"), "--engine", engine,
      "--clusters", "30", "-o", folder.file("soft.pb.txt"), "-o", folder.file("soft.plc"),
      "--groups", folder.file("groups"), "--json",
    ])
    #expect(result.status == 0, "\(result.errors)")
    let report = try #require(try Tool.json(result).first)
    let design = try Design(
      netlist: folder.file("soft.pb.txt"), placement: folder.file("soft.plc"))
    #expect(report["clusters"] as? Int == design.netlist.count(of: .softMacro))
    #expect(report["nets"] as? Int == design.netlist.netCount)
    #expect(report["columns"] as? Int == design.floorplan.columns)
    #expect(design.netlist.count(of: .hardMacro) == 4)
    #expect(design.floorplan.die == (try Design(netlist: flat).floorplan.die))
    let groups = String(decoding: try folder.read("groups"), as: UTF8.self)
    let lines = groups.split(separator: "\n").map { $0.split(separator: " ") }
    #expect(lines.filter { $0[1] != "-1" }.count == 600)
    #expect(lines.contains { $0 == ["m0", "-1"] })

    let placed = try Tool.run([
      "place", folder.file("soft.pb.txt"), "--placement", folder.file("soft.plc"), "--moves",
      "3000", "--threads", "1", "-o", folder.file("placed.plc"), "--json",
    ])
    #expect(placed.status == 0, "\(placed.errors)")
    #expect(try Tool.json(placed).first?["legal"] as? Bool == true)
  }

  /// A published canvas gives its grid to a flat design, whatever the scale of that.
  @Test func takesAPublishedCanvas() throws {
    let folder = try TemporaryFolder()
    let flat = folder.file("flat.aux")
    #expect(
      try Tool.run(["synthesize", "--cells", "300", "--macros", "2", "-o", flat]).status == 0)
    let die = try Design(netlist: flat).floorplan.die
    let canvas = try folder.write(
      """
      # Columns : 7  Rows : 9
      # Width : \(die.width / 100)  Height : \(die.height / 100)
      # Routes per micron, hor : 65.957  ver : 106.957
      # Routes used by macros, hor : 30.304  ver : 71.304
      # Smoothing factor : 2

      """, to: "canvas.plc")
    let result = try Tool.run([
      "cluster", flat, "--canvas", canvas, "--clusters", "20", "-o", folder.file("soft.pb.txt"),
      "-o", folder.file("soft.plc"),
    ])
    #expect(result.status == 0, "\(result.errors)")
    let floorplan = try Design(
      netlist: folder.file("soft.pb.txt"), placement: folder.file("soft.plc")
    ).floorplan
    #expect(floorplan.die == die)
    #expect((floorplan.columns, floorplan.rows) == (7, 9))
    #expect(abs(floorplan.routing.vertical - 1.06957) < 1e-9)
    #expect(floorplan.smoothingRange == 2)

    let other = try folder.write("# Columns : 7  Rows : 9\n# Width : 3  Height : 1\n", to: "o.plc")
    let refused = try Tool.run([
      "cluster", flat, "--canvas", other, "-o", folder.file("no.plc"),
    ])
    #expect(refused.status == 65)
    #expect(refused.errors.contains("expected a canvas of the die's shape"))
  }

  @Test func designsWithoutCellsAre65() throws {
    let files = try SampleFiles()
    let result = try Tool.run([
      "cluster", files.file("small.pb.txt"), "-o", files.file("out.plc"),
    ])
    #expect(result.status == 65)
    #expect(result.errors.contains("error: expected a flat design"))
    #expect(!FileManager.default.fileExists(atPath: files.file("out.plc")))
  }
}
