import Foundation

/// What a file holds, by its first lines: names and endings of files lie, and say nothing once a
/// file is compressed.
enum FileContent: Equatable {
  /// `node { … }`: a netlist in protobuf text form.
  case circuitTrainingNetlist
  /// `index x y orientation fixed` lines behind `#` comments.
  case circuitTrainingPlacement
  /// `RowBasedPlacement : …`.
  case bookshelfAux
  /// `UCLA nodes 1.0` and its like; the kind as the ending that files of it have.
  case bookshelfPart(String)
  /// The GSRC and MCNC floorplanning files, which have no terminal positions; the kind likewise.
  case gsrc(String)
  case lef
  case def
  case verilog
  /// `{ "creator": "Yosys …", "modules": { … } }`.
  case yosysJSON
  case binary
  /// Nothing but blank lines and comments.
  case empty(hasComments: Bool)
  /// None of these; the first word, cut short, and where it stands.
  case unknown(word: String, line: Int, column: Int)

  /// Looks at a file, gzip-compressed or not.
  static func detect(file: String) throws(ParseError) -> FileContent {
    let start = try firstBytes(of: file)
    // No text file has a zero byte, and every binary one has some early on.
    if start.contains(0) { return .binary }
    // JSON need not have lines.
    if start.first(where: { $0 > 0x20 }) == 0x7B {
      var scanner = try JSONScanner(file: file)
      if (try? hasModules(&scanner)) ?? false { return .yosysJSON }
    }
    var scanner = try LineScanner(file: file)
    var hasComments = false
    while try scanner.nextLine() {
      if scanner.isAtLineEnd { continue }
      if scanner.peek == BookshelfSyntax.hash {
        hasComments = true
        continue
      }
      return try classify(scanner: &scanner)
    }
    return .empty(hasComments: hasComments)
  }

