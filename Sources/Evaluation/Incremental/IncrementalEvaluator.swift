public import Netlist

/// The proxy cost of a placement that changes node by node: each change costs time in proportion
/// to the pins it moves and the grid cells its routes cross, and can be taken back exactly.
///
/// A change is a transaction: move up to ``largestMove`` nodes, ``evaluate(limit:)``, then
/// ``commit()`` or ``revert()``.
///
/// ```swift
/// evaluator.move(macro, x: 10, y: 20)
/// if evaluator.evaluate(limit: evaluator.cost), … { evaluator.commit() } else { evaluator.revert() }
/// ```
///
/// The cost is that of ``ProxyEvaluator`` with the clamping edge rule in double precision, to within
/// the rounding of sums, which ``rebuild()`` removes.
public struct IncrementalEvaluator: ~Copyable {
  /// The most nodes that one change can move.
  public static let largestMove = 4

  /// The cost grid.
  public let grid: CostGrid
  /// The weights of the cost parts.
  public let weights: CostWeights
  let floorplan: Floorplan

  /// The state's cost parts. Between ``evaluate(limit:)`` and ``commit()`` or ``revert()``, those of
  /// the change.
  public private(set) var terms = CostTerms(wirelength: 0, density: 0, congestion: 0)
  /// The state's proxy cost, likewise.
  public private(set) var cost = 0.0

  /// How many more cells count than in the proxy cost.
  public private(set) var tails = CostTails.proxy

  let nodes: NodeStates
  var wires: WireState
  var density: DensityState
  var congestion: CongestionState
  let wirelengthScale: Double
  private var moved: OwnedList<MovedNode>
  private var termsBefore = CostTerms(wirelength: 0, density: 0, congestion: 0)
  private var costBefore = 0.0
  private var isOpen = false
  private var movesHardMacro = false

  struct MovedNode: BitwiseCopyable {
    var node: Int32
    var x: Double
    var y: Double
    var orientation: Orientation
  }

  /// An evaluator of one design, starting from a placement.
  public init(
    netlist: Netlist, floorplan: Floorplan, placement: Placement,
    weights: CostWeights = CostWeights()
  ) {
    let grid = CostGrid(floorplan)
    self.grid = grid
    self.weights = weights
    self.floorplan = floorplan
    nodes = NodeStates(netlist, placement)
    wires = WireState(CompactNets(netlist), grid, nodeCount: netlist.nodeCount)
    density = DensityState(grid)
    congestion = CongestionState(grid, floorplan)
    let netCount = netlist.netWeights.reduce(0, +)
    wirelengthScale =
      1 / ((floorplan.die.width + floorplan.die.height) * (netCount == 0 ? 1 : netCount))
    moved = OwnedList(
      capacity: Self.largestMove, filler: MovedNode(node: 0, x: 0, y: 0, orientation: .north))
    rebuild()
  }

  /// Where a node's centre is.
  @inline(__always)
  public func position(of node: NodeID) -> (x: Double, y: Double) {
    (nodes.x[node.index], nodes.y[node.index])
  }

  /// How a node is turned.
  @inline(__always)
  public func orientation(of node: NodeID) -> Orientation { nodes.orientations[node.index] }

  /// The state as a placement; the fixed flags are taken from `template`.
  public func placement(like template: Placement) -> Placement {
    var placement = template
    placement.x = nodes.x.array
    placement.y = nodes.y.array
    placement.orientations = nodes.orientations.array
    return placement
  }

  /// Moves a node within the change at hand, beginning one if none is open.
  ///
  /// - Precondition: at most ``largestMove`` calls a change, and no node twice.
  public mutating func move(
    _ node: NodeID, x: Double, y: Double, orientation: Orientation? = nil
  ) {
    if !isOpen { begin() }
    let index = node.index
    moved.append(
      MovedNode(
        node: node.rawValue, x: nodes.x[index], y: nodes.y[index],
        orientation: nodes.orientations[index]))
    nodes.x[index] = x
    nodes.y[index] = y
    if let orientation { nodes.orientations[index] = orientation }
    if nodes.kinds[index] == .hardMacro { movesHardMacro = true }
    wires.place(index, x: x, y: y, orientation: nodes.orientations[index])
  }

  private mutating func begin() {
    isOpen = true
    movesHardMacro = false
    termsBefore = terms
    costBefore = cost
    wires.begin()
    density.begin()
    congestion.begin()
  }

  /// Computes the cost of the change at hand.
  ///
  /// - Parameter limit: the cost above which the caller will not keep the change.
  /// - Returns: true if the cost is not above the limit; ``cost`` and ``terms`` are then exact.
  ///   False if it is above; they then may be those of a part of the change.
  public mutating func evaluate(limit: Double = .infinity) -> Bool {
    guard isOpen else { return cost <= limit }
    terms.wirelength = wires.updateBoxes() * wirelengthScale
    for entry in 0..<moved.count { exchangeArea(moved[entry]) }
    terms.density = settledDensityCost()
    if !movesHardMacro {
      // Soft macros change no blockage, which bounds the congestion from below: the costly part
      // can often be left out.
      let bound = CostTerms(
        wirelength: terms.wirelength, density: terms.density, congestion: congestion.blockageCost)
      cost = bound.proxy(weights)
      if cost > limit { return false }
    }
    for entry in 0..<moved.count { exchangeBlockage(moved[entry]) }
    wires.updateRoutes(&congestion)
    congestion.apply()
    congestion.settle()
    terms.congestion = congestion.cost
    cost = terms.proxy(weights)
    return cost <= limit
  }

