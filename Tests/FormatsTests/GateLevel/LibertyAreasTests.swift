import TestSupport
import Testing

@testable import Formats

@Suite struct LibertyAreasTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ text: String) throws -> [String: Double] {
    try LibertyAreas.read(file: try folder.write(text, to: "t.lib"))
  }

  @Test func areasOfCells() throws {
    let areas = try read(
      """
      /* Liberty */
      library ("small") {
        delay_model : table_lookup;
        define (kind, cell, string);
        lu_table_template (t) { index_1 ("1, 2, \\
          3"); area : 99; }
        cell (INV_X1) {
          area : 0.532;
          pin (A) { direction : input; area : 5; }
          ff ("IQ", "IQN") { next_state : "!D // no comment"; }
        }
        cell ("NAND2") { drive : 1; area : "0.798" ; } // the last
        cell (FILL) { dont_use : true; }
      }
      """)
    #expect(areas == ["INV_X1": 0.532, "NAND2": 0.798])
  }

  @Test(arguments: [
    ("cell (a) { area : 1; }", ":1:10: error: expected a 'library' group, found 'cell'"),
    (
      "library (l) { cell (a) { area : x; } }",
      ":1:33: error: expected an area of 0 or more of 'a', found 'x'"
    ),
    (
      "library (l) { cell (a) { area : -1; } }",
      ":1:33: error: expected an area of 0 or more of 'a', found '-1'"
    ),
    ("library (l) { cell (a) {", ":1:25: error: expected '}', found the end of the file"),
    ("library (l) { } }", ":1:17: error: expected a statement, found '}'"),
    ("library (l", ":1:11: error: expected ')', found the end of the file"),
    (
      "library (\"l",
      ":1:10: error: expected '\"' that closes the text which begins here, found the end of the file"
    ),
    (
      "library (l) { /* ",
      ":1:15: error: expected '*/' that closes the comment, found the end of the file"
    ),
    ("", ":1:1: error: expected a 'library' group, found none"),
  ])
  func faults(_ text: String, _ expected: String) throws {
    let error = #expect(throws: ParseError.self) { try read(text) }
    #expect(error.map { String("\($0)".dropFirst(folder.file("t.lib").count)) } == expected)
  }
}
