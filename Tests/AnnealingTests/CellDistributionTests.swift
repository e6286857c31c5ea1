import Evaluation
import Foundation
import Netlist
import TestSupport
import Testing

@testable import Annealing

/// Places drawn from weights of cells, and the density that they say they have.
@Suite struct CellDistributionTests {
  /// Four columns and three rows of unit cells.
  private static let die = Box(minX: 0, minY: 0, maxX: 4, maxY: 3)

  /// The distribution for a macro of a size, nil if there is none.
  private func make(
    width: Double, height: Double, _ logProbabilities: [Float], evenShare: Double? = nil
  ) -> CellDistribution? {
    let design = Samples.unconnected([(.softMacro, width, height, 2, 1.5)], die: Self.die)
    let floorplan = Floorplan(
      die: Self.die, columns: 4, rows: 3, routing: design.floorplan.routing)
    var distribution = CellDistribution(CostGrid(floorplan))
    var weights = logProbabilities
    let range = CenterRange(design.netlist, floorplan, design.placement, node: NodeID(0))
    let isSet = weights.withUnsafeMutableBufferPointer {
      if let evenShare {
        distribution.set($0, range: range, evenShare: evenShare)
      } else {
        distribution.set($0, range: range)
      }
    }
    return isSet ? distribution : nil
  }

  private func cell(_ place: (x: Double, y: Double)) -> Int { Int(place.y) * 4 + Int(place.x) }

