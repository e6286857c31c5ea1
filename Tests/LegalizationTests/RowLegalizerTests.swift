import Evaluation
import Formats
import Legalization
import Netlist
import TestSupport
import Testing

@Suite struct RowLegalizerTests {
  @discardableResult
  private func legalize(_ design: Design, spacing: Double = 0) throws -> Placement {
    var options = RowLegalizationOptions()
    options.macroSpacing = spacing
    let result = try RowLegalizer(design: design, options: options).legalize(design.placement)
    let report = RowLegalityChecker(design: design, requiresMacrosOnGrid: true).check(result)
    #expect(report.violations.prefix(5).map { $0.text(in: design.netlist) } == [])
    return result
  }

  /// Macros thrown anywhere until they cover a share of a die of 40 rows by 400 sites.
  private func crowd(utilization: Double, seed: UInt64, halo: Halo = .none) -> RowDesign {
    var random = SeededGenerator(seed: seed)
    var rows = RowDesign(rows: 40, sites: 400, origin: (-10, 30))
    var left = utilization * 160_000
    while left > 400 {
      var width = Double([20, 40, 80][random.index(below: 3)])
      var height = Double([20, 40, 80][random.index(below: 3)])
      if width * height > left { (width, height) = (20, 20) }
      rows.add(
        .hardMacro, x: random.uniform() * 360, y: 30 + random.uniform() * 360, width: width,
        height: height, orientation: [.north, .west, .flippedSouth][random.index(below: 3)],
        halo: halo)
      left -= width * height
    }
    return rows
  }

  @Test(arguments: [0.3, 0.6, 0.8, 0.9], [1, 2])
  func anyCrowdOfMacrosIsFreedFromOverlap(utilization: Double, seed: UInt64) throws {
    try legalize(crowd(utilization: utilization, seed: seed).design)
  }

  @Test func slightOverlapsAreMendedWithSlightMoves() throws {
    var rows = RowDesign(rows: 40, sites: 400)
    for column in 0..<4 {
      for row in 0..<4 {
        rows.add(
          .hardMacro, x: Double(column) * 95, y: Double(row) * 95, width: 100, height: 100)
      }
    }
    let design = rows.design
    let result = try legalize(design)
    for macro in 0..<16 {
      #expect(abs(result.x[macro] - design.placement.x[macro]) <= 15)
      #expect(abs(result.y[macro] - design.placement.y[macro]) <= 15)
    }
  }

  @Test func halosFixedMacrosAndBlockagesAreKeptClearOf() throws {
    var rows = crowd(utilization: 0.3, seed: 6, halo: Halo(left: 3, bottom: 2, right: 1, top: 4))
    rows.floorplan.blockages = [
      Blockage(box: Box(minX: 100, minY: 100, maxX: 180.5, maxY: 222), density: 1)
    ]
    rows.add(
      .hardMacro, x: 200, y: 200, width: 100, height: 90, isFixed: true,
      halo: Halo(left: 10, bottom: 10, right: 10, top: 10))
    var random = SeededGenerator(seed: 1)
    for _ in 0..<1500 {
      rows.add(
        x: random.uniform() * 380, y: 30 + random.uniform() * 380,
        width: Double(1 + random.index(below: 5)))
    }
    try legalize(rows.design)
  }

  @Test func macrosKeepToTheirRegionsAndOutOfFences() throws {
    var rows = RowDesign(rows: 40, sites: 400)
    rows.floorplan.regions = [
      Region(name: "f", boxes: [Box(minX: 0, minY: 0, maxX: 200, maxY: 200)], isFence: true)
    ]
    for index in 0..<16 {
      rows.add(
        .hardMacro, x: 100 + Double(index * 10), y: 100 + Double(index * 5), width: 60, height: 60,
        region: index % 4 == 0 ? 0 : -1)
    }
    try legalize(rows.design)
  }

  @Test func spacingIsKeptBetweenMacros() throws {
    let design = crowd(utilization: 0.5, seed: 3).design
    let result = try legalize(design, spacing: 7)
    let boxes = (0..<design.netlist.nodeCount).map {
      result.box(of: NodeID($0), in: design.netlist)
    }
    for a in boxes.indices {
      for b in a + 1..<max(a + 1, boxes.count) {
        let gapX = max(boxes[a].minX, boxes[b].minX) - min(boxes[a].maxX, boxes[b].maxX)
        let gapY = max(boxes[a].minY, boxes[b].minY) - min(boxes[a].maxY, boxes[b].maxY)
        #expect(max(gapX, gapY) >= 7)
      }
    }
  }

  @Test func saysWhichMacrosDoNotFit() throws {
    var rows = RowDesign(rows: 4, sites: 40)
    rows.add(.hardMacro, x: 0, y: 0, width: 41, height: 10)
    #expect(throws: LegalizationError.self) { try legalize(rows.design) }
    rows = RowDesign(rows: 4, sites: 40)
    for _ in 0..<3 { rows.add(.hardMacro, x: 0, y: 0, width: 21, height: 21) }
    let design = rows.design
    #expect {
      try RowLegalizer(design: design).legalize(design.placement)
    } throws: {
      ($0 as? LegalizationError)?.message.contains("all of 3 movable hard macros") == true
    }
  }

  @Test func designsWithoutRowsKeepFractions() throws {
    var rows = RowDesign(rows: 4, sites: 40)
    rows.floorplan.placementRows = []
    for _ in 0..<4 { rows.add(.hardMacro, x: 10.25, y: 10.25, width: 19.5, height: 19.5) }
    try legalize(rows.design)
  }

  /// Cells and macros at the mean of their neighbours, pulled a little apart by a seeded throw: a crude
  /// global placement.
  private func roughly(_ design: Design, seed: UInt64) -> Placement {
    let netlist = design.netlist
    var random = SeededGenerator(seed: seed)
    var placement = design.placement
    let die = design.floorplan.die
    for node in 0..<netlist.nodeCount where !placement.isFixed[node] {
      placement.x[node] = die.minX + random.uniform() * die.width
      placement.y[node] = die.minY + random.uniform() * die.height
    }
    let thrown = placement
    for _ in 0..<4 {
      for node in 0..<netlist.nodeCount
      where !placement.isFixed[node] && netlist.nodeKinds[node] == .standardCell {
        var (x, y, count) = (thrown.x[node], thrown.y[node], 1.0)
        for net in netlist.nodeNets[node] {
          for pin in netlist.netPins[net.index] where netlist.netPins.count(row: net.index) < 20 {
            x += placement.x[netlist.pinNodes[pin.index].index]
            y += placement.y[netlist.pinNodes[pin.index].index]
            count += 1
          }
        }
        placement.x[node] = x / count
        placement.y[node] = y / count
      }
    }
    return placement
  }

  @Test(
    .enabled(if: SharedData.isPresent, Comment(rawValue: SharedData.absence)),
    arguments: ["ibm01", "ibm02"])
  func publishedDesignsBecomeLegal(_ name: String) throws {
    var design = try Bookshelf.read(
      aux: SharedData.path("benchmarks/iccad04-bookshelf/\(name)/\(name).aux.gz"))
    design.placement = roughly(design, seed: 1)
    try legalize(design)
  }
}
