import Netlist
import Testing

@testable import Legalization

@Suite struct AssignmentTests {
  /// The least sum over all orders.
  private func leastCost(_ costs: [Double], size: Int) -> Double {
    LocalReorder.permutations(of: size).map { order in
      order.enumerated().reduce(0) { $0 + costs[$1.offset * size + Int($1.element)] }
    }.min()!
  }

  @Test(arguments: 1...6)
  func findsLeastCost(size: Int) {
    var random = SeededGenerator(seed: UInt64(size))
    let assignment = Assignment(capacity: 6)
    for turn in 0..<100 {
      let costs = (0..<size * size).map { _ in
        turn % 2 == 0 ? random.uniform() * 100 - 50 : Double(random.index(below: 4))
      }
      for (index, cost) in costs.enumerated() { assignment.costs[index] = cost }
      assignment.solve(size: size)
      let columns = (0..<size).map { assignment.columnOfRow[$0] }
      #expect(columns.sorted() == Array(0..<size))
      let sum = columns.enumerated().reduce(0) { $0 + costs[$1.offset * size + $1.element] }
      #expect(abs(sum - leastCost(costs, size: size)) < 1e-9)
    }
  }

  @Test func ordersAreAllOrders() {
    for size in 0...5 {
      let orders = LocalReorder.permutations(of: size)
      #expect(Set(orders).count == (1...max(size, 1)).reduce(1, *))
      #expect(orders.first == (0..<Int32(size)).map { $0 })
    }
  }

  @Test func hilbertCurveGoesFromNeighbourToNeighbour() {
    var places: [UInt64: (UInt32, UInt32)] = [:]
    for x in 0..<UInt32(16) {
      for y in 0..<UInt32(16) { places[HilbertCurve.index(x: x, y: y)] = (x, y) }
    }
    for index in 0..<UInt64(255) {
      guard let here = places[index], let next = places[index + 1] else {
        Issue.record("the curve misses point \(index)")
        continue
      }
      #expect(abs(Int(here.0) - Int(next.0)) + abs(Int(here.1) - Int(next.1)) == 1)
    }
  }
}
