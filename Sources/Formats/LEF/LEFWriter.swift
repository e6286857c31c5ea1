public import Netlist

extension LEF {
  /// Writes the cells, sites and units that a DEF file of the same design stands on, where it was
  /// written by ``DEF/write(_:to:library:)`` with the same library: both read together give the
  /// design again. Holds what the library lacks, which is everything if there is none.
  ///
  /// Hard macros become `CLASS BLOCK`, soft macros `BLOCK SOFT`, standard cells `CORE`, and ports with
  /// pins apart `COVER`. A pin is a square of one database unit around its point.
  ///
  /// - Throws: ``OutputError`` for a node without area or with a name that LEF has no spelling for,
  ///   and if the file cannot be written.
  public static func write(
    _ design: Design, to file: String, library: CellLibrary? = nil
  ) throws(OutputError) {
    let definitions = try DEFDefinitions(design, library: library, file: file)
    var writer = LEFWriter(definitions)
    try writer.write(hasLayers: library != nil, to: file)
  }
}

/// Writes what a design needs of a library.
private struct LEFWriter {
  private let definitions: DEFDefinitions
  private var output = FileOutput()

  init(_ definitions: DEFDefinitions) { self.definitions = definitions }

  mutating func write(hasLayers: Bool, to file: String) throws(OutputError) {
    output.write("VERSION 5.8 ;\nBUSBITCHARS \"[]\" ;\nDIVIDERCHAR \"/\" ;\n")
    if !hasLayers {
      output.write(
        "UNITS\n  DATABASE MICRONS \(Int(definitions.unitsPerMicron)) ;\nEND UNITS\n"
          + "LAYER \(definitions.layer)\n  TYPE MASTERSLICE ;\nEND \(definitions.layer)\n")
    }
    for site in definitions.sites {
      output.write("SITE \(site.name)\n  CLASS CORE ;\n")
      writeSize(site.width, site.height)
      output.write("END \(site.name)\n")
    }
    for cell in definitions.cells { write(cell) }
    output.write("END LIBRARY\n")
    try output.save(to: file)
  }

  private func micrometres(_ length: Double) -> String {
    DecimalNumber.plain(length * definitions.scale / definitions.unitsPerMicron)
  }

  private mutating func writeSize(_ width: Double, _ height: Double) {
    output.write("  SIZE \(micrometres(width)) BY \(micrometres(height)) ;\n")
  }

  private mutating func write(_ cell: DEFDefinitions.Cell) {
    let words =
      switch cell.kind {
      case .hardMacro: "BLOCK"
      case .softMacro: "BLOCK SOFT"
      case .standardCell: "CORE"
      case .port: "COVER"
      }
    output.write("MACRO \(cell.name)\n  CLASS \(words) ;\n  ORIGIN 0 0 ;\n")
    writeSize(cell.width, cell.height)
    let symmetries: [(Symmetry, String)] = [(.x, " X"), (.y, " Y"), (.rotation90, " R90")]
    let symmetry = symmetries.filter { cell.symmetry.contains($0.0) }.map(\.1).joined()
    if !symmetry.isEmpty { output.write("  SYMMETRY\(symmetry) ;\n") }
    for pin in cell.pins { write(pin, of: cell) }
    output.write("END \(cell.name)\n")
  }

  private mutating func write(_ pin: DEFDefinitions.Pin, of cell: DEFDefinitions.Cell) {
    output.write("  PIN \(pin.name)\n")
    let direction: String? =
      switch pin.direction {
      case .input: "INPUT"
      case .output: "OUTPUT"
      case .bidirectional: "INOUT"
      case .unknown: nil
      }
    if let direction { output.write("    DIRECTION \(direction) ;\n") }
    let x = cell.width / 2 + pin.x
    let y = cell.height / 2 + pin.y
    let reach = 0.5 / definitions.scale
    output.write("    PORT\n      LAYER \(definitions.layer) ;\n      RECT")
    for value in [x - reach, y - reach, x + reach, y + reach] {
      output.write(" \(micrometres(value))")
    }
    output.write(" ;\n    END\n  END \(pin.name)\n")
  }
}
