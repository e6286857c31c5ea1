import Foundation

/// The files of a Bookshelf set in one input, one behind the other, each behind a line of `%` and
/// its ending: `%nodes`.
struct BookshelfSections {
  private static let endings = ["aux", "nodes", "nets", "wts", "pl", "scl"]

  private var texts: [String: UnsafeRawBufferPointer] = [:]

  /// Takes an input apart; nil if it begins with no such line, or has a wrong one.
  init?(_ input: UnsafeRawBufferPointer) {
    var ending: String?
    var start = 0
    var lineStart = 0
    while lineStart < input.count {
      let lineEnd = input[lineStart...].firstIndex(of: 0x0A) ?? input.count
      if input[lineStart] == 0x25 {
        if let ending { texts[ending] = UnsafeRawBufferPointer(rebasing: input[start..<lineStart]) }
        let name = String(decoding: input[(lineStart + 1)..<lineEnd], as: UTF8.self)
        guard Self.endings.contains(name), texts[name] == nil, name != ending else { return nil }
        ending = name
        start = min(lineEnd + 1, input.count)
      } else if ending == nil {
        return nil
      }
      lineStart = lineEnd + 1
    }
    guard let ending else { return nil }
    texts[ending] = UnsafeRawBufferPointer(rebasing: input[start...])
  }

  /// Makes the files `t.aux` and so on, and removes those that the input lacks. Without an `.aux`
  /// of its own, one names the files that there are.
  func write(to folder: ScratchFolder) {
    for ending in Self.endings {
      if let text = texts[ending] {
        folder.write(text, to: "t.\(ending)")
      } else {
        folder.remove("t.\(ending)")
      }
    }
    if texts["aux"] == nil {
      let names = texts.keys.sorted().map { "t.\($0)" }.joined(separator: " ")
      Array("RowBasedPlacement : \(names)\n".utf8).withUnsafeBytes {
        folder.write($0, to: "t.aux")
      }
    }
  }
}