  @Test func placesAreDrawnByTheirDensity() throws {
    // The centre may be from 0.3 to 3.7 and from 0.7 to 2.3.
    let weights: [Float] = [1, 2, 3, 4, 5, 0, 7, 8, 9, 10, 11, 12]
    let distribution = try #require(
      make(width: 0.6, height: 1.4, weights.map { log($0) }))
    let draws = 60_000
    var counts = [Double](repeating: 0, count: 12)
    var random = SeededGenerator(seed: 4)
    var areThere = true
    for _ in 0..<draws {
      guard let place = distribution.sample(using: &random) else { continue }
      counts[cell(place)] += 1
      areThere = areThere && place.x >= 0.3 && place.x <= 3.7 && place.y >= 0.7 && place.y <= 2.3
    }
    #expect(areThere)
    let total = Double(weights.reduce(0, +))
    for cell in 0..<12 {
      let width = cell % 4 == 0 || cell % 4 == 3 ? 0.7 : 1
      let height = cell / 4 == 1 ? 1.0 : 0.3
      let share = Double(weights[cell]) / total
      #expect(abs(counts[cell] / Double(draws) - share) < 4 * sqrt(share / Double(draws)) + 1e-9)
      let place = (x: Double(cell % 4) + 0.5, y: [0.8, 1.5, 2.1][cell / 4])
      let density = distribution.logDensity(x: place.x, y: place.y)
      if weights[cell] == 0 {
        #expect(density == -.infinity)
      } else {
        #expect(abs(density - log(Double(weights[cell]) / (width * height))) < 1e-6)
      }
    }
    #expect(distribution.logDensity(x: 0.2, y: 1) == -.infinity)
    #expect(distribution.logDensity(x: 1, y: 2.4) == -.infinity)
  }

  /// The centre of a macro two columns wide may be from 1 to 3: a line between cells at both ends.
  @Test func theEndOfTheRangeIsOfTheCellBeforeIt() throws {
    let distribution = try #require(
      make(width: 2, height: 3, (0..<12).map { Float($0) }))
    // The rows have no freedom: densities are those of columns in row 1.
    #expect(distribution.logDensity(x: 1, y: 1.5) == 5)
    #expect(distribution.logDensity(x: 2, y: 1.5) == 6)
    #expect(distribution.logDensity(x: 3, y: 1.5) == 6)
    #expect(distribution.logDensity(x: 2, y: 1.4) == -.infinity)
    var random = SeededGenerator(seed: 5)
    for _ in 0..<200 {
      let place = try #require(distribution.sample(using: &random))
      #expect(place.y == 1.5 && place.x >= 1 && place.x <= 3)
    }
  }

  @Test func aMacroAsLargeAsTheDieHasOnePlace() throws {
    let distribution = try #require(
      make(width: 4, height: 3, [Float](repeating: -7, count: 12)))
    var random = SeededGenerator(seed: 6)
    let place = try #require(distribution.sample(using: &random))
    #expect(place == (2, 1.5))
    #expect(distribution.logDensity(x: 2, y: 1.5) == -7)
  }

  @Test func numbersThatAreNoneArePassedOver() throws {
    var weights = [Float](repeating: -.infinity, count: 12)
    weights[2] = .nan
    weights[3] = .infinity
    #expect(make(width: 1, height: 1, weights) == nil)
    weights[6] = -1e9
    let distribution = try #require(make(width: 1, height: 1, weights))
    var random = SeededGenerator(seed: 7)
    for _ in 0..<50 {
      let place = try #require(distribution.sample(using: &random))
      #expect(cell(place) == 6)
    }
  }

  /// Only cells that its centre cannot be in have weight.
  @Test func cellsOutOfReachHaveNoPlaces() {
    var weights = [Float](repeating: -.infinity, count: 12)
    weights[0] = 0
    #expect(make(width: 2.5, height: 1, weights) == nil)
  }

  /// Weights of which some are none, and two so far apart that one is nothing beside the other.
  private static let unequal: [Float] = [
    2, -.infinity, 3, -.infinity, .nan, 1, 0, 500, -500, .infinity, 2, 1,
  ]

  @Test(arguments: [0.05, 0.4, 0.999])
  func anEvenShareReachesAllCellsOfTheRange(share: Double) throws {
    // The centre may be from 0.3 to 3.7 and from 0.7 to 2.3: in all cells.
    let bare = try #require(make(width: 0.6, height: 1.4, Self.unequal))
    let mixed = try #require(make(width: 0.6, height: 1.4, Self.unequal, evenShare: share))
    var (bareTotal, total) = (0.0, 0.0)
    func weights(_ cell: Int) -> (bare: Double, mixed: Double) {
      let size = (cell % 4 == 0 || cell % 4 == 3 ? 0.7 : 1) * (cell / 4 == 1 ? 1 : 0.3)
      let place = (x: Double(cell % 4) + 0.5, y: [0.8, 1.5, 2.1][cell / 4])
      return (
        size * exp(bare.logDensity(x: place.x, y: place.y) - 500),
        size * exp(mixed.logDensity(x: place.x, y: place.y))
      )
    }
    for cell in 0..<12 {
      bareTotal += weights(cell).bare
      total += weights(cell).mixed
    }
    #expect(abs(total - 1) < 1e-5, "\(total)")
    for cell in 0..<12 {
      let wished = (1 - share) * weights(cell).bare / bareTotal + share / 12
      #expect(abs(weights(cell).mixed / wished - 1) < 1e-5, "cell \(cell)")
    }
    let draws = 20_000
    var counts = [Double](repeating: 0, count: 12)
    var random = SeededGenerator(seed: 9)
    for _ in 0..<draws {
      if let place = mixed.sample(using: &random) { counts[cell(place)] += 1 }
    }
    for cell in 0..<12 {
      let wished = weights(cell).mixed
      #expect(abs(counts[cell] / Double(draws) - wished) < 4 * sqrt(wished / Double(draws)))
    }
  }

  @Test func noEvenShareLeavesWeightsAsTheyAre() throws {
    let bare = try #require(make(width: 0.6, height: 1.4, Self.unequal))
    let mixed = try #require(make(width: 0.6, height: 1.4, Self.unequal, evenShare: 0))
    var (first, second) = (SeededGenerator(seed: 1), SeededGenerator(seed: 1))
    for _ in 0..<100 {
      let place = try #require(bare.sample(using: &first))
      let other = try #require(mixed.sample(using: &second))
      #expect(place == other)
      #expect(
        bare.logDensity(x: place.x, y: place.y) == mixed.logDensity(x: place.x, y: place.y))
    }
    #expect(mixed.logDensity(x: 1.5, y: 0.8) == -.infinity)
  }

  /// An even share is of the cells that the centre can be in, and there must be one to begin with.
  @Test func anEvenShareKeepsToTheRange() throws {
    var weights = [Float](repeating: -.infinity, count: 12)
    weights[0] = 0
    #expect(make(width: 2.5, height: 1, weights, evenShare: 0.5) == nil)
    weights[5] = 0
    // From 1.25 to 2.75, and from 0.5 to 2.5.
    let distribution = try #require(make(width: 2.5, height: 1, weights, evenShare: 0.5))
    var random = SeededGenerator(seed: 10)
    var cells = Set<Int>()
    for _ in 0..<400 {
      let place = try #require(distribution.sample(using: &random))
      #expect((1.25...2.75).contains(place.x) && (0.5...2.5).contains(place.y))
      cells.insert(cell(place))
    }
    #expect(cells == [1, 2, 5, 6, 9, 10])
    #expect(distribution.logDensity(x: 1, y: 1) == -.infinity)
  }

  /// Coordinates so large that single precision has few numbers in a cell.
  @Test func placesStayInTheirCellsWhereNumbersAreScarce() throws {
    let die = Box(minX: 4_000_000, minY: 0, maxX: 4_000_008, maxY: 8)
    let design = Samples.unconnected([(.softMacro, 1, 1, 4_000_004, 4)], die: die)
    let grid = CostGrid(design.floorplan)
    var distribution = CellDistribution(grid)
    var weights = [Float](repeating: -.infinity, count: 16)
    weights[5] = 0
    let range = CenterRange(
      design.netlist, design.floorplan, design.placement, node: NodeID(0))
    let isSet = weights.withUnsafeMutableBufferPointer { distribution.set($0, range: range) }
    #expect(isSet)
    var random = SeededGenerator(seed: 8)
    var (drawn, lost) = (0, 0)
    for _ in 0..<2000 {
      if let place = distribution.sample(using: &random) {
        drawn += 1
        #expect(grid.column(place.x) == 1 && grid.row(place.y) == 1)
        #expect(distribution.logDensity(x: place.x, y: place.y).isFinite)
      } else {
        lost += 1
      }
    }
    // Half a quarter, of two units in width, is rounded up to the next cell.
    #expect(drawn > 1500 && lost > 50)
  }
}
