import Foundation
import Netlist
import TestSupport
import Testing

@testable import GlobalPlacement

@Suite struct KernelTests {
  @Test func exponentialIsClose() {
    var worst = 0.0
    for index in 0...60_000 {
      let power = -Float(index) / 1000
      let found = fastExponential(SIMD4(repeating: power))
      worst = max(worst, abs(Double(found[index & 3]) / exp(Double(power)) - 1))
    }
    #expect(worst < 1e-5)
    #expect(fastExponential(SIMD4(repeating: -1000)).max() < 1e-30)
    #expect(fastExponential(SIMD4(repeating: 0)) == SIMD4(repeating: 1))
  }

  @Test func closedBinsAreWhatRowsAndObstaclesLeave() {
    var design = RandomDesign.make(seed: 1, hardMacros: 1, softMacros: 2, nets: 4)
    design.floorplan.die = Box(minX: 0, minY: 0, maxX: 16, maxY: 16)
    design.floorplan.blockages = [
      Blockage(box: Box(minX: 0, minY: 0, maxX: 4, maxY: 2), density: 1),
      Blockage(box: Box(minX: 8, minY: 8, maxX: 9, maxY: 9), density: 0.5),
    ]
    design.floorplan.placementRows = (0..<8).map {
      PlacementRow(
        x: 0, y: Double($0), height: 1, siteWidth: 1, siteSpacing: 1, siteCount: 16,
        orientation: .north)
    }
    let bins = ClosedBins(
      of: nil, design, design.placement,
      grid: BinGrid(area: Box(minX: 0, minY: 0, maxX: 16, maxY: 16), columns: 16, rows: 16))
    for row in 0..<16 {
      for column in 0..<16 {
        let isBlocked = row < 2 && column < 4
        #expect(bins.shares[row * 16 + column] == (row >= 8 || isBlocked ? 1 : 0))
      }
    }
    #expect(bins.openArea == 16 * 8 - 8)
  }

  @Test func partsCoverTheWholeOnce() {
    for count in [0, 1, 511, 512, 5000] {
      let marks = Buffer<Int32>(count: max(count, 1))
      let pointer = marks.pointer
      inParallel(count, parts: 3) { _, range in
        for index in range { pointer[index] += 1 }
      }
      #expect((0..<count).allSatisfy { marks[$0] == 1 })
    }
  }
}
