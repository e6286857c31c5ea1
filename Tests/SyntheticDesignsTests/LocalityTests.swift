import Foundation
import Netlist
import Testing

@testable import SyntheticDesigns

@Suite struct LocalityTests {
  /// The exponent of Rent's rule, measured: the die is halved again and again by cell count, and the
  /// nets that leave blocks are counted; the slope of their mean over the size, in logarithms, for
  /// blocks of some cells up to a sixteenth of all.
  private func measuredExponent(_ netlist: Netlist, _ placement: Placement, cells: Int) -> Double {
    var blocks = [Array(0..<cells)]
    var points: [(x: Double, y: Double)] = []
    var isAcross = true
    while blocks[0].count > 12 {
      blocks = blocks.flatMap { block in
        let sorted = block.sorted {
          isAcross ? placement.x[$0] < placement.x[$1] : placement.y[$0] < placement.y[$1]
        }
        let half = sorted.count / 2
        return [Array(sorted[..<half]), Array(sorted[half...])]
      }
      isAcross.toggle()
      if blocks.count < 16 { continue }
      var blockOfNode = [Int](repeating: -1, count: netlist.nodeCount)
      for (number, block) in blocks.enumerated() {
        for cell in block { blockOfNode[cell] = number }
      }
      var terminals = 0
      for net in 0..<netlist.netCount {
        let touched = Set(
          netlist.netPins[net].map { blockOfNode[netlist.pinNodes[$0.index].index] })
        if touched.count > 1 { terminals += touched.count }
      }
      points.append(
        (
          log(Double(cells) / Double(blocks.count)), log(Double(terminals) / Double(blocks.count))
        ))
    }
    let meanX = points.reduce(0) { $0 + $1.x } / Double(points.count)
    let meanY = points.reduce(0) { $0 + $1.y } / Double(points.count)
    let products = points.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) }
    return products / points.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
  }

  @Test(arguments: [0.5, 0.65, 0.75]) func netsFollowRentsRule(exponent: Double) throws {
    var parameters = SyntheticParameters(cells: 16_384, locality: .rent(exponent: exponent))
    parameters.ports = 0
    let (design, reference, _) = try SyntheticDesign.generate(parameters, seed: 4)
    let measured = measuredExponent(design.netlist, reference, cells: 16_384)
    #expect(abs(measured - exponent) < 0.1, "\(measured)")
  }

  @Test func higherExponentsMakeLongerNets() throws {
    let lengths = try [0.4, 0.55, 0.7, 0.85].map {
      try SyntheticDesign.generate(
        SyntheticParameters(cells: 5000, locality: .rent(exponent: $0)), seed: 4
      ).referenceWirelength
    }
    #expect(zip(lengths, lengths.dropFirst()).allSatisfy { $0 < $1 })
  }

  /// The least half-perimeter of so many fields of a grid, by trying all sets.
  private func shortestByTrial(pins: Int, side: Int, width: Double, height: Double) -> Double {
    var best = Double.infinity
    for set in 0..<(1 << (side * side)) where set.nonzeroBitCount == pins {
      let fields = (0..<(side * side)).filter { set >> $0 & 1 == 1 }
      let (x, y) = (fields.map { $0 % side }, fields.map { $0 / side })
      best = min(
        best,
        Double(x.max()! - x.min()!) * width + Double(y.max()! - y.min()!) * height)
    }
    return best
  }

  @Test(arguments: [(12.0, 12.0), (5.0, 12.0), (12.0, 5.0)])
  func shortestNetsAreThoseOfTrial(width: Double, height: Double) {
    for pins in 2...4 {
      #expect(
        CellGrid.shortestNet(pins: pins, width: width, height: height).length
          == shortestByTrial(pins: pins, side: 4, width: width, height: height))
    }
  }

  /// With pins at centres, no placement on rows has a shorter net of as many cells.
  @Test(arguments: [16, 17, 100, 997, 5003], [4, 12, 30])
  func pekoNetsCannotBeShorter(cells: Int, sites: Int) throws {
    var parameters = SyntheticParameters(cells: cells, locality: .peko)
    parameters.cellWidths = [SyntheticParameters.CellWidth(sites: sites, share: 1)]
    let (design, reference, wirelength) = try SyntheticDesign.generate(parameters, seed: 6)
    let netlist = design.netlist
    var bound = 0.0
    for net in 0..<netlist.netCount {
      let pins = netlist.netPins.count(row: net)
      #expect(pins >= 2)
      bound += CellGrid.shortestNet(pins: pins, width: Double(sites), height: 12).length
    }
    #expect(wirelength == bound)
    #expect(wirelength == halfPerimeter(netlist, reference))
  }
}
