import Annealing
import Evaluation
import GlobalPlacement
public import Netlist

/// The memory that a placement will take at its peak, foreseen from the sizes of the design, the cost grid
/// and the number of threads.
///
/// Bytes for each node, pin, net and cell of a grid are those of the arrays that hold them; what reading
/// leaves behind and the program itself were measured.
public struct MemoryEstimate: Hashable, Sendable {
  /// The program and its libraries.
  public var program = 34 << 20
  /// The design, with what reading it leaves behind.
  public var design: Int
  /// What placing it takes beside.
  public var placement: Int

  /// The sum, in bytes.
  public var bytes: Int { program + design + placement }

  /// The memory of ``Placer``.
  public init(_ design: Design, options: PlacementOptions) {
    self.init(design)
    placement = Self.annealing(Sizes(design), replicas: options.annealing.threads)
    switch options.engine {
    case .anneal, .flow: break
    // Each replica has maps and a pass of the network of its own.
    case .policy, .hybrid:
      placement += options.annealing.threads * Self.network(cells: Sizes(design).cells)
    }
  }

  /// The memory of ``FlatPlacer``.
  public init(_ design: Design, options: FlatPlacementOptions) {
    self.init(design)
    let sizes = Sizes(design)
    let global = Self.globalPlacement(sizes, design, options)
    // Detailed placement follows; clusters and the evaluation of the result are of the same order.
    let detailed = 300 * sizes.nodes + 120 * sizes.pins + 60 * sizes.nets
    let evaluation = Self.annealing(sizes, replicas: 0)
    placement = max(global, detailed, evaluation)
    if let annealing = options.annealing {
      let clusters = min(sizes.nodes, 2000)
      var clustered = sizes
      clustered.nodes = clusters
      placement = max(placement, Self.annealing(clustered, replicas: annealing.threads))
    }
  }

  private struct Sizes {
    var nodes: Int
    var pins: Int
    var nets: Int
    /// Of the cost grid.
    var cells: Int

    init(_ design: Design) {
      nodes = design.netlist.nodeCount
      pins = design.netlist.pinCount
      nets = design.netlist.netCount
      cells = design.floorplan.columns * design.floorplan.rows
    }
  }

  private init(_ design: Design) {
    let sizes = Sizes(design)
    let names = design.netlist.names
    let arrays = 60 * sizes.nodes + 40 * sizes.pins + 40 * sizes.nets
    // Readers grow their arrays as they go: about as much again stays with the process.
    self.design = 2 * (arrays + names.byteCount + 20 * names.count)
    placement = 0
  }

  /// Replicas with an evaluator each, and one evaluation from scratch.
  private static func annealing(_ sizes: Sizes, replicas: Int) -> Int {
    let evaluator = 60 * sizes.nodes + 96 * sizes.pins + 128 * sizes.nets + 1000 * sizes.cells
    let placements = 2 * 18 * sizes.nodes
    return replicas * (evaluator + placements) + evaluator / 2
  }

  /// The maps of one decision through the layers of the network, and distributions of nodes.
  private static func network(cells: Int) -> Int { (16 << 20) + 4000 * cells }

  private static func globalPlacement(
    _ sizes: Sizes, _ design: Design, _ options: FlatPlacementOptions
  ) -> Int {
    let netlist = design.netlist
    let movable = netlist.nodeKinds.indices.filter { !design.placement.isFixed[$0] }
    let area = movable.reduce(0.0) { $0 + netlist.area(of: NodeID($1)) }
    let rows = design.floorplan.placementRows.reduce(0.0) { $0 + $1.box.width * $1.box.height }
    // Fillers take up what the target density leaves free, each of about the mean size.
    let share = area > 0 ? max(rows * options.global.targetDensity / area - 1, 0) : 0
    let objects = Double(movable.count) * (1 + min(share, 4))
    var side = 16
    while side < 1024, side * side < movable.count { side *= 2 }
    if let size = options.global.gridSize { side = size }
    let bins = side * side * (44 + 4 * options.global.threads)
    return 140 * Int(objects) + 40 * sizes.pins + 8 * sizes.nets + bins
  }
}
