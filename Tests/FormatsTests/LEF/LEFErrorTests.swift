import TestSupport
import Testing

@testable import Formats

@Suite struct LEFErrorTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func refusal(_ text: String) throws -> String {
    let file = try folder.write(Array(text.utf8), to: "t.lef")
    do {
      let library = try CellLibrary(lefFiles: [file])
      return "read: \(library.masters.count) cells"
    } catch {
      return String("\(error)".dropFirst(file.count))
    }
  }

  /// Each a file and its error.
  static let faults: [(text: String, error: String)] = [
    ("VERSION 5.8 ;\n FOO bar ;", ":2:2: error: expected a LEF statement, found 'FOO'"),
    (
      "VERSION 5.8",
      ":1:12: error: expected ';' that ends the statement of line 1, found the end of the file"
    ),
    (
      "VERSION 5.8\nEND LIBRARY",
      ":2:1: error: expected ';' that ends the statement of line 1, found 'END'"
    ),
    ("END FOO", ":1:5: error: expected 'LIBRARY', found 'FOO'"),
    ("END", ":1:4: error: expected 'LIBRARY', found the end of the file"),
    (
      "BUSBITCHARS \"[] ;\n",
      ":1:13: error: expected '\"' that closes the text which begins here, found the end of the file"
    ),
    (
      "VIA v VIARULE r ; CUTSPACING 0.1 -1 ; END v",
      ":1:34: error: expected spacings along x and y of 0 or more micrometres, found '-1'"
    ),
    ("MANUFACTURINGGRID 0 ;", ":1:19: error: expected a grid in micrometres, found '0'"),
    (
      "UNITS DATABASE MICRONS 0.5 ; END UNITS",
      ":1:24: error: expected a whole number of database units from 1 to 1000000, found '0.5'"
    ),
    ("UNITS DATABASE NANO 1 ;", ":1:16: error: expected 'MICRONS', found 'NANO'"),
    ("UNITS DATABASE MICRONS 1 ;", ":1:27: error: expected 'END UNITS', found the end of the file"),
    ("LAYER a END a", ":1:7: error: expected a TYPE in the layer 'a', found none"),
    (
      "LAYER a TYPE METAL ;",
      ":1:14: error: expected ROUTING, CUT, OVERLAP, MASTERSLICE or IMPLANT, found 'METAL'"
    ),
    ("LAYER a TYPE CUT ; END b", ":1:24: error: expected 'a' behind 'END', found 'b'"),
    (
      "LAYER a DIRECTION UP ;",
      ":1:19: error: expected HORIZONTAL, VERTICAL, DIAG45 or DIAG135, found 'UP'"
    ),
    ("LAYER a PITCH ;", ":1:15: error: expected a pitch in micrometres, found ';'"),
    ("LAYER a PITCH 1 -2 ;", ":1:17: error: expected a pitch in micrometres, found '-2'"),
    ("LAYER a WIDTH nan ;", ":1:15: error: expected a width in micrometres, found 'nan'"),
    ("LAYER a RESISTANCE RPERSQ x ;", ":1:27: error: expected a number of 0 or more, found 'x'"),
    ("SITE s CLASS X ;", ":1:14: error: expected CORE or PAD, found 'X'"),
    ("SITE s CLASS CORE ; END s", ":1:6: error: expected a SIZE in the site 's', found none"),
    ("VIA v RECT 0 0 1 1 ; END v", ":1:7: error: expected a LAYER before the first shape"),
    (
      "VIA v LAYER a ; RECT 0 0 1 ; END v",
      ":1:28: error: expected a coordinate in micrometres, found ';'"
    ),
    ("VIARULE r LAYER a ; END s", ":1:25: error: expected 'r' behind 'END', found 's'"),
    (
      "NONDEFAULTRULE r LAYER a WIDTH 1 ; END r END r",
      ":1:40: error: expected 'a' behind 'END', found 'r'"
    ),
    (
      "SPACING SAMENET a b 1 ; END LIBRARY",
      ":1:29: error: expected 'SPACING' behind 'END', found 'LIBRARY'"
    ),
    ("BEGINEXT \"x\" MACRO", ":1:19: error: expected 'ENDEXT', found the end of the file"),
    ("MACRO", ":1:6: error: expected the name of a macro, found the end of the file"),
    ("MACRO a SIZE 1 BY 2 ;", ":1:22: error: expected 'END a', found the end of the file"),
    (
      "MACRO a SIZE 1 BY 2 ;\nMACRO b\nEND b",
      ":3:1: error: expected ';' that ends the statement of line 2, found 'END'"
    ),
    (
      "MACRO a SIZE 1 BY 2 ; END LIBRARY",
      ":1:27: error: expected 'a' behind 'END', found 'LIBRARY'"
    ),
    (
      "MACRO a SIZE 0 BY 2 ; END a",
      ":1:14: error: expected a width of 0.00001 to 10000000 micrometres, found '0'"
    ),
    (
      "MACRO a SIZE 1 BY -2 ; END a",
      ":1:19: error: expected a height of 0.00001 to 10000000 micrometres, found '-2'"
    ),
    (
      "MACRO a SIZE 1e300 BY 2 ; END a",
      ":1:14: error: expected a width of 0.00001 to 10000000 micrometres, found '1e300'"
    ),
    ("MACRO a SIZE 1 2 ; END a", ":1:16: error: expected 'BY', found '2'"),
    ("MACRO a SIZE 1 BY 2 3 ; END a", ":1:21: error: expected ';', found '3'"),
    (
      "MACRO a CLASS CELL ; END a",
      ":1:15: error: expected COVER, RING, BLOCK, PAD, CORE or ENDCAP, found 'CELL'"
    ),
    ("MACRO a SYMMETRY X Z ; END a", ":1:20: error: expected X, Y, R90 or ';', found 'Z'"),
    ("MACRO a ORIGIN 0 ; END a", ":1:18: error: expected a coordinate in micrometres, found ';'"),
    (
      "MACRO a PIN p END p PIN p END p END a",
      ":1:25: error: expected a pin of a new name, found 'p'"
    ),
    ("MACRO a PIN p END a", ":1:19: error: expected 'p' behind 'END', found 'a'"),
    (
      "MACRO a PIN p DIRECTION IN ;",
      ":1:25: error: expected INPUT, OUTPUT, INOUT or FEEDTHRU, found 'IN'"
    ),
    (
      "MACRO a PIN p USE X ;",
      ":1:19: error: expected SIGNAL, ANALOG, POWER, GROUND or CLOCK, found 'X'"
    ),
    ("MACRO a PIN p PORT RECT 0 0 1 1 ;", ":1:20: error: expected a LAYER before the first shape"),
    (
      "MACRO a PIN p PORT LAYER M ; RECT 0 0 1 \"1\" ;",
      ":1:41: error: expected a coordinate in micrometres, found '1'"
    ),
    (
      "MACRO a PIN p PORT LAYER M ; RECT 0 0 1 1e9 ;",
      ":1:41: error: expected a coordinate in micrometres, found '1e9'"
    ),
    ("MACRO a PIN p PORT LAYER M ; RECT ( 0 0 1 1 ) ;", ":1:41: error: expected ')', found '1'"),
    (
      "MACRO a PIN p PORT LAYER M ; RECT ITERATE 0 0 1 1 ;",
      ":1:51: error: expected 'DO', found ';'"
    ),
    (
      "MACRO a PIN p PORT LAYER M ; RECT ITERATE 0 0 1 1 DO 1000000 BY 1000000 STEP 1 1 ;",
      ":1:65: error: expected at most 1048576 shapes of one statement, found 1000000 by 1000000"
    ),
    (
      "MACRO a OBS LAYER M ; PIN",
      ":1:23: error: expected LAYER, WIDTH, RECT, POLYGON, PATH, VIA or 'END' of the OBS, found 'PIN'"
    ),
    (
      "MACRO a OBS LAYER M ; ", ":1:23: error: expected 'END' of the OBS, found the end of the file"
    ),
    (
      "MACRO a TIMING FROMPIN x ;", ":1:27: error: expected 'END TIMING', found the end of the file"
    ),
  ]

  @Test(arguments: faults)
  func aFaultIsNamedAtItsPlace(_ fault: (text: String, error: String)) throws {
    #expect(try refusal(fault.text) == fault.error)
  }

  /// A file that ends anywhere, or has any one byte of another value, is read or refused.
  @Test func damagedFilesAreReadOrRefused() throws {
    let bytes = Array(smallLibrary.utf8)
    for count in stride(from: 0, to: bytes.count, by: 7) {
      let text = String(decoding: bytes[..<count], as: UTF8.self)
      let said = try refusal(text)
      #expect(said.hasPrefix("read: ") || said.contains(": error: expected "), "\(count): \(said)")
    }
    for place in stride(from: 0, to: bytes.count, by: 11) {
      for byte in [0x00, 0x20, 0x22, 0x23, 0x2D, 0x3B, 0x39, 0xFF] as [UInt8] {
        var changed = bytes
        changed[place] = byte
        let said = try refusal(String(decoding: changed, as: UTF8.self))
        #expect(
          said.hasPrefix("read: ") || said.contains(": error: expected "), "\(place): \(said)")
      }
    }
  }
}
