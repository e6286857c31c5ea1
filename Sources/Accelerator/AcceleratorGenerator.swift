public import Netlist
public import Technology

/// Makes clustered netlists of systolic-array accelerators, ready to be placed.
///
/// Memories are hard macros with the sizes and pins that the technology has for them
/// (``MemoryMacro``); clusters of processing elements, feeders, collectors, vector units, DMA engines,
/// routers and controller are soft macros whose area is known from synthesis (``Calibration``). Nets
/// are buses with the number of bits as weight; ``BusClass`` tells what each carries.
public enum AcceleratorGenerator {
  /// Generates an accelerator, its die, and a start placement without overlap of hard macros.
  ///
  /// The netlist depends on the parameters and the technology alone. The seed decides how the start
  /// placement deals out what is alike: which bank stands where in its strip, and in what order
  /// buses leave each edge of the die. Coordinates are in micrometres; all macros are in
  /// orientation N.
  ///
  /// - Parameters:
  ///   - parameters: What to build.
  ///   - technology: Memories, areas of cells, site and row, supply of routing tracks.
  ///   - seed: The seed of the start placement.
  /// - Throws: ``AcceleratorError`` if the parameters make no accelerator, or its memories do not
  ///   fit on the die that they ask for.
  public static func generate(
    _ parameters: AcceleratorParameters, technology: Technology = .nangate45, seed: UInt64
  ) throws(AcceleratorError) -> Design {
    try parameters.validate()
    var blocks = try AcceleratorBlocks(parameters, technology: technology)
    blocks.wire()
    let netlist = blocks.builder.build()
    let floorplan = Floorplan(
      die: die(of: netlist, parameters, technology.site), columns: parameters.gridColumns,
      rows: parameters.gridRows, routing: technology.routingSupply)
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
  private static func die(
    of netlist: Netlist, _ parameters: AcceleratorParameters, _ site: Technology.Site
  ) -> Box {
    let area = (0..<netlist.nodeCount).reduce(0) { $0 + netlist.area(of: NodeID($1)) }
    let dieArea = area / parameters.utilization
    let width = (dieArea * parameters.aspectRatio).squareRoot()
    let height = (dieArea / parameters.aspectRatio).squareRoot()
    return Box(
      minX: 0, minY: 0, maxX: (width / site.width).rounded(.up) * site.width,
      maxY: (height / site.height).rounded(.up) * site.height)
  }
}
