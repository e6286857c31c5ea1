import Evaluation
import Legalization
import Netlist
import TestSupport
import Testing

@Suite struct CellLegalizerTests {
  /// Legalizes, and expects nothing wrong.
  @discardableResult
  private func legalize(_ rows: RowDesign) throws -> Placement {
    let design = rows.design
    let result = try CellLegalizer(design: design).legalize(design.placement)
    let report = RowLegalityChecker(design: design).check(result)
    #expect(report.violations.map { $0.text(in: design.netlist) } == [])
    return result
  }

  private func message(_ rows: RowDesign) -> String {
    let design = rows.design
    do throws(LegalizationError) {
      _ = try CellLegalizer(design: design).legalize(design.placement)
      return ""
    } catch {
      return error.message
    }
  }

  @Test func leavesALegalPlacementAsItIs() throws {
    var rows = RowDesign(rows: 3, sites: 30, origin: (5, -20))
    rows.add(x: 5, y: -20, width: 4)
    rows.add(x: 9, y: -20, width: 2.5, orientation: .flippedNorth)
    rows.add(x: 20, y: -10, width: 3, orientation: .south)
    #expect(try legalize(rows) == rows.design.placement)
  }

  @Test func clustersStandAtTheMeanOfTheirWishes() throws {
    var rows = RowDesign(rows: 1, sites: 100)
    for _ in 0..<4 { rows.add(x: 50, y: 0, width: 5) }
    let result = try legalize(rows)
    // The best cluster of four begins at the mean of 50, 45, 40 and 35, rounded to a site.
    #expect(result.x == [45.5, 50.5, 55.5, 60.5])
  }

  @Test(arguments: [0.5, 0.8, 0.95, 0.99])
  func anyCrowdFindsRoom(utilization: Double) throws {
    var random = SeededGenerator(seed: 3)
    var rows = RowDesign(rows: 20, sites: 150)
    rows.floorplan.blockages = [
      Blockage(box: Box(minX: 30.5, minY: 35, maxX: 60, maxY: 95), density: 1)
    ]
    rows.add(
      .hardMacro, x: 80, y: 100, width: 33, height: 50, isFixed: true,
      halo: Halo(left: 2.5, bottom: 1, right: 2, top: 0))
    // Sites that blockage and halo leave: 20 x 150 - 7 x 30 - 6 x 38.
    var left = Int(utilization * Double(3000 - 210 - 228))
    while left > 0 {
      let width = min(left, 1 + random.index(below: 12))
      rows.add(
        x: 40 + random.uniform() * 80, y: random.uniform() * 190, width: Double(width))
      left -= width
    }
    try legalize(rows)
  }

  @Test func smallCellsMakeRoomForAWideOne() throws {
    var rows = RowDesign(rows: 2, sites: 10)
    for x in 0..<5 { rows.add(x: Double(x), y: 0, width: 1) }
    for x in 0..<5 { rows.add(x: Double(x), y: 10, width: 1) }
    rows.add(x: 9, y: 0, width: 10)
    try legalize(rows)
  }

  @Test func saysWhatRoomIsMissing() {
    var rows = RowDesign(rows: 2, sites: 10)
    for _ in 0..<3 { rows.add(x: 0, y: 0, width: 7) }
    #expect(message(rows).contains("the rows lack an area of 10.0"))
    rows = RowDesign(rows: 2, sites: 10)
    for _ in 0..<3 { rows.add(x: 0, y: 0, width: 8) }
    rows.floorplan.placementRows[1].siteCount = 14
    rows.floorplan.die.maxX = 14
    #expect(message(rows).contains("pieces too small"))
    rows.floorplan.placementRows = []
    #expect(message(rows).contains("no rows"))
    rows = RowDesign(rows: 2, sites: 10)
    rows.add(x: .infinity, y: 0, width: 6)
    #expect(message(rows).contains("no number"))
  }

  @Test func tallCellsComeFirstAndKeepTheirParity() throws {
    var random = SeededGenerator(seed: 9)
    var rows = RowDesign(rows: 12, sites: 60)
    for index in 0..<60 {
      let height = [10.0, 10, 20, 30][index % 4]
      rows.add(
        x: random.uniform() * 50, y: random.uniform() * 100,
        width: Double(2 + random.index(below: 8)), height: height,
        symmetry: index % 8 == 2 ? .y : .all)
    }
    let result = try legalize(rows)
    for node in stride(from: 2, to: 60, by: 8) { #expect(result.orientations[node] == .north) }
  }

  @Test func regionsHoldTheirCellsAndFencesKeepOthersOut() throws {
    var random = SeededGenerator(seed: 4)
    var rows = RowDesign(rows: 10, sites: 60)
    rows.floorplan.regions = [
      Region(
        name: "fence",
        boxes: [
          Box(minX: 10, minY: 15, maxX: 30, maxY: 60), Box(minX: 30, minY: 20, maxX: 40, maxY: 40),
        ], isFence: true),
      Region(name: "guide", boxes: [Box(minX: 0, minY: 70, maxX: 50, maxY: 100)], isFence: false),
    ]
    for index in 0..<120 {
      rows.add(
        x: random.uniform() * 55, y: random.uniform() * 90, width: 3,
        height: index % 20 == 0 ? 20 : 10, region: [-1, -1, 0, 1][index % 4])
    }
    try legalize(rows)
    for _ in 0..<30 { rows.add(x: 0, y: 0, width: 3, region: 0) }
    #expect(message(rows).contains("in region 'fence'"))
  }

  @Test func rowsOfTwoHeightsEachTakeTheirCells() throws {
    var rows = RowDesign(rows: 6, sites: 40)
    // Rows of double height over the same ground.
    for row in 0..<3 {
      rows.floorplan.placementRows.append(
        PlacementRow(
          x: 0, y: Double(row) * 20, height: 20, siteWidth: 2, siteSpacing: 2, siteCount: 20,
          orientation: .north, siteName: "double"))
    }
    for index in 0..<24 {
      rows.add(
        x: Double(index), y: Double(index), width: index % 3 == 0 ? 6 : 5,
        height: index % 3 == 0 ? 20 : 10)
    }
    let result = try legalize(rows)
    for node in stride(from: 0, to: 24, by: 3) {
      #expect((result.y[node] - 10).truncatingRemainder(dividingBy: 20) == 0)
      #expect((result.x[node] - 3).truncatingRemainder(dividingBy: 2) == 0)
    }
  }

  @Test func cellsThatMayNotBeMirroredStayOnUnmirroredRows() throws {
    var rows = RowDesign(rows: 4, sites: 20)
    for _ in 0..<6 { rows.add(x: 10, y: 10, width: 5, symmetry: .y) }
    let result = try legalize(rows)
    #expect(Set(result.y) == [5, 25])
  }

  @Test(arguments: RowLegalizationOptions.CellWeight.allCases)
  func theResultDependsOnTheArgumentsAlone(weight: RowLegalizationOptions.CellWeight) throws {
    var random = SeededGenerator(seed: 8)
    var rows = RowDesign(rows: 8, sites: 50)
    for _ in 0..<60 {
      rows.add(x: random.uniform() * 40, y: random.uniform() * 70, width: 5)
    }
    var options = RowLegalizationOptions()
    options.cellWeight = weight
    let design = rows.design
    let legalizer = CellLegalizer(design: design, options: options)
    #expect(try legalizer.legalize(design.placement) == legalizer.legalize(design.placement))
  }
}
