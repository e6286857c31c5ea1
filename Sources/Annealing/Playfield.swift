import Evaluation
import Netlist

/// What moves choose from: which nodes can move and where to, prepared once for a design and shared
/// by all replicas.
struct Playfield: Sendable {
  let netlist: Netlist
  let floorplan: Floorplan
  let grid: CostGrid
  /// The placement that annealing starts from; its fixed flags hold.
  let start: Placement
  /// The soft macros and cells that can move.
  let softNodes: [NodeID]
  /// The hard macros that can move.
  let hardNodes: [NodeID]
  /// Where each node's centre may be.
  let ranges: [CenterRange]
  /// For each movable hard macro, by its place in ``hardNodes``, the movable ones of its size.
  let sameSize: Adjacency<NodeID>
  /// For each node its place in the list of hard macros that ``MacroBoxes`` keeps, or -1.
  let boxNumbers: [Int32]
  /// All hard macros, fixed ones too.
  let allHardNodes: [NodeID]
  /// The clearance between hard macros.
  let clearance: Double

  init(netlist: Netlist, floorplan: Floorplan, start: Placement, halo: Double) {
    self.netlist = netlist
    self.floorplan = floorplan
    self.start = start
    grid = CostGrid(floorplan)
    clearance = max(halo, MacroClearance.minimum(floorplan))
    let movable = (0..<netlist.nodeCount).filter {
      !start.isFixed[$0] && netlist.nodeKinds[$0] != .port
    }
    softNodes = movable.filter { netlist.nodeKinds[$0] != .hardMacro }.map { NodeID($0) }
    hardNodes = movable.filter { netlist.nodeKinds[$0] == .hardMacro }.map { NodeID($0) }
    ranges = (0..<netlist.nodeCount).map {
      CenterRange(netlist, floorplan, start, node: NodeID($0))
    }
    allHardNodes = netlist.nodes(.hardMacro)
    var numbers = [Int32](repeating: -1, count: netlist.nodeCount)
    for (number, node) in allHardNodes.enumerated() { numbers[node.index] = Int32(number) }
    boxNumbers = numbers
    sameSize = Self.groupBySize(hardNodes, netlist, start)
  }

  private static func groupBySize(
    _ nodes: [NodeID], _ netlist: Netlist, _ placement: Placement
  ) -> Adjacency<NodeID> {
    var groups: [SIMD2<Double>: [NodeID]] = [:]
    func size(_ node: NodeID) -> SIMD2<Double> {
      let box = Box(
        centerX: 0, centerY: 0, width: netlist.nodeWidths[node.index],
        height: netlist.nodeHeights[node.index])
      let turned = placement.orientations[node.index].swapsSides
      return turned ? SIMD2(box.height, box.width) : SIMD2(box.width, box.height)
    }
    for node in nodes { groups[size(node), default: []].append(node) }
    var offsets: [Int32] = [0]
    var elements: [NodeID] = []
    for node in nodes {
      elements.append(contentsOf: groups[size(node)]!.filter { $0 != node })
      offsets.append(Int32(elements.count))
    }
    return Adjacency(offsets: offsets, elements: elements)
  }
}

/// The rectangles of all hard macros, grown by half the clearance, for overlap tests.
struct MacroBoxes: Sendable {
  private var x: [Double] = []
  private var y: [Double] = []
  private var halfWidths: [Double] = []
  private var halfHeights: [Double] = []
  private let closed: [Box]

  init(_ field: Playfield, _ placement: Placement) {
    for node in field.allHardNodes {
      let box = placement.box(of: node, in: field.netlist)
      x.append(box.centerX)
      y.append(box.centerY)
      halfWidths.append((box.width + field.clearance) / 2)
      halfHeights.append((box.height + field.clearance) / 2)
    }
    closed = field.floorplan.blockages.filter { $0.density >= 1 }.map(\.box)
  }

  mutating func move(_ number: Int, x newX: Double, y newY: Double) {
    x[number] = newX
    y[number] = newY
  }

  /// Whether a macro would be clear of all others but the one numbered `partner`, which moves too.
  func isFree(_ number: Int, x newX: Double, y newY: Double, except partner: Int = -1) -> Bool {
    let halfWidth = halfWidths[number]
    let halfHeight = halfHeights[number]
    for other in x.indices {
      if abs(x[other] - newX) < halfWidths[other] + halfWidth,
        abs(y[other] - newY) < halfHeights[other] + halfHeight, other != number, other != partner
      {
        return false
      }
    }
    if closed.isEmpty { return true }
    let box = Box(centerX: newX, centerY: newY, width: 2 * halfWidth, height: 2 * halfHeight)
    return !closed.contains { $0.overlaps(box) }
  }

  /// Whether two macros that both move would be clear of each other.
  func areApart(_ a: Int, x ax: Double, y ay: Double, _ b: Int, x bx: Double, y by: Double) -> Bool
  {
    abs(ax - bx) >= halfWidths[a] + halfWidths[b]
      || abs(ay - by) >= halfHeights[a] + halfHeights[b]
  }
}
