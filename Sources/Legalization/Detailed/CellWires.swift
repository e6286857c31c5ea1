import Netlist

typealias Point = SIMD2<Double>

@inline(__always)
func lower(_ a: Point, _ b: Point) -> Point {
  Point(b.x < a.x ? b.x : a.x, b.y < a.y ? b.y : a.y)
}

@inline(__always)
func upper(_ a: Point, _ b: Point) -> Point {
  Point(b.x > a.x ? b.x : a.x, b.y > a.y ? b.y : a.y)
}

/// The wires of a design's movable cells: pins where they are now, the bounding box of each net, and
/// trials, which move some cells, tell the change of wirelength, and are kept or undone.
///
/// Nets that no movable cell is on are a constant. Pins are stored net by net, so that a net's box is
/// found in one run through memory.
final class CellWires {
  /// The pins of net `n` are `netStarts[n] ..< netStarts[n + 1]`.
  let netStarts: Buffer<Int32>
  let netWeights: Buffer<Double>
  let lows: Buffer<Point>
  let highs: Buffer<Point>
  let pinNodes: Buffer<Int32>
  let pinNets: Buffer<Int32>
  /// From the cell's centre, in orientation N.
  let pinOffsets: Buffer<Point>
  let pins: Buffer<Point>
  /// The pins of node `n`, net by net, are `nodePins[nodePinStarts[n] ..< nodePinStarts[n + 1]]`.
  let nodePinStarts: Buffer<Int32>
  let nodePins: Buffer<Int32>
  /// The centre of each node.
  let centers: Buffer<Point>
  /// What each movable node's pin offsets are multiplied by: -1 where mirrored.
  let signs: Buffer<Point>
  /// The length of the nets that never change.
  let constantLength: Double
  let largestPinCount: Int

  /// Marks nets as seen, by the number of the search; shared by all that go through nets.
  let netStamps: Buffer<Int32>
  private let stampCell: Buffer<Int32>
  private let memory: BufferMemory

  struct MovedNode: BitwiseCopyable {
    var node: Int32
    var center: Point
    var sign: Point
  }
  private let trialLows: Buffer<Point>
  private let trialHighs: Buffer<Point>
  private let needsScan: Buffer<Bool>
  private let touchedNets: BufferList<Int32>
  private let movedNodes: BufferList<MovedNode>

  /// Nets with more pins than this keep their box without a scan where they can.
  private static let scannedDegree = 12

  var netCount: Int { netWeights.count }

  init(_ netlist: Netlist, _ placement: Placement, isMovable: [Bool]) {
    let memory = BufferMemory()
    self.memory = memory
    stampCell = memory.buffer(repeating: 0, count: 1)
    let nets = ChangingNets(netlist, placement, isMovable: isMovable)
    let byNode = Adjacency<Int32>(groupingBy: nets.pinNodes, rowCount: netlist.nodeCount)
    largestPinCount = (0..<netlist.nodeCount).reduce(0) {
      isMovable[$1] ? max($0, byNode.count(row: $1)) : $0
    }
    constantLength = nets.constantLength
    netStarts = memory.buffer(nets.starts)
    netWeights = memory.buffer(nets.weights)
    pinNodes = memory.buffer(nets.pinNodes)
    pinNets = memory.buffer(nets.pinNets)
    pinOffsets = memory.buffer(nets.pinOffsets)
    pins = memory.buffer(nets.pinPositions)
    nodePinStarts = memory.buffer(byNode.offsets)
    nodePins = memory.buffer(byNode.elements)
    centers = memory.buffer((0..<netlist.nodeCount).map { Point(placement.x[$0], placement.y[$0]) })
    signs = memory.buffer(repeating: Point(1, 1), count: netlist.nodeCount)
    lows = memory.buffer(repeating: .zero, count: nets.weights.count)
    highs = memory.buffer(repeating: .zero, count: nets.weights.count)
    netStamps = memory.buffer(repeating: 0, count: nets.weights.count)
    trialLows = memory.buffer(repeating: .zero, count: nets.weights.count)
    trialHighs = memory.buffer(repeating: .zero, count: nets.weights.count)
    needsScan = memory.buffer(repeating: false, count: nets.weights.count)
    touchedNets = memory.list(capacity: nets.weights.count, filler: 0)
    movedNodes = memory.list(
      capacity: netlist.nodeCount, filler: MovedNode(node: 0, center: .zero, sign: .zero))
    rebuildBoxes()
  }

