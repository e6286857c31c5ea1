import Accelerator
import Netlist
import PhysicalExtraction

/// The nets and bits of each bus class of a netlist, which are known before any layout.
struct NetStatistics {
  private var known = WireLengths()

  init(_ netlist: Netlist) {
    for net in (0..<netlist.netCount).map({ NetID($0) }) {
      let index = BusClass.index(of: BusClass(of: net, in: netlist))
      known.netCount[index] += 1
      known.bits[index] += netlist.netWeights[net.index]
    }
  }

  /// Wire lengths with the netlist's counts and given lengths of classes.
  func lengths(_ classes: [ClassWires?]) -> WireLengths {
    var lengths = known
    for (index, wires) in classes.enumerated() {
      guard let wires else { continue }
      lengths.longestPath[index] = wires.longest
      lengths.steiner[index] = wires.total
      lengths.halfPerimeter[index] = wires.total
      lengths.meanPath[index] = lengths.steinerPerBit(index)
    }
    return lengths
  }
}
