import Netlist
import Testing

@testable import DesignLoop

struct ArchiveTests {
  private func member(
    _ candidate: Int, _ architecture: Architecture, score: Double, size: Double = 1e6
  ) -> ArchiveMember {
    ArchiveMember(
      candidate: candidate, individual: Individual(architecture: architecture, origin: .random),
      figures: Figures(cycles: 1e6, clock: 1, energy: 1e-3, area: 1), score: score,
      niche: Niche(architecture, dieArea: size, memoryShare: 0.3))
  }

  @Test func aNicheKeepsItsBest() throws {
    var random = SeededGenerator(seed: 1)
    let architecture = try DesignSpace().random(using: &random)
    var archive = Archive()
    archive.add(member(1, architecture, score: 3))
    archive.add(member(2, architecture, score: 2))
    archive.add(member(3, architecture, score: 4))
    archive.add(member(4, architecture, score: 5, size: 64e6))
    #expect(archive.niches.map(\.candidate) == [2, 4])
    #expect(archive.best?.candidate == 2)
    #expect(archive.members.count == 4)
  }

  @Test func parentsAreMostlyTheBestButNotAlways() throws {
    var random = SeededGenerator(seed: 1)
    let space = DesignSpace()
    var archive = Archive()
    for index in 0..<6 {
      archive.add(
        member(
          index, try space.random(using: &random), score: Double(index),
          size: 1e4 * Double(1 << (4 * index))))
    }
    var counts = [Int](repeating: 0, count: 6)
    for _ in 0..<2000 { counts[archive.parent(in: space, using: &random).candidate] += 1 }
    #expect(counts[0] > counts[5])
    #expect(counts.allSatisfy { $0 > 50 })
  }

  @Test func childrenAreSoundNewAndOfTheSpace() throws {
    var random = SeededGenerator(seed: 2)
    let space = DesignSpace()
    var archive = Archive()
    for index in 0..<4 {
      archive.add(member(index, try space.random(using: &random), score: Double(index)))
    }
    let children = try Variation(space: space).children(100, of: archive, using: &random)
    #expect(children.count == 100)
    #expect(Set(children.map(\.architecture)).count == 100)
    for child in children {
      #expect(child.architecture.isSound)
      #expect(space.contains(child.architecture))
      #expect(!archive.contains(child.architecture))
    }
    #expect(Set(children.map(\.origin)).count == 3)
    #expect(children.filter { $0.origin != .random }.allSatisfy { !$0.parents.isEmpty })
  }

  @Test func aSpaceThatIsUsedUpSaysSo() throws {
    let choices = Dictionary(
      uniqueKeysWithValues: Gene.allCases.map { ($0, [$0.defaultChoices[0]]) })
    var random = SeededGenerator(seed: 2)
    let space = DesignSpace(choices)
    var archive = Archive()
    archive.add(member(1, try space.random(using: &random), score: 1))
    #expect(throws: LoopError.self) {
      try Variation(space: space).children(3, of: archive, using: &random)
    }
  }

  @Test func ratesAreHandedDownAndStayInBounds() {
    var random = SeededGenerator(seed: 2)
    var rates = VariationRates()
    for _ in 0..<1000 { rates = rates.varied(using: &random) }
    #expect(rates != VariationRates())
    #expect((0.03...0.5).contains(rates.mutation))
    #expect((0.1...0.95).contains(rates.locality))
    #expect((0.05...0.9).contains(rates.crossover))
  }
}
