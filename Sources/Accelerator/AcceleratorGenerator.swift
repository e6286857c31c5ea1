public import Netlist

/// Makes clustered netlists of systolic-array accelerators, ready to be placed.
///
/// Memories are hard macros with the sizes and pins of the NanGate45 `fakeram45` LEF
/// (``MemoryMacro``); clusters of processing elements, feeders, collectors, vector unit, DMA engine
/// and controller are soft macros whose area is counted in NanGate45 cells. Nets are buses with the
/// number of bits as weight; ``BusClass`` tells what each carries.
public enum AcceleratorGenerator {
  /// The routing tracks of NanGate45 designs, as TILOS MacroPlacement's `.plc` files have them.
  static let routing = RoutingSupply(
    horizontal: 57.031, vertical: 56.818, horizontalUsedByMacros: 39.583,
    verticalUsedByMacros: 30.303)

  /// The site that NanGate45 rows are made of, from NangateOpenCellLibrary.tech.lef.
  static let siteWidth = 0.19
  /// The height of a NanGate45 row.
  static let rowHeight = 1.4

  /// Generates an accelerator, its die, and a start placement without overlap of hard macros.
  ///
  /// The netlist depends on the parameters alone. The seed decides how the start placement deals
  /// out what is alike: which bank stands where in its strip, and in what order buses leave each
  /// edge of the die. Coordinates are in micrometres; all macros are in orientation N.
  ///
  /// - Throws: ``AcceleratorError`` if the parameters make no accelerator, or its memories do not
  ///   fit on the die that they ask for.
  public static func generate(
    _ parameters: AcceleratorParameters, seed: UInt64
  ) throws(AcceleratorError) -> Design {
    try parameters.validate()
    var blocks = AcceleratorBlocks(parameters)
    blocks.wire()
    let netlist = blocks.builder.build()
    let floorplan = Floorplan(
      die: die(of: netlist, parameters), columns: parameters.gridColumns,
      rows: parameters.gridRows, routing: routing)
    var start = AcceleratorPlacement(
      blocks: blocks, netlist: netlist, die: floorplan.die, seed: seed)
    try start.place()
    var source = SourceNotes()
    source.formatName = "accelerator generator"
    source.portSides = [String?](repeating: nil, count: netlist.nodeCount)
    for bus in blocks.ports {
      for node in bus.nodes { source.portSides[node.index] = bus.side.rawValue }
    }
    return Design(
      netlist: netlist, floorplan: floorplan, placement: start.placement, source: source)
  }

  /// The die that all macros fill to the utilization asked for, in whole sites and rows.
  private static func die(of netlist: Netlist, _ parameters: AcceleratorParameters) -> Box {
    let area = (0..<netlist.nodeCount).reduce(0) { $0 + netlist.area(of: NodeID($1)) }
    let dieArea = area / parameters.utilization
    let width = (dieArea * parameters.aspectRatio).squareRoot()
    let height = (dieArea / parameters.aspectRatio).squareRoot()
    return Box(
      minX: 0, minY: 0, maxX: (width / siteWidth).rounded(.up) * siteWidth,
      maxY: (height / rowHeight).rounded(.up) * rowHeight)
  }
}
