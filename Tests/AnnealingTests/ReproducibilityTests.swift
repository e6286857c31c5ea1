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
      threads: 1, places: 6_961_201_679_143_827_662, cost: 2.297067207469133,
      accepted: [70, 198, 7, 10, 121, 5, 7, 124, 13, 8, 1, 52]),
    Known(
      threads: 2, places: 9_417_794_040_147_968_354, cost: 1.938744026076997,
      accepted: [61, 285, 14, 11, 96, 7, 12, 122, 42, 16, 4, 52]),
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
