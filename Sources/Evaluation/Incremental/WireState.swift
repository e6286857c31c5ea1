import Netlist

/// Terminals, net bounding boxes and their wirelength, kept up to date node by node, and the
/// changes of routes that follow from it.
struct WireState: ~Copyable {
  /// The weighted half-perimeter of all nets.
  private(set) var hpwl = 0.0

  private let grid: CostGrid
  let nets: Nets
  /// Relative to the grid's origin.
  let positions: OwnedBuffer<SIMD2<Double>>
  let cells: OwnedBuffer<CellCode>
  private let boxes: OwnedBuffer<NetBox>

  private var movedTerminals: OwnedList<MovedTerminal>
  private var affected: OwnedList<AffectedNet>
  /// For each net, its place in `affected`, or -1.
  private let affectedEntry: OwnedBuffer<Int32>
  private var hpwlBefore = 0.0

  private var oldCells: OwnedList<CellCode>
  private var newCells: OwnedList<CellCode>

  /// The connectivity, in memory of this state's own.
  struct Nets: ~Copyable {
    let starts: OwnedBuffer<Int32>
    let terminalNodes: OwnedBuffer<Int32>
    let offsets: OwnedBuffer<SIMD2<Double>>
    let terminalNets: OwnedBuffer<Int32>
    let weights: OwnedBuffer<Double>
    let demands: OwnedBuffer<Double>
    let nodeStarts: OwnedBuffer<Int32>
    let nodeTerminals: OwnedBuffer<Int32>
    let count: Int
  }

  struct NetBox: BitwiseCopyable {
    var low: SIMD2<Double>
    var high: SIMD2<Double>

    @inline(__always)
    var halfPerimeter: Double { (high - low).sum() }
  }

  struct MovedTerminal: BitwiseCopyable {
    var terminal: Int32
    var cell: CellCode
    var position: SIMD2<Double>
  }

  struct AffectedNet: BitwiseCopyable {
    var net: Int32
    /// How many of its terminals moved, and the place of the first among the moved ones.
    var movedCount: Int32
    var firstMoved: Int32
    var changesCell: Bool
    var box: NetBox
  }

  init(_ compact: CompactNets, _ grid: CostGrid, nodeCount: Int) {
    self.grid = grid
    let terminals = compact.terminalNodes.count
    nets = Nets(
      starts: OwnedBuffer(compact.netStarts), terminalNodes: OwnedBuffer(compact.terminalNodes),
      offsets: OwnedBuffer(compact.terminalOffsets),
      terminalNets: OwnedBuffer(compact.terminalNets),
      weights: OwnedBuffer(compact.wirelengthWeights), demands: OwnedBuffer(compact.demands),
      nodeStarts: OwnedBuffer(compact.nodeTerminals.offsets),
      nodeTerminals: OwnedBuffer(compact.nodeTerminals.elements), count: compact.netCount)
    positions = OwnedBuffer(repeating: .zero, count: terminals)
    cells = OwnedBuffer(repeating: CellCode(row: 0, column: 0), count: terminals)
    let emptyBox = NetBox(low: .zero, high: .zero)
    boxes = OwnedBuffer(repeating: emptyBox, count: compact.netCount)
    movedTerminals = OwnedList(
      capacity: terminals,
      filler: MovedTerminal(terminal: 0, cell: CellCode(row: 0, column: 0), position: .zero))
    affected = OwnedList(
      capacity: compact.netCount,
      filler: AffectedNet(
        net: 0, movedCount: 0, firstMoved: 0, changesCell: false, box: emptyBox))
    affectedEntry = OwnedBuffer(repeating: -1, count: compact.netCount)
    oldCells = OwnedList(
      capacity: compact.largestDegree, filler: CellCode(row: 0, column: 0))
    newCells = OwnedList(
      capacity: compact.largestDegree, filler: CellCode(row: 0, column: 0))
  }

  /// The number of terminals moved since ``begin()``.
  var movedTerminalCount: Int { movedTerminals.count }

  // MARK: - Moving terminals

  /// Marks the state that ``revert()`` goes back to.
  mutating func begin() {
    for entry in 0..<affected.count { affectedEntry[Int(affected[entry].net)] = -1 }
    affected.removeAll()
    movedTerminals.removeAll()
    hpwlBefore = hpwl
  }