  private mutating func exchangeArea(_ before: MovedNode) {
    let index = Int(before.node)
    if nodes.kinds[index] == .port { return }
    density.add(shape(index, x: before.x, y: before.y), sign: -1)
    density.add(shape(index, x: nodes.x[index], y: nodes.y[index]), sign: 1)
  }

  private mutating func settledDensityCost() -> Double {
    if grid.cellCount < 10 { return densityCostOfFewCells() }
    density.settle()
    return density.cost
  }

  /// On grids of fewer than ten cells the cost divides by the number of occupied cells, which the
  /// last bit of a sum can decide: counted anew each time, in the order of the full evaluator.
  private func densityCostOfFewCells() -> Double {
    var areas = [Double](repeating: 0, count: grid.cellCount)
    for index in 0..<nodes.count where nodes.kinds[index] != .port {
      let shape = shape(index, x: nodes.x[index], y: nodes.y[index])
      for row in shape.firstRow...shape.lastRow {
        for column in shape.firstColumn...shape.lastColumn {
          areas[row * grid.columns + column] +=
            shape.overlapX(column, grid) * shape.overlapY(row, grid)
        }
      }
    }
    return TopMean.densityCost(areas.map { $0 / (grid.cellWidth * grid.cellHeight) })
  }

  private mutating func exchangeBlockage(_ before: MovedNode) {
    let index = Int(before.node)
    guard nodes.kinds[index] == .hardMacro else { return }
    congestion.addBlockage(shape(index, x: before.x, y: before.y), sign: -1)
    congestion.addBlockage(shape(index, x: nodes.x[index], y: nodes.y[index]), sign: 1)
  }

  @inline(__always)
  private func shape(_ index: Int, x: Double, y: Double) -> GridShape {
    GridShape(x: x, y: y, width: nodes.widths[index], height: nodes.heights[index], grid)
  }

  /// A measure of the work that the change at hand was, comparable between machines and runs: one for
  /// the change itself and some for each terminal it moved.
  public var work: Double { 1 + 0.1 * Double(wires.movedTerminalCount) }

  /// Keeps the change at hand, evaluated to the end.
  public mutating func commit() {
    guard isOpen else { return }
    congestion.commit()
    moved.removeAll()
    isOpen = false
  }

  /// Takes the change at hand back, evaluated or not.
  public mutating func revert() {
    guard isOpen else { return }
    for entry in stride(from: moved.count - 1, through: 0, by: -1) {
      let before = moved[entry]
      nodes.x[Int(before.node)] = before.x
      nodes.y[Int(before.node)] = before.y
      nodes.orientations[Int(before.node)] = before.orientation
    }
    moved.removeAll()
    wires.revert()
    density.revert()
    congestion.revert()
    terms = termsBefore
    cost = costBefore
    isOpen = false
  }

  /// Lets more cells count in the density and congestion costs than the proxy cost does, so that
  /// cells just below those that count matter too; ``CostTails/proxy`` is the proxy cost again.
  public mutating func setTails(_ tails: CostTails) {
    revert()
    self.tails = tails
    density.widenTail(by: tails.density)
    congestion.widenTail(by: tails.congestion)
    rebuild()
  }

  /// Replaces the whole state by a placement of the same netlist.
  public mutating func restore(_ placement: Placement) {
    revert()
    nodes.set(placement)
    rebuild()
  }

  /// Computes everything anew from the positions, free of the rounding that changes add up.
  public mutating func rebuild() {
    revert()
    density.clear()
    congestion.clear()
    congestion.begin()
    for index in 0..<nodes.count {
      wires.place(
        index, x: nodes.x[index], y: nodes.y[index], orientation: nodes.orientations[index])
      wires.begin()
      if nodes.kinds[index] == .port { continue }
      let shape = shape(index, x: nodes.x[index], y: nodes.y[index])
      density.begin()
      density.add(shape, sign: 1)
      if nodes.kinds[index] == .hardMacro {
        congestion.addBlockage(shape, sign: 1)
        congestion.apply()
        congestion.commit()
      }
    }
    wires.rebuildBoxes()
    wires.routeAll(&congestion)
    congestion.apply()
    congestion.commit()
    congestion.rebuild()
    density.rebuild()
    terms = CostTerms(
      wirelength: wires.hpwl * wirelengthScale, density: settledDensityCost(),
      congestion: congestion.cost)
    cost = terms.proxy(weights)
  }
}

/// What the evaluator knows of each node: all arrays by node number.
struct NodeStates: ~Copyable {
  let count: Int
  let x: OwnedBuffer<Double>
  let y: OwnedBuffer<Double>
  let orientations: OwnedBuffer<Orientation>
  let widths: OwnedBuffer<Double>
  let heights: OwnedBuffer<Double>
  let kinds: OwnedBuffer<NodeKind>

  init(_ netlist: Netlist, _ placement: Placement) {
    count = netlist.nodeCount
    x = OwnedBuffer(placement.x)
    y = OwnedBuffer(placement.y)
    orientations = OwnedBuffer(placement.orientations)
    widths = OwnedBuffer(netlist.nodeWidths)
    heights = OwnedBuffer(netlist.nodeHeights)
    kinds = OwnedBuffer(netlist.nodeKinds)
  }

  func set(_ placement: Placement) {
    for index in 0..<count {
      x[index] = placement.x[index]
      y[index] = placement.y[index]
      orientations[index] = placement.orientations[index]
    }
  }
}
