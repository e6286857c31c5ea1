/// Library exchange format: the technology and the cells that designs are made of.
///
/// Follows the LEF/DEF 5.8 Language Reference. Reads what ``CellLibrary`` holds and skips the rest:
/// via rules, rules other than the default, spacing tables, antenna and timing data, properties.
public enum LEF {
  /// Reads a file, gzip-compressed or not, and adds what it holds to a library: of two layers, sites
  /// or cells of one name, the later stays.
  ///
  /// - Throws: ``ParseError`` at the first fault; the library then has what came before it.
  public static func read(
    file: String, into library: inout CellLibrary
  ) throws(ParseError) {
    var reader = LEFReader(scanner: try StatementScanner(file: file))
    swap(&reader.library, &library)
    defer { swap(&reader.library, &library) }
    try reader.readLibrary()
  }
}

extension CellLibrary {
  /// Reads LEF files in order, gzip-compressed or not; the technology belongs before the cells.
  ///
  /// - Throws: ``ParseError`` at the first fault.
  public init(lefFiles: [String]) throws(ParseError) {
    self.init()
    for file in lefFiles { try LEF.read(file: file, into: &self) }
  }
}

/// The values that are taken for lengths in micrometres.
enum LEFLimits {
  /// A cell of ten metres is none.
  static let longest = 1e7
  /// A fifth of the finest database unit that LEF has, 1/20000 micrometre.
  static let shortest = 1e-5

  static let lengths = shortest...longest
  static let distances = 0...longest
  static let coordinates = -longest...longest
  /// Resistance, capacitance and their like.
  static let quantities = 0...DecimalNumber.largest
}