  /// Finds every net's box anew.
  func rebuildBoxes() {
    for net in 0..<netCount { (lows[net], highs[net]) = box(ofNet: net) }
  }

  /// The wirelength from the boxes of all nets.
  var totalLength: Double {
    var sum = constantLength
    for net in 0..<netCount { sum += netWeights[net] * (highs[net] - lows[net]).sum() }
    return sum
  }

  /// A number that no net is marked with yet.
  func nextStamp() -> Int32 {
    if stampCell[0] == .max {
      netStamps.fill(0)
      stampCell[0] = 0
    }
    stampCell[0] += 1
    return stampCell[0]
  }

  @inline(__always)
  func pinRange(ofNet net: Int) -> Range<Int> {
    Range(uncheckedBounds: (Int(netStarts[net]), Int(netStarts[net + 1])))
  }

  @inline(__always)
  func pinRange(ofNode node: Int) -> Range<Int> {
    Range(uncheckedBounds: (Int(nodePinStarts[node]), Int(nodePinStarts[node + 1])))
  }

  @inline(__always)
  func box(ofNet net: Int) -> (low: Point, high: Point) {
    let range = pinRange(ofNet: net)
    var low = pins[range.lowerBound]
    var high = low
    for pin in range.lowerBound + 1..<range.upperBound {
      low = lower(low, pins[pin])
      high = upper(high, pins[pin])
    }
    return (low, high)
  }

  // MARK: Trials

  /// Begins a trial; the one before must have been kept or undone.
  func begin() {
    _ = nextStamp()
    touchedNets.removeAll()
    movedNodes.removeAll()
  }

  /// Moves one cell in the trial; each cell at most once.
  func move(_ node: Int, to center: Point, sign: Point) {
    let stamp = stampCell[0]
    movedNodes.append(
      MovedNode(node: Int32(truncatingIfNeeded: node), center: centers[node], sign: signs[node]))
    centers[node] = center
    signs[node] = sign
    for index in pinRange(ofNode: node) {
      let pin = Int(nodePins[index])
      let net = Int(pinNets[pin])
      if netStamps[net] != stamp {
        netStamps[net] = stamp
        touchedNets.append(Int32(truncatingIfNeeded: net))
        trialLows[net] = lows[net]
        trialHighs[net] = highs[net]
        needsScan[net] = netStarts[net + 1] - netStarts[net] <= Int32(Self.scannedDegree)
      }
      let old = pins[pin]
      let new = center + sign * pinOffsets[pin]
      pins[pin] = new
      if needsScan[net] { continue }
      let (low, high) = (lows[net], highs[net])
      if old.x > low.x, old.y > low.y, old.x < high.x, old.y < high.y {
        trialLows[net] = lower(trialLows[net], new)
        trialHighs[net] = upper(trialHighs[net], new)
      } else {
        needsScan[net] = true
      }
    }
  }

  /// By how much the wirelength changes with the trial's moves.
  func delta() -> Double {
    var sum = 0.0
    for index in 0..<touchedNets.count {
      let net = Int(touchedNets[index])
      if needsScan[net] { (trialLows[net], trialHighs[net]) = box(ofNet: net) }
      let change = (trialHighs[net] - trialLows[net]) - (highs[net] - lows[net])
      sum += netWeights[net] * change.sum()
    }
    return sum
  }

  /// Keeps the trial, after ``delta()``.
  func keep() {
    for index in 0..<touchedNets.count {
      let net = Int(touchedNets[index])
      lows[net] = trialLows[net]
      highs[net] = trialHighs[net]
    }
  }

  /// Undoes the trial.
  func undo() {
    for index in 0..<movedNodes.count {
      let moved = movedNodes[index]
      place(Int(moved.node), at: moved.center, sign: moved.sign)
    }
  }

  /// Puts a cell and its pins somewhere; boxes are the caller's business.
  func place(_ node: Int, at center: Point, sign: Point) {
    centers[node] = center
    signs[node] = sign
    for index in pinRange(ofNode: node) {
      let pin = Int(nodePins[index])
      pins[pin] = center + sign * pinOffsets[pin]
    }
  }
}
