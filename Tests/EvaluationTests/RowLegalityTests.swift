import Evaluation
import Netlist
import TestSupport
import Testing

@Suite struct RowLegalityTests {
  private func kinds(_ build: (inout RowDesign) -> Void) -> [RowLegalityReport.Kind] {
    var rows = RowDesign(rows: 4, sites: 40)
    build(&rows)
    let design = rows.design
    return RowLegalityChecker(design: design).check(design.placement).violations.map(\.kind)
  }

  @Test func acceptsCellsThatTouch() {
    let found = kinds {
      $0.add(x: 0, y: 0, width: 4)
      $0.add(x: 4, y: 0, width: 3, orientation: .flippedNorth)
      $0.add(x: 0, y: 10, width: 4, orientation: .flippedSouth)
      $0.add(x: 36, y: 20, width: 4, height: 20)
      $0.add(.hardMacro, x: 10, y: 10, width: 20, height: 25, isFixed: true)
    }
    #expect(found == [])
  }

  @Test func findsEveryPairThatOverlaps() {
    var rows = RowDesign(rows: 4, sites: 40)
    rows.add(x: 0, y: 0, width: 4)
    rows.add(x: 3, y: 0, width: 4)
    rows.add(.hardMacro, x: 6, y: 0, width: 20, height: 40, isFixed: true)
    rows.add(.hardMacro, x: 20, y: 20, width: 20, height: 20, isFixed: true)
    rows.add(.port, x: 0, y: 0, width: 40, height: 40)
    rows.add(.softMacro, x: 0, y: 0, width: 40, height: 40)
    let design = rows.design
    let report = RowLegalityChecker(design: design).check(design.placement)
    let texts = report.violations.map { $0.text(in: design.netlist) }
    #expect(texts == ["'n0' overlaps 'n1'", "'n1' overlaps 'n2'"])
    // Two fixed blocks are the design's own fault.
    #expect(report.inputFaults.map { $0.text(in: design.netlist) } == ["'n2' overlaps 'n3'"])
    #expect(!report.isLegal)
    #expect(report.count(of: .overlap) == 2)
  }

  @Test func agreesWithAllPairsTested() {
    var random = SeededGenerator(seed: 5)
    var rows = RowDesign(rows: 20, sites: 200)
    for index in 0..<300 {
      rows.add(
        index % 10 == 0 ? .hardMacro : .standardCell, x: random.uniform() * 190,
        y: random.uniform() * 180, width: Double(1 + random.index(below: 30)),
        height: Double(10 * (1 + random.index(below: 3))))
    }
    let design = rows.design
    let boxes = (0..<300).map { design.placement.box(of: NodeID($0), in: design.netlist) }
    var pairs: [[Int]] = []
    for a in 0..<300 {
      for b in a + 1..<300 where boxes[a].overlaps(boxes[b]) { pairs.append([a, b]) }
    }
    let report = RowLegalityChecker(design: design).check(design.placement)
    let found = report.violations.filter { $0.kind == .overlap }
      .map { [$0.node.index, $0.other!.index] }
    #expect(found == pairs)
    let short = RowLegalityChecker(design: design, pairLimit: 10).check(design.placement)
    #expect(short.isTruncated && short.count(of: .overlap) < pairs.count)
  }

  @Test func findsCellsOffRowsAndSites() {
    #expect(kinds { $0.add(x: 0, y: 5, width: 4) } == [.offRow])
    #expect(kinds { $0.add(x: 0.5, y: 0, width: 4) } == [.offSite])
    let gap = kinds {
      $0.floorplan.placementRows[0].siteCount = 10
      $0.add(x: 8, y: 0, width: 4)
    }
    #expect(gap == [.offRow])
    let missingRow = kinds {
      $0.floorplan.placementRows.remove(at: 1)
      $0.add(x: 8, y: 0, width: 4, height: 20)
    }
    #expect(missingRow == [.offRow])
  }

  @Test func findsWrongOrientations() {
    #expect(kinds { $0.add(x: 0, y: 10, width: 4) } == [.wrongOrientation])
    #expect(
      kinds { $0.add(x: 0, y: 10, width: 4, orientation: .flippedSouth, symmetry: .y) }
        == [.wrongOrientation])
    #expect(
      kinds { $0.add(x: 0, y: 0, width: 4, orientation: .flippedNorth, symmetry: .x) }
        == [.wrongOrientation])
    // A cell over two rows that may not be mirrored belongs on a row turned N.
    #expect(
      kinds { $0.add(x: 0, y: 10, width: 4, height: 20, symmetry: .y) } == [.wrongOrientation])
    #expect(kinds { $0.add(x: 0, y: 20, width: 4, height: 20, symmetry: .y) } == [])
  }

  @Test func findsCellsOutsideTheirRegionAndInFences() {
    func region(_ isFence: Bool, x: Double, region: Int) -> [RowLegalityReport.Kind] {
      kinds {
        let boxes = [
          Box(minX: 10, minY: 0, maxX: 15, maxY: 10), Box(minX: 15, minY: 0, maxX: 20, maxY: 10),
        ]
        $0.floorplan.regions = [Region(name: "r", boxes: boxes, isFence: isFence)]
        $0.add(x: x, y: 0, width: 4, region: region)
      }
    }
    #expect(region(true, x: 13, region: 0) == [])
    #expect(region(true, x: 18, region: 0) == [.outsideRegion])
    #expect(region(true, x: 18, region: -1) == [.insideFence])
    #expect(region(false, x: 18, region: -1) == [])
  }

  @Test func findsCellsOnBlockagesHalosAndOutside() {
    let blocked = kinds {
      let box = Box(minX: 10, minY: 0, maxX: 20, maxY: 10)
      $0.floorplan.blockages = [
        Blockage(box: box, density: 1), Blockage(box: box, density: 0.5),
        Blockage(box: Box(minX: 0, minY: 0, maxX: 5, maxY: 5), density: 1, isSoft: true),
      ]
      $0.add(x: 0, y: 0, width: 4)
      $0.add(x: 18, y: 0, width: 4)
    }
    #expect(blocked == [.onBlockage])
    let halo = kinds {
      $0.add(
        .hardMacro, x: 10, y: 10, width: 10, height: 10, orientation: .south,
        halo: Halo(left: 0, bottom: 0, right: 3, top: 0))
      $0.add(x: 4, y: 10, width: 4, orientation: .flippedSouth)
      $0.add(x: 20, y: 10, width: 4, orientation: .flippedSouth)
    }
    // Turned by 180 degrees, the right side's clearance is to the left.
    #expect(halo == [.insideHalo])
    #expect(kinds { $0.add(x: 38, y: 0, width: 4) } == [.outsideDie])
    #expect(kinds { $0.add(x: .nan, y: 0, width: 4) } == [.outsideDie])
  }

  @Test func findsMovedFixedNodesAndMacrosOffTheGrid() {
    var rows = RowDesign(rows: 4, sites: 40)
    rows.add(x: 0, y: 0, width: 4, isFixed: true)
    rows.add(.hardMacro, x: 10.5, y: 0, width: 10, height: 20)
    let design = rows.design
    var placement = design.placement
    placement.x[0] += 1
    let report = RowLegalityChecker(design: design).check(placement)
    #expect(report.violations.map(\.kind) == [.movedFixed, .macroOffGrid])
    let unmoved = RowLegalityChecker(design: design).check(design.placement)
    #expect(unmoved.isLegal && unmoved.count == 1)
    let strict = RowLegalityChecker(design: design, requiresMacrosOnGrid: true)
    #expect(!strict.check(design.placement).isLegal)
  }
}
