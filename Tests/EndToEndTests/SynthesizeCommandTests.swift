import ChipPlace
import Evaluation
import Formats
import Netlist
import TestSupport
import Testing

@Suite struct SynthesizeCommandTests {
  /// What is written reads back, and the reference placement costs what was said.
  @Test(arguments: [["--macros", "5", "--macro-area", "0.2", "--rent", "0.7"], ["--peko"]])
  func writesADesignAndItsReference(options: [String]) throws {
    let folder = try TemporaryFolder()
    let result = try Tool.run(
      [
        "synthesize", "--cells", "800", "--seed", "3", "--json", "-o", folder.file("made.aux"),
        "--reference", folder.file("made.reference.pl"),
      ] + options)
    #expect(result.status == 0, "\(result.errors)")
    let report = try #require(try Tool.json(result).first)
    let design = try Design(
      netlist: folder.file("made.aux"), placement: folder.file("made.reference.pl"))
    #expect(design.source.warnings == [])
    #expect(report["cells"] as? Int == design.netlist.count(of: .standardCell))
    #expect(report["macros"] as? Int == design.netlist.count(of: .hardMacro))
    #expect(report["ports"] as? Int == design.netlist.count(of: .port))
    #expect(report["nets"] as? Int == design.netlist.netCount)
    #expect(report["pins"] as? Int == design.netlist.pinCount)
    let evaluation = try ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
      .evaluate(design.placement)
    #expect(report["referenceWirelength"] as? Double == evaluation.hpwl)
    #expect(report["isOptimal"] as? Bool == options.contains("--peko"))
    let start = try Design(netlist: folder.file("made.aux")).placement
    #expect(start != design.placement)
  }
}
