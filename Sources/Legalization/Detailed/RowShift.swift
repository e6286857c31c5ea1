import Evaluation

/// Optimal positions for the cells of a row segment, their order kept, in whole sites: the
/// single-row problem of Kahng, Tucker and Zelikovsky ("Optimization of linear placements for
/// wirelength minimization with free sites", ASP-DAC 1999).
///
/// In a fixed order only the first and the last cell of a net on the segment can be the net's ends,
/// so the wirelength is a sum of convex piecewise linear functions of one cell each. Counted without
/// the widths of the cells to the left, positions must not fall from cell to cell; the least cost of
/// the first cells, as a function of a bound on the last one's position, is kept as a heap of the
/// places where its slope changes. O(p log p) for p pins. A breakpoint between two sites is shared
/// out between them, which leaves the cost at whole sites as it is.
struct RowShift {
  private let memory = BufferMemory()
  struct Break: BitwiseCopyable {
    var site: Int32
    var weight: Double
  }

  private let firstIndices: Buffer<Int32>
  private let lastIndices: Buffer<Int32>
  private let nets: BufferList<Int32>
  // The breakpoints of each cell as a linked list.
  private let heads: Buffer<Int32>
  private let breaks: BufferList<Break>
  private let following: Buffer<Int32>
  private let heap: BufferList<Break>
  /// By how much the cost of each cell rises at the far right.
  private let risingWeights: Buffer<Double>
  /// The sites of all cells to the left of each cell.
  private let widthsBefore: Buffer<Int32>
  private let lowSites: Buffer<Int32>
  private let highSites: Buffer<Int32>

  init(for state: DetailedState) {
    let netCount = state.wires.netCount
    let most = state.rows.largestCapacity
    firstIndices = memory.buffer(repeating: 0, count: netCount)
    lastIndices = memory.buffer(repeating: 0, count: netCount)
    nets = memory.list(capacity: netCount, filler: 0)
    heads = memory.buffer(repeating: -1, count: most)
    breaks = memory.list(capacity: 4 * netCount, filler: Break(site: 0, weight: 0))
    following = memory.buffer(repeating: -1, count: 4 * netCount)
    heap = memory.list(capacity: 4 * netCount, filler: Break(site: 0, weight: 0))
    risingWeights = memory.buffer(repeating: 0, count: most)
    widthsBefore = memory.buffer(repeating: 0, count: most)
    lowSites = memory.buffer(repeating: 0, count: most)
    highSites = memory.buffer(repeating: 0, count: most)
  }

  /// One pass over all segments.
  mutating func run(_ state: DetailedState, stop: StopFlag) {
    for segment in 0..<state.rows.segments.count where state.rows.counts[segment] > 0 {
      if stop.isRaisedAfterPause { return }
      improve(segment, state)
    }
  }

  private mutating func improve(_ segment: Int, _ state: DetailedState) {
    let count = Int(state.rows.counts[segment])
    let row = state.rows.segments[segment]
    var width: Int32 = 0
    for index in 0..<count {
      heads[index] = -1
      risingWeights[index] = 0
      widthsBefore[index] = width
      width += state.rows.cellWidths[state.rows.cell(index, in: segment)]
    }
    let room = row.end - row.first - width
    if room == 0 { return }
    collectNets(segment, count, state)
    breaks.removeAll()
    for index in 0..<nets.count { addBreaks(ofNet: Int(nets[index]), segment, room, state) }
    findOptima(count, room)
    state.plan.removeAll()
    var bound = room
    for index in stride(from: count - 1, through: 0, by: -1) {
      let cell = state.rows.cell(index, in: segment)
      let current = state.rows.cellSites[cell] - row.first - widthsBefore[index]
      let site = min(min(max(current, lowSites[index]), highSites[index]), bound)
      bound = site
      if site != current {
        state.planMove(
          cell, segment: segment, site: row.first + site + widthsBefore[index], isShift: true)
      }
    }
    if state.plan.count == 0 { return }
    if state.tryPlan() < -state.noise { state.keepPlan() } else { state.dropPlan() }
  }

