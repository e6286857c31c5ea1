public import Formats
public import Netlist

extension Design {
  /// Reads a design from a netlist file whose format is told by its content, gzip-compressed or
  /// plain.
  ///
  /// - Parameters:
  ///   - netlist: a Circuit Training netlist (`.pb.txt`), a Bookshelf `.aux` file, a DEF file,
  ///     structural Verilog or Yosys JSON.
  ///   - placement: a placement of it (`.plc`, `.pl` or `.def`), which then takes the place of the
  ///     netlist's own positions.
  ///   - options: the libraries that the last three need, and what else readers need to know.
  /// - Throws: `ParseError` for files that cannot be read or do not fit together.
  public init(
    netlist file: String, placement: String? = nil, options: ReadingOptions = ReadingOptions()
  ) throws(ParseError) {
    let format = try DesignFormat.detect(file: file)
    if format.needsLibrary, options.libraries.isEmpty {
      throw ParseError(
        file: file,
        message: "expected LEF files with the cells that this \(format.rawValue) design is made of")
    }
    switch format {
    case .circuitTraining:
      self = try CircuitTrainingNetlist.read(file: file, lowerCaseMacros: options.lowerCaseMacros)
    case .bookshelf:
      self = try Bookshelf.read(aux: file)
    case .def:
      self = try DEF.read(file: file, library: options.library())
    case .verilog:
      self = try GateLevelNetlist.readVerilog(
        file: file, top: options.topModule, library: options.library(),
        recipe: options.floorplan, areas: options.areas())
    case .yosysJSON:
      self = try GateLevelNetlist.readYosysJSON(
        file: file, top: options.topModule, library: options.library(),
        recipe: options.floorplan, areas: options.areas())
    }
    if let placement { try readPlacement(file: placement, options: options) }
  }

  /// Reads a placement of this design from a file whose format is told by its content.
  ///
  /// - Throws: `ParseError` for a file that cannot be read or is of another design.
  public mutating func readPlacement(
    file: String, options: ReadingOptions = ReadingOptions()
  ) throws(ParseError) {
    switch try PlacementFormat.detect(file: file) {
    case .circuitTraining: try PlacementFile.read(file: file, into: &self)
    case .bookshelf: try Bookshelf.readPlacement(file: file, into: &self)
    case .def: try readPlacement(def: file, options)
    }
  }

  /// Takes the places of nodes from a DEF file of the same design, by their names.
  private mutating func readPlacement(
    def file: String, _ options: ReadingOptions
  ) throws(ParseError) {
    let other = try DEF.read(file: file, library: options.library())
    source.warnings += other.source.warnings
    var places: [String: Int] = [:]
    for index in 0..<other.netlist.nodeCount {
      places[other.netlist.name(of: NodeID(index))] = index
    }
    // Both count in database units, but not always the same.
    let scale = floorplan.unitsPerMicron / other.floorplan.unitsPerMicron
    for index in 0..<netlist.nodeCount {
      let name = netlist.name(of: NodeID(index))
      guard let place = places[name] else {
        throw ParseError(file: file, message: "expected a place for '\(name)', found none")
      }
      placement.x[index] = other.placement.x[place] * scale
      placement.y[index] = other.placement.y[place] * scale
      placement.orientations[index] = other.placement.orientations[place]
      placement.isFixed[index] = other.placement.isFixed[place]
    }
  }

  /// Writes the design, or its placement alone, in the format that the file's name asks for.
  ///
  /// - Parameters:
  ///   - costs: costs to note in the header of a `.plc`.
  ///   - library: the library that the cells of a `.def` or `.lef` come from, if it has one.
  ///   - tcl: the tool that a `.tcl` is for.
  /// - Throws: `OutputError` if the file cannot be written.
  public func write(
    to file: String, costs: [(label: String, value: Double)] = [], library: CellLibrary? = nil,
    tcl: TclDialect = .openroad
  ) throws(OutputError) {
    switch try OutputFormat(file: file) {
    case .circuitTrainingNetlist: try CircuitTrainingNetlist.write(self, to: file)
    case .circuitTrainingPlacement: try PlacementFile.write(self, to: file, costs: costs)
    case .bookshelf: try Bookshelf.write(self, aux: file)
    case .bookshelfPlacement: try Bookshelf.writePlacement(self, to: file)
    case .def: try DEF.write(self, to: file, library: library)
    case .lef: try LEF.write(self, to: file, library: library)
    case .tcl: try PlacementTcl.write(self, to: file, dialect: tcl)
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
  /// DEF: the file that the design came from with new places, or a whole new one: `.def`.
  case def = ".def"
  /// The cells that a new DEF file is made of: `.lef`.
  case lef = ".lef"
  /// Commands that put hard macros where they are, for another tool: `.tcl`.
  case tcl = ".tcl"

  /// The format that a file's name asks for, `.gz` at its end aside; `plc:-` asks for a `.plc` on
  /// standard output.
  ///
  /// - Throws: `OutputError` if it asks for none that is known, or for several files on standard output.
  public init(file: String) throws(OutputError) {
    var name = StandardOutput.formatName(of: file)
    if name.hasSuffix(".gz") { name = String(name.dropLast(3)) }
    guard let format = Self.allCases.first(where: { name.hasSuffix($0.rawValue) }) else {
      let known = Self.allCases.map(\.rawValue).joined(separator: ", ")
      throw OutputError(
        file: file,
        message: "expected a name ending in one of \(known), or as plc:- for standard output")
    }
    if format == .bookshelf, StandardOutput.isMeant(by: file) {
      throw OutputError(
        file: file, message: "expected a file's name: a Bookshelf design is several files")
    }
    self = format
  }
}
