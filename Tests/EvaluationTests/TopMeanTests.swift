import Testing

@testable import Evaluation

@Suite struct TopMeanTests {
  @Test func tiesAndZerosCount() {
    #expect(TopMean.sumOfLargest([1, 3, 3, 3, 2], count: 2) == 6)
    #expect(TopMean.sumOfLargest([1, 3, 3, 3, 2], count: 4) == 11)
    #expect(TopMean.sumOfLargest([5], count: 0) == 0)
    #expect(TopMean.sumOfLargest([], count: 3) == 0)
  }

  @Test func densityDividesByTheTenthEvenIfFewerAreOccupied() {
    var values = [Double](repeating: 0, count: 30)
    #expect(TopMean.densityCost(values) == 0)
    values[4] = 0.6
    #expect(TopMean.densityCost(values) == 0.5 * 0.6 / 3)
    values[7] = 0.6
    values[9] = 0.6
    values[29] = 0.6
    #expect(abs(TopMean.densityCost(values) - 0.3) < 1e-15)
    #expect(TopMean.densityCost([Double](repeating: 2, count: 19)) == 1)
  }

  @Test func densityOfFewCellsIsTheMeanOfTheOccupied() {
    #expect(TopMean.densityCost([0, 0, 0.5, 0, 1]) == 0.375)
    #expect(TopMean.densityCost([0, 0]) == 0)
    #expect(TopMean.densityCost([]) == 0)
  }

  @Test func congestionOfFewCellsIsTheMaximum() {
    #expect(TopMean.congestionCost(horizontal: [1, 4, 2], vertical: [3, 0, 0]) == 4)
    let twenty = [Double](repeating: 1, count: 20)
    #expect(TopMean.congestionCost(horizontal: twenty, vertical: [5, 3] + twenty.dropLast(2)) == 4)
    #expect(TopMean.congestionCount(values: 39) == 1)
    #expect(TopMean.congestionCount(values: 40) == 2)
    #expect(TopMean.densityCount(cells: 99) == 9)
  }
}
