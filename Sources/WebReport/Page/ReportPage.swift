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
    let style = PageParts.style
    let script = PageParts.script
    let policy =
      "default-src 'none'; script-src '\(Self.source(of: script))'; "
      + "style-src '\(Self.source(of: style))'; img-src data:; base-uri 'none'; form-action 'none'"
    var page: [UInt8] = []
    func add(_ text: String) { page.append(contentsOf: text.utf8) }
    add(
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(policy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="referrer" content="no-referrer">
      <title>\(Self.escaped(document.title))</title>
      <style>
      """)
    page += style
    add("</style>\n</head>\n")
    page += PageParts.body
    add("<script type=\"application/json\" id=\"report-data\">")
    page += Self.embedded(document)
    add("</script>\n<script>")
    page += script
    add("</script>\n</body>\n</html>\n")
    return page
  }

  /// The data as JSON that cannot end the script element it stands in.
  static func embedded(_ document: ReportDocument) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dataEncodingStrategy = .base64
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    // Every type of the model has a JSON form.
    let json = try! encoder.encode(document)
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

  /// Text as it stands between tags.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      // Browsers refuse or replace control characters.
      case _ where character.value < 0x20 || character.value == 0x7F: result += "\u{FFFD}"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }

  private static func source(of text: [UInt8]) -> String {
    "sha256-\(Data(SHA256.hash(text)).base64EncodedString())"
  }
}