  private static func firstBytes(of file: String) throws(ParseError) -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 12, alignment: 16)
    defer { buffer.deallocate() }
    let stream = try ByteStream(file: file)
    let count = try stream.read(into: buffer)
    return Array(buffer[..<count])
  }

  /// Whether an object of JSON has a member `modules`, as Yosys' has and other JSON has not.
  private static func hasModules(_ scanner: inout JSONScanner) throws(ParseError) -> Bool {
    try scanner.enterObject()
    while let key = try scanner.nextKey() {
      if key.matches("modules") { return true }
      try scanner.skipValue()
    }
    return false
  }

  /// Classifies by the first line that is neither blank nor a `#` comment.
  private static func classify(scanner: inout LineScanner) throws(ParseError) -> FileContent {
    let start = scanner.rest
    let place = scanner.error("", at: start)
    // Only Verilog has these comments, attributes and directives.
    if start.hasPrefix("//") || start.hasPrefix("/*") || start.hasPrefix("(*") || start[0] == 0x60 {
      return .verilog
    }
    if start[0] == 0x7B {
      return .unknown(word: "{", line: place.line, column: place.column)
    }
    let token = scanner.token(endingAt: { $0 == 0x3A || $0 == 0x7B || $0 == 0x3B })
    let word = BookshelfSyntax.text(UnsafeRawBufferPointer(rebasing: token.prefix(40)))
    let next = scanner.isAtLineEnd ? 0 : scanner.peek
    switch word.lowercased() {
    case "rowbasedplacement":
      return .bookshelfAux
    case "ucla":
      return bookshelfPart(scanner.token())
    case "ucsc", "numsoftrectangularblocks", "numhardrectilinearblocks":
      return .gsrc(".blocks")
    case "node" where next == 0x7B || next == 0x3A || next == 0x3C || next == 0:
      return .circuitTrainingNetlist
    case "version", "busbitchars", "dividerchar", "namescasesensitive", "units", "layer", "macro",
      "site", "manufacturinggrid", "design", "diearea", "technology", "components", "via",
      "viarule", "propertydefinitions", "fixedmask", "useminspacing", "clearancemeasure",
      "nowireextensionatpin":
      return try lefOrDEF(first: word, scanner: &scanner)
    case "module", "macromodule":
      return .verilog
    default:
      break
    }
    if !token.isEmpty, token.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
      if next != 0 { return placementOrUnknown(word: word, place: place, scanner: &scanner) }
      if let kind = try headlessGSRC(scanner: &scanner) { return .gsrc(kind) }
    }
    return .unknown(
      word: word.isEmpty
        ? BookshelfSyntax.text(
          UnsafeRawBufferPointer(rebasing: start.prefix(1))) : word, line: place.line,
      column: place.column)
  }

  private static func bookshelfPart(_ kind: UnsafeRawBufferPointer) -> FileContent {
    let kind = BookshelfSyntax.text(UnsafeRawBufferPointer(rebasing: kind.prefix(40)))
    return .bookshelfPart(kind.lowercased() == "blocks" ? ".nodes" : ".\(kind.lowercased())")
  }

  /// A `.plc` line has an index, then two coordinates.
  private static func placementOrUnknown(
    word: String, place: ParseError, scanner: inout LineScanner
  ) -> FileContent {
    let isPlacement =
      DecimalNumber.parse(scanner.token()) != nil && DecimalNumber.parse(scanner.token()) != nil
    return isPlacement
      ? .circuitTrainingPlacement
      : .unknown(word: word, line: place.line, column: place.column)
  }

  /// Circulating copies of the GSRC files have two bare counts for a header; what comes third
  /// tells blocks from nets.
  private static func headlessGSRC(scanner: inout LineScanner) throws(ParseError) -> String? {
    guard try scanner.nextContentLine(), DecimalNumber.parse(scanner.token()) != nil,
      scanner.isAtLineEnd, try scanner.nextContentLine()
    else { return nil }
    if BookshelfSyntax.matches(
      scanner.token(endingAt: { $0 == BookshelfSyntax.colon }), "netdegree")
    {
      return ".nets"
    }
    let shape = scanner.token()
    return BookshelfSyntax.matches(shape, "hardrectilinear")
      || BookshelfSyntax.matches(shape, "softrectangular") ? ".blocks" : nil
  }

  /// The two share their first statements; the first that only one of them has decides.
  private static func lefOrDEF(
    first: String, scanner: inout LineScanner
  ) throws(ParseError) -> FileContent {
    var word = first.lowercased()
    for _ in 0..<1000 {
      switch word {
      case "design", "technology", "diearea", "components", "row", "tracks", "nets", "pins":
        return .def
      case "layer", "macro", "site", "manufacturinggrid", "via", "viarule", "clearancemeasure",
        "useminspacing":
        return .lef
      default: break
      }
      guard try scanner.nextContentLine() else { break }
      word = BookshelfSyntax.text(scanner.token().prefixBytes(40)).lowercased()
    }
    return .lef
  }
}

extension UnsafeRawBufferPointer {
  /// The first bytes, at most `count`.
  func prefixBytes(_ count: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: prefix(count))
  }
}

extension FileContent {
  /// The content as a phrase behind "found".
  var phrase: String {
    switch self {
    case .circuitTrainingNetlist: "a Circuit Training netlist"
    case .circuitTrainingPlacement: "a Circuit Training placement"
    case .bookshelfAux: "a Bookshelf .aux file"
    case .bookshelfPart(let kind): "a Bookshelf \(kind) file"
    case .gsrc(let kind): "a GSRC \(kind) file"
    case .lef: "a LEF file"
    case .def: "a DEF file"
    case .verilog: "a Verilog file"
    case .yosysJSON: "a Yosys JSON netlist"
    case .binary: "a binary file"
    case .empty(hasComments: false): "an empty file"
    case .empty(hasComments: true): "a file of comments alone"
    case .unknown(let word, _, _): "'\(word)'"
    }
  }

  /// The error for a file that holds this instead of what was expected.
  func mismatch(file: String, expected: String, reason: String? = nil) -> ParseError {
    var error = ParseError(
      file: file,
      message: "expected \(expected), found \(phrase)" + (reason.map { ": \($0)" } ?? ""))
    if case .unknown(_, let line, let column) = self {
      error.line = line
      error.column = column
    }
    return error
  }
}
