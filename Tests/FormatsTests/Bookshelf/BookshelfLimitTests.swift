import Netlist
import Testing

@testable import Formats

/// Files that are well formed and yet must not be believed: numbers, counts and repetitions that
/// would take all memory or time, or make numbers that are none.
@Suite struct BookshelfLimitTests {
  private let folder = BookshelfFolder()

  @Test func anAuxFileDoesNotNameAPlacementAgainAndAgain() {
    folder.add("t.pl", exampleFiles["t.pl"]!)
    let files = ["t.aux": "RowBasedPlacement :" + String(repeating: " t.pl", count: 65)]
    #expect(
      folder.refusal(files)
        == "t.aux:1:341: error: expected the names of at most 64 files")
  }

  @Test func anEndlessHeadOfCommentsIsRefused() {
    let line = "#" + String(repeating: "-", count: (1 << 20) - 1) + "\n"
    let head = "UCLA pl 1.0\n" + String(repeating: line, count: 16)
    #expect(
      folder.refusal(example("t.pl") { $0.replacing("UCLA pl 1.0\n", with: head) })
        == "t.pl:17:1: error: expected at most 16777216 bytes of comments at the head of the file")
  }

  @Test func rowsTooSmallToHaveAnAreaAreRefused() {
    let files = example("t.scl") { $0.replacing("Height : 10", with: "Height : 1e-200") }
    #expect(folder.refusal(files) == "t.scl:5:12: error: expected a height above 0, found '1e-200'")
  }

  @Test func namesThatAreNoTextKeepTheirBytes() throws {
    // Both names decode to the same text.
    let nets =
      Array("UCLA nets 1.0\nNetDegree : 1 ".utf8) + [0xFF]
      + Array("\na\nNetDegree : 1 ".utf8) + [0xFE] + Array("\nb\n".utf8)
    let weights = Array("UCLA wts 1.0\n".utf8) + [0xFF] + Array(" 2\n".utf8)
    for (name, text) in exampleFiles { folder.add(name, text) }
    folder.add("t.nets", bytes: nets)
    folder.add("t.wts", bytes: weights)
    let design = try folder.read([
      "t.pl": exampleFiles["t.pl"]!, "t.aux": "RowBasedPlacement : t.nodes t.nets t.wts t.pl t.scl",
    ])
    #expect(design.netlist.netWeights == [2, 1])
    try Bookshelf.write(design, aux: folder.path + "c.aux")
    expectSame(try Bookshelf.read(aux: folder.path + "c.aux"), design)
  }
}
