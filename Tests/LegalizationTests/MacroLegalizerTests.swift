import Evaluation
import Legalization
import Netlist
import TestSupport
import Testing

@Suite struct MacroLegalizerTests {
  /// Hard macros of assorted sizes thrown anywhere, until they cover a share of the die.
  private func crowd(utilization: Double, seed: UInt64) -> Design {
    var random = SeededGenerator(seed: seed, stream: 77)
    let die = Box(minX: -10, minY: 5, maxX: 90.5, maxY: 85.5)
    var builder = NetlistBuilder(name: "crowd")
    var area = 0.0
    while area + 25 <= utilization * die.area {
      var width = [5.0, 10, 20][random.index(below: 3)]
      var height = [5.0, 10, 20][random.index(below: 3)]
      if area + width * height > utilization * die.area { (width, height) = (5, 5) }
      _ = builder.addNode(
        .hardMacro, symbol: builder.names.intern("m\(builder.nodeCount)"), width: width,
        height: height)
      area += width * height
    }
    let netlist = builder.build()
    var placement = Placement(for: netlist)
    for node in 0..<netlist.nodeCount {
      placement.x[node] = die.minX + random.uniform() * die.width
      placement.y[node] = die.minY + random.uniform() * die.height
      placement.orientations[node] = Orientation.allCases[random.index(below: 8)]
    }
    return Design(netlist: netlist, floorplan: Floorplan(die: die), placement: placement)
  }

  private func legalize(
    _ design: Design, _ wished: Placement? = nil, halo: Double = 0
  ) throws -> Placement {
    try MacroLegalizer(netlist: design.netlist, floorplan: design.floorplan, halo: halo)
      .legalize(wished ?? design.placement)
  }

  private func faults(_ placement: Placement, _ design: Design) -> LegalityReport {
    LegalityChecker(
      netlist: design.netlist, floorplan: design.floorplan, reference: design.placement
    ).check(placement)
  }

  @Test(arguments: [0.3, 0.6, 0.8, 0.9], [1, 2])
  func anyCrowdIsFreedFromOverlap(utilization: Double, seed: UInt64) throws {
    let design = crowd(utilization: utilization, seed: seed)
    #expect(!faults(design.placement, design).isLegal)
    let placement = try legalize(design)
    let report = faults(placement, design)
    #expect(report.isLegal, "\(report.hardMacroOverlaps) overlaps of \(placement.x.count) macros")
    #expect(placement.orientations == design.placement.orientations)
    var rounded = placement
    rounded.roundMovablesToSinglePrecision()
    #expect(rounded == placement)
    // What is legal stays, the second time.
    #expect(try legalize(design, placement) == placement)
  }

  @Test func legalPlacementsAreOnlyRounded() throws {
    var design = RandomDesign.make(seed: 3, hardMacros: 4, softMacros: 5)
    for (number, macro) in design.netlist.nodes(.hardMacro).enumerated() {
      design.placement.x[macro.index] = 2.1 + 3.3 * Double(number)
      design.placement.y[macro.index] = 3.7
    }
    for macro in design.netlist.nodes(.softMacro) {
      design.placement.x[macro.index] = 6.1
      design.placement.y[macro.index] = 8.3
    }
    var rounded = design.placement
    rounded.roundMovablesToSinglePrecision()
    #expect(rounded != design.placement)
    #expect(try legalize(design) == rounded)
  }

  /// Macros edge to edge, as hand-made floorplans have them, move by the clearance at most.
  @Test func touchingMacrosMoveByTheClearanceAtMost() throws {
    let corners = [3.0, 7, 11]
    let design = Self.blocks(
      corners.flatMap { y in corners.map { x in (4.0, 4.0, x, y) } },
      die: Box(minX: 0, minY: 0, maxX: 14, maxY: 14))
    #expect(faults(design.placement, design).isLegal)
    let placement = try legalize(design)
    #expect(faults(placement, design).isLegal)
    let clearance = MacroClearance.minimum(design.floorplan)
    for node in 0..<9 {
      #expect(abs(placement.x[node] - design.placement.x[node]) < 4 * clearance)
      #expect(abs(placement.y[node] - design.placement.y[node]) < 4 * clearance)
    }
  }

  @Test(arguments: 1...4)
  func fixedMacrosStayAndAreAvoided(seed: UInt64) throws {
    var design = crowd(utilization: 0.35, seed: seed)
    // Each fifth macro is fixed, on a lattice where they are clear of each other.
    for (place, node) in stride(from: 0, to: design.netlist.nodeCount, by: 5).enumerated()
    where place < 30 {
      design.placement.isFixed[node] = true
      design.placement.x[node] = -3 + 15 * Double(place % 6)
      design.placement.y[node] = 12 + 15 * Double(place / 6)
    }
    let placement = try legalize(design)
    let report = faults(placement, design)
    #expect(report.isLegal, "\(report)")
    for node in 0..<design.netlist.nodeCount where design.placement.isFixed[node] {
      #expect(placement.x[node] == design.placement.x[node])
      #expect(placement.y[node] == design.placement.y[node])
    }
  }

