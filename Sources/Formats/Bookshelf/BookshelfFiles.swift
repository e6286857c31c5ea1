import Foundation

/// The files that an `.aux` file names, found on disk.
///
/// `RowBasedPlacement : a.nodes a.nets a.wts a.pl a.scl`, in any order, told apart by their
/// endings. Each stands beside the `.aux`, as named or gzip-compressed with `.gz` added to the name;
/// a compressed `.aux` looks for compressed files first.
struct BookshelfFiles {
  var nodes: String
  var nets: String
  var weights: String?
  var rows: String?
  /// The placements, to be read one over the other.
  var placements: [String] = []

  /// Reads an `.aux` file.
  static func read(aux file: String, warnings: inout [String]) throws(ParseError) -> BookshelfFiles
  {
    var scanner = try LineScanner(file: file)
    guard try scanner.nextContentLine() else {
      throw scanner.endOfFile(expected: "'RowBasedPlacement :'")
    }
    let keyword = scanner.token(endingAt: { $0 == BookshelfSyntax.colon })
    guard BookshelfSyntax.matches(keyword, "rowbasedplacement") else {
      throw scanner.mismatch(expected: "'RowBasedPlacement'", found: keyword)
    }
    guard scanner.skip(BookshelfSyntax.colon) else { throw scanner.error(expected: "':'") }
    var collected = Collected(aux: file)
    repeat {
      while !scanner.isAtLineEnd, scanner.peek != BookshelfSyntax.hash {
        try collected.add(scanner.token(), scanner: scanner, warnings: &warnings)
      }
    } while try scanner.nextContentLine()
    return try collected.finish(scanner: scanner, warnings: &warnings)
  }

  /// The folder part of a path, with its slash; empty for a bare name.
  static func folder(of file: String) -> String {
    file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
  }

  /// The part of a path behind its folder.
  static func name(of file: String) -> String {
    file.lastIndex(of: "/").map { String(file[file.index(after: $0)...]) } ?? file
  }

  /// A name without an ending, or nil if it ends otherwise.
  static func stem(_ name: String, without ending: String) -> String? {
    name.lowercased().hasSuffix(ending) ? String(name.dropLast(ending.count)) : nil
  }
}

extension Bookshelf {
  /// The files that a design is read from: the `.aux` file and all that it names and that are there.
  ///
  /// - Throws: ``ParseError`` if the `.aux` file cannot be read or names no netlist.
  public static func files(aux file: String) throws(ParseError) -> [String] {
    var warnings: [String] = []
    let files = try BookshelfFiles.read(aux: file, warnings: &warnings)
    return [file, files.nodes, files.nets] + [files.weights, files.rows].compactMap { $0 }
      + files.placements
  }
}

/// The entries of an `.aux` file while it is being read.
private struct Collected {
  /// The most entries: each can be a placement that is read, and one file can be named again and
  /// again.
  static let most = 64

  let folder: String
  let prefersCompressed: Bool
  var count = 0
  var nodes: String?
  var nets: String?
  var weights: String?
  var rows: String?
  var placements: [String] = []
  var others: [String] = []

  init(aux file: String) {
    folder = BookshelfFiles.folder(of: file)
    prefersCompressed = file.hasSuffix(".gz")
  }

  mutating func add(
    _ token: UnsafeRawBufferPointer, scanner: borrowing LineScanner, warnings: inout [String]
  ) throws(ParseError) {
    count += 1
    guard count <= Self.most else {
      throw scanner.error("expected the names of at most \(Self.most) files", at: token)
    }
    let name = BookshelfSyntax.text(token)
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    if name.hasPrefix("/") || parts.contains("..") || token.contains(where: { $0 < 0x20 }) {
      throw scanner.mismatch(
        expected: "the name of a file in the folder of the .aux file", found: token)
    }
    let plain = BookshelfFiles.stem(name, without: ".gz") ?? name
    switch (plain.split(separator: "/").last ?? "").split(separator: ".").last?.lowercased() {
    case "nodes": try set(&nodes, name, at: token, scanner: scanner)
    case "nets": try set(&nets, name, at: token, scanner: scanner)
    case "wts": try set(&weights, name, at: token, scanner: scanner)
    case "scl": try set(&rows, name, at: token, scanner: scanner)
    case "pl":
      if let file = locate(name) {
        placements.append(file)
      } else {
        warn(name, "not there; nodes stand at 0 0", scanner: scanner, &warnings)
      }
    default:
      if locate(name) == nil {
        warn(name, "not there and not needed", scanner: scanner, &warnings)
      } else {
        others.append(name)
      }
    }
  }

  private func set(
    _ entry: inout String?, _ name: String, at token: UnsafeRawBufferPointer,
    scanner: borrowing LineScanner
  ) throws(ParseError) {
    if let entry {
      throw scanner.error("expected one file of each kind, found '\(entry)', '\(name)'", at: token)
    }
    entry = name
  }

  private func warn(
    _ name: String, _ what: String, scanner: borrowing LineScanner, _ warnings: inout [String]
  ) {
    warnings.append("\(scanner.file):\(scanner.line): warning: '\(name)' is \(what)")
  }

  /// Where a named file stands, plain or compressed.
  private func locate(_ name: String) -> String? {
    let path = folder + name
    let candidates = prefersCompressed ? [path + ".gz", path] : [path, path + ".gz"]
    return candidates.first { FileManager.default.fileExists(atPath: $0) }
  }

  func finish(
    scanner: borrowing LineScanner, warnings: inout [String]
  ) throws(ParseError) -> BookshelfFiles {
    var files = BookshelfFiles(
      nodes: try need(nodes, ".nodes", scanner: scanner),
      nets: try need(nets, ".nets", scanner: scanner))
    files.weights = weights.flatMap { locate($0) }
    files.rows = rows.flatMap { locate($0) }
    if let weights, files.weights == nil {
      warn(weights, "not there; all nets weigh 1", scanner: scanner, &warnings)
    }
    if let rows, files.rows == nil {
      warn(rows, "not there; the die is the smallest that holds all", scanner: scanner, &warnings)
    }
    files.placements = placements
    for name in others {
      guard let file = locate(name) else { continue }
      if (try? Bookshelf.isPlacement(file: file)) ?? false {
        files.placements.append(file)
      } else {
        warn(name, "of no known kind and was not read", scanner: scanner, &warnings)
      }
    }
    return files
  }

  private func need(
    _ name: String?, _ ending: String, scanner: borrowing LineScanner
  ) throws(ParseError) -> String {
    guard let name else {
      throw scanner.endOfFile(expected: "the name of a \(ending) file")
    }
    guard let file = locate(name) else {
      throw ParseError(
        file: folder + name,
        message: "no such file, nor one with .gz added; \(scanner.file) names it")
    }
    return file
  }
}
