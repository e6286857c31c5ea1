public import Formats
public import Netlist

extension Design {
  /// Reads a design from a netlist file whose format is told by its content, gzip-compressed or
  /// plain.
  ///
  /// - Parameters:
  ///   - netlist: a Circuit Training netlist (`.pb.txt`) or a Bookshelf `.aux` file.
  ///   - placement: a placement of it (`.plc` or `.pl`), which then takes the place of the netlist's
  ///     own positions.
  ///   - lowerCaseMacros: what the Circuit Training node type `macro` means.
  /// - Throws: `ParseError` for files that cannot be read or do not fit together.
  public init(
    netlist file: String, placement: String? = nil,
    lowerCaseMacros: LowerCaseMacros = .automatic
  ) throws(ParseError) {
    switch try DesignFormat.detect(file: file) {
    case .circuitTraining:
      self = try CircuitTrainingNetlist.read(file: file, lowerCaseMacros: lowerCaseMacros)
    case .bookshelf:
      self = try Bookshelf.read(aux: file)
    }
    if let placement { try readPlacement(file: placement) }
  }

  /// Reads a placement of this design from a file whose format is told by its content.
  ///
  /// - Throws: `ParseError` for a file that cannot be read or is of another design.
  public mutating func readPlacement(file: String) throws(ParseError) {
    switch try PlacementFormat.detect(file: file) {
    case .circuitTraining: try PlacementFile.read(file: file, into: &self)
    case .bookshelf: try Bookshelf.readPlacement(file: file, into: &self)
    }
  }

  /// Writes the design, or its placement alone, in the format that the file's name asks for.
  ///
  /// - Parameter costs: costs to note in the header of a `.plc`.
  /// - Throws: `OutputError` if the file cannot be written.
  public func write(
    to file: String, costs: [(label: String, value: Double)] = []
  ) throws(OutputError) {
    switch try OutputFormat(file: file) {
    case .circuitTrainingNetlist: try CircuitTrainingNetlist.write(self, to: file)
    case .circuitTrainingPlacement: try PlacementFile.write(self, to: file, costs: costs)
    case .bookshelf: try Bookshelf.write(self, aux: file)
    case .bookshelfPlacement: try Bookshelf.writePlacement(self, to: file)
    }
  }
}

/// The formats that designs and placements are written in, by the name of the file.
public enum OutputFormat: String, CaseIterable, Sendable {
  /// Circuit Training netlist: `.pb.txt`.
  case circuitTrainingNetlist = ".pb.txt"
  /// Circuit Training placement: `.plc`.
  case circuitTrainingPlacement = ".plc"
  /// Bookshelf, all files: `.aux`.
  case bookshelf = ".aux"
  /// Bookshelf placement: `.pl`.
  case bookshelfPlacement = ".pl"

  /// The format that a file's name asks for, `.gz` at its end aside.
  ///
  /// - Throws: `OutputError` if it asks for none that is known.
  public init(file: String) throws(OutputError) {
    let name = file.hasSuffix(".gz") ? String(file.dropLast(3)) : file
    guard let format = Self.allCases.first(where: { name.hasSuffix($0.rawValue) }) else {
      let known = Self.allCases.map(\.rawValue).joined(separator: ", ")
      throw OutputError(file: file, message: "expected a name ending in one of \(known)")
    }
    self = format
  }
}
