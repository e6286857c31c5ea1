import Netlist
import Testing

@testable import Evaluation

/// The flow that bounds wirelength.
@Suite struct MaximumFlowTests {
  /// The least capacity of any cut, by trying all.
  private func leastCut(_ arcs: [(Int, Int, Double)], places: Int) -> Double {
    var least = Double.infinity
    for set in 0..<(1 << places) where set & 1 == 1 && set >> (places - 1) == 0 {
      var capacity = 0.0
      for (source, target, size) in arcs where set >> source & 1 == 1 && set >> target & 1 == 0 {
        capacity += size
      }
      least = min(least, capacity)
    }
    return least
  }

  @Test(arguments: 1...40)
  func flowIsThatOfTheLeastCut(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let places = 3 + random.index(below: 5)
    var network = MaximumFlow(placeCount: places)
    var arcs: [(Int, Int, Double)] = []
    var numbers: [Int] = []
    for _ in 0..<(3 * places) {
      let arc = (
        random.index(below: places), random.index(below: places),
        random.index(below: 3) == 0 ? Double(random.index(below: 4)) : 3 * random.uniform()
      )
      arcs.append(arc)
      numbers.append(network.addArc(from: arc.0, to: arc.1))
      network.setCapacity(numbers.last!, arc.2)
    }
    // Twice: a second flow starts from none.
    for _ in 0..<2 {
      network.maximize(from: 0, to: places - 1)
      var gains = [Double](repeating: 0, count: places)
      for (arc, number) in zip(arcs, numbers) {
        let flow = network.flow(number)
        #expect(flow >= 0 && flow <= arc.2 + 1e-9)
        gains[arc.1] += flow
        gains[arc.0] -= flow
      }
      for place in 1..<(places - 1) { #expect(abs(gains[place]) < 1e-9) }
      #expect(abs(gains[places - 1] - leastCut(arcs, places: places)) < 1e-7)
    }
  }
}

/// How near areas can be packed.
@Suite struct PackedDistanceTests {
  /// Compared with cells of a fine grid, nearest first.
  @Test(arguments: [(5.0, 4.0), (0, 0), (10, 3), (2.5, 7.9)])
  func agreesWithAFineGrid(x: Double, y: Double) {
    let die = Box(minX: 0, minY: 0, maxX: 10, maxY: 8)
    let areas = [(rate: 3.0, area: 7.0), (rate: 1.0, area: 20.0), (rate: 0.5, area: 30.0)]
    let steps = 400
    let cell = die.area / Double(steps * steps)
    var distances: [Double] = []
    for row in 0..<steps {
      for column in 0..<steps {
        distances.append(
          abs((Double(column) + 0.5) * 10 / Double(steps) - x)
            + abs((Double(row) + 0.5) * 8 / Double(steps) - y))
      }
    }
    distances.sort()
    var (sum, filled) = (0.0, 0.0)
    for distance in distances {
      let rate = filled < 7 ? 3.0 : filled < 27 ? 1 : filled < 57 ? 0.5 : 0
      sum += rate * distance * cell
      filled += cell
    }
    let least = PackedDistance(x: x, y: y, die: die).least(areas)
    #expect(abs(least - sum) < 2e-3 * sum)
  }
}
