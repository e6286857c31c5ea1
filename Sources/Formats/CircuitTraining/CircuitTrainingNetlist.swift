public import Netlist

/// What a node of type `macro`, in lower case, is whose name does not begin with `Grp`: Circuit
/// Training writes soft macros so, but hand-made and unclustered netlists write hard ones so too.
public enum LowerCaseMacros: String, CaseIterable, Sendable {
  /// Hard if one of its pins is off its centre, else soft.
  case automatic
  /// Soft.
  case soft
  /// Hard.
  case hard
}

/// Circuit Training's netlists: protobuf text of a TensorFlow `GraphDef`, one `node` for each port,
/// macro, macro pin and standard cell, the `input` list of a node naming what it drives
/// (github.com/google-research/circuit_training, `docs/NETLIST_FORMAT.md`).
public enum CircuitTrainingNetlist {
  /// Reads a netlist, gzip-compressed or plain.
  ///
  /// The placement is what the file says, coordinates being those of centres, in micrometres. There
  /// is no floorplan in such a file: until ``PlacementFile`` reads one, the die is a square that
  /// the nodes fill to 60 per cent, with a grid of ten by ten, as in Circuit Training.
  ///
  /// - Throws: ``ParseError`` for a file that cannot be read or is no such netlist: wrong protobuf
  ///   text, missing or wrong attributes, two nodes of one name, a pin without its macro, a sink
  ///   that is a macro or does not exist.
  public static func read(
    file: String, lowerCaseMacros: LowerCaseMacros = .automatic
  ) throws(ParseError) -> Design {
    var reader = try NodeReader(file: file)
    let records = try reader.readAll()
    return try NodeAssembler(records, file: file, lowerCaseMacros: lowerCaseMacros).assemble()
  }

  /// Writes a netlist, gzip-compressed if the file's name ends in `.gz`, with the positions and
  /// orientations of the placement and numbers that read back exactly.
  ///
  /// A design read from such a file reads back as the same model. Of other designs the format
  /// cannot hold all: pins of soft macros, cells and ports come to lie at the centre, ports have no
  /// size, a net without a driver is driven by its first pin, a pin or port that drives several nets
  /// gets a twin, and a cell that does becomes a soft macro.
  ///
  /// - Throws: ``OutputError`` if the file cannot be written, a number is not finite, two nodes
  ///   share a name, a hard macro's name begins with `Grp`, or ports alone are joined by a net of a
  ///   weight other than 1.
  public static func write(_ design: Design, to file: String) throws(OutputError) {
    var writer = NetlistFileWriter(design, file: file)
    try writer.write()
  }
}
