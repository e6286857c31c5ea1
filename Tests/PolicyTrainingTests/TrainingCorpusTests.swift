import Evaluation
import Netlist
import Policy
import PolicyTraining
import TestSupport
import Testing

/// A corpus whose designs tell what number they were asked for by.
private struct NumberedCorpus: TrainingCorpus {
  func design(_ number: Int, seed: UInt64) throws(TrainingError) -> Design {
    Design(
      netlist: NetlistBuilder(name: "\(number) of \(seed)").build(),
      floorplan: Floorplan(die: Box(minX: 0, minY: 0, maxX: 1, maxY: 1)),
      placement: Placement(for: NetlistBuilder().build()))
  }
}

@Suite("Designs to train on")
struct TrainingCorpusTests {
  @Test("are made alike for the same number and seed, and differ otherwise")
  func generated() throws {
    let corpus = GeneratedCorpus()
    let designs = try [0, 2, 4, 1].map { try corpus.design($0, seed: 1) }
    for design in designs {
      let scene = PolicyScene(design.netlist, design.floorplan, design.placement)
      #expect(scene.isSuitable && !scene.hardMacros.isEmpty)
      #expect((14..<36).contains(scene.grid.columns) && (14..<36).contains(scene.grid.rows))
      #expect(design.placement.orientations.allSatisfy { $0 == .north })
      let cost = try ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
        .evaluate(design.placement)
      #expect(cost.proxy.isFinite && cost.terms.wirelength > 0)
      // Tracks are scaled to that.
      #expect(cost.terms.congestion > 0.59 && cost.terms.congestion < 1.81)
    }
    #expect(try corpus.design(2, seed: 1).differences(from: designs[1]) == [])
    #expect(Set(designs.map(\.netlist.nodeCount)).count > 1)
    for index in 1..<4 { #expect(!designs[index].differences(from: designs[0]).isEmpty) }
    #expect(try !corpus.design(2, seed: 2).differences(from: designs[1]).isEmpty)
  }

  @Test("go through given ones by turns, mirrored and turned")
  func given() throws {
    let designs = [RandomDesign.make(seed: 1), RandomDesign.make(seed: 2, columns: 9)]
    let corpus = GivenCorpus(designs)
    for number in 0..<10 {
      let found = try corpus.design(number, seed: 7)
      let turn = number / 2 % 4
      let expected = CanvasSymmetry(isMirrored: turn & 1 == 1, isTurned: turn & 2 == 2)
        .apply(to: designs[number % 2])
      #expect(found.differences(from: expected) == [], "number \(number)")
    }
    #expect(try !corpus.design(2, seed: 7).differences(from: designs[0]).isEmpty)
  }

  @Test("are given as they are where they have no image")
  func givenWithoutImages() throws {
    var turned = RandomDesign.make(seed: 3)
    turned.placement.orientations[9] = .flippedSouth
    var closed = RandomDesign.make(seed: 4)
    closed.floorplan.blockages = [
      Blockage(box: Box(minX: 0, minY: 0, maxX: 1, maxY: 1), density: 1)
    ]
    for design in [turned, closed] {
      for number in 0..<4 {
        #expect(
          try GivenCorpus([design]).design(number, seed: 1).differences(from: design) == [])
      }
    }
  }

  @Test("must be there")
  func none() {
    let error = #expect(throws: TrainingError.self) { try GivenCorpus([]).design(0, seed: 1) }
    #expect(error?.description == "expected a design to train on, found none")
  }

  @Test("are repeated after a number of them")
  func repeated() throws {
    let corpus = RepeatedCorpus(NumberedCorpus(), count: 3)
    let names = try (0..<7).map { try corpus.design($0, seed: 5).netlist.name }
    #expect(names == [0, 1, 2, 0, 1, 2, 0].map { "\($0) of 5" })
    let single = RepeatedCorpus(NumberedCorpus(), count: 0)
    #expect(try single.design(4, seed: 1).netlist.name == "0 of 1")
  }
}
