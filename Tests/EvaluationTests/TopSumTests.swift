import Netlist
import Testing

@testable import Evaluation

@Suite struct TopSumTests {
  /// Against sorting, as values change by little and by much, with ties and with zeros.
  @Test(arguments: [1, 7, 60], [0.001, 0.3, 10])
  func isTheSumOfTheLargest(count: Int, step: Double) {
    var random = SeededGenerator(seed: 4, stream: UInt64(count))
    var values = (0..<200).map { _ in Double(random.index(below: 40)) }
    var top = TopSum(valueCount: values.count, topCount: count)
    for (index, value) in values.enumerated() { top.change(index, to: value) }
    for round in 0..<400 {
      for _ in 0..<(1 + random.index(below: 30)) {
        let index = random.index(below: values.count)
        let change = random.index(below: 3) == 0 ? step : step * (2 * random.uniform() - 1)
        values[index] = max(0, round % 50 == 7 ? 0 : values[index] + change)
        top.change(index, to: values[index])
      }
      let sorted = values.sorted(by: >)
      let expected = sorted[..<count].reduce(0, +)
      #expect(top.sum >= expected - 1e-9)
      #expect(top.leastThatCounts == sorted[count - 1])
      top.settle()
      #expect(abs(top.sum - expected) < 1e-9)
      #expect(top.leastThatCounts == sorted[count - 1])
      if round % 100 == 99 {
        top.rebuild()
        #expect(abs(top.sum - expected) < 1e-12 * max(expected, 1))
      }
    }
  }

  @Test func selectionIsByRank() {
    var random = SeededGenerator(seed: 9, stream: 0)
    for size in 1..<60 {
      let values = (0..<size).map { _ in Double(random.index(below: 1 + size / 2)) }
      for rank in 1...size {
        var copy = values
        let found = copy.withUnsafeMutableBufferPointer {
          Selection.largest(rank, of: $0.baseAddress!, count: size)
        }
        #expect(found == values.sorted(by: >)[rank - 1])
      }
    }
  }
}
