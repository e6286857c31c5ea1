/// The nets of one cell without its own pins: what the cell's place costs, at any place, in time for
/// its nets alone.
struct CellNets {
  private let memory = BufferMemory()
  /// One net: the box of its other pins, and where the cell's own pins on it lie about its centre.
  struct Entry: BitwiseCopyable {
    var low: Point
    var high: Point
    var ownLow: Point
    var ownHigh: Point
    var weight: Double
  }

  let entries: Buffer<Entry>
  private(set) var count = 0
  private let breaks: Buffer<Break>

  struct Break: BitwiseCopyable {
    var position: Double
    var weight: Double
  }

  /// Room for the nets of any cell.
  init(for wires: CellWires) {
    entries = memory.buffer(
      repeating: Entry(low: .zero, high: .zero, ownLow: .zero, ownHigh: .zero, weight: 0),
      count: wires.largestPinCount)
    breaks = memory.buffer(
      repeating: Break(position: 0, weight: 0), count: 2 * wires.largestPinCount)
  }

  /// Collects the nets of a cell; a net that has no pin elsewhere is left out.
  mutating func load(_ node: Int, from wires: CellWires) {
    count = 0
    let range = wires.pinRange(ofNode: node)
    var index = range.lowerBound
    while index < range.upperBound {
      let pin = Int(wires.nodePins[index])
      let net = Int(wires.pinNets[pin])
      var (ownLow, ownHigh) = (wires.pinOffsets[pin], wires.pinOffsets[pin])
      var (pinLow, pinHigh) = (wires.pins[pin], wires.pins[pin])
      index += 1
      while index < range.upperBound, wires.pinNets[Int(wires.nodePins[index])] == Int32(net) {
        let other = Int(wires.nodePins[index])
        ownLow = lower(ownLow, wires.pinOffsets[other])
        ownHigh = upper(ownHigh, wires.pinOffsets[other])
        pinLow = lower(pinLow, wires.pins[other])
        pinHigh = upper(pinHigh, wires.pins[other])
        index += 1
      }
      var (low, high) = (wires.lows[net], wires.highs[net])
      if pinLow.x <= low.x || pinLow.y <= low.y || pinHigh.x >= high.x || pinHigh.y >= high.y {
        (low, high) = Self.box(ofNet: net, without: node, wires)
        if low.x > high.x { continue }
      }
      entries[count] = Entry(
        low: low, high: high, ownLow: ownLow, ownHigh: ownHigh, weight: wires.netWeights[net])
      count += 1
    }
  }

  private static func box(
    ofNet net: Int, without node: Int, _ wires: CellWires
  ) -> (low: Point, high: Point) {
    var low = Point(repeating: .infinity)
    var high = Point(repeating: -.infinity)
    for pin in wires.pinRange(ofNet: net) where wires.pinNodes[pin] != Int32(node) {
      low = lower(low, wires.pins[pin])
      high = upper(high, wires.pins[pin])
    }
    return (low, high)
  }

  /// The length of the cell's nets with the cell at `center`.
  @inline(__always)
  func length(at center: Point, sign: Point) -> Double {
    var sum = 0.0
    for index in 0..<count {
      let entry = entries[index]
      let (a, b) = (sign * entry.ownLow, sign * entry.ownHigh)
      let low = lower(entry.low, center + lower(a, b))
      let high = upper(entry.high, center + upper(a, b))
      sum += entry.weight * (high - low).sum()
    }
    return sum
  }

  /// The centres at which the cell's nets are shortest, as a rectangle: the median of the nets' boxes
  /// (Goto, 1981). Nil for a cell without nets.
  func optimalRegion(sign: Point) -> (low: Point, high: Point)? {
    guard count > 0 else { return nil }
    let x = optimalInterval(axis: 0, sign: sign.x)
    let y = optimalInterval(axis: 1, sign: sign.y)
    return (Point(x.low, y.low), Point(x.high, y.high))
  }

  /// The weighted median along one axis. The slope of the cost begins at minus the sum of weights
  /// and rises by a net's weight at each end of its interval.
  private func optimalInterval(axis: Int, sign: Double) -> (low: Double, high: Double) {
    var total = 0.0
    for index in 0..<count {
      let entry = entries[index]
      let (a, b) = (sign * entry.ownLow[axis], sign * entry.ownHigh[axis])
      insert(Break(position: entry.low[axis] - min(a, b), weight: entry.weight), at: 2 * index)
      insert(Break(position: entry.high[axis] - max(a, b), weight: entry.weight), at: 2 * index + 1)
      total += entry.weight
    }
    var (sum, index) = (0.0, 0)
    let tolerance = 1e-9 * total
    while index < 2 * count - 1, sum + breaks[index].weight < total - tolerance {
      sum += breaks[index].weight
      index += 1
    }
    let low = breaks[index].position
    while index < 2 * count - 1, sum + breaks[index].weight <= total + tolerance {
      sum += breaks[index].weight
      index += 1
    }
    return (low, breaks[index].position)
  }

  /// Inserts into the sorted breaks before `end`.
  @inline(__always)
  private func insert(_ new: Break, at end: Int) {
    var index = end
    while index > 0, breaks[index - 1].position > new.position {
      breaks[index] = breaks[index - 1]
      index -= 1
    }
    breaks[index] = new
  }
}
