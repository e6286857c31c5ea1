public import Netlist

/// Circuit Training's placements (`.plc`): a header of comment lines with the canvas, the grid and
/// the routing supply, then a line `index x y orientation fixed` for each port, macro and cell, the
/// index being that of the node in the netlist file.
public enum PlacementFile {
  /// Reads a placement, gzip-compressed or plain, into a design: the floorplan, the placement and
  /// the header's lines. What the header does not say stays as it was, except for blockages. A file
  /// with no lines for nodes at all gives the floorplan alone, with a warning.
  ///
  /// - Throws: ``ParseError`` for a file that cannot be read, a header without grid or canvas, and
  ///   lines which are wrong, of unknown nodes, of the same node twice, or missing. The design is
  ///   then as before.
  public static func read(file: String, into design: inout Design) throws(ParseError) {
    var reader = try PlacementReader(file: file, design: design)
    try reader.read(into: &design)
  }

  /// Writes a placement, gzip-compressed if the file's name ends in `.gz`, with numbers that read
  /// back exactly. A header that the design has from its source is kept line by line, but for what
  /// has changed; otherwise one is made. Nodes of a design that came from another format are
  /// numbered as ``CircuitTrainingNetlist/write(_:to:)`` writes them.
  ///
  /// - Parameter costs: Costs to note in the header, such as `Wirelength cost`, in place of what a
  ///   line of that label says.
  /// - Throws: ``OutputError`` if the file cannot be written or a position is not finite.
  public static func write(
    _ design: Design, to file: String, costs: [(label: String, value: Double)] = []
  ) throws(OutputError) {
    try PlacementWriter(design, file: file, costs: costs).write()
  }
}
