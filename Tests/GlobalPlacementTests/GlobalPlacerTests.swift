import Evaluation
import Foundation
import Netlist
import TestSupport
import Testing

@testable import GlobalPlacement

@Suite struct GlobalPlacerTests {
  /// A square of cells in rows, each joined to its right and upper neighbours, with ports at the
  /// corners that hold it in place.
  private func mesh(_ side: Int) -> Design {
    var builder = NetlistBuilder(name: "mesh")
    let extent = Double(side) * 1.25
    var pins: [[PinID]] = []
    for row in 0..<side {
      pins.append(
        (0..<side).map { column in
          let node = builder.addNode(
            .standardCell, symbol: builder.names.intern("c\(row)_\(column)"), width: 1, height: 1)
          return builder.addPin(of: node)
        })
    }
    var ports: [(NodeID, Double, Double)] = []
    for (row, column) in [(0, 0), (0, side - 1), (side - 1, 0), (side - 1, side - 1)] {
      let port = builder.addNode(
        .port, symbol: builder.names.intern("p\(row)_\(column)"), width: 0, height: 0)
      builder.connect(builder.addPin(of: port))
      builder.connect(pins[row][column])
      builder.endNet()
      ports.append((port, column == 0 ? 0 : extent, row == 0 ? 0 : extent))
    }
    for row in 0..<side {
      for column in 0..<side {
        for (toRow, toColumn) in [(row, column + 1), (row + 1, column)]
        where toRow < side && toColumn < side {
          builder.connect(pins[row][column])
          builder.connect(pins[toRow][toColumn])
          builder.endNet()
        }
      }
    }
    let netlist = builder.build()
    var placement = Placement(for: netlist)
    for (port, x, y) in ports { (placement.x[port.index], placement.y[port.index]) = (x, y) }
    return Design(
      netlist: netlist,
      floorplan: Floorplan(die: Box(minX: 0, minY: 0, maxX: extent, maxY: extent)),
      placement: placement)
  }

  private func halfPerimeter(_ design: Design, _ placement: Placement) -> Double {
    (0..<design.netlist.netCount).reduce(0) { sum, net in
      let places = design.netlist.netPins[net].map {
        placement.position(of: $0, in: design.netlist)
      }
      return sum + (places.map(\.x).max()! - places.map(\.x).min()!)
        + (places.map(\.y).max()! - places.map(\.y).min()!)
    }
  }

  @Test func aMeshUnfolds() throws {
    let design = mesh(24)
    let result = try GlobalPlacer(design: design).place(design.placement)
    #expect(result.overflow <= 0.05)
    let length = halfPerimeter(design, result.placement)
    #expect(abs(length - result.wirelength) < 1e-3 * length)
    // 24 x 23 x 2 edges of about a cell's pitch each: a folded or shuffled mesh has far more.
    #expect(length < 1.5 * 24 * 23 * 2)
    for node in 0..<design.netlist.nodeCount where !design.placement.isFixed[node] {
      #expect(
        design.floorplan.die.contains(result.placement.box(of: NodeID(node), in: design.netlist)))
    }
  }

  @Test func fixedNodesStay() throws {
    var design = mesh(8)
    design.placement.isFixed[9] = true
    (design.placement.x[9], design.placement.y[9]) = (2.5, 7)
    let result = try GlobalPlacer(design: design).place(design.placement)
    #expect(result.placement.x[9] == 2.5)
    #expect(result.placement.y[9] == 7)
  }

  @Test func sameSeedAndThreadsGiveTheSamePlacement() throws {
    let design = mesh(16)
    let options = GlobalPlacementOptions(iterationLimit: 60, seed: 5, threads: 2)
    let placer = GlobalPlacer(design: design, options: options)
    #expect(
      try placer.place(design.placement).placement == placer.place(design.placement).placement)
  }

  @Test func aRegionHoldsItsNodes() throws {
    var design = mesh(12)
    let box = Box(minX: 1, minY: 1, maxX: 6, maxY: 6)
    design.floorplan.regions = [Region(name: "corner", boxes: [box], isFence: false)]
    design.constraints.nodeRegions = [Int32](repeating: -1, count: design.netlist.nodeCount)
    for node in 100..<110 { design.constraints.nodeRegions[node] = 0 }
    let result = try GlobalPlacer(design: design).place(design.placement)
    for node in 100..<110 {
      let place = result.placement.box(of: NodeID(node), in: design.netlist)
      #expect(place.minX > box.minX - 1e-3 && place.maxX < box.maxX + 1e-3)
      #expect(place.minY > box.minY - 1e-3 && place.maxY < box.maxY + 1e-3)
    }
  }

  /// A soft blockage is kept clear where there is room beside it, and given up where there is not.
  @Test func softBlockagesGiveWay() throws {
    var design = mesh(10)
    let die = design.floorplan.die
    design.floorplan.blockages = [Blockage(box: die, density: 1, isSoft: true)]
    #expect(try GlobalPlacer(design: design).place(design.placement).overflow < 0.2)
    design.floorplan.blockages[0].isSoft = false
    #expect(throws: GlobalPlacementError.self) {
      try GlobalPlacer(design: design).place(design.placement)
    }
  }

  @Test func tooLittleRoomIsSaid() {
    var design = mesh(10)
    design.floorplan.die = Box(minX: 0, minY: 0, maxX: 5, maxY: 5)
    #expect(throws: GlobalPlacementError.self) {
      try GlobalPlacer(design: design).place(design.placement)
    }
  }

  @Test func stopEndsAtOnce() throws {
    let design = mesh(16)
    let stop = StopFlag()
    stop.raise()
    #expect(try GlobalPlacer(design: design).place(design.placement, stop: stop).iterations == 0)
  }
}
