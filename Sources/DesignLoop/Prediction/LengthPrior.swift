import Accelerator
import Foundation
import Netlist

/// Wire lengths of a design before it is placed, by a formula: round 0's cost model.
///
/// The pins of a net are taken to lie evenly at random in a square region, where k of them have a
/// bounding box of half perimeter 2 (k − 1)/(k + 1) times the region's side. The region of a net between
/// neighbours in the array is the room of the blocks that it joins; of any other net it is the geometric
/// mean of that and the whole die, as in Rent-like wirings, which are neither local nor global.
struct LengthPrior {
  /// The lengths by class; nil for classes that the design lacks.
  private(set) var lengths: [ClassWires?]

  init(_ design: Design, utilization: Double) {
    let (netlist, die) = (design.netlist, design.floorplan.die)
    lengths = [ClassWires?](repeating: nil, count: BusClass.allCases.count)
    for net in (0..<netlist.netCount).map({ NetID($0) }) {
      let pins = netlist.netPins[net.index]
      guard pins.count > 1, let busClass = BusClass(of: net, in: netlist) else { continue }
      var joined = 0.0
      for pin in pins { joined += netlist.area(of: netlist.pinNodes[pin.index]) }
      let room = joined / utilization
      let dieArea = die.width * die.height
      let region =
        busClass.joinsNeighbours ? min(room, dieArea) : (min(room, dieArea) * dieArea).squareRoot()
      let count = Double(pins.count)
      let length = 2 * (count - 1) / (count + 1) * region.squareRoot()
      let index = BusClass.allCases.firstIndex(of: busClass)!
      var sum = lengths[index] ?? ClassWires()
      sum.longest = max(sum.longest, length)
      sum.total += netlist.netWeights[net.index] * length
      lengths[index] = sum
    }
  }
}

extension BusClass {
  /// Whether its nets join blocks that stand side by side in the array.
  var joinsNeighbours: Bool {
    switch self {
    case .inputStream, .weightStream, .inputLoad, .weightLoad, .partialSum, .outputDrain: true
    default: false
    }
  }
}
