import Formats
import Foundation
import TestSupport
import Testing

@testable import WebReport

/// The page around the data, and that nothing gets out of the data.
@Suite struct ReportPageTests {
  /// The JSON in a page.
  static func data(of page: String) throws -> String {
    let start = try #require(page.range(of: "id=\"report-data\">"))
    let end = try #require(page.range(of: "</script>", range: start.upperBound..<page.endIndex))
    return String(page[start.upperBound..<end.lowerBound])
  }

  static func page(_ document: ReportDocument) -> String {
    String(decoding: ReportPage(document).bytes(), as: UTF8.self)
  }

  @Test func dataReadBackAsTheyWere() throws {
    let document = try SamplePages.small()
    let json = try Self.data(of: Self.page(document))
    let read = try JSONDecoder().decode(ReportDocument.self, from: Data(json.utf8))
    // A number that is none becomes nothing in JSON.
    var expected = document
    expected.sections = document.sections.map { section in
      guard case .table(var table) = section else { return section }
      table.rows = table.rows.map { row in
        row.map { cell in
          if case .number(let number) = cell, !number.isFinite { return .empty }
          return cell
        }
      }
      return .table(table)
    }
    #expect(read == expected)
    #expect(read.format == "chipplace-report")
    #expect(read.version == 1)
  }

  @Test func noNameEndsTheScriptElement() throws {
    let page = Self.page(SamplePages.hostile())
    let json = try Self.data(of: page)
    for character in "<>&" { #expect(!json.contains(character)) }
    let read = try JSONDecoder().decode(ReportDocument.self, from: Data(json.utf8))
    #expect(read == SamplePages.hostile())
    #expect(read.title == SamplePages.hostileName)
    // Two scripts and no other element than those of every page.
    #expect(page.components(separatedBy: "</script>").count == 3)
    #expect(page.components(separatedBy: "<script").count == 3)
    #expect(!page.contains("<img"))
    #expect(page.contains("<title>&lt;/script&gt;&lt;img"))
  }

  @Test func ownScriptsAndStylesCannotEndTheirElements() {
    for part in [PageParts.script, PageParts.style] {
      let text = String(decoding: part, as: UTF8.self).lowercased()
      for end in ["</script", "<!--", "</style", "<script"] { #expect(!text.contains(end)) }
      // Browsers hash what they read, in which line ends are line feeds.
      #expect(!part.contains(0x0D))
      #expect(!part.contains(0))
    }
  }

  @Test func policyAllowsNothingButThePagesOwnParts() throws {
    let page = Self.page(ReportDocument(title: "Empty"))
    let policy = try #require(
      page.firstMatch(of: /Content-Security-Policy" content="([^"]*)"/)?.output.1)
    #expect(policy.hasPrefix("default-src 'none';"))
    #expect(!policy.contains("unsafe"))
    #expect(!policy.contains("http"))
    for part in [PageParts.script, PageParts.style] {
      let hash = Data(SHA256.hash(part)).base64EncodedString()
      #expect(policy.contains("'sha256-\(hash)'"))
    }
  }

  @Test func licenceOfTheChartsIsInThePage() {
    let page = Self.page(ReportDocument(title: "Empty"))
    #expect(page.contains("Copyright (c) 2021 Leon Sorokin"))
    #expect(page.contains("The MIT License (MIT)"))
  }

  @Test func sameReportSameBytes() throws {
    #expect(
      ReportPage(try SamplePages.small()).bytes() == ReportPage(try SamplePages.small()).bytes())
  }

  @Test func pageIsWrittenWholeOrNotAtAll() throws {
    let folder = try TemporaryFolder()
    let page = ReportPage(ReportDocument(title: "Empty"))
    try page.write(to: folder.file("report.html"))
    #expect(try folder.read("report.html") == page.bytes())
    #expect(throws: (any Error).self) { try page.write(to: folder.file("missing/report.html")) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["report.html"])
  }
}
