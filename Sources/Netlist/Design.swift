/// A netlist, the chip it goes on, and a placement of it: what a design file holds.
public struct Design: Sendable {
  /// The connectivity.
  public var netlist: Netlist
  /// The chip.
  public var floorplan: Floorplan
  /// Where the nodes are.
  public var placement: Placement
  /// What single nodes must keep to.
  public var constraints: PlacementConstraints
  /// What the source file says beyond that and a writer of the same format needs.
  public var source: SourceNotes

  /// A design from its parts.
  public init(
    netlist: Netlist, floorplan: Floorplan, placement: Placement,
    constraints: PlacementConstraints = PlacementConstraints(),
    source: SourceNotes = SourceNotes()
  ) {
    self.netlist = netlist
    self.floorplan = floorplan
    self.placement = placement
    self.constraints = constraints
    self.source = source
  }
}

extension Design {
  /// Whether cells turn as their rows are turned. Where the design states no symmetry of its cells, as
  /// in Bookshelf, they stay as drawn on every row: results published for such designs keep to that.
  public var rowsTurnCells: Bool { !constraints.nodeSymmetries.isEmpty }

  /// The floorplan with all rows as drawn unless they turn their cells.
  public var floorplanForCells: Floorplan {
    guard !rowsTurnCells else { return floorplan }
    var result = floorplan
    for row in result.placementRows.indices {
      result.placementRows[row].orientation = .north
    }
    return result
  }
}

/// What a design's source file holds that no placer needs, kept so that writing loses nothing.
public struct SourceNotes: Sendable {
  /// The place of each node in the source file's order of nodes and pins together, as `.plc` files
  /// number them; empty where the source has no such order.
  public var nodeIndices: [Int32] = []
  /// The same for each pin; -1 for a pin that the source does not list apart from its node.
  public var pinIndices: [Int32] = []
  /// The comment lines at the head of the placement file, as they stand, without line ends.
  public var placementComments: [String] = []
  /// Attributes of the netlist as a whole (Circuit Training's `__metadata__`), in file order.
  public var metadata: [(key: String, value: String)] = []
  /// The die edge each port is on as the file names it (LEFT, RIGHT, TOP, BOTTOM), by node; empty
  /// where the source names none.
  public var portSides: [String?] = []
  /// The name of the source format, for messages.
  public var formatName = ""
  /// Where the source file states each node's place, for a writer that changes that and leaves every
  /// other byte; nil where the format has no such writer.
  public var placementText: PlacementText?
  /// What a reader found odd but could read, each a line for a person with its place in the file.
  public var warnings: [String] = []

  /// Whether the source file states a place for each node; nil where it must for all.
  public var isLocated: [Bool]? { placementText?.spans.map { !$0.isEmpty } }

  /// Nothing noted.
  public init() {}
}

/// Where a source file states the places of nodes.
public struct PlacementText: Sendable {
  /// The file, gzip-compressed or plain.
  public var file: String
  /// The number of its bytes, decompressed.
  public var byteCount: Int
  /// The bytes that state each node's place, counted in the decompressed file; empty for a node that
  /// the file states none of.
  public var spans: [Range<Int>]

  /// The places in one file.
  public init(file: String, byteCount: Int, spans: [Range<Int>]) {
    self.file = file
    self.byteCount = byteCount
    self.spans = spans
  }
}
