import Evaluation
import Netlist
import TestSupport
import Testing

@testable import LayoutQuality

/// Global routing where the best routes are known, on cells of two by two.
@Suite struct GlobalRouterTests {
  private func route(_ layout: HandMadeLayout, rounds: Int = 8) -> RoutingFigures {
    GlobalRouter(netlist: layout.netlist, floorplan: layout.floorplan, rounds: rounds)
      .route(layout.placement)
  }

  @Test func straightAndBentRoutes() {
    let straight = route(
      HandMadeLayout(ports: [(1, 5), (7, 5.5)], nets: [([0, 1], 1)]))
    #expect(straight.wirelength == 6)
    #expect(straight.bends == 0)
    #expect(straight.totalOverflow == 0)
    #expect(straight.rounds == 0)
    let bent = route(
      HandMadeLayout(ports: [(1, 1), (7, 5)], nets: [([0, 1], 3)], tracks: (5, 5)))
    #expect(bent.wirelength == 3 * (6 + 4))
    #expect(bent.bends == 3)
    // Three routes on ten tracks, over the fullest edges.
    #expect(bent.averageCongestion.allSatisfy { abs($0 - 0.3) < 1e-12 })
  }

  @Test func aNetOfThreePinsIsATree() {
    let figures = route(
      HandMadeLayout(ports: [(1, 5), (9, 5), (5, 9)], nets: [([0, 1, 2], 1)]))
    #expect(figures.wirelength == 8 + 4)
  }

  /// Three nets between the same two cells, and one track in each row.
  @Test func routesGiveWay() {
    let layout = HandMadeLayout(
      ports: [(1, 5), (9, 5)], nets: [([0, 1], 1), ([0, 1], 1), ([0, 1], 1)],
      tracks: (0.5, 5))
    let before = route(layout, rounds: 0)
    #expect(before.totalOverflow == 2 * 4)
    #expect(before.maximumOverflow == 2)
    #expect(before.wirelength == 3 * 8)
    let after = route(layout)
    #expect(after.totalOverflow == 0)
    #expect(after.wirelength == 8 + 2 * (8 + 4))
    #expect(after.bends == 4)
    #expect(after.rounds >= 1)
  }

  /// A wall of macros leaves half a track to each side of its column.
  @Test func macrosTakeTracks() {
    let layout = HandMadeLayout(
      macros: [(4, 0, 2, 10)], ports: [(1, 5), (9, 5)], nets: [([0, 1], 1)],
      tracks: (0.5, 5), used: 0.5)
    let figures = route(layout)
    #expect(figures.totalOverflow == 1)
    #expect(figures.maximumOverflow == 0.5)
    #expect(figures.overflowShare == 0.25)
  }

  @Test func lessCapacityIsFewerTracks() {
    let layout = HandMadeLayout(ports: [(1, 5), (9, 5)], nets: [([0, 1], 1)], tracks: (1, 1))
    let figures = GlobalRouter(
      netlist: layout.netlist, floorplan: layout.floorplan, capacity: 0.25, rounds: 0
    ).route(layout.placement)
    #expect(figures.totalOverflow == 4 * 0.5)
  }

  /// Ways through the maze cost as little as any, by relaxing all edges until nothing changes.
  @Test(arguments: 1...20)
  func mazeWaysAreCheapest(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let layout = HandMadeLayout(cells: 6, tracks: (1, 1))
    var grid = RoutingGrid(layout.netlist, layout.floorplan, layout.placement)
    for edge in 0..<grid.edgeCount where random.index(below: 2) == 0 {
      grid.add(6 * random.uniform(), over: [Int32(edge)])
    }
    grid.remember()
    let start = GridPoint(row: random.index(below: 6), column: random.index(below: 6))
    let end = GridPoint(row: random.index(below: 6), column: random.index(below: 6))
    var maze = MazeSearch(cellCount: 36)
    let way = maze.cheapest(from: start, to: end, routes: 1, margin: 6, on: grid)
    var costs = [Double](repeating: .infinity, count: 36)
    costs[start.row * 6 + start.column] = 0
    for _ in 0..<36 {
      for row in 0..<6 {
        for column in 0..<6 {
          let cell = row * 6 + column
          for (next, edge) in [
            (column < 5 ? cell + 1 : -1, grid.right(row, column)),
            (row < 5 ? cell + 6 : -1, grid.up(row, column)),
          ] where next >= 0 {
            let cost = grid.cost(edge, adding: 1)
            costs[next] = min(costs[next], costs[cell] + cost)
            costs[cell] = min(costs[cell], costs[next] + cost)
          }
        }
      }
    }
    let cost = way.reduce(0) { $0 + grid.cost(Int($1), adding: 1) }
    #expect(abs(cost - costs[end.row * 6 + end.column]) < 1e-9)
  }

  @Test func sameLayoutSameFigures() {
    let design = RandomDesign.make(seed: 5)
    let router = GlobalRouter(netlist: design.netlist, floorplan: design.floorplan)
    let figures = router.route(design.placement)
    #expect(figures == router.route(design.placement))
    #expect(figures.totalOverflow > 0)
    let unrouted = GlobalRouter(
      netlist: design.netlist, floorplan: design.floorplan, rounds: 0
    ).route(design.placement)
    #expect(figures.totalOverflow <= unrouted.totalOverflow)
  }
}
