import Formats
package import Foundation

/// An HTML page with its style and script in it.
///
/// Scripts and styles are allowed by their hashes, so that nothing in data or names can run, and no
/// connection is allowed but, where the page has a server, to that.
package struct WebPage: Sendable {
  /// The title, as text.
  package var title: String
  /// The style sheet.
  package var style: [UInt8]
  /// What stands in the body above data and script.
  package var body: [UInt8]
  /// Data as JSON, with the id `report-data`; nil for none. It must have no `<` in it.
  package var data: [UInt8]?
  /// The script.
  package var script: [UInt8]
  /// Whether the page may talk to the server that it came from.
  package var connects: Bool

  /// A page from its parts.
  package init(
    title: String, style: [UInt8], body: [UInt8], data: [UInt8]? = nil, script: [UInt8],
    connects: Bool = false
  ) {
    self.title = title
    self.style = style
    self.body = body
    self.data = data
    self.script = script
    self.connects = connects
  }

  /// What the page may do, by the rules of Content Security Policy.
  package var policy: String {
    "default-src 'none'; script-src '\(Self.source(of: script))'; "
      + "style-src '\(Self.source(of: style))'; img-src data:; "
      + (connects ? "connect-src 'self'; " : "") + "base-uri 'none'; form-action 'none'"
  }

  /// The page, in UTF-8.
  package func bytes() -> [UInt8] {
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
      <title>\(Self.escaped(title))</title>

      """)
    // Else browsers ask the server for one.
    if connects { add("<link rel=\"icon\" href=\"data:,\">\n") }
    add("<style>")
    page += style
    add("</style>\n</head>\n")
    page += body
    if let data {
      add("<script type=\"application/json\" id=\"report-data\">")
      page += data
      add("</script>\n")
    }
    add("<script>")
    page += script
    add("</script>\n</body>\n</html>\n")
    return page
  }

  /// A value as JSON for the page's script: numbers that JSON does not have are text.
  package static func json(_ value: some Encodable) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dataEncodingStrategy = .base64
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    // Every type that pages show has a JSON form.
    return try! encoder.encode(value)
  }

  /// Text as it stands between tags.
  package static func escaped(_ text: String) -> String {
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
