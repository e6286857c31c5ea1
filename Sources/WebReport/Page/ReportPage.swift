public import Formats
import Foundation

/// A report as one HTML file that needs nothing else: styles, scripts and data are in it, and its
/// policy forbids every connection.
///
/// Scripts and styles are allowed by their hashes, so that nothing in the data can run; the data
/// stand in a script element that no browser runs, with every `<` written as an escape of JSON.
public struct ReportPage: Sendable {
  private let document: ReportDocument

  /// The page of a report.
  public init(_ document: ReportDocument) { self.document = document }

  /// Writes the page to a file.
  ///
  /// - Throws: `OutputError` if the file cannot be written.
  public func write(to file: String) throws(OutputError) {
    var output = FileOutput()
    bytes().withUnsafeBytes { output.write($0) }
    try output.save(to: file)
  }

  /// The page, in UTF-8.
  public func bytes() -> [UInt8] {
    WebPage(
      title: document.title, style: PageParts.style, body: PageParts.body,
      data: Self.embedded(document), script: PageParts.script
    ).bytes()
  }

  /// The data as JSON that cannot end the script element it stands in.
  static func embedded(_ document: ReportDocument) -> [UInt8] {
    let json = WebPage.json(document)
    var result: [UInt8] = []
    result.reserveCapacity(json.count + 1024)
    for byte in json {
      // Only strings can hold these, and there the escape means the same.
      switch byte {
      case UInt8(ascii: "<"): result.append(contentsOf: #"\u003c"#.utf8)
      case UInt8(ascii: ">"): result.append(contentsOf: #"\u003e"#.utf8)
      case UInt8(ascii: "&"): result.append(contentsOf: #"\u0026"#.utf8)
      default: result.append(byte)
      }
    }
    return result
  }
}
