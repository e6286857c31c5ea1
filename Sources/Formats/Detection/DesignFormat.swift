/// A format of files that hold a design.
public enum DesignFormat: String, CaseIterable, Sendable {
  /// Circuit Training's netlist in protobuf text form (`netlist.pb.txt`).
  case circuitTraining = "circuit-training"
  /// Bookshelf, by its `.aux` file.
  case bookshelf
  /// DEF, with cells from LEF.
  case def
  /// A gate-level netlist in structural Verilog, with cells from LEF.
  case verilog
  /// A gate-level netlist as Yosys writes it in JSON, with cells from LEF.
  case yosysJSON = "yosys-json"

  /// Whether designs in this format need a library of cells.
  public var needsLibrary: Bool {
    switch self {
    case .circuitTraining, .bookshelf: false
    case .def, .verilog, .yosysJSON: true
    }
  }

  /// The format of a design file, by what stands in it and not by its name; gzip-compressed files
  /// are looked into.
  ///
  /// - Throws: ``ParseError`` if the file cannot be read or holds anything else, with the reason
  ///   why that is no design which can be read.
  public static func detect(file: String) throws(ParseError) -> DesignFormat {
    let netlist =
      "a netlist (a Circuit Training .pb.txt file, a Bookshelf .aux file, a DEF file, structural "
      + "Verilog or Yosys JSON)"
    let content = try FileContent.detect(file: file)
    switch content {
    case .circuitTrainingNetlist:
      return .circuitTraining
    case .bookshelfAux:
      return .bookshelf
    case .bookshelfPart(".pl"):
      throw content.mismatch(
        file: file, expected: netlist, reason: "a placement; the .aux file names all of the set")
    case .bookshelfPart:
      throw content.mismatch(file: file, expected: "the .aux file that names it")
    case .circuitTrainingPlacement:
      throw content.mismatch(file: file, expected: "a netlist")
    case .gsrc:
      throw content.mismatch(
        file: file, expected: netlist,
        reason: "GSRC floorplan blocks, without terminal positions, are not supported")
    case .def:
      return .def
    case .verilog:
      return .verilog
    case .yosysJSON:
      return .yosysJSON
    case .lef:
      throw content.mismatch(
        file: file, expected: netlist, reason: "LEF holds the cells that designs are made of")
    case .binary, .empty, .unknown:
      throw content.mismatch(file: file, expected: netlist)
    }
  }
}

/// A format of files that hold a placement of a design which comes from another file.
public enum PlacementFormat: String, CaseIterable, Sendable {
  /// Circuit Training's `.plc` files.
  case circuitTraining = "circuit-training"
  /// Bookshelf's `.pl` files.
  case bookshelf
  /// DEF files.
  case def

  /// The format of a placement file, by what stands in it; gzip-compressed files are looked into.
  ///
  /// - Throws: ``ParseError`` if the file cannot be read or holds anything else.
  public static func detect(file: String) throws(ParseError) -> PlacementFormat {
    let content = try FileContent.detect(file: file)
    switch content {
    // Comments alone are the .plc file of a design without nodes, or a fault its reader can name.
    case .circuitTrainingPlacement, .empty(hasComments: true):
      return .circuitTraining
    case .bookshelfPart(".pl"):
      return .bookshelf
    case .def:
      return .def
    case .circuitTrainingNetlist, .bookshelfAux, .bookshelfPart, .gsrc, .lef, .verilog,
      .yosysJSON, .binary, .empty, .unknown:
      throw content.mismatch(
        file: file,
        expected: "a placement (a Circuit Training .plc, a Bookshelf .pl or a DEF file)")
    }
  }
}