  /// Moves all terminals of a node.
  mutating func place(_ node: Int, x: Double, y: Double, orientation: Orientation) {
    let center = SIMD2(x - grid.originX, y - grid.originY)
    let centerCell = cell(at: center)
    for entry in Int(nets.nodeStarts[node])..<Int(nets.nodeStarts[node + 1]) {
      let terminal = Int(nets.nodeTerminals[entry])
      let offset = nets.offsets[terminal]
      var position = center
      var cell = centerCell
      if offset != .zero {
        let turned = orientation.apply(offset.x, offset.y)
        position += SIMD2(turned.x, turned.y)
        cell = self.cell(at: position)
      }
      note(terminal, changesCell: cell != cells[terminal])
      positions[terminal] = position
      cells[terminal] = cell
    }
  }

  @inline(__always)
  private func cell(at position: SIMD2<Double>) -> CellCode {
    CellCode(
      row: CostGrid.clamp(position.y / grid.cellHeight, below: grid.rows),
      column: CostGrid.clamp(position.x / grid.cellWidth, below: grid.columns))
  }

  /// Remembers where a terminal was, and that its net is affected.
  @inline(__always)
  private mutating func note(_ terminal: Int, changesCell: Bool) {
    let net = Int(nets.terminalNets[terminal])
    let entry = Int(affectedEntry[net])
    if entry < 0 {
      affectedEntry[net] = Int32(truncatingIfNeeded: affected.count)
      affected.append(
        AffectedNet(
          net: Int32(truncatingIfNeeded: net), movedCount: 1,
          firstMoved: Int32(truncatingIfNeeded: movedTerminals.count),
          changesCell: changesCell, box: boxes[net]))
    } else {
      var known = affected[entry]
      known.movedCount += 1
      known.changesCell = known.changesCell || changesCell
      affected[entry] = known
    }
    movedTerminals.append(
      MovedTerminal(
        terminal: Int32(truncatingIfNeeded: terminal), cell: cells[terminal],
        position: positions[terminal]))
  }

  /// Goes back to the state at ``begin()``.
  mutating func revert() {
    for entry in stride(from: movedTerminals.count - 1, through: 0, by: -1) {
      let before = movedTerminals[entry]
      positions[Int(before.terminal)] = before.position
      cells[Int(before.terminal)] = before.cell
    }
    for entry in 0..<affected.count { boxes[Int(affected[entry].net)] = affected[entry].box }
    hpwl = hpwlBefore
    begin()
  }

  // MARK: - Wirelength

  /// Brings the boxes of the affected nets up to date; the new weighted half-perimeter of all.
  mutating func updateBoxes() -> Double {
    var change = 0.0
    for entry in 0..<affected.count {
      let before = affected[entry]
      let net = Int(before.net)
      let box = updatedBox(net, before)
      boxes[net] = box
      change += nets.weights[net] * (box.halfPerimeter - before.box.halfPerimeter)
    }
    hpwl += change
    return hpwl
  }

  @inline(__always)
  private func updatedBox(_ net: Int, _ before: AffectedNet) -> NetBox {
    let degree = Int(nets.starts[net + 1] - nets.starts[net])
    if before.movedCount == 1, degree > 6 {
      // A terminal that was not on the box's edge can only widen it.
      let moved = movedTerminals[Int(before.firstMoved)]
      let old = moved.position
      let inside = (old .> before.box.low) .& (old .< before.box.high)
      if inside[0], inside[1] {
        let new = positions[Int(moved.terminal)]
        return NetBox(
          low: pointwiseMin(before.box.low, new), high: pointwiseMax(before.box.high, new))
      }
    }
    return box(of: net)
  }

  @inline(__always)
  private func box(of net: Int) -> NetBox {
    let start = Int(nets.starts[net])
    var low = positions[start]
    var high = low
    for terminal in (start + 1)..<Int(nets.starts[net + 1]) {
      low = pointwiseMin(low, positions[terminal])
      high = pointwiseMax(high, positions[terminal])
    }
    return NetBox(low: low, high: high)
  }

  /// Computes all boxes and the wirelength anew.
  mutating func rebuildBoxes() {
    hpwl = 0
    for net in 0..<nets.count {
      boxes[net] = box(of: net)
      hpwl += nets.weights[net] * boxes[net].halfPerimeter
    }
    begin()
  }

  // MARK: - Routes

  /// Takes the old routes of the affected nets out of the map and puts the new ones in.
  mutating func updateRoutes(_ congestion: inout CongestionState) {
    for entry in 0..<affected.count where affected[entry].changesCell {
      let before = affected[entry]
      let net = Int(before.net)
      if nets.starts[net + 1] - nets.starts[net] == 2, before.movedCount == 1 {
        updateTwoTerminalRoute(net, before, &congestion)
      } else {
        updateRoute(net, before, &congestion)
      }
    }
  }

