import Netlist
import Testing

@testable import SyntheticDesigns

@Suite struct SyntheticDesignTests {
  private static func mixed() -> SyntheticParameters {
    var parameters = SyntheticParameters(cells: 4000)
    parameters.macros = 13
    parameters.macroAreaShare = 0.4
    parameters.utilization = 0.8
    return parameters
  }

  private static func samples() -> [SyntheticParameters] {
    var dense = SyntheticParameters(cells: 1500)
    dense.utilization = 0.97
    var flat = SyntheticParameters(cells: 700, locality: .rent(exponent: 0.5))
    flat.aspectRatio = 8
    flat.macros = 1
    flat.rowHeight = 7
    flat.siteWidth = 3
    var tall = SyntheticParameters(cells: 997, locality: .peko)
    tall.aspectRatio = 0.2
    return [
      mixed(), dense, flat, tall, SyntheticParameters(cells: 16),
      SyntheticParameters(cells: 17, locality: .peko),
    ]
  }

  /// Nothing overlaps, cells stand on sites of rows, everything is on the die.
  @Test(arguments: samples()) func referenceIsLegal(parameters: SyntheticParameters) throws {
    let (design, reference, _) = try SyntheticDesign.generate(parameters, seed: 3)
    let (netlist, floorplan) = (design.netlist, design.floorplan)
    var rows = [[(left: Double, right: Double)]](
      repeating: [], count: floorplan.placementRows.count)
    var covered = 0.0
    for node in 0..<netlist.nodeCount where netlist.nodeKinds[node] != .port {
      let box = reference.box(of: NodeID(node), in: netlist)
      #expect(floorplan.die.contains(box))
      let height = Double(parameters.rowHeight)
      #expect(box.minX.remainder(dividingBy: Double(parameters.siteWidth)) == 0)
      #expect(box.minY.remainder(dividingBy: height) == 0)
      for row in Int(box.minY / height)..<Int(box.maxY / height) {
        rows[row].append((box.minX, box.maxX))
      }
      covered += box.area
    }
    for row in rows {
      let sorted = row.sorted { $0.left < $1.left }
      #expect(zip(sorted, sorted.dropFirst()).allSatisfy { $0.right <= $1.left })
    }
    let utilization = covered / floorplan.die.area
    #expect(abs(utilization - parameters.utilization) < (parameters.cells > 100 ? 0.05 : 0.35))
  }

  @Test func holdsWhatWasAskedFor() throws {
    let parameters = Self.mixed()
    let (design, reference, wirelength) = try SyntheticDesign.generate(parameters, seed: 5)
    let netlist = design.netlist
    #expect(netlist.count(of: .standardCell) == 4000)
    #expect(netlist.count(of: .hardMacro) == 13)
    #expect(netlist.count(of: .port) == parameters.ports)
    var (cellArea, macroArea) = (0.0, 0.0)
    for node in 0..<netlist.nodeCount {
      if netlist.nodeKinds[node] == .hardMacro {
        macroArea += netlist.area(of: NodeID(node))
        #expect(netlist.nodeHeights[node] > 12)
        #expect(netlist.nodePins.count(row: node) >= 8)
      }
      if netlist.nodeKinds[node] == .standardCell { cellArea += netlist.area(of: NodeID(node)) }
      #expect(netlist.nodeNets.count(row: node) >= 1)
      let isPort = netlist.nodeKinds[node] == .port
      #expect(design.placement.isFixed[node] == isPort)
      if isPort {
        let (x, y) = (reference.x[node], reference.y[node])
        #expect(x == design.placement.x[node] && y == design.placement.y[node])
        let die = design.floorplan.die
        #expect(x == 0 || x == die.maxX || y == 0 || y == die.maxY)
      } else {
        #expect(design.placement.x[node] == design.floorplan.die.centerX)
        #expect(design.placement.y[node] == design.floorplan.die.centerY)
      }
    }
    #expect(abs(macroArea / (macroArea + cellArea) - 0.4) < 0.05)
    #expect(wirelength == halfPerimeter(netlist, reference))
    #expect(netlist.name(of: NodeID(0)) == "c0" && netlist.name(of: NetID(7)) == "n7")
    #expect(netlist.name(of: NodeID(4000)) == "m0" && netlist.name(of: NodeID(4013)) == "p0")
  }

  @Test(arguments: [2.5, 3.5, 5]) func degreesHaveTheirMean(mean: Double) throws {
    for locality in [SyntheticParameters.Locality.rent(exponent: 0.6), .peko] {
      var parameters = SyntheticParameters(cells: 20_000, locality: locality)
      parameters.ports = 0
      parameters.netDegrees = try NetDegrees(mean: mean, largest: 30)
      let netlist = try SyntheticDesign.generate(parameters, seed: 1).design.netlist
      let degrees = (0..<netlist.netCount).map { netlist.netPins.count(row: $0) }
      #expect(abs(Double(degrees.reduce(0, +)) / 20_000 - mean) < 0.08)
      #expect(degrees.min()! == 2 && degrees.max()! <= 30 && degrees.max()! > 15)
      #expect(degrees.filter { $0 <= 4 }.count > degrees.count / 2)
    }
  }

  @Test func noNetJoinsACellTwice() throws {
    for parameters in Self.samples() {
      let netlist = try SyntheticDesign.generate(parameters, seed: 2).design.netlist
      for net in 0..<netlist.netCount {
        let nodes = netlist.netPins[net].map { netlist.pinNodes[$0.index].index }
          .filter { netlist.nodeKinds[$0] == .standardCell }
        #expect(Set(nodes).count == nodes.count)
      }
    }
  }

  @Test func dependsOnTheSeedAlone() throws {
    let first = try SyntheticDesign.generate(Self.mixed(), seed: 9)
    let second = try SyntheticDesign.generate(Self.mixed(), seed: 9)
    let other = try SyntheticDesign.generate(Self.mixed(), seed: 10)
    #expect(first.reference == second.reference)
    #expect(first.design.netlist.pinNodes == second.design.netlist.pinNodes)
    #expect(first.referenceWirelength == second.referenceWirelength)
    #expect(first.design.netlist.pinNodes != other.design.netlist.pinNodes)
  }
}

/// The sum of all nets' half-perimeters.
func halfPerimeter(_ netlist: Netlist, _ placement: Placement) -> Double {
  (0..<netlist.netCount).reduce(0.0) { sum, net in
    let pins = netlist.netPins[net].map { placement.position(of: $0, in: netlist) }
    let (x, y) = (pins.map(\.x), pins.map(\.y))
    return sum + (x.max()! - x.min()! + (y.max()! - y.min()!))
  }
}
