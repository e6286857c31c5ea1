import Evaluation

/// Local reordering: of each few neighbours in a row, the best of all orders, by exact wirelength.
/// The gaps stay where they are, counted from the left, and so does the whole window.
struct LocalReorder {
  private let memory = BufferMemory()
  struct WindowNet: BitwiseCopyable {
    var low: Double
    var high: Double
    var weight: Double
    var firstPin: Int32
    var endPin: Int32
  }

  struct WindowPin: BitwiseCopyable {
    var slot: Int32
    var offset: Double
  }

  private let size: Int
  /// All orders of `size` slots, end to end; the first is the order as it is.
  private let orders: Buffer<Int32>
  private let slots: Buffer<Int32>
  private let nets: BufferList<WindowNet>
  private let pins: BufferList<WindowPin>
  private let cells: Buffer<Int>
  private let gaps: Buffer<Int32>
  private let xs: Buffer<Double>
  /// How far a pin can be from its cell's centre.
  private let pinReach: Double

  init(size: Int, for state: DetailedState) {
    self.size = size
    orders = memory.buffer(Self.permutations(of: size).flatMap { $0 })
    slots = memory.buffer(repeating: -1, count: state.rows.cellSegments.count)
    let room = size * state.wires.largestPinCount
    nets = memory.list(
      capacity: room, filler: WindowNet(low: 0, high: 0, weight: 0, firstPin: 0, endPin: 0))
    pins = memory.list(capacity: room, filler: WindowPin(slot: 0, offset: 0))
    cells = memory.buffer(repeating: 0, count: size)
    gaps = memory.buffer(repeating: 0, count: size)
    xs = memory.buffer(repeating: 0, count: size)
    var reach = 0.0
    for pin in 0..<state.wires.pinOffsets.count
    where state.rows.cellSegments[Int(state.wires.pinNodes[pin])] >= 0 {
      reach = max(reach, abs(state.wires.pinOffsets[pin].x))
    }
    pinReach = reach
  }

  /// All orders of `0 ..< count`, in lexicographic order.
  static func permutations(of count: Int) -> [[Int32]] {
    if count == 0 { return [[]] }
    var result: [[Int32]] = []
    func extend(_ prefix: [Int32]) {
      if prefix.count == count { return result.append(prefix) }
      for next in 0..<Int32(count) where !prefix.contains(next) { extend(prefix + [next]) }
    }
    extend([])
    return result
  }

  /// One pass over all windows.
  mutating func run(_ state: DetailedState, stop: StopFlag) {
    for segment in 0..<state.rows.segments.count {
      if stop.isRaisedAfterPause { return }
      var first = 0
      while first + size <= Int(state.rows.counts[segment]) {
        improve(segment, first, state)
        first += 1
      }
    }
  }

  private mutating func improve(_ segment: Int, _ first: Int, _ state: DetailedState) {
    for slot in 0..<size {
      let cell = state.rows.cell(first + slot, in: segment)
      cells[slot] = cell
      slots[cell] = Int32(slot)
      gaps[slot] =
        state.rows.startSite(first + slot + 1, in: segment)
        - state.rows.endSite(first + slot, in: segment)
    }
    collectNets(state.rows.segments[segment], state)
    for slot in 0..<size { slots[cells[slot]] = -1 }
    if nets.count == 0 { return }
    let start = state.rows.startSite(first, in: segment)
    var (best, bestLength) = (0, 0.0)
    for order in 0..<orders.count / size {
      let length = length(order, start, state.rows.segments[segment], state)
      if order == 0 {
        bestLength = length - state.noise
      } else if length < bestLength {
        (best, bestLength) = (order, length)
      }
    }
    guard best > 0 else { return }
    apply(best, start, segment, state)
  }

  /// The nets of the window's cells, but for those whose ends along x are outside it for sure.
  private mutating func collectNets(_ row: RowSegment, _ state: DetailedState) {
    nets.removeAll()
    pins.removeAll()
    let stamp = state.wires.nextStamp()
    let left = state.wires.centers[cells[0]].x - state.rows.halfSizes[cells[0]].x - pinReach
    let right =
      state.wires.centers[cells[size - 1]].x + state.rows.halfSizes[cells[size - 1]].x + pinReach
    for slot in 0..<size {
      for index in state.wires.pinRange(ofNode: cells[slot]) {
        let net = Int(state.wires.pinNets[Int(state.wires.nodePins[index])])
        if state.wires.netStamps[net] == stamp { continue }
        state.wires.netStamps[net] = stamp
        if state.wires.lows[net].x < left, state.wires.highs[net].x > right { continue }
        addNet(net, state)
      }
    }
  }

  private mutating func addNet(_ net: Int, _ state: DetailedState) {
    var new = WindowNet(
      low: .infinity, high: -.infinity, weight: state.wires.netWeights[net],
      firstPin: Int32(truncatingIfNeeded: pins.count), endPin: 0)
    for pin in state.wires.pinRange(ofNet: net) {
      let node = Int(state.wires.pinNodes[pin])
      let slot = slots[node]
      if slot >= 0 {
        let offset = state.wires.signs[node].x * state.wires.pinOffsets[pin].x
        pins.append(WindowPin(slot: slot, offset: offset))
      } else {
        let x = state.wires.pins[pin].x
        new.low = min(new.low, x)
        new.high = max(new.high, x)
      }
    }
    new.endPin = Int32(truncatingIfNeeded: pins.count)
    nets.append(new)
  }

  /// The extent along x of the window's nets with its cells in one of the orders.
  private func length(
    _ order: Int, _ start: Int32, _ row: RowSegment, _ state: DetailedState
  ) -> Double {
    var site = start
    for place in 0..<size {
      let slot = Int(orders[order * size + place])
      let cell = cells[slot]
      xs[slot] = row.x(site: site) + state.rows.halfSizes[cell].x
      site += state.rows.cellWidths[cell] + gaps[place]
    }
    var sum = 0.0
    for index in 0..<nets.count {
      let net = nets[index]
      var (low, high) = (net.low, net.high)
      for pin in Int(net.firstPin)..<Int(net.endPin) {
        let x = xs[Int(pins[pin].slot)] + pins[pin].offset
        low = x < low ? x : low
        high = x > high ? x : high
      }
      sum += net.weight * (high - low)
    }
    return sum
  }

  private func apply(
    _ order: Int, _ start: Int32, _ segment: Int, _ state: DetailedState
  ) {
    state.plan.removeAll()
    var site = start
    for place in 0..<size {
      let cell = cells[Int(orders[order * size + place])]
      state.planMove(cell, segment: segment, site: site)
      site += state.rows.cellWidths[cell] + gaps[place]
    }
    if state.tryPlan() < -state.noise { state.keepPlan() } else { state.dropPlan() }
  }
}
