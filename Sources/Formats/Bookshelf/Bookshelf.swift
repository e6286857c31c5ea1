public import Netlist

/// The GSRC/UCLA Bookshelf placement format: a `.aux` file that names `.nodes`, `.nets`, `.wts`,
/// `.pl` and `.scl` files.
///
/// Follows "The GSRC Bookshelf slot for placement" (Caldwell, Kahng and Markov, 1999) with the
/// additions of the ISPD 2005 and DAC 2012 contests (`terminal_NI`, `/FIXED`, `/FIXED_NI`). Lengths
/// are in the files' own unit. `.pl` files give lower-left corners, which become centres here.
///
/// The format does not say which nodes are macros, ports or cells, nor how large the die is without
/// rows; the rules are those of `BookshelfNodeKinds` and `BookshelfFloorplan`: higher than a row
/// makes a hard macro, a small or outlying terminal is a port, the die is the box of the rows.
public enum Bookshelf {
  /// Room made ahead on the word of a header is bounded by this many entries: headers lie.
  static let mostReserved = 1 << 22
  /// Room for names costs memory even where it is not used.
  static let mostNamesReserved = 1 << 20

  /// Reads a design. Any of its files may be gzip-compressed; the `.wts`, `.pl` and `.scl` files
  /// may be missing. An entry of the `.aux` that is none of the five but begins as a `.pl` file is
  /// a placement, read over the first one.
  ///
  /// Counts in headers that do not agree with the file, and entries of the `.aux` that are not
  /// there or not known, are noted in `source.warnings`.
  ///
  /// - Throws: ``ParseError`` for the first fault in any of the files.
  public static func read(aux file: String) throws(ParseError) -> Design {
    var source = SourceNotes()
    source.formatName = "bookshelf"
    let files = try BookshelfFiles.read(aux: file, warnings: &source.warnings)
    var builder = NetlistBuilder(name: designName(aux: file))
    let rows = try files.rows.map { (file) throws(ParseError) in
      try BookshelfRows.read(file: file, warnings: &source.warnings)
    }
    let nodes = try BookshelfNodes.read(
      file: files.nodes, names: &builder.names, warnings: &source.warnings)
    var locations = [BookshelfPlacement.Entry?](repeating: nil, count: nodes.count)
    for (index, file) in files.placements.enumerated() {
      let comments = try BookshelfPlacement.read(
        file: file, nodeCount: nodes.count,
        nodeOfName: { name, likely in
          builder.names.find(name, likely: Symbol(likely)).map { Int($0) }
        },
        place: { entry in
          // What one placement fixes stays fixed in the next.
          let wasFixed = locations[entry.node]?.isFixed ?? false
          locations[entry.node] = entry
          locations[entry.node]?.isFixed = entry.isFixed || wasFixed
        })
      if index == 0 { source.placementComments = comments }
    }
    let chip = BookshelfAssembly(nodes: nodes, locations: locations)
    let floorplan = chip.makeFloorplan(rows: rows ?? [])
    chip.addNodes(to: &builder, floorplan: floorplan)
    let netOfSymbol = try BookshelfNets.read(
      file: files.nets, into: &builder, warnings: &source.warnings)
    if let file = files.weights {
      try BookshelfWeights.read(
        file: file, netOfSymbol: netOfSymbol, into: &builder, warnings: &source.warnings)
    }
    let netlist = builder.build()
    return Design(
      netlist: netlist, floorplan: floorplan, placement: chip.placement(of: netlist),
      source: source)
  }

  /// Reads a `.pl` file over the placement of a design. Nodes that it does not name stay where they
  /// are; `/FIXED` fixes a node, its absence frees none.
  ///
  /// - Throws: ``ParseError`` for the first fault; the design is then unchanged.
  public static func readPlacement(
    file: String, into design: inout Design
  ) throws(ParseError) {
    let netlist = design.netlist
    var nodeOfSymbol = [Int32](repeating: -1, count: netlist.names.count)
    for (node, symbol) in netlist.nodeSymbols.enumerated() where symbol >= 0 {
      nodeOfSymbol[Int(symbol)] = Int32(node)
    }
    var placement = design.placement
    let comments = try BookshelfPlacement.read(
      file: file, nodeCount: netlist.nodeCount,
      nodeOfName: { name, likely in
        let likely = likely < netlist.nodeCount ? netlist.nodeSymbols[likely] : -1
        guard let symbol = netlist.names.find(name, likely: likely) else { return nil }
        let node = Int(nodeOfSymbol[Int(symbol)])
        return node >= 0 ? node : nil
      },
      place: { entry in
        let center = entry.center(
          width: netlist.nodeWidths[entry.node], height: netlist.nodeHeights[entry.node])
        placement.x[entry.node] = center.x
        placement.y[entry.node] = center.y
        placement.orientations[entry.node] = entry.orientation
        if entry.isFixed { placement.isFixed[entry.node] = true }
      })
    design.placement = placement
    if design.source.formatName == "bookshelf" { design.source.placementComments = comments }
  }

  /// The name of the `.aux` file without its endings.
  private static func designName(aux file: String) -> String {
    let name = BookshelfFiles.name(of: file)
    let plain = BookshelfFiles.stem(name, without: ".gz") ?? name
    return BookshelfFiles.stem(plain, without: ".aux") ?? plain
  }
}
