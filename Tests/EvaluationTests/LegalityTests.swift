import Netlist
import TestSupport
import Testing

@testable import Evaluation

@Suite struct LegalityTests {
  private func macros(
    _ boxes: [Box], kind: NodeKind = .hardMacro,
    die: Box = Box(minX: 0, minY: 0, maxX: 20, maxY: 20)
  ) -> Design {
    var builder = NetlistBuilder()
    for (number, box) in boxes.enumerated() {
      _ = builder.addNode(
        kind, symbol: builder.names.intern("m\(number)"), width: box.width, height: box.height)
    }
    let netlist = builder.build()
    var placement = Placement(for: netlist)
    placement.x = boxes.map(\.centerX)
    placement.y = boxes.map(\.centerY)
    return Design(netlist: netlist, floorplan: Floorplan(die: die), placement: placement)
  }

  private func check(_ design: Design, reference: Placement? = nil) -> LegalityReport {
    LegalityChecker(
      netlist: design.netlist, floorplan: design.floorplan, reference: reference
    ).check(design.placement)
  }

  @Test func touchingIsLegal() {
    let design = macros([
      Box(minX: 0, minY: 0, maxX: 10, maxY: 10), Box(minX: 10, minY: 0, maxX: 20, maxY: 10),
      Box(minX: 0, minY: 10, maxX: 20, maxY: 20),
    ])
    #expect(check(design).isLegal)
  }

  @Test func aMacroInsideAnotherAndTwoAlikeOverlap() {
    let inside = macros([
      Box(minX: 2, minY: 2, maxX: 12, maxY: 12), Box(minX: 4, minY: 4, maxX: 6, maxY: 6),
    ])
    #expect(check(inside).overlappingPairs == [.init(first: NodeID(0), second: NodeID(1))])
    let box = Box(minX: 2, minY: 2, maxX: 12, maxY: 12)
    #expect(check(macros([box, box, box])).hardMacroOverlaps == 3)
    #expect(check(macros([box, box], kind: .softMacro)).isLegal)
  }

  /// A sliver as thin as single precision leaves it is an overlap all the same.
  @Test func aSliverIsAnOverlap() {
    var design = macros([
      Box(minX: 0, minY: 0, maxX: 10, maxY: 10), Box(minX: 10, minY: 0, maxX: 20, maxY: 10),
    ])
    design.placement.x[0] += 1e-6
    #expect(check(design).hardMacroOverlaps == 1)
    design.placement.x[0] = 5 + 1e-14
    #expect(check(design).isLegal)
  }

  @Test(arguments: 1...12)
  func theSweepFindsWhatAllPairsTell(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    // Whole coordinates, so that many touch.
    let boxes = (0..<60).map { _ in
      let (x, y) = (Double(random.index(below: 40)), Double(random.index(below: 40)))
      return Box(
        minX: x, minY: y, maxX: x + Double(1 + random.index(below: 6)),
        maxY: y + Double(1 + random.index(below: 6)))
    }
    var design = macros(boxes, die: Box(minX: 0, minY: 0, maxX: 50, maxY: 50))
    if seed % 3 == 0 {
      design.placement.x[Int(seed)] = .nan
      design.placement.y[2 * Int(seed)] = .nan
    }
    var expected: [LegalityReport.Pair] = []
    for first in 0..<boxes.count {
      for second in (first + 1)..<boxes.count {
        let a = design.placement.box(of: NodeID(first), in: design.netlist)
        let b = design.placement.box(of: NodeID(second), in: design.netlist)
        if a.overlaps(b) {
          expected.append(.init(first: NodeID(first), second: NodeID(second)))
        }
      }
    }
    #expect(check(design).overlappingPairs == expected)
    #expect(!expected.isEmpty)
  }

  @Test func whatIsOutsideOrNowhereIsNamed() {
    var design = macros(
      (0..<6).map { Box(minX: 3 * Double($0), minY: 5, maxX: 3 * Double($0) + 2, maxY: 7) })
    design.placement.x[1] = .nan
    design.placement.y[2] = .nan
    design.placement.x[3] = 19.5
    design.placement.y[4] = -.infinity
    let report = check(design)
    #expect(report.outsideDie == [1, 2, 3, 4].map { NodeID($0) })
    #expect(report.hardMacroOverlaps == 0)
    #expect(!report.isLegal)
    let soft = macros([Box(minX: -1, minY: 0, maxX: 1, maxY: 1)], kind: .softMacro)
    #expect(check(soft).outsideDie == [NodeID(0)])
  }

  @Test func turnedMacrosCoverTheirSidesTurned() {
    var design = macros([
      Box(minX: 0, minY: 8, maxX: 10, maxY: 10), Box(minX: 4, minY: 14, maxX: 6, maxY: 16),
    ])
    #expect(check(design).isLegal)
    design.placement.orientations[0] = .west
    #expect(check(design).isLegal)
    design.placement.y[1] = 13
    #expect(check(design).hardMacroOverlaps == 1)
  }

  @Test func fixedNodesMustStayAsTheyAre() {
    var design = macros(
      (0..<3).map { Box(minX: 5 * Double($0), minY: 0, maxX: 5 * Double($0) + 2, maxY: 2) })
    var reference = design.placement
    reference.isFixed = [true, true, false]
    #expect(check(design, reference: reference).isLegal)
    design.placement.x[0] += 1e-9
    design.placement.orientations[1] = .flippedNorth
    design.placement.x[2] += 1
    #expect(check(design, reference: reference).movedFixed == [NodeID(0), NodeID(1)])
    #expect(check(design).isLegal)
  }

  @Test func closedPartsOfTheDie() {
    var design = macros([
      Box(minX: 0, minY: 0, maxX: 5, maxY: 5), Box(minX: 6, minY: 0, maxX: 10, maxY: 5),
    ])
    design.floorplan.blockages = [
      Blockage(box: Box(minX: 5, minY: 0, maxX: 7, maxY: 20), density: 1),
      Blockage(box: Box(minX: 0, minY: 0, maxX: 3, maxY: 3), density: 0.9),
    ]
    #expect(check(design).onBlockages == [NodeID(1)])
  }

  /// A macro as wide as the die, of a width whose half single precision cannot hold.
  @Test func theCenterRangeOfAMacroAsWideAsTheDieIsLegal() {
    var design = macros(
      [Box(minX: 0, minY: 0, maxX: 22.95, maxY: 5)],
      die: Box(minX: 0, minY: 0, maxX: 22.95, maxY: 23.04))
    let range = CenterRange(
      design.netlist, design.floorplan, design.placement, node: NodeID(0))
    design.placement.x[0] = range.clampX(3)
    design.placement.y[0] = range.clampY(1e9)
    #expect(check(design).isLegal)
    #expect(design.placement.y[0] == Double(Float(design.placement.y[0])))
    #expect(abs(design.placement.y[0] - 20.54) < 1e-5)
  }
}
