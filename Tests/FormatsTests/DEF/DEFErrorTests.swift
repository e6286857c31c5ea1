import Formats
import Foundation
import Netlist
import Testing
import TestSupport

@Suite struct DEFErrorTests {
  /// A change to the sample, and the place and message of the fault that it is.
  private static let faults: [(from: String, to: String, fault: String)] = [
    (
      "- w INV ;", "- w NAND ;",
      "27:5: error: expected the name of a cell of the library, found 'NAND'"
    ),
    ("- w INV ;", "- u/a INV ;", "27:3: error: expected a component of a new name, found 'u/a'"),
    (
      "( u/a Z )", "( u/c Z )",
      "60:8: error: expected a component's name, 'PIN' or '*', found 'u/c'"
    ),
    (
      "( u/a Z )", "( u/a Q )",
      "60:12: error: expected the name of a pin of cell 'INV', found 'Q'"
    ),
    (
      "( PIN in )", "( PIN n1 )",
      "58:12: error: expected the name of a pin of the design, found 'n1'"
    ),
    ("( u/b A )", "( u/b A ;", "60:24: error: expected ')', found ';'"),
    (
      "( 2000 2000 ) N", "( 2000 x ) N",
      "24:44: error: expected the y coordinate of the component's lower left corner, found 'x'"
    ),
    (
      "( 2000 2000 ) N", "( 2000 2000 ) R90",
      "24:51: error: expected an orientation: N, S, E, W, FN, FS, FE or FW, found 'R90'"
    ),
    ("+ REGION rest", "+ REGION nest", "25:45: error: expected the name of a region, found 'nest'"),
    ("- rest (", "- wish (", "21:3: error: expected a region of a new name, found 'wish'"),
    ("TYPE FENCE", "TYPE MOAT", "19:68: error: expected 'FENCE' or 'GUIDE', found 'MOAT'"),
    ("u/* ram0", "u/* ram2", "66:10: error: expected a component's name, found 'ram2'"),
    ("- clk +", "- in +", "44:3: error: expected a pin of a new name, found 'in'"),
    (
      "DIRECTION INPUT", "DIRECTION IN",
      "37:27: error: expected 'INPUT', 'OUTPUT', 'INOUT' or 'FEEDTHRU', found 'IN'"
    ),
    ("PARTIAL 40", "PARTIAL 101", "50:23: error: expected a percentage from 0 to 100, found '101'"),
    (
      "HALO 100", "HALO -100",
      "28:19: error: expected a halo to the left of 0 or more, found '-100'"
    ),
    ("MICRONS 1000", "MICRONS 0", "6:24: error: expected database units per micrometre, found '0'"),
    ("VERSION 5.8", "VERSION 6", "2:9: error: expected a version from 5.0 to 5.8, found '6'"),
    (
      "BY 1 STEP 200 0", "BY 1 STEP 0 0",
      "12:43: error: expected a distance of sites along x of 1 or more, found '0'"
    ),
    ("TRACKS X", "TRACKS Z", "15:8: error: expected 'X' or 'Y', found 'Z'"),
    ("BEGINEXT", "BEGINTEXT", "70:1: error: expected a statement of DEF, found 'BEGINTEXT'"),
    ("END GROUPS", "END GROUP", "69:5: error: expected 'GROUPS', found 'GROUP'"),
    (
      "END DESIGN\n", "",
      "72:7: error: expected a statement or 'END DESIGN', found the end of the file"
    ),
  ]

  @Test(arguments: faults.indices)
  func refuses(_ index: Int) throws {
    let (from, to, fault) = Self.faults[index]
    #expect(DEFSample.text.components(separatedBy: from).count == 2, "ambiguous: \(from)")
    let folder = try TemporaryFolder()
    let file = try folder.write(
      DEFSample.text.replacingOccurrences(of: from, with: to), to: "t.def")
    do {
      _ = try DEF.read(file: file, library: DEFSample.library)
      Issue.record("read in spite of \(to)")
    } catch {
      #expect(error.description == "\(file):\(fault)")
    }
  }

  /// Components of nets are looked up many at a time, behind what follows them.
  @Test(arguments: ["( u/b A ;", "( PIN none )", "( u/b \"A\" )", "( u/b"])
  func theFirstFaultOfTheNetsIsTheOne(_ later: String) throws {
    let folder = try TemporaryFolder()
    for (from, to, fault) in [
      (
        "( u/a Z )", "( u/c Z )",
        "60:8: error: expected a component's name, 'PIN' or '*', found 'u/c'"
      ),
      (
        "( u/a Z )", "( u/a Q )",
        "60:12: error: expected the name of a pin of cell 'INV', found 'Q'"
      ),
    ] {
      let text = DEFSample.text.replacingOccurrences(of: from, with: to)
        .replacingOccurrences(of: "END NETS", with: "- last \(later) ;\nEND NETS")
      let file = try folder.write(text, to: "t.def")
      do {
        _ = try DEF.read(file: file, library: DEFSample.library)
        Issue.record("read in spite of \(to)")
      } catch {
        #expect(error.description == "\(file):\(fault)")
      }
    }
  }

  /// So are the names of components.
  @Test(arguments: ["INV + PLACED ;", "NAND ;", "\"INV\" ;", "INV"])
  func theFirstFaultOfTheComponentsIsTheOne(_ later: String) throws {
    let folder = try TemporaryFolder()
    let text = DEFSample.text.replacingOccurrences(of: "- w INV ;", with: "- u/a INV ;")
      .replacingOccurrences(of: "END COMPONENTS", with: "- last \(later)\nEND COMPONENTS")
    let file = try folder.write(text, to: "t.def")
    do {
      _ = try DEF.read(file: file, library: DEFSample.library)
      Issue.record("read in spite of a name that comes twice")
    } catch {
      #expect(
        error.description == "\(file):27:3: error: expected a component of a new name, found 'u/a'")
    }
  }

  @Test func aCountThatIsNotThereIsAWarning() throws {
    let folder = try TemporaryFolder()
    let text = DEFSample.text.replacingOccurrences(
      of: "COMPONENTS 8 ;", with: "COMPONENTS 2147483647 ;")
    let file = try folder.write(text, to: "t.def")
    let design = try DEF.read(file: file, library: DEFSample.library)
    #expect(design.netlist.nodeKinds.count { $0 != .port } == 7)
    #expect(design.source.warnings.contains { $0.contains("2147483647") })
  }

  @Test func refusesADieWithoutAreaOrWithSlopes() throws {
    let folder = try TemporaryFolder()
    for (die, fault) in [
      ("( 0 0 ) ( 0 10 )", "1:26: error: expected a corner that gives the die an area, found ';'"),
      ("( 0 0 )", "1:17: error: expected '(' and a corner of the die, found ';'"),
      (
        "( 0 0 ) ( 5 10 ) ( 10 0 )",
        "1:35: error: expected edges of the die along the axes, found ';'"
      ),
    ] {
      let file = try folder.write("DIEAREA \(die) ;\nEND DESIGN\n", to: "t.def")
      do {
        _ = try DEF.read(file: file, library: DEFSample.library)
        Issue.record("read \(die)")
      } catch {
        #expect(error.description == "\(file):\(fault)")
      }
    }
    let file = try folder.write("DESIGN a ;\nEND DESIGN\n", to: "t.def")
    #expect(throws: ParseError.self) { try DEF.read(file: file, library: DEFSample.library) }
  }
}
