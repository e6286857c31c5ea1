import Annealing
import Netlist
import TestSupport
import Testing

/// What a seed gave when these figures were taken: a change that alters what is drawn, or in which
/// order, alters them all.
///
/// Such a change needs new figures: the test fails, and says which it found in place of those below.
@Suite struct ReproducibilityTests {
  struct Known: Sendable {
    var threads: Int
    var places: UInt64
    var cost: Double
    var accepted: [Int]
  }

  @Test(arguments: [
    Known(
      threads: 1, places: 7_901_349_204_220_198_694, cost: 2.2820370463859283,
      accepted: [79, 241, 4, 12, 150, 2, 25, 82, 16, 11, 1, 41]),
    Known(
      threads: 2, places: 17_524_771_922_928_395_332, cost: 2.195643366794182,
      accepted: [40, 280, 15, 12, 64, 9, 11, 137, 33, 12, 4, 41]),
  ])
  func aSeedGivesTheSameRunAsEver(known: Known) throws {
    let design = try Samples.legal(seed: 31)
    var options = AnnealingOptions(budget: .moves(6000), seed: 17, threads: known.threads)
    options.epochs = 12
    let result = Annealer(
      netlist: design.netlist, floorplan: design.floorplan, options: options
    ).anneal(from: design.placement)
    let found = Known(
      threads: known.threads, places: Self.hash(result.placement), cost: result.cost,
      accepted: result.statistics.map(\.accepted))
    #expect(found.places == known.places, "found \(found)")
    // The library's logarithm may differ in the last bit between machines.
    #expect(abs(found.cost - known.cost) < 1e-12, "found \(found)")
    #expect(found.accepted == known.accepted, "found \(found)")
    #expect(result.statistics.map(\.kind) == Self.kinds)
  }

  private static let kinds = [
    "softShift", "softOptimalRegion", "softRelocate", "softNeighbor", "softSwap", "pairShift",
    "routeShift", "hardShift", "hardOptimalRegion", "hardRelocate", "hardSwap", "hardFlip",
  ]

  /// A hash (FNV-1a) of all coordinates and orientations.
  private static func hash(_ placement: Placement) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ word: UInt64) { hash = (hash ^ word) &* 0x100_0000_01B3 }
    for node in placement.x.indices {
      add(placement.x[node].bitPattern)
      add(placement.y[node].bitPattern)
      for byte in "\(placement.orientations[node])".utf8 { add(UInt64(byte)) }
    }
    return hash
  }
}