  /// Finds the segment's nets with the first and the last of its cells on each.
  private mutating func collectNets(_ segment: Int, _ count: Int, _ state: DetailedState) {
    nets.removeAll()
    let stamp = state.wires.nextStamp()
    for index in 0..<count {
      for place in state.wires.pinRange(ofNode: state.rows.cell(index, in: segment)) {
        let net = Int(state.wires.pinNets[Int(state.wires.nodePins[place])])
        if state.wires.netStamps[net] != stamp {
          state.wires.netStamps[net] = stamp
          firstIndices[net] = Int32(truncatingIfNeeded: index)
          nets.append(Int32(truncatingIfNeeded: net))
        }
        lastIndices[net] = Int32(truncatingIfNeeded: index)
      }
    }
  }

  /// Adds what one net costs to the functions of its first and its last cell.
  private mutating func addBreaks(
    ofNet net: Int, _ segment: Int, _ room: Int32, _ state: DetailedState
  ) {
    let (firstIndex, lastIndex) = (Int(firstIndices[net]), Int(lastIndices[net]))
    let first = state.rows.cell(firstIndex, in: segment)
    let last = state.rows.cell(lastIndex, in: segment)
    var (low, high) = (Double.infinity, -Double.infinity)
    var (firstOffset, lastOffset) = (Double.infinity, -Double.infinity)
    for pin in state.wires.pinRange(ofNet: net) {
      let node = Int(state.wires.pinNodes[pin])
      if state.rows.cellSegments[node] == Int32(segment) {
        let offset = state.wires.signs[node].x * state.wires.pinOffsets[pin].x
        if node == first { firstOffset = min(firstOffset, offset) }
        if node == last { lastOffset = max(lastOffset, offset) }
      } else {
        low = min(low, state.wires.pins[pin].x)
        high = max(high, state.wires.pins[pin].x)
      }
    }
    let row = state.rows.segments[segment]
    let weight = state.wires.netWeights[net]
    let origin = row.x(site: row.first)
    let firstSite =
      (low - firstOffset - state.rows.halfSizes[first].x - origin) / row.spacing
      - Double(widthsBefore[firstIndex])
    let lastSite =
      (high - lastOffset - state.rows.halfSizes[last].x - origin) / row.spacing
      - Double(widthsBefore[lastIndex])
    addBreak(at: firstSite, weight: weight, to: firstIndex, room)
    addBreak(at: lastSite, weight: weight, to: lastIndex, room)
    risingWeights[lastIndex] += weight
  }

  private mutating func addBreak(at site: Double, weight: Double, to index: Int, _ room: Int32) {
    let clamped = min(max(site, 0), Double(room))
    let below = clamped.rounded(.down)
    let share = clamped - below
    append(Break(site: Int32(below), weight: weight * (1 - share)), to: index)
    if share > 0 { append(Break(site: Int32(below) + 1, weight: weight * share), to: index) }
  }

  private mutating func append(_ new: Break, to index: Int) {
    following[breaks.count] = heads[index]
    heads[index] = Int32(truncatingIfNeeded: breaks.count)
    breaks.append(new)
  }

  /// Finds for each cell the interval in which the cost of it and all cells to its left is least.
  private mutating func findOptima(_ count: Int, _ room: Int32) {
    heap.removeAll()
    for index in 0..<count {
      var place = heads[index]
      while place >= 0 {
        push(breaks[Int(place)])
        place = following[Int(place)]
      }
      // Right of the optimum a bound on this cell costs nothing: the slope there becomes zero.
      var excess = risingWeights[index]
      let tolerance = 1e-9 * excess
      var high = room
      while excess > tolerance, heap.count > 0 {
        let top = heap[0]
        high = top.site
        if top.weight > excess + tolerance {
          heap[0].weight = top.weight - excess
          excess = 0
        } else {
          excess -= top.weight
          pop()
        }
      }
      highSites[index] = high
      lowSites[index] = heap.count > 0 ? heap[0].site : 0
    }
  }

  // MARK: The heap, the rightmost breakpoint first

  private mutating func push(_ new: Break) {
    var index = heap.count
    heap.append(new)
    while index > 0 {
      let parent = (index - 1) / 2
      if heap[parent].site >= new.site { break }
      heap[index] = heap[parent]
      index = parent
    }
    heap[index] = new
  }

  private mutating func pop() {
    let last = heap[heap.count - 1]
    heap.removeLast()
    let count = heap.count
    if count == 0 { return }
    var index = 0
    while 2 * index + 1 < count {
      var child = 2 * index + 1
      if child + 1 < count, heap[child + 1].site > heap[child].site { child += 1 }
      if heap[child].site <= last.site { break }
      heap[index] = heap[child]
      index = child
    }
    heap[index] = last
  }
}
