public import Formats

/// What readers of designs need to know beside the file.
public struct ReadingOptions: Hashable, Sendable {
  /// What the Circuit Training node type `macro` means.
  public var lowerCaseMacros = LowerCaseMacros.automatic
  /// The LEF files that the cells of DEF, Verilog and Yosys JSON designs come from, technology first.
  public var libraries: [String] = []
  /// Liberty files, whose cell areas are compared with LEF's sizes and stand in for cells without.
  public var liberty: [String] = []
  /// The top module of a gate-level netlist; nil for the one that no other uses.
  public var topModule: String?
  /// The floorplan of a gate-level netlist, which states none.
  public var floorplan = FloorplanRecipe()

  /// The defaults.
  public init() {}

  /// The cells of all LEF files.
  ///
  /// - Throws: `ParseError` for a file that cannot be read.
  func library() throws(ParseError) -> CellLibrary { try CellLibrary(lefFiles: libraries) }

  /// The cell areas of all Liberty files.
  func areas() throws(ParseError) -> [String: Double] {
    var areas: [String: Double] = [:]
    for file in liberty {
      areas.merge(try LibertyAreas.read(file: file)) { first, _ in first }
    }
    return areas
  }
}
