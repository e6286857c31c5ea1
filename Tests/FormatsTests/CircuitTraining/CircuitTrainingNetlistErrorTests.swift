import Netlist
import TestSupport
import Testing

@testable import Formats

/// Each fault a netlist file can have gets one error, at its place.
@Suite struct CircuitTrainingNetlistErrorTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func error(_ text: String) throws -> String {
    let file = try folder.write(text, to: "n")
    do {
      _ = try CircuitTrainingNetlist.read(file: file)
      return "none"
    } catch {
      return error.description.replacing(folder.path + "/", with: "")
    }
  }

  /// The small netlist with one text in place of another, and the error that must follow.
  private static let faults: [(old: String, new: String, error: String)] = [
    (
      "node {\n  name: \"clk\"", "nodes { name: \"clk\"",
      "n:7:1: error: expected 'node', found 'nodes'"
    ),
    (
      "name: \"clk\"", "nmae: \"clk\"",
      "n:8:3: error: expected 'name', 'input' or 'attr', found 'nmae'"
    ),
    ("name: \"clk\"", "", "n:7:1: error: expected a 'name' in the node that begins here"),
    (
      "name: \"clk\"", "name: \"clk\" name: \"c\"",
      "n:8:19: error: expected one name for the node, found ':'"
    ),
    ("name: \"clk\"", "name: \"\"", "n:8:9: error: expected a name, found an empty one"),
    ("name: \"clk\"", "name \"clk\"", "n:8:8: error: expected ':', found '\"clk\"'"),
    ("name: \"clk\"", "name: clk", "n:8:9: error: expected a string in quotes, found 'clk'"),
    (
      "name: \"clk\"", "name: \"clk",
      "n:8:9: error: expected a string that ends on its line, found '\"' without its second"
    ),
    (
      "name: \"clk\"", "name: \"c\\q\"", "n:8:11: error: expected an escape sequence, found '\\q\"'"
    ),
    (
      "name: \"clk\"", "name: \"c\\777\"",
      "n:8:11: error: expected an escape sequence for one byte, found '\\777\"'"
    ),
    (
      "name: \"A\"", "name: \"clk\"",
      "n:26:9: error: expected a name of its own for each node, found 'clk' again, which line 8 declares"
    ),
    (
      "input: \"g1\"", "input: \"g2\"",
      "n:11:10: error: expected the name of a pin, port or cell, found 'g2', which no node has"
    ),
    (
      "input: \"g1\"", "input: \"A\"",
      "n:11:10: error: expected the name of a pin, port or cell, found 'A', a macro"
    ),
    (
      "name: \"A\"\n", "name: \"A\" input: \"g1\"\n",
      "n:26:20: error: expected no 'input' in a macro, whose pins it is that drive nets; found one in 'A'"
    ),
    (
      "\"__metadata__\"\n", "\"__metadata__\" input: \"g1\"\n",
      "n:3:9: error: expected no 'input' in the metadata node"
    ),
    (
      "name: \"__metadata__\"", "attr { key: \"x\" value { f: 1 } } name: \"__metadata__\"",
      "n:3:42: error: expected the name of the metadata node before its attributes"
    ),
    (
      "placeholder: \"A\"", "placeholder: \"C\"",
      "n:19:9: error: expected a macro for pin 'A/I', found 'C', which is none"
    ),
    (
      "placeholder: \"A\"", "placeholder: \"clk\"",
      "n:19:9: error: expected a macro for pin 'A/I', found 'clk', which is none"
    ),
    ("name: \"B/O\"", "name: \"O\"", "n:35:9: error: expected a macro for pin 'O', found none"),
    (
      "attr { key: \"width\" value { f: 5 } }", "",
      "n:26:9: error: expected a 'width' attribute in node 'A'"
    ),
    (
      "attr { key: \"type\" value { placeholder: \"STDCELL\" } }", "",
      "n:64:9: error: expected a 'type' attribute in node 'g1'"
    ),
    (
      "\"STDCELL\"", "\"CELL\"",
      "n:68:43: error: expected PORT, MACRO, MACRO_PIN, macro, macro_pin or STDCELL, found 'CELL'"
    ),
    (
      "placeholder: \"STDCELL\"", "f: 3",
      "n:68:33: error: expected PORT, MACRO, MACRO_PIN, macro, macro_pin or STDCELL, found '3'"
    ),
    ("f: 5 ", "f: -5 ", "n:30:34: error: expected a width of 0 or more, found '-5'"),
    ("f: 5 ", "placeholder: \"5\" ", "n:30:44: error: expected a width of 0 or more, found '5'"),
    ("f: 5 ", "f: nan ", "n:30:34: error: expected a finite number, found 'nan'"),
    ("f: 5 ", "f: inf ", "n:30:34: error: expected a finite number, found 'inf'"),
    ("f: 5 ", "f: 1e999 ", "n:30:34: error: expected a finite number, found '1e999'"),
    ("f: 5 ", "f: 5x ", "n:30:34: error: expected a finite number, found '5x'"),
    ("f: 5 ", "", "n:30:3: error: expected a 'value' in the attribute that begins here"),
    ("f: 5 ", "f: 5 f: 6 ", "n:30:36: error: expected '}' after the value, found 'f'"),
    (
      "f: 5 ", "list: 5 ",
      "n:30:31: error: expected 'f', 'placeholder', 'i', 's' or 'b', found 'list'"
    ),
    ("f: 5 ", "b: 5 ", "n:30:34: error: expected 'true' or 'false', found '5'"),
    ("value { f: 5 }", "", "n:30:3: error: expected a 'value' in the attribute that begins here"),
    (
      "key: \"width\" value { f: 5 }", "value { f: 5 }",
      "n:30:3: error: expected a 'key' in the attribute that begins here"
    ),
    ("value { f: 5 }", "value f: 5", "n:30:29: error: expected '{', found 'f:'"),
    (
      "attr { key: \"width\" value { f: 5 } }", "attr { key: \"height\" value { f: 5 } }",
      "n:30:35: error: expected each attribute once in a node"
    ),
    (
      "\"FS\"", "\"R0\"",
      "n:28:50: error: expected an orientation (N, W, S, E, FN, FW, FS or FE), found 'R0'"
    ),
    ("\"left\"", "\"port\"", "n:12:43: error: expected LEFT, RIGHT, TOP or BOTTOM, found 'port'"),
    (
      "value { f: 3 } }\n  attr { key: \"width\"", "value { f: -3 } }\n  attr { key: \"width\"",
      "n:69:35: error: expected a weight of 0 or more, found '-3'"
    ),
  ]

  @Test(arguments: faults.indices)
  func aFaultIsOneErrorAtItsPlace(_ index: Int) throws {
    let fault = Self.faults[index]
    #expect(SmallNetlist.text.contains(fault.old))
    let text = SmallNetlist.text.replacing(fault.old, with: fault.new, maxReplacements: 1)
    let message = try error(text)
    #expect(message == fault.error)
  }

  @Test func everyTruncatedFileIsRefusedOrEndsBetweenNodes() throws {
    let bytes = Array(SmallNetlist.text.utf8)
    // The comment at the start and the metadata node need nothing of what follows.
    let metadata = try #require(SmallNetlist.text.firstRange(of: "}\nnode"))
    let metadataEnd = SmallNetlist.text.utf8.distance(
      from: SmallNetlist.text.startIndex, to: metadata.lowerBound)
    for count in [metadataEnd + 1, metadataEnd + 2]
      + Array(stride(from: 1, to: bytes.count - 2, by: 3))
    {
      let text = String(decoding: bytes[..<count], as: UTF8.self)
      let message = try error(text)
      if count <= 12 || count == metadataEnd + 1 || count == metadataEnd + 2 {
        #expect(message == "none")
      } else {
        #expect(message.hasPrefix("n:"), "cut to \(count) bytes")
      }
    }
    #expect(
      try error(String(SmallNetlist.text.dropLast(6))).hasSuffix("found the end of the file"))
  }

  @Test func filesThatAreNotThereOrFoldersAreRefused() throws {
    #expect(throws: ParseError.self) {
      try CircuitTrainingNetlist.read(file: folder.file("absent"))
    }
    #expect(throws: ParseError.self) { try CircuitTrainingNetlist.read(file: folder.path) }
  }

  @Test func anEmptyFileIsADesignOfNothing() throws {
    let design = try CircuitTrainingNetlist.read(file: try folder.write("", to: "empty"))
    #expect(design.netlist.nodeCount == 0 && design.floorplan.die.area == 1)
  }
}
