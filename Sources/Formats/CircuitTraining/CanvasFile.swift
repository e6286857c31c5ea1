public import Netlist

extension PlacementFile {
  /// Takes the cost grid, the routing supply and the smoothing from the header of a `.plc` of any
  /// design, drawn to the scale of this design's die.
  ///
  /// So the flat form of a design, in whatever unit it counts, gets the canvas that was published for
  /// its clustered form. The lines of nodes and the blockages of the file count for nothing.
  ///
  /// - Throws: ``ParseError`` for a file that cannot be read, a header without grid or canvas, and a
  ///   canvas whose sides are not to the die's as one number, up to a thousandth.
  public static func readCanvas(file: String, into design: inout Design) throws(ParseError) {
    var scanner = try LineScanner(file: file)
    var header = PlacementHeader()
    while try scanner.nextLine() {
      if scanner.isAtLineEnd { continue }
      guard scanner.peek == 0x23 else { break }
      try header.read(&scanner)
    }
    let canvas = try header.apply(to: Floorplan(die: design.floorplan.die), file: file)
    let die = design.floorplan.die
    let scale = die.width / canvas.die.width
    guard abs(die.height / (canvas.die.height * scale) - 1) <= 1e-3 else {
      throw ParseError(
        file: file,
        message: "expected a canvas of the die's shape, \(die.width) by \(die.height), found "
          + "\(canvas.die.width) by \(canvas.die.height)")
    }
    design.floorplan.columns = canvas.columns
    design.floorplan.rows = canvas.rows
    design.floorplan.routing = canvas.routing.scaled(by: 1 / scale)
    design.floorplan.smoothingRange = canvas.smoothingRange
    design.floorplan.overlapThreshold = canvas.overlapThreshold
  }
}
