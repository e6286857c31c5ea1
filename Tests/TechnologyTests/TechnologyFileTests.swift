import Foundation
import Technology
import Testing

@Suite struct TechnologyFileTests {
  @Test(arguments: Technology.presetNames)
  func presetsReadAndWriteBack(_ name: String) throws {
    let technology = try #require(Technology.preset(name))
    #expect(technology.name == name)
    let again = try Technology(json: Array(technology.json.utf8), file: "again.json")
    #expect(again == technology)
    #expect(again.json == technology.json)
  }

  @Test func filesReadBackEqual() throws {
    var technology = try #require(Technology.preset("nangate45"))
    technology.summary = "quotes \" and \\ and\nlines and µ and \u{1}"
    technology.voltage = 0.1 + 0.2
    let file = NSTemporaryDirectory() + "technology-\(UUID().uuidString).json"
    defer { try? FileManager.default.removeItem(atPath: file) }
    try technology.write(to: file)
    #expect(try Technology(contentsOf: file) == technology)
  }

  @Test func unknownPresetIsNone() {
    #expect(Technology.preset("nangate46") == nil)
  }

  @Test func missingFileIsToldByName() throws {
    let error = #expect(throws: TechnologyError.self) {
      try Technology(contentsOf: "/nowhere/technology.json")
    }
    #expect(error?.file == "/nowhere/technology.json")
  }

  /// What is changed in the text of a preset, and the error that must follow.
  struct Fault: Sendable, CustomTestStringConvertible {
    var old: String
    var new: String
    var path: String
    var message: String
    var testDescription: String { "\(old) → \(new)" }
  }

  static let faults = [
    Fault(
      old: "\"unit\": \"V\"", new: "\"unit\": \"mV\"", path: "voltage.unit",
      message: "expected the unit \"V\", found the text \"mV\""),
    Fault(
      old: "{\"value\": 1.1,", new: "{\"value\": -1.1,", path: "voltage.value",
      message: "expected a number above 0 and below 1e12, found the number -1.1"),
    Fault(
      old: "{\"value\": 1.1,", new: "{\"value\": 0,", path: "voltage.value",
      message: "expected a number above 0 and below 1e12, found the number 0.0"),
    Fault(
      old: "{\"value\": 1.1,", new: "{\"value\": 1e999,", path: "voltage.value",
      message: "expected a number above 0 and below 1e12, found the number inf"),
    Fault(
      old: "{\"value\": 1.1,", new: "{\"value\": \"1.1\",", path: "voltage.value",
      message: "expected a number above 0 and below 1e12, found the text \"1.1\""),
    Fault(
      old: "{\"value\": 32, \"unit\": \"words\"", new: "{\"value\": 32.5, \"unit\": \"words\"",
      path: "memories[0].words.value",
      message: "expected a whole number above 0, found the number 32.5"),
    Fault(
      old: "\"voltage\":", new: "\"volts\":", path: "voltage",
      message: "expected the key \"voltage\", found none"),
    Fault(
      old: "  \"voltage\":", new: "  \"volts\": 1,\n  \"voltage\":", path: "volts",
      message: "expected no such key, found \"volts\""),
    Fault(
      old: "\"source\": \"plc\"}", new: "\"source\": \"nobody\"}",
      path: "routingSupply.horizontal.source",
      message: "expected a key of \"sources\", found the text \"nobody\""),
    Fault(
      old: "\"direction\": \"vertical\"", new: "\"direction\": \"up\"",
      path: "routingLayers[0].direction",
      message: "expected \"horizontal\" or \"vertical\", found the text \"up\""),
    Fault(
      old: "\"busLayers\": [\"metal5\"", new: "\"busLayers\": [\"metal55\"", path: "busLayers[0]",
      message: "expected the name of a routing layer, found the text \"metal55\""),
    Fault(
      old: "\"version\": 1", new: "\"version\": 2", path: "version",
      message: "expected the number 1, found the number 2.0"),
    Fault(
      old: "\"format\": \"chipplace-technology\"", new: "\"format\": null", path: "format",
      message: "expected \"chipplace-technology\", found null"),
    Fault(
      old: "\"name\": \"metal3\"", new: "\"name\": \"metal2\"", path: "routingLayers[1].name",
      message: "expected a name of its own, found an object"),
    Fault(
      old: "  \"site\": {", new: "  \"site\": [", path: "",
      message: "expected ',' or ']', found ':'"),
    Fault(
      old: "\"version\": 1,", new: "\"version\": 1.,", path: "",
      message: "expected a digit, found ','"),
    Fault(
      old: "\"version\": 1,", new: "\"version\": 1, \"version\": 1,", path: "",
      message: "expected each key once, found \"version\" again"),
    Fault(
      old: "\"version\": 1,", new: "\"version\": yes,", path: "",
      message: "expected a value, found 'y'"),
  ]

  @Test(arguments: faults)
  func faultsAreToldWithPathAndPlace(_ fault: Fault) throws {
    let text = try #require(Technology.preset("nangate45")).json
    let range = try #require(text.range(of: fault.old))
    let broken = text.replacingCharacters(in: range, with: fault.new)
    let error = #expect(throws: TechnologyError.self) {
      try Technology(json: Array(broken.utf8), file: "broken.json")
    }
    #expect(error?.path == fault.path)
    #expect(error?.message == fault.message)
    // A missing key is told at the object that lacks it; all else on the changed line or its
    // neighbour.
    let line = text[..<range.lowerBound].count(where: { $0 == "\n" }) + 1
    let expected = fault.message.hasSuffix("found none") ? 1 : line
    #expect(abs((error?.line ?? -9) - expected) <= 1)
    #expect(error?.description.hasPrefix("broken.json:\(error?.line ?? 0):") == true)
  }

  @Test func everyBeginningOfAFileIsRefused() throws {
    let bytes = Array(try #require(Technology.preset("asap7")).json.utf8)
    for length in stride(from: 0, to: bytes.count - 2, by: 997) {
      #expect(throws: TechnologyError.self) {
        try Technology(json: Array(bytes[..<length]), file: "cut.json")
      }
    }
  }

  @Test func nestingIsBounded() {
    let error = #expect(throws: TechnologyError.self) {
      try Technology(json: [UInt8](repeating: UInt8(ascii: "["), count: 100_000), file: "deep")
    }
    #expect(error?.column == 33)
  }
}
