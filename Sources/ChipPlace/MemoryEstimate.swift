import Annealing
import Evaluation
import GlobalPlacement
public import Netlist

/// The memory that a placement will take at its peak, foreseen from the sizes of the design, the cost grid
/// and the number of threads.
///
/// What the arrays of cells on rows take was counted. The rest was measured: by how much the peaks of runs
/// were above those of reading their designs. The numbers for annealing and the network are the least with
/// which each run is foreseen to take 4 % more than it took, by linear programming, but never less than the
/// arrays that are known. What a run is asked for beside is not foreseen: pictures, reports, more rounds of
/// the network.
public struct MemoryEstimate: Hashable, Sendable {
  /// The program, its libraries, and the design with what reading it leaves behind.
  public var design: Int
  /// What placing it takes beside.
  public var placement: Int

  /// The sum, in bytes.
  public var bytes: Int { design + placement }

  /// The memory of ``Placer``.
  ///
  /// - Parameter held: the most that the process held so far, in bytes, if it has read the design; without,
  ///   that is foreseen too.
  public init(_ design: Design, options: PlacementOptions, held: Int? = nil) {
    let isGuided = options.engine == .policy || options.engine == .hybrid
    self.design = held ?? Self.reading(design)
    placement = Self.annealing(
      Sizes(design), threads: options.annealing.threads, isGuided: isGuided)
  }

  /// The memory of ``FlatPlacer``.
  ///
  /// - Parameter held: the most that the process held so far, in bytes, if it has read the design; without,
  ///   that is foreseen too.
  public init(_ design: Design, options: FlatPlacementOptions, held: Int? = nil) {
    let sizes = Sizes(design)
    self.design = held ?? Self.reading(design)
    // Detailed placement; clusters and the evaluation of the result are of the same order.
    let detailed = 300 * sizes.nodes + 120 * sizes.pins + 60 * sizes.nets
    let evaluation = 500 * sizes.cells
    // The text of a DEF file is put together anew with places that changed.
    let writing = 3 * (design.source.placementText?.byteCount ?? 0)
    placement =
      6_000_000
      + max(Self.globalPlacement(sizes, design, options), detailed, evaluation, writing)
    if let annealing = options.annealing {
      var clustered = sizes
      clustered.nodes = min(sizes.nodes, 2000)
      placement = max(
        placement, Self.annealing(clustered, threads: annealing.threads, isGuided: false))
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

  /// The program, the arrays of a design, and about half as much again, since readers grow them as they go.
  private static func reading(_ design: Design) -> Int {
    let sizes = Sizes(design)
    let names = design.netlist.names
    let arrays = 60 * sizes.nodes + 40 * sizes.pins + 40 * sizes.nets
    return 40_000_000 + (arrays + names.byteCount + 20 * names.count) * 3 / 2
  }

  /// A thread has a replica with its evaluator, and before that a descent; with the network also the maps
  /// of its layers and distributions of nodes.
  private static func annealing(_ sizes: Sizes, threads: Int, isGuided: Bool) -> Int {
    let (nodes, pins, nets, cells) = (sizes.nodes, sizes.pins, sizes.nets, sizes.cells)
    return isGuided
      ? 9_000_000 + threads * (2300 * nodes + 300 * pins + 400 * nets + 4000 * cells)
      : 5_500_000 + threads * (2300 * nodes + 100 * pins + 200 * nets + 1000 * cells)
  }

  private static func globalPlacement(
    _ sizes: Sizes, _ design: Design, _ options: FlatPlacementOptions
  ) -> Int {
    let netlist = design.netlist
    let movable = netlist.nodeKinds.indices.filter { !design.placement.isFixed[$0] }
    let area = movable.reduce(0.0) { $0 + netlist.area(of: NodeID($1)) }
    let rows = design.floorplan.placementRows.reduce(0.0) { $0 + $1.box.width * $1.box.height }
    // Fillers take up what the target density leaves free, each of about the mean size of cells.
    let cells = movable.filter { netlist.nodeKinds[$0] == .standardCell }
    let cellArea = cells.reduce(0.0) { $0 + netlist.area(of: NodeID($1)) }
    let free = max(rows * options.global.targetDensity - area, 0)
    let wished = free / cellArea * Double(cells.count)
    let most = 4 * movable.count
    let fillers = wished < Double(most) ? Int(wished) : most
    let side = options.global.gridSize(nodes: movable.count)
    let bins = side * side * (44 + 4 * options.global.threads)
    return 140 * (movable.count + fillers) + 40 * sizes.pins + 8 * sizes.nets + bins
  }
}
