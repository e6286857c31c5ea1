import Formats
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
    let error = #expect(throws: ParseError.self) {
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
      message: "expected 'V', found 'mV'"),
    Fault(
      old: "{\"value\": 1.1,", new: "{\"value\": -1.1,", path: "voltage.value",
      message: "expected a number above 0 and below 1e12, found -1.1"),
    Fault(
      old: "{\"value\": 1.1,", new: "{\"value\": 0,", path: "voltage.value",
      message: "expected a number above 0 and below 1e12, found 0"),
    Fault(
      old: "{\"value\": 1.1,", new: "{\"value\": 1e999,", path: "voltage.value",
      message: "expected a number above 0 and below 1e12, found inf"),
    Fault(
      old: "{\"value\": 1.1,", new: "{\"value\": \"1.1\",", path: "voltage.value",
      message: "expected a number above 0 and below 1e12, found '1.1'"),
    Fault(
      old: "{\"value\": 32, \"unit\": \"words\"", new: "{\"value\": 32.5, \"unit\": \"words\"",
      path: "memories[0].words.value",
      message: "expected a whole number above 0, found 32.5"),
    Fault(
      old: "\"voltage\":", new: "\"volts\":", path: "",
      message: "expected the keys format, version, name"),
    Fault(
      old: "  \"voltage\":", new: "  \"volts\": 1,\n  \"voltage\":", path: "",
      message: "expected the keys format, version, name"),
    Fault(
      old: "\"source\": \"plc\"}", new: "\"source\": \"nobody\"}",
      path: "routingSupply.horizontal.source",
      message: "expected a key of 'sources', found 'nobody'"),
    Fault(
      old: "\"direction\": \"vertical\"", new: "\"direction\": \"up\"",
      path: "routingLayers[0].direction",
      message: "expected one of vertical, horizontal, found 'up'"),
    Fault(
      old: "\"busLayers\": [\"metal5\"", new: "\"busLayers\": [\"metal55\"", path: "busLayers[0]",
      message: "expected the name of a routing layer, found 'metal55'"),
    Fault(
      old: "\"version\": 1", new: "\"version\": 2", path: "version",
      message: "expected 1, found 2"),
    Fault(
      old: "\"format\": \"chipplace-technology\"", new: "\"format\": null", path: "format",
      message: "expected 'chipplace-technology', found null"),
    Fault(
      old: "\"name\": \"metal3\"", new: "\"name\": \"metal2\"", path: "routingLayers[1].name",
      message: "expected a name of its own, found 'metal2'"),
    Fault(
      old: "  \"site\": {", new: "  \"site\": [", path: "",
      message: "expected ',' or ']', found ':'"),
  ]

  @Test(arguments: faults)
  func faultsAreToldWithPathAndPlace(_ fault: Fault) throws {
    let text = try #require(Technology.preset("nangate45")).json
    let range = try #require(text.range(of: fault.old))
    let broken = text.replacingCharacters(in: range, with: fault.new)
    let error = #expect(throws: ParseError.self) {
      try Technology(json: Array(broken.utf8), file: "broken.json")
    }
    let message = fault.path.isEmpty ? fault.message : "\(fault.path): \(fault.message)"
    #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
    // On the changed line or its neighbour.
    let line = text[..<range.lowerBound].count(where: { $0 == "\n" }) + 1
    #expect(abs((error?.line ?? -9) - line) <= 1)
  }
}
