/// A format of files that hold a design.
public enum DesignFormat: String, CaseIterable, Sendable {
  /// Circuit Training's netlist in protobuf text form (`netlist.pb.txt`).
  case circuitTraining = "circuit-training"
  /// Bookshelf, by its `.aux` file.
  case bookshelf

  /// The format of a design file, by what stands in it and not by its name; gzip-compressed files
  /// are looked into.
  ///
  /// - Throws: ``ParseError`` if the file cannot be read or holds anything else, with the reason
  ///   why that is no design which can be read.
  public static func detect(file: String) throws(ParseError) -> DesignFormat {
    let netlist = "a netlist (a Circuit Training .pb.txt file or a Bookshelf .aux file)"
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
    case .lef, .def, .verilog, .yosysJSON:
      throw content.mismatch(
        file: file, expected: netlist, reason: "designs in that format are not supported")
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
    case .circuitTrainingNetlist, .bookshelfAux, .bookshelfPart, .gsrc, .lef, .def, .verilog,
      .yosysJSON, .binary, .empty, .unknown:
      throw content.mismatch(
        file: file, expected: "a placement (a Circuit Training .plc or a Bookshelf .pl file)")
    }
  }
}
