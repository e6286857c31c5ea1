import Evaluation
import Netlist
import PolicyTraining
import TestSupport
import Testing

@Suite("Images of designs")
struct CanvasSymmetryTests {
  static let all = [(false, false), (true, false), (false, true), (true, true)]

  /// A random design on a die away from the origin, with rows, fixed nodes and all kinds of pins.
  private func design(seed: UInt64) -> Design {
    var design = RandomDesign.make(seed: seed)
    let die = design.floorplan.die
    design.floorplan.die = Box(
      minX: die.minX + 5, minY: die.minY - 3, maxX: die.maxX + 5, maxY: die.maxY - 3)
    for node in design.placement.x.indices {
      design.placement.x[node] += 5
      design.placement.y[node] -= 3
    }
    design.placement.isFixed[10] = true
    return design
  }

  private func evaluation(_ design: Design) throws -> Evaluation {
    try ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
      .evaluate(design.placement)
  }

  @Test("cost what the originals do", arguments: all, 1...3)
  func costs(symmetry: (Bool, Bool), seed: UInt64) throws {
    let design = design(seed: seed)
    let image = CanvasSymmetry(isMirrored: symmetry.0, isTurned: symmetry.1).apply(to: design)
    let (mine, theirs) = (try evaluation(image), try evaluation(design))
    #expect(abs(mine.hpwl - theirs.hpwl) < 1e-9)
    #expect(abs(mine.terms.wirelength - theirs.terms.wirelength) < 1e-12)
    #expect(abs(mine.terms.density - theirs.terms.density) < 1e-12)
    let (columns, rows) = (design.floorplan.columns, design.floorplan.rows)
    #expect(image.floorplan.columns == (symmetry.1 ? rows : columns))
    for row in 0..<rows {
      for column in 0..<columns {
        let x = symmetry.0 ? columns - 1 - column : column
        let cell = symmetry.1 ? x * rows + row : row * columns + x
        #expect(abs(mine.density[cell] - theirs.density[row * columns + column]) < 1e-9)
      }
    }
  }

  @Test("have their pins where the image of each pin is", arguments: all)
  func pins(isMirrored: Bool, isTurned: Bool) {
    let design = design(seed: 4)
    let image = CanvasSymmetry(isMirrored: isMirrored, isTurned: isTurned).apply(to: design)
    let die = design.floorplan.die
    for pin in 0..<design.netlist.pinCount {
      let (x, y) = design.placement.position(of: PinID(pin), in: design.netlist)
      let mirrored = isMirrored ? die.minX + die.maxX - x : x
      let expected = isTurned ? (y, mirrored) : (mirrored, y)
      let found = image.placement.position(of: PinID(pin), in: image.netlist)
      #expect(abs(found.x - expected.0) < 1e-12 && abs(found.y - expected.1) < 1e-12)
    }
    #expect(image.netlist.netWeights == design.netlist.netWeights)
    #expect(image.netlist.netDrivers == design.netlist.netDrivers)
    #expect(image.placement.isFixed == design.placement.isFixed)
    #expect(isTurned == (image.netlist.nodeWidths == design.netlist.nodeHeights))
    #expect(
      image.floorplan.routing.horizontal
        == (isTurned ? design.floorplan.routing.vertical : design.floorplan.routing.horizontal))
  }

  @Test("of images are the originals", arguments: [(true, false), (false, true)])
  func twice(isMirrored: Bool, isTurned: Bool) {
    var design = design(seed: 5)
    let symmetry = CanvasSymmetry(isMirrored: isMirrored, isTurned: isTurned)
    let once = symmetry.apply(to: design)
    #expect(!once.differences(from: design).isEmpty)
    var twice = symmetry.apply(to: once)
    for node in design.placement.x.indices {
      #expect(abs(twice.placement.x[node] - design.placement.x[node]) < 1e-12)
      #expect(abs(twice.placement.y[node] - design.placement.y[node]) < 1e-12)
    }
    twice.placement = design.placement
    design.source = twice.source
    #expect(twice.differences(from: design) == [])
    let none = CanvasSymmetry(isMirrored: false, isTurned: false).apply(to: design)
    #expect(none.placement == design.placement)
    #expect(none.netlist.pinOffsetsX == design.netlist.pinOffsetsX)
  }
}
