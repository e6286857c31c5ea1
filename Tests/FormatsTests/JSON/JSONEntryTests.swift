import Foundation
import Formats
import Testing

@Suite struct JSONEntryTests {
  private func entry(_ text: String) throws -> JSONEntry {
    try JSONEntry.parse(text.utf8, file: "a.json")
  }

  @Test func everyKindOfValueIsRead() throws {
    let object = try entry(
      #"{"a": [1, -2.5e1], "b": "x\n\u00b5\ud83d\ude00/\/", "c": true, "d": {"e": null}, "f": "os"}"#
    ).object(["a", "b", "c", "d", "f"])
    let numbers = try object.need("a").array()
    #expect(try numbers[0].integer(0...1) == 1)
    #expect(try numbers[1].number("a number") { $0 < 0 } == -25)
    #expect(try object.need("b").text() == "x\nµ😀//")
    #expect(try object.need("c").boolean())
    #expect(try object.need("d").object(["e"])["e"]?.path == "d.e")
    #expect(try object.need("f").choice(["ws", "os"]) == 1)
    #expect(object["g"] == nil)
  }

  /// By Foundation as by the reader of its own, but for places.
  @Test func aDecoderGivesTheSame() throws {
    struct Holder: Decodable { var held: [JSONEntry] }
    let text = #"{"held": [{"a": 1, "b": [true, null, "x"]}]}"#
    let held = try JSONDecoder().decode(Holder.self, from: Data(text.utf8)).held[0]
    let own = try entry(text).object(["held"]).need("held").array()[0]
    #expect(held.path == "held[0]" && own.path == "held[0]")
    for entry in [held, own] {
      let object = try entry.object(["a", "b"])
      #expect(try object.need("a").integer(1...1) == 1)
      #expect(try object.need("b").array().map(\.node.summary) == ["true", "null", "'x'"])
    }
  }

