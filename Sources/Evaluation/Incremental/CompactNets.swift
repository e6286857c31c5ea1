import Netlist

/// A netlist boiled down to what its cost depends on.
///
/// Pins at one spot of one node are one terminal; nets with the same driver and the same terminals
/// are one net of summed weight; nets all of whose pins are at one spot cost nothing and are left
/// out. The first terminal of a net is its driver. Clustered netlists shrink by a tenth to a
/// quarter this way.
struct CompactNets: Sendable {
  /// The terminals of net `n` are `netStarts[n] ..< netStarts[n + 1]`.
  var netStarts: [Int32] = [0]
  var terminalNodes: [Int32] = []
  /// From the node's centre, in orientation N.
  var terminalOffsets: [SIMD2<Double>] = []
  var terminalNets: [Int32] = []
  /// What a net's half-perimeter counts.
  var wirelengthWeights: [Double] = []
  /// What a net's routes demand.
  var demands: [Double] = []
  /// The terminals of each node, in rising order, hence net by net.
  var nodeTerminals = Adjacency<Int32>(offsets: [0], elements: [])
  var largestDegree = 0

  var netCount: Int { wirelengthWeights.count }

  private struct Spot: Hashable {
    var node: Int32
    var offset: SIMD2<Double>
  }

  init(_ netlist: Netlist) {
    var spotNumbers: [Spot: Int32] = [:]
    var spots: [Spot] = []
    let pinSpots = (0..<netlist.pinCount).map { pin -> Int32 in
      let spot = Spot(
        node: netlist.pinNodes[pin].rawValue,
        offset: SIMD2(netlist.pinOffsetsX[pin], netlist.pinOffsetsY[pin]))
      if let known = spotNumbers[spot] { return known }
      let number = Int32(spots.count)
      spotNumbers[spot] = number
      spots.append(spot)
      return number
    }

    var known: [[Int32]: Int] = [:]
    for net in 0..<netlist.netCount {
      let pins = netlist.netPins[net]
      guard let first = pins.first else { continue }
      let driver = pinSpots[(netlist.netDrivers[net] ?? first).index]
      let others = Set(pins.lazy.map { pinSpots[$0.index] }).subtracting([driver]).sorted()
      if others.isEmpty { continue }
      let weight = netlist.netWeights[net]
      let key = [driver] + others
      if let merged = known[key] {
        wirelengthWeights[merged] += weight
        demands[merged] += max(1, weight)
        continue
      }
      known[key] = netCount
      for spot in key {
        terminalNodes.append(spots[Int(spot)].node)
        terminalOffsets.append(spots[Int(spot)].offset)
        terminalNets.append(Int32(netCount))
      }
      netStarts.append(Int32(terminalNodes.count))
      wirelengthWeights.append(weight)
      demands.append(max(1, weight))
      largestDegree = max(largestDegree, key.count)
    }
    nodeTerminals = Adjacency(groupingBy: terminalNodes, rowCount: netlist.nodeCount)
  }
}