  @inline(__always)
  private func updateTwoTerminalRoute(
    _ net: Int, _ before: AffectedNet, _ congestion: inout CongestionState
  ) {
    let start = Int(nets.starts[net])
    let moved = movedTerminals[Int(before.firstMoved)]
    let demand = nets.demands[net]
    let isSource = Int(moved.terminal) == start
    let (source, target) = (cells[start], cells[start + 1])
    NetRoute.twoCells(
      source: isSource ? moved.cell : source, target: isSource ? target : moved.cell,
      demand: -demand, into: &congestion)
    NetRoute.twoCells(source: source, target: target, demand: demand, into: &congestion)
  }

  /// The cells of the terminals that stay are the common part of the old and the new route.
  private mutating func updateRoute(
    _ net: Int, _ before: AffectedNet, _ congestion: inout CongestionState
  ) {
    let start = Int(nets.starts[net])
    let end = Int(nets.starts[net + 1])
    guard before.movedCount == 1 else {
      return rerouteWhole(net, before, &congestion)
    }
    let moved = movedTerminals[Int(before.firstMoved)]
    let movedTerminal = Int(moved.terminal)
    let (oldCell, newCell) = (moved.cell, cells[movedTerminal])
    newCells.removeAll()
    for terminal in start..<end where terminal != movedTerminal { newCells.append(cells[terminal]) }
    Self.removeDuplicates(&newCells)
    let oldIsShared = newCells.contains(oldCell)
    let newIsShared = newCells.contains(newCell)
    let demand = nets.demands[net]
    if movedTerminal != start {
      if oldIsShared, newIsShared { return }
      if newCells.count > 3 {
        // A star before and after: one of its branches is another.
        let source = cells[start]
        if !oldIsShared {
          NetRoute.twoCells(source: source, target: oldCell, demand: -demand, into: &congestion)
        }
        if !newIsShared {
          NetRoute.twoCells(source: source, target: newCell, demand: demand, into: &congestion)
        }
        return
      }
    }
    let isSource = movedTerminal == start
    if !oldIsShared { newCells.append(oldCell) }
    NetRoute.route(
      source: isSource ? oldCell : cells[start], cells: newCells.view, demand: -demand,
      into: &congestion)
    if !oldIsShared { newCells.removeLast(1) }
    if !newIsShared { newCells.append(newCell) }
    NetRoute.route(
      source: cells[start], cells: newCells.view, demand: demand, into: &congestion)
  }

  /// Takes out the old route and puts in the new one, however many terminals moved.
  private mutating func rerouteWhole(
    _ net: Int, _ before: AffectedNet, _ congestion: inout CongestionState
  ) {
    let start = Int(nets.starts[net])
    let end = Int(nets.starts[net + 1])
    // The old cells: those now, with the moved terminals' put back.
    var oldSource = cells[start]
    newCells.removeAll()
    oldCells.removeAll()
    for terminal in start..<end {
      newCells.append(cells[terminal])
      oldCells.append(cells[terminal])
    }
    var remaining = before.movedCount
    var entry = Int(before.firstMoved)
    while remaining > 0 {
      let moved = movedTerminals[entry]
      let place = Int(moved.terminal) - start
      if place >= 0, place < end - start {
        oldCells[place] = moved.cell
        if place == 0 { oldSource = moved.cell }
        remaining -= 1
      }
      entry += 1
    }
    Self.removeDuplicates(&oldCells)
    Self.removeDuplicates(&newCells)
    let demand = nets.demands[net]
    NetRoute.route(
      source: oldSource, cells: oldCells.view, demand: -demand, into: &congestion)
    NetRoute.route(
      source: cells[start], cells: newCells.view, demand: demand, into: &congestion)
  }

  /// Keeps the first of equal cells. Quadratic, which for the few cells of a net is fastest.
  @inline(__always)
  private static func removeDuplicates(_ list: inout OwnedList<CellCode>) {
    var kept = 0
    for index in 0..<list.count {
      let cell = list[index]
      var isNew = true
      for earlier in 0..<kept where list[earlier] == cell {
        isNew = false
        break
      }
      if isNew {
        list[kept] = cell
        kept += 1
      }
    }
    list.removeLast(list.count - kept)
  }

  /// Puts the routes of all nets in an empty map.
  mutating func routeAll(_ congestion: inout CongestionState) {
    for net in 0..<nets.count {
      let start = Int(nets.starts[net])
      newCells.removeAll()
      for terminal in start..<Int(nets.starts[net + 1]) { newCells.append(cells[terminal]) }
      Self.removeDuplicates(&newCells)
      NetRoute.route(
        source: cells[start], cells: newCells.view, demand: nets.demands[net], into: &congestion)
    }
  }
}
