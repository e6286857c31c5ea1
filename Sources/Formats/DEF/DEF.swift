public import Netlist

/// The Design Exchange Format: a netlist of library cells, the chip, and where the cells are.
///
/// Follows the LEF/DEF 5.8 Language Reference. Coordinates are in the file's database units, of which
/// `UNITS DISTANCE MICRONS` states how many make a micrometre: ``Floorplan/unitsPerMicron``. The
/// sizes and pins of cells come from a ``CellLibrary``, in database units where they come to a whole
/// or half number within 1e-6.
public enum DEF {
  /// Reads a design, gzip-compressed or plain.
  ///
  /// - Components of class `CORE` and `ENDCAP` become standard cells; `BLOCK`, `RING` and `PAD` hard
  ///   macros; `COVER`, which may overlap everything, a port without size; `BLOCK SOFT` with all pins
  ///   at the centre a soft macro. `FIXED` and `COVER` placements are fixed. A component without a
  ///   place is put at the centre of the die.
  /// - Pins become ports: at the centre of their first `LAYER` or `POLYGON`, or the point of their
  ///   first `VIA`, turned by their orientation; a pin without a shape is at its location, and one
  ///   without a location at the centre of the die. A port that drives its net (`DIRECTION INPUT`)
  ///   has a pin of direction ``PinDirection/output``.
  /// - Nets have the pins that `NETS` names, then the ports that name them in `PINS` and that they
  ///   do not name. A net's driver is its first pin of direction ``PinDirection/output``. Special
  ///   nets, routing, vias and all else that placement does not need are passed over.
  /// - The die is the bounding box of `DIEAREA`; what of it is outside a polygon is closed by
  ///   blockages. Placement blockages on a component that may move are passed over, as they would
  ///   move with it.
  /// - Groups bind their components to a region unless it is a `GUIDE`, which is a wish and not a
  ///   rule.
  /// - Routing supply and cost grid are those of `DEFRoutingGrid`: tracks inside the die on layers of
  ///   their direction, or else a track a pitch on the library's routing layers, and `GCELLGRID` where it makes 10 to 128 columns and rows.
  ///
  /// Names stay as they are spelled, with their backslashes. Counts that do not agree with the file,
  /// and what is passed over although it might matter, are noted in `source.warnings`.
  ///
  /// - Throws: ``ParseError`` for the first fault, such as a cell that the library lacks, a component
  ///   that comes twice, or a net with a pin that there is not.
  public static func read(file: String, library: CellLibrary) throws(ParseError) -> Design {
    var reader = try DEFReader(file: file, library: library)
    try reader.readStatements()
    return try reader.finish()
  }

  /// Writes a design.
  ///
  /// One that was read from a DEF file is written as the bytes of that file, in which the placement
  /// clauses of components that have moved, turned, or been fixed or freed are others; all else stays
  /// as it is. Coordinates are rounded to whole units; a component that rounding puts where the file
  /// has it keeps its text. Ports stay.
  ///
  /// Of any other design a new file is made: header, die, rows, regions and groups, components,
  /// pins, placement blockages and nets. Cells are those of `library` where it has them by name, size
  /// and pins; for the rest ``LEF/write(_:to:library:)`` writes the library. Where the design's unit is
  /// not a database unit as DEF states them, 1000 units make a micrometre.
  ///
  /// - Throws: ``OutputError`` if the source is not the file that was read any more, for a node
  ///   without a finite position, without area, or with a name that DEF has no spelling for, and if
  ///   the file cannot be written.
  public static func write(
    _ design: Design, to file: String, library: CellLibrary?
  ) throws(OutputError) {
    if let text = design.source.placementText, text.spans.count == design.netlist.nodeCount,
      design.source.formatName == "def"
    {
      try DEFPlacementWriter(design, text: text, to: file).write()
      return
    }
    var writer = try DEFWriter(design, library: library, to: file)
    try writer.write()
  }
}
