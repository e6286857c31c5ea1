import Evaluation
import Netlist
import TestSupport
import Testing

@testable import GlobalPlacement

/// Fences keep their own nodes in and all others out, as far as density goes.
@Suite struct FenceTests {
  private static let memberCount = 60

  /// Random nets among soft macros, the first of which are bound to an L-shaped region.
  ///
  /// - Parameter fill: the share of the region that they take.
  private func design(isFence: Bool = true, fill: Double = 0.8) -> Design {
    var design = RandomDesign.make(seed: 3, hardMacros: 0, softMacros: 200, nets: 300)
    let netlist = design.netlist
    let nodes = netlist.nodes(.softMacro)
    for node in nodes { design.placement.isFixed[node.index] = false }
    design.constraints.nodeRegions = [Int32](repeating: -1, count: netlist.nodeCount)
    let members = nodes.prefix(Self.memberCount)
    for node in members { design.constraints.nodeRegions[node.index] = 0 }
    let extent = (nodes.reduce(0) { $0 + netlist.area(of: $1) } / 0.6).squareRoot()
    design.floorplan.die = Box(minX: 0, minY: 0, maxX: extent, maxY: extent)
    // Two boxes of the same size, one upright on the end of the other.
    let area = members.reduce(0) { $0 + netlist.area(of: $1) } / fill
    let (long, short) = (0.75 * extent, area / 2 / (0.75 * extent))
    design.floorplan.regions = [
      Region(
        name: "corner",
        boxes: [
          Box(minX: 0, minY: 0, maxX: long, maxY: short),
          Box(minX: 0, minY: short, maxX: short, maxY: short + long),
        ], isFence: isFence)
    ]
    return design
  }

  /// The shares of members' area in the region, and of others' area.
  private func insideShares(_ design: Design, _ placement: Placement) -> (
    own: Double, other: Double
  ) {
    let netlist = design.netlist
    var (inside, total) = ((own: 0.0, other: 0.0), (own: 0.0, other: 0.0))
    for node in netlist.nodes(.softMacro) {
      let box = placement.box(of: node, in: netlist)
      let shared = design.floorplan.regions[0].boxes.reduce(0) { sum, part in
        sum + max(0, min(box.maxX, part.maxX) - max(box.minX, part.minX))
          * max(0, min(box.maxY, part.maxY) - max(box.minY, part.minY))
      }
      if design.constraints.region(of: node) != nil {
        inside.own += shared
        total.own += box.area
      } else {
        inside.other += shared
        total.other += box.area
      }
    }
    return (inside.own / total.own, inside.other / total.other)
  }

  @Test(arguments: [1, 2])
  func nodesAreInTheirTerritory(threads: Int) throws {
    let design = design()
    let result = try GlobalPlacer(
      design: design,
      options: GlobalPlacementOptions(gridSize: 16, threads: threads)
    ).place(design.placement)
    let shares = insideShares(design, result.placement)
    #expect(result.overflow < 0.1)
    #expect(shares.own > 0.9 && shares.other < 0.05, "\(shares)")
  }

  /// From a placement that is given, fillers find the room that each territory has.
  @Test func aGivenStartIsLetIntoItsTerritory() throws {
    var design = design()
    design.placement = try GlobalPlacer(design: design).place(design.placement).placement
    let result = try GlobalPlacer(
      design: design,
      options: GlobalPlacementOptions(
        gridSize: 16, start: .given(densityWeight: nil))
    ).place(design.placement)
    let shares = insideShares(design, result.placement)
    #expect(shares.own > 0.9 && shares.other < 0.05, "\(shares)")
  }

  /// Others may be in a region that is no fence.
  @Test func aRegionThatIsNoFenceIsOpenToAll() throws {
    let design = design(isFence: false)
    let room = try PlacementRoom(design, design.placement, GlobalPlacementOptions(gridSize: 16))
    #expect(room.territories.count == 1 && room.territories[0].closed.allSatisfy { $0 == 0 })
  }

  @Test func aFenceTooSmallIsNamed() throws {
    let design = design(fill: 1.1)
    let error = #expect(throws: GlobalPlacementError.self) {
      try GlobalPlacer(design: design).place(design.placement)
    }
    #expect(error?.message.contains("in region 'corner'") == true)
  }

  /// Where cells grow against congestion, those in fences stay as they are: so does their room.
  @Test func cellsInFencesDoNotGrow() throws {
    let design = design()
    let room = try PlacementRoom(
      design, design.placement, GlobalPlacementOptions(gridSize: 16))
    let problem = PlacementProblem(
      design: design, placement: design.placement, area: room.grid.area,
      territories: room.territories)
    let grid = CostGrid(design.floorplan)
    let demand = [Double](repeating: 1.5, count: grid.cellCount)
    let options = RoutabilityOptions()
    var inflation = CellInflation(problem, options: options)
    let middle = FloatBuffer([Float](repeating: problem.width / 2, count: problem.objectCount + 1))
    let isGrown = inflation.raise(
      problem, x: middle, y: middle,
      by: CongestionEstimate(grid: grid, horizontal: demand, vertical: demand), options: options)
    #expect(isGrown)
    for object in 0..<problem.movableCount {
      let isMember = design.constraints.region(of: problem.nodes[object]) != nil
      #expect(isMember == (inflation.factors[object] == 1))
    }
  }
}
