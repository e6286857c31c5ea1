public import Netlist

/// The tools whose Tcl commands ``PlacementTcl`` writes.
public enum TclDialect: String, CaseIterable, Sendable {
  /// OpenROAD: `place_macro -macro_name NAME -location {X Y} -orientation R0 -exact`.
  case openroad
  /// Cadence Innovus: `placeInstance NAME X Y R0 -fixed`.
  case innovus
}

/// The places of hard macros as Tcl commands for other tools; written only.
///
/// One command for each hard macro, with its lower left corner in micrometres and its orientation by the
/// names of OpenAccess: R0, R90, R180, R270, MX, MY and those of the two turned by 90 degrees, which
/// OpenROAD calls MXR90 and MYR90 and Innovus MX90 and MY90. OpenROAD is told to take the place as it is,
/// Innovus to hold it: `-fixed` for macros that the design has fixed, `-placed` for others.
///
/// Names are written as the design spells them, quoted so that Tcl takes no character for its own. Where
/// LEF/DEF readers drop backslashes before brackets, the tool's names must be those of its own netlist.
public enum PlacementTcl {
  /// Writes the commands.
  ///
  /// - Throws: ``OutputError`` for a macro without a finite position or with a control character in its name, or
  ///   if the file cannot be written.
  public static func write(
    _ design: Design, to file: String, dialect: TclDialect
  ) throws(OutputError) {
    var output = FileOutput()
    for node in design.netlist.nodes(.hardMacro) {
      try write(node, of: design, dialect, file, to: &output)
    }
    try output.save(to: file)
  }

  private static func write(
    _ node: NodeID, of design: Design, _ dialect: TclDialect, _ file: String,
    to output: inout FileOutput
  ) throws(OutputError) {
    let name = design.netlist.name(of: node)
    let box = design.placement.box(of: node, in: design.netlist)
    guard box.minX.isFinite, box.minY.isFinite else {
      throw OutputError(file: file, message: "'\(name)': expected a finite position, found none")
    }
    guard !name.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
      throw OutputError(
        file: file,
        message: "node \(node.rawValue): expected a name without control characters, found one")
    }
    let unit = design.floorplan.unitsPerMicron
    let orientation = orientationName(
      design.placement.orientations[node.index], dialect)
    switch dialect {
    case .openroad:
      output.write("place_macro -macro_name \(quoted(name)) -location {")
      output.write(rounded(box.minX / unit))
      output.write(" ")
      output.write(rounded(box.minY / unit))
      output.write("} -orientation \(orientation) -exact\n")
    case .innovus:
      output.write("placeInstance \(quoted(name)) ")
      output.write(rounded(box.minX / unit))
      output.write(" ")
      output.write(rounded(box.minY / unit))
      let status = design.placement.isFixed[node.index] ? "-fixed" : "-placed"
      output.write(" \(orientation) \(status)\n")
    }
  }

  /// A length without the noise of subtracting: to a millionth of a micrometre, far below what either tool
  /// stores.
  private static func rounded(_ length: Double) -> Double { (length * 1e6).rounded() / 1e6 }

  /// LEF/DEF's names of orientations in OpenAccess.
  private static func orientationName(_ orientation: Orientation, _ dialect: TclDialect) -> String {
    let joint = dialect == .openroad ? "R90" : "90"
    return switch orientation {
    case .north: "R0"
    case .west: "R90"
    case .south: "R180"
    case .east: "R270"
    case .flippedNorth: "MY"
    case .flippedSouth: "MX"
    case .flippedWest: "MX\(joint)"
    case .flippedEast: "MY\(joint)"
    }
  }

  /// A name as one word of Tcl: as it is where nothing in it means anything to Tcl, in braces where those
  /// take it as it is, or else with a backslash before every special character.
  static func quoted(_ name: String) -> String {
    let special = #" $[]{}"\;#"# + "\t"
    guard name.isEmpty || name.contains(where: { special.contains($0) }) else { return name }
    // In braces a backslash stays, but one before a brace, or at the end, would change their count.
    if !name.contains(where: { "{}".contains($0) }), !name.hasSuffix("\\") { return "{\(name)}" }
    return name.reduce(into: "") { text, character in
      if special.contains(character) { text.append("\\") }
      text.append(character)
    }
  }
}