  @Test(arguments: [
    ("", 1, 1, "expected a value, found the end of the file"),
    ("{\n  \"site\": [1:\n", 2, 13, "expected ',' or ']', found ':'"),
    (#"{"a": 1.,"#, 1, 9, "expected a digit, found ','"),
    (#"{"a": 1, "a": 1}"#, 1, 10, "expected each key once, found 'a' again"),
    (#"{"a": yes}"#, 1, 7, "expected a value, found 'y'"),
    ("[1] 2", 1, 5, "expected the end of the file, found '2'"),
    (#"["\ud83d"]"#, 1, 9, "expected the escape of a character's second half"),
    (#"["\ud83d\u0041"]"#, 1, 15, "expected escapes of one character, found '\"'"),
    (#"["\ude00"]"#, 1, 9, "expected escapes of one character, found '\"'"),
    (#"["\u12g4"]"#, 1, 7, "expected four hexadecimal digits, found 'g'"),
    (#"["\q"]"#, 1, 4, "expected an escape of JSON, found 'q'"),
    ("[\"a\nb\"]", 1, 4, "expected '\"' at the end of a text, found byte 10"),
    ("[\"abcdefgh", 1, 11, "expected '\"' at the end of a text, found the end of the file"),
    ("[1, 2,]", 1, 7, "expected a value, found ']'"),
    (#"{"a": 1,}"#, 1, 9, "expected a key in quotes, found '}'"),
    ("[01]", 1, 3, "expected ',' or ']', found '1'"),
    ("[-]", 1, 3, "expected a digit, found ']'"),
    ("[+1]", 1, 2, "expected a value, found '+'"),
    ("[.5]", 1, 2, "expected a value, found '.'"),
    ("[1e]", 1, 4, "expected a digit, found ']'"),
    ("[tru]", 1, 5, "expected 'true', found ']'"),
    ("[nul", 1, 5, "expected 'null', found the end of the file"),
    ("[1\0]", 1, 3, "expected ',' or ']', found byte 0"),
    ("[1]\0", 1, 4, "expected the end of the file, found byte 0"),
    ("\u{FEFF}[]", 1, 1, "expected a value, found byte 239"),
    (String(repeating: "[", count: 100_000), 1, 33, "expected no deeper nesting, found '['"),
  ])
  func whatIsNoJSONIsToldWithItsPlace(text: String, line: Int, column: Int, message: String) {
    let error = #expect(throws: ParseError.self) { try entry(text) }
    #expect(error?.line == line && error?.column == column, "\(String(describing: error))")
    #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
  }

  /// The bytes of a text between two letters, and how many of them are well-formed.
  @Test(
    arguments: [
      ([0xC3, 0xA9], 2), ([0xE2, 0x82, 0xAC], 3), ([0xF0, 0x9F, 0x98, 0x80], 4),
      // Continuations without a start, cut characters, too long forms, surrogates, too high.
      ([0x80], 0), ([0xC3], 0), ([0xE2, 0x82], 0), ([0xF0, 0x9F, 0x98], 0),
      ([0xC3, 0xA9, 0xA9], 2),
      ([0xC0, 0xAF], 0), ([0xE0, 0x80, 0xAF], 0), ([0xED, 0xA0, 0x80], 0),
      ([0xF4, 0x90, 0x80, 0x80], 0), ([0xFF], 0),
    ] as [([UInt8], Int)])
  func onlyWellFormedUTF8IsRead(bytes: [UInt8], good: Int) throws {
    let text = Array("[\"a".utf8) + bytes + Array("b\"]".utf8)
    if good == bytes.count {
      let read = try JSONEntry.parse(text, file: "a.json").array()[0].text()
      #expect(read.utf8.elementsEqual(text[2..<(text.count - 2)]))
    } else {
      let error = #expect(throws: ParseError.self) { try JSONEntry.parse(text, file: "a.json") }
      #expect(error?.column == 4 + good)
      #expect(error?.message.hasPrefix("expected a text in UTF-8, found byte ") == true)
    }
  }

  @Test(arguments: 0..<20)
  func textsOfAnyLengthAreRead(length: Int) throws {
    let plain = String(repeating: "x", count: length)
    for (written, meant) in [("", ""), ("\\n", "\n"), ("é", "é"), ("\\ud83d\\ude00", "😀")] {
      let read = try entry("[\"\(plain)\(written)\(plain)y\"]").array()[0].text()
      #expect(read == plain + meant + plain + "y")
    }
  }

  @Test func everyBeginningOfATextIsRefused() {
    let text = Array(#"{"a": [1, -2.5e1, true, null], "b": "\u00b5"}"#.utf8)
    for length in text.indices {
      #expect(throws: ParseError.self) { try JSONEntry.parse(text[..<length], file: "cut.json") }
    }
  }

  @Test func valuesAreToldWithPathAndPlace() throws {
    let list = try entry("{\n  \"a\": [{\"b\": 1.5,\n \"c\": 2}]\n}").object(["a"]).need("a")
    let item = try list.array()[0]
    let unknown = #expect(throws: ParseError.self) { try item.object(["b"]) }
    #expect(unknown?.description == "a.json:3:2: error: a[0]: expected the keys b, found 'c'")
    let missing = #expect(throws: ParseError.self) { try item.object(["b", "c"]).need("d") }
    #expect(missing?.description == "a.json:2:9: error: a[0]: expected the key 'd', found none")
    let part = #expect(throws: ParseError.self) {
      try item.object(["b", "c"]).need("b").integer(0...9)
    }
    #expect(
      part?.description
        == "a.json:2:15: error: a[0].b: expected a whole number from 0 to 9, found 1.5")
    let kind = #expect(throws: ParseError.self) { try list.object() }
    #expect(kind?.message == "a: expected an object, found a list of 1")
  }

  @Test func aFileThatIsNotThereIsToldByName() {
    let error = #expect(throws: ParseError.self) { try JSONEntry.read(file: "/nowhere/a.json") }
    #expect(error?.file == "/nowhere/a.json")
  }
}
