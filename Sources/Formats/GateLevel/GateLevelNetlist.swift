public import Netlist

/// Netlists of library cells without a layout: structural Verilog and Yosys' JSON.
///
/// Sizes and pins come from LEF, in its database units. Cells become nodes named by the instances
/// above them, joined by `/`: standard cells of the classes CORE and ENDCAP, hard macros of the
/// others; each bit of a port of the top module becomes a port. Nets that go through modules are
/// one, with the name that is highest in the hierarchy. Pins of power and ground, and nets that are
/// constant, are left out. The floorplan is made after a recipe: a core of whole rows, ports
/// evenly along its edge, counter-clockwise from the lower left corner in the order of their names
/// (numbers in names count as such). Cells are at the die's centre.
public enum GateLevelNetlist {
  /// Reads structural Verilog (IEEE 1364-2005), gzip-compressed or not: modules, nets, `assign` of
  /// nets and constants, and instances with connections by name.
  ///
  /// - Parameters:
  ///   - top: The top module; nil for the only one that no other has an instance of.
  ///   - library: The cells. A module of the file that has a cell's name is that cell.
  ///   - recipe: The shape of the chip.
  ///   - areas: Areas of cells in square micrometres: compared with those of LEF, and used for cells
  ///     that LEF has not; see ``LibertyAreas``.
  /// - Throws: ``ParseError`` at the first fault, of which behavioural Verilog is one.
  public static func readVerilog(
    file: String, top: String? = nil, library: CellLibrary,
    recipe: FloorplanRecipe = FloorplanRecipe(), areas: [String: Double] = [:]
  ) throws(ParseError) -> Design {
    let (modules, names) = try VerilogReader(file: file).readFile()
    return try design(
      file: file, modules: consume modules, names: consume names, top: top, library: library,
      recipe: recipe, areas: areas, formatName: "verilog")
  }

  /// Reads a netlist that Yosys wrote with `write_json`, gzip-compressed or not. Parameters are
  /// those of ``readVerilog(file:top:library:recipe:areas:)``; without `top` the module that Yosys
  /// marked as such is it.
  ///
  /// - Throws: ``ParseError`` at the first fault.
  public static func readYosysJSON(
    file: String, top: String? = nil, library: CellLibrary,
    recipe: FloorplanRecipe = FloorplanRecipe(), areas: [String: Double] = [:]
  ) throws(ParseError) -> Design {
    let (modules, names) = try YosysJSONReader(file: file).readFile()
    return try design(
      file: file, modules: consume modules, names: consume names, top: top, library: library,
      recipe: recipe, areas: areas, formatName: "yosys-json")
  }

  private static func design(
    file: String, modules: consuming [GateModule], names: consuming StringTable, top: String?,
    library: CellLibrary,
    recipe: FloorplanRecipe, areas: [String: Double], formatName: String
  ) throws(ParseError) -> Design {
    let unitsPerMicron = Double(library.databaseUnitsPerMicron ?? 1000)
    var flattener = ModuleFlattener(
      file: file, modules: consume modules, names: consume names,
      masters: CellMasters(library: library, areas: areas, unitsPerMicron: unitsPerMicron))
    let topModule = try flattener.topModule(named: top)
    try flattener.flatten(top: topModule)
    let floorplan = try GateLevelFloorplan(
      file: file, library: library, recipe: recipe, unitsPerMicron: unitsPerMicron
    ).make(cells: flattener.cells, masters: flattener.masters.masters)
    var assembly = GateLevelAssembly(flattener: consume flattener, top: topModule)
    var design = try assembly.makeDesign(floorplan: floorplan)
    design.source.formatName = formatName
    return design
  }
}
