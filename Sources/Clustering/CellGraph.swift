import CMetis
import Netlist
import Synchronization

/// The graph that METIS parts: cells weighted by area, joined where nets join them.
///
/// A net of k cells becomes edges that weigh k / 2 together: a clique of edges of 1 / (k − 1) up to
/// ``largestClique`` cells, beyond that a star around its first cell, which grows no faster than the
/// net. Nets of more than ``largestNet`` cells, clocks and resets, say nothing of which cells go
/// together and are left out, as in Circuit Training.
struct CellGraph {
  static let largestClique = 10
  static let largestNet = 50
  /// The sum of all edges' weights, and of all cells' areas, that stays clear of 32 bits.
  private static let largestSum = Double(1 << 29)
  /// The weight of an edge that is a net of two cells and of mean weight, where there is room:
  /// divisible by most of what larger nets divide it by.
  private static let unitWeight = 60.0

  private(set) var offsets: [idx_t]
  private(set) var neighbors: [idx_t] = []
  private(set) var weights: [idx_t] = []
  private(set) var areas: [idx_t]

  /// Linear in the nets' cells, squared up to ``largestClique``.
  ///
  /// - Throws: ``ClusteringError/metis(_:)`` if METIS cannot count so many edges.
  init(_ netlist: Netlist, cells: [Int32]) throws(ClusteringError) {
    areas = Self.scaledAreas(netlist, cells: cells)
    let nets = NetsOfCells(netlist, cells: cells)
    let total = (0..<nets.count).reduce(0.0) { sum, net in
      let cells = nets.cells(of: net).count
      return sum + nets.weights[net] * Double(cells) / 2
    }
    let mean = nets.weights.reduce(0, +) / Double(max(nets.count, 1))
    let unit = total > 0 ? min(Self.unitWeight / mean, Self.largestSum / total) : 1
    // Edges in both directions, first counted, then filled in, then those between the same cells
    // made one.
    var starts = [Int](repeating: 0, count: cells.count + 1)
    nets.forEachEdge { first, second, _ in
      starts[first + 1] += 1
      starts[second + 1] += 1
    }
    for cell in cells.indices { starts[cell + 1] += starts[cell] }
    guard starts[cells.count] <= Int(idx_t.max) else {
      throw .metis("the nets come to \(starts[cells.count]) edges, more than it can count")
    }
    var next = starts
    var ends = [idx_t](repeating: 0, count: starts[cells.count])
    var edgeWeights = [idx_t](repeating: 0, count: starts[cells.count])
    nets.forEachEdge { first, second, weight in
      let scaled = max(1, idx_t((weight * unit).rounded()))
      for (cell, other) in [(first, second), (second, first)] {
        ends[next[cell]] = idx_t(other)
        edgeWeights[next[cell]] = scaled
        next[cell] += 1
      }
    }
    offsets = [0]
    offsets.reserveCapacity(cells.count + 1)
    mergeParallel(starts: starts, ends: ends, edgeWeights: edgeWeights)
  }

  private mutating func mergeParallel(starts: [Int], ends: [idx_t], edgeWeights: [idx_t]) {
    var placeOfNeighbor = [Int](repeating: -1, count: starts.count - 1)
    for cell in 0..<(starts.count - 1) {
      let first = neighbors.count
      for edge in starts[cell]..<starts[cell + 1] {
        let other = Int(ends[edge])
        if placeOfNeighbor[other] >= first {
          weights[placeOfNeighbor[other]] += edgeWeights[edge]
        } else {
          placeOfNeighbor[other] = neighbors.count
          neighbors.append(ends[edge])
          weights.append(edgeWeights[edge])
        }
      }
      offsets.append(idx_t(neighbors.count))
    }
  }

  private static func scaledAreas(_ netlist: Netlist, cells: [Int32]) -> [idx_t] {
    let total = cells.reduce(0.0) { $0 + netlist.area(of: NodeID($1)) }
    let scale = total > 0 && total.isFinite ? largestSum / total : 0
    return cells.map { max(1, idx_t((netlist.area(of: NodeID($0)) * scale).rounded())) }
  }

  /// Held while METIS works: it draws from the C library's random numbers, which all threads share,
  /// so that two runs at once would change each other's results.
  private static let metis = Mutex(())

  /// The part of each cell, from 0. Some may stay empty.
  func partition(into count: Int, seed: UInt64) throws(ClusteringError) -> [Int32] {
    var parts = [idx_t](repeating: 0, count: areas.count)
    if count == 1 { return parts }
    var options = [idx_t](repeating: 0, count: Int(METIS_NOPTIONS))
    METIS_SetDefaultOptions(&options)
    options[Int(METIS_OPTION_SEED.rawValue)] = idx_t(truncatingIfNeeded: seed & 0x7FFF_FFFF)
    options[Int(METIS_OPTION_NUMBERING.rawValue)] = 0
    var (cellCount, constraints, partCount) = (idx_t(areas.count), idx_t(1), idx_t(count))
    var cut: idx_t = 0
    // METIS takes all its input as mutable, and changes none of it for good.
    var (offsets, neighbors, weights, areas) = (offsets, neighbors, weights, areas)
    let status = Self.metis.withLock { _ in
      METIS_PartGraphKway(
        &cellCount, &constraints, &offsets, &neighbors, &areas, nil, &weights, &partCount, nil,
        nil, &options, &cut, &parts)
    }
    switch rstatus_et(status) {
    case METIS_OK: return parts
    case METIS_ERROR_MEMORY: throw .metis("out of memory")
    case METIS_ERROR_INPUT: throw .metis("it refuses its input")
    default: throw .metis("no reason given")
    }
  }
}

/// The nets of more than one cell, each with the places of its cells in a list, once each.
private struct NetsOfCells {
  private var offsets: [Int] = [0]
  private var ends: [Int32] = []
  private(set) var weights: [Double] = []

  init(_ netlist: Netlist, cells: [Int32]) {
    var placeOfNode = [Int32](repeating: -1, count: netlist.nodeCount)
    for (place, cell) in cells.enumerated() { placeOfNode[Int(cell)] = Int32(place) }
    var lastNet = [Int32](repeating: -1, count: cells.count)
    for net in 0..<netlist.netCount {
      let first = ends.count
      for pin in netlist.netPins[net] {
        let place = placeOfNode[netlist.pinNodes[pin.index].index]
        if place >= 0, lastNet[Int(place)] != Int32(net) {
          lastNet[Int(place)] = Int32(net)
          ends.append(place)
        }
      }
      let weight = netlist.netWeights[net]
      if (2...CellGraph.largestNet).contains(ends.count - first), weight > 0 {
        offsets.append(ends.count)
        weights.append(weight)
      } else {
        ends.removeSubrange(first...)
      }
    }
  }

  var count: Int { weights.count }

  func cells(of net: Int) -> ArraySlice<Int32> { ends[offsets[net]..<offsets[net + 1]] }

  func forEachEdge(_ body: (_ first: Int, _ second: Int, _ weight: Double) -> Void) {
    for net in 0..<count {
      let cells = cells(of: net)
      let spokes = Double(cells.count - 1)
      if cells.count <= CellGraph.largestClique {
        for (place, first) in zip(cells.indices, cells) {
          for second in cells[(place + 1)...] {
            body(Int(first), Int(second), weights[net] / spokes)
          }
        }
      } else {
        let center = Int(cells[cells.startIndex])
        for other in cells.dropFirst() {
          body(center, Int(other), weights[net] * Double(cells.count) / 2 / spokes)
        }
      }
    }
  }
}
