import Accelerator
import Foundation
import Netlist
import PhysicalExtraction
import Testing

@Suite struct WireLengthsTests {
  @Test func handCheckedExample() throws {
    let design = HandCheckedExample.design()
    let lengths = try WireLengths(netlist: design.netlist, placement: design.placement)
    // The example's own table: 495 in all, nets of three pins or less, so trees are as long as boxes.
    #expect(lengths.totalHalfPerimeter == 495)
    #expect(lengths.totalSteiner == 495)
    #expect(lengths.bits.reduce(0, +) == 14)
    #expect(lengths.netCount.reduce(0, +) == 7)
    // Two nets are driven by ports, the others by nothing that has a class.
    let interface = BusClass.index(of: .interface)
    let unlabelled = BusClass.index(of: nil)
    #expect(lengths.netCount[interface] == 2 && lengths.netCount[unlabelled] == 5)
    #expect(lengths.steiner[interface] == 40 + 95)
    // From south (50, 0) to (10, 15) and (90, 15).
    #expect(lengths.longestPath[interface] == 55)
    #expect(abs(lengths.meanPath[interface] - (40 + 55 + 55) / 3.0) < 1e-12)
    #expect(lengths.steinerPerBit(interface) == 67.5)
  }

  @Test func unitsAreMicrometres() throws {
    let design = HandCheckedExample.design()
    let lengths = try WireLengths(
      netlist: design.netlist, placement: design.placement, unitsPerMicron: 10)
    #expect(abs(lengths.totalSteiner - 49.5) < 1e-9)
    #expect(abs(lengths.longestPath[BusClass.index(of: .interface)] - 5.5) < 1e-12)
  }

  @Test func generatedAcceleratorHasAllItsClasses() throws {
    let design = try AcceleratorGenerator.generate(AcceleratorParameters(), seed: 1)
    let lengths = try WireLengths(netlist: design.netlist, placement: design.placement)
    #expect(lengths.netCount[BusClass.index(of: nil)] == 0)
    #expect(lengths.netCount.reduce(0, +) == Double(design.netlist.netCount))
    for busClass in [BusClass.inputStream, .weightLoad, .partialSum, .inputRead, .fill, .address] {
      let index = BusClass.index(of: busClass)
      // Of nets between two pins both are the same sum, but for rounding.
      let halfPerimeter = lengths.halfPerimeter[index]
      #expect(lengths.bits[index] > 0 && lengths.steiner[index] >= halfPerimeter * (1 - 1e-12))
      #expect(lengths.meanPath[index] <= lengths.longestPath[index])
    }
    // Half the perimeters are what the evaluator has.
    var sum = 0.0
    for net in 0..<design.netlist.netCount {
      let places = design.netlist.netPins[net].map {
        design.placement.position(of: $0, in: design.netlist)
      }
      let (x, y) = (places.map(\.x), places.map(\.y))
      sum +=
        design.netlist.netWeights[net]
        * (x.max()! - x.min()! + y.max()! - y.min()!)
    }
    #expect(abs(lengths.totalHalfPerimeter - sum) < 1e-6 * sum)
  }

  @Test func codingKeepsClassesByName() throws {
    let design = HandCheckedExample.design()
    let lengths = try WireLengths(netlist: design.netlist, placement: design.placement)
    let data = try JSONEncoder().encode(lengths)
    #expect(try JSONDecoder().decode(WireLengths.self, from: data) == lengths)
    let text = String(decoding: data, as: UTF8.self)
    // A list that lacks a class reads as no wires of it; a class that nobody knows is refused.
    let unknown = text.replacingOccurrences(of: "\"fill\"", with: "\"feel\"")
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(WireLengths.self, from: Data(unknown.utf8))
    }
    let few = """
      {"classes":["interface"],"netCount":[1],"bits":[2],"halfPerimeter":[3],"steiner":[4],\
      "longestPath":[5],"meanPath":[6]}
      """
    let read = try JSONDecoder().decode(WireLengths.self, from: Data(few.utf8))
    #expect(read.steiner[BusClass.index(of: .interface)] == 4 && read.totalSteiner == 4)
    let short = few.replacingOccurrences(of: "\"bits\":[2]", with: "\"bits\":[]")
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(WireLengths.self, from: Data(short.utf8))
    }
  }

  @Test func nodesWithoutAPlaceAreNamed() throws {
    var design = HandCheckedExample.design()
    design.placement.x[4] = .nan
    let name = design.netlist.name(of: NodeID(4))
    #expect(throws: PhysicalExtractionError.position(node: name)) {
      try WireLengths(netlist: design.netlist, placement: design.placement)
    }
    #expect(throws: PhysicalExtractionError.position(node: name)) {
      try LayoutFigures(
        netlist: design.netlist, floorplan: design.floorplan, placement: design.placement)
    }
  }
}

@Suite struct LayoutFiguresTests {
  @Test func detourByHand() {
    // Demand 0.5 + 1.5 + 1 + 2 = 5, of it 0.5 + 1 = 1.5 above the supply.
    let factor = LayoutFigures.detourFactor(horizontal: [0.5, 1.5], vertical: [1, 2])
    #expect(abs(factor - 1.6) < 1e-12)
    #expect(LayoutFigures.detourFactor(horizontal: [0.9], vertical: [1]) == 1)
    #expect(LayoutFigures.detourFactor(horizontal: [0], vertical: [0]) == 1)
    #expect(LayoutFigures.detourFactor(horizontal: [1e9], vertical: []) <= 3)
  }

  @Test func handCheckedExample() throws {
    let design = HandCheckedExample.design()
    let figures = try LayoutFigures(
      netlist: design.netlist, floorplan: design.floorplan, placement: design.placement)
    #expect(figures.dieArea == 10_000)
    #expect(figures.macroArea == 600 && figures.cellArea == 200)
    #expect(abs(figures.whiteSpace - 0.92) < 1e-12)
    #expect(figures.isLegal && figures.overlaps == 0)
    #expect(figures.detourFactor >= 1)
  }

  @Test func scarceTracksMeanDetours() throws {
    let design = try AcceleratorGenerator.generate(AcceleratorParameters(), seed: 1)
    var floorplan = design.floorplan
    let plenty = try LayoutFigures(
      netlist: design.netlist, floorplan: floorplan, placement: design.placement)
    floorplan.routing = floorplan.routing.scaled(by: 0.05)
    let scarce = try LayoutFigures(
      netlist: design.netlist, floorplan: floorplan, placement: design.placement)
    #expect(scarce.overfullShare > plenty.overfullShare)
    #expect(scarce.detourFactor > plenty.detourFactor && scarce.detourFactor <= 3)
    #expect(scarce.congestion > plenty.congestion && scarce.dieArea == plenty.dieArea)
  }

  @Test func overlapIsIllegal() throws {
    var design = HandCheckedExample.design()
    let macros = design.netlist.nodes(.hardMacro)
    design.placement.x[macros[1].index] = design.placement.x[macros[0].index] + 1
    design.placement.y[macros[1].index] = design.placement.y[macros[0].index]
    let figures = try LayoutFigures(
      netlist: design.netlist, floorplan: design.floorplan, placement: design.placement)
    #expect(!figures.isLegal && figures.overlaps == 1)
  }
}