  @Test(arguments: 1...4)
  func closedPartsStayEmptyAndHalfClosedOnesDoNotMatter(seed: UInt64) throws {
    var design = crowd(utilization: 0.4, seed: seed)
    let closed = Box(minX: 20, minY: 30, maxX: 60, maxY: 60)
    design.floorplan.blockages = [
      Blockage(box: closed, density: 1),
      Blockage(box: Box(minX: -10, minY: 5, maxX: 90, maxY: 30), density: 0.5),
    ]
    let placement = try legalize(design)
    let report = faults(placement, design)
    #expect(report.isLegal, "\(report)")
    for macro in design.netlist.nodes(.hardMacro) {
      #expect(!closed.overlaps(placement.box(of: macro, in: design.netlist)))
    }
  }

  @Test(arguments: [0.5, 2])
  func haloIsKept(halo: Double) throws {
    let design = crowd(utilization: 0.3, seed: 5)
    let placement = try legalize(design, halo: halo)
    let boxes = design.netlist.nodes(.hardMacro).map { placement.box(of: $0, in: design.netlist) }
    for first in boxes.indices {
      for second in boxes.indices where first < second {
        let (a, b) = (boxes[first], boxes[second])
        let gap = max(
          max(a.minX, b.minX) - min(a.maxX, b.maxX), max(a.minY, b.minY) - min(a.maxY, b.maxY))
        #expect(gap >= halo - 1e-9)
      }
    }
  }

  @Test func whatCannotFitIsRefused() {
    let die = Box(minX: 0, minY: 0, maxX: 10, maxY: 10)
    func message(_ design: Design, halo: Double = 0) -> String {
      do {
        _ = try legalize(design, halo: halo)
        return "no error"
      } catch {
        return "\(error)"
      }
    }
    #expect(
      message(Self.blocks([(11, 2, 5, 5)], die: die))
        == "hard macro 'm0' of 11.0 by 2.0 does not fit on the die of 10.0 by 10.0")
    #expect(
      message(Self.blocks([(6, 6, 5, 5), (6, 6, 5, 5)], die: die)).hasPrefix(
        "found no place without overlap for all of 2 hard macros, which cover 72.0% of the die"))
    // Enough room, but not with the clearance asked for.
    let loose = Self.blocks([(4, 4, 5, 5), (4, 4, 5, 5)], die: die)
    #expect(message(loose) == "no error")
    #expect(message(loose, halo: 3).hasPrefix("found no place"))
    #expect(message(loose, halo: 1e308).hasPrefix("found no place"))
    var covered = loose
    covered.floorplan.blockages = [Blockage(box: die, density: 1)]
    #expect(message(covered).hasPrefix("found no place"))
  }

  @Test func macrosAsWideAsTheDieAreStacked() throws {
    let die = Box(minX: 0.1, minY: 0, maxX: 23.05, maxY: 10)
    let width = die.width
    let design = Self.blocks(
      [(width, 3, 3, 5), (width, 3, 20, 5), (width, 2, 11, 5), (1.5, 1.5, 11, 5)], die: die)
    let report = faults(try legalize(design), design)
    #expect(report.isLegal, "\(report)")
  }

  @Test(arguments: [1, 2, 3])
  func startsOfTheirOwnCanBeLegalized(seed: UInt64) throws {
    let design = RandomDesign.make(seed: seed, hardMacros: 12, softMacros: 6)
    for start in [
      MacroStarts.spiral(design.netlist, design.floorplan, like: design.placement),
      MacroStarts.random(design.netlist, design.floorplan, like: design.placement, seed: seed),
    ] {
      #expect(start != design.placement)
      let report = faults(try legalize(design, start), design)
      #expect(report.isLegal, "\(report)")
      for node in 0..<design.netlist.nodeCount where design.placement.isFixed[node] {
        #expect(start.x[node] == design.placement.x[node])
      }
    }
    let first = MacroStarts.random(
      design.netlist, design.floorplan, like: design.placement, seed: 1)
    let second = MacroStarts.random(
      design.netlist, design.floorplan, like: design.placement, seed: 2)
    #expect(first != second)
  }

  @Test func spiralsFollowAGivenOrder() {
    let die = Box(minX: 0, minY: 0, maxX: 20, maxY: 20)
    let design = Self.blocks([(2, 2, 1, 1), (4, 4, 5, 5), (3, 3, 9, 9), (1, 1, 2, 8)], die: die)
    func left(_ order: [NodeID]) -> [Double] {
      let spiral = MacroStarts.spiral(
        design.netlist, design.floorplan, like: design.placement, order: order)
      return (0..<4).map { spiral.x[$0] - design.netlist.nodeWidths[$0] / 2 }
    }
    // The largest first: 4, 3, 2 and 1 wide.
    #expect(left([]) == [7, 0, 4, 9])
    #expect(left([0, 3, 2, 1].map { NodeID(Int32($0)) }) == [0, 6, 3, 2])
    // Those without a place in the order come after, the largest first.
    #expect(left([NodeID(Int32(3)), NodeID(Int32(3))]) == [8, 1, 5, 0])
  }

  private static func blocks(
    _ sizes: [(width: Double, height: Double, x: Double, y: Double)], die: Box
  ) -> Design {
    var builder = NetlistBuilder(name: "blocks")
    for (number, size) in sizes.enumerated() {
      _ = builder.addNode(
        .hardMacro, symbol: builder.names.intern("m\(number)"), width: size.width,
        height: size.height)
    }
    let netlist = builder.build()
    var placement = Placement(for: netlist)
    placement.x = sizes.map(\.x)
    placement.y = sizes.map(\.y)
    return Design(netlist: netlist, floorplan: Floorplan(die: die), placement: placement)
  }
}
