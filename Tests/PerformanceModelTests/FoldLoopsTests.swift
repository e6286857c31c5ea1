import Accelerator
import Netlist
import Testing

@testable import PerformanceModel

@Suite("Loops over folds")
struct FoldLoopsTests {
  /// Products that fill an array of 4 × 4 with whole folds, and memories from too small for anything to
  /// large enough for all.
  struct Case {
    var mapping: FoldMapping
    var capacity: MemoryCapacity

    init(_ random: inout SeededGenerator, dataflow: Dataflow, isWhole: Bool = true) {
      func side() -> Int {
        isWhole ? 4 * (1 + random.index(below: 5)) : 1 + random.index(below: 20)
      }
      mapping = FoldMapping(
        GEMM(m: side(), n: side(), k: side()), dataflow: dataflow, rows: 4, columns: 4)
      capacity = MemoryCapacity(AcceleratorParameters())
      func room() -> Int { 8 << random.index(below: 7) }
      (capacity.rowWords, capacity.columnWords, capacity.sumWords) = (room(), room(), room())
    }

    var loops: FoldLoops { FoldLoops.best(mapping, capacity, rowShare: 1, columnShare: 1) }
  }

  @Test("fetch what a memory of last uses fetches", arguments: Dataflow.allCases)
  func cache(dataflow: Dataflow) {
    var random = SeededGenerator(seed: 11)
    var (blocked, spilled, again) = (0, 0, 0)
    for _ in 0..<400 {
      let example = Case(&random, dataflow: dataflow)
      let loops = example.loops
      let cache = FoldCache(loops, example.capacity)
      #expect(loops.rowPasses * loops.rowWords == cache.rowFetches, "\(example)")
      #expect(loops.columnPasses * loops.columnWords == cache.columnFetches, "\(example)")
      #expect(loops.spills * loops.resultWords == cache.sumFetches, "\(example)")
      blocked += loops.blockCount > 1 ? 1 : 0
      spilled += loops.spills > 0 ? 1 : 0
      again += loops.rowPasses > 1 || loops.columnPasses > 1 ? 1 : 0
    }
    // All cases were met.
    #expect(again > 10)
    #expect((blocked > 10) == (dataflow != .outputStationary))
    #expect((spilled > 3) == (dataflow != .outputStationary))
  }

  @Test("move no more than either plain order of both loops")
  func best() {
    var random = SeededGenerator(seed: 12)
    for dataflow in Dataflow.allCases {
      for _ in 0..<100 {
        let example = Case(&random, dataflow: dataflow, isWhole: false)
        let mapping = example.mapping
        let loops = example.loops
        let bits =
          8 * (loops.rowPasses * loops.rowWords + loops.columnPasses * loops.columnWords)
          + 64 * loops.spills * loops.resultWords
        // All operands once is the least there can be, and fetching anew in each fold the most.
        let least = 8 * (loops.rowWords + loops.columnWords)
        let most =
          8 * (mapping.columnFolds * loops.rowWords + mapping.rowFolds * loops.columnWords)
          + 64 * (mapping.rowFolds - 1) * loops.resultWords
        #expect(bits >= least && bits <= most)
      }
    }
  }

  @Test("are blocks with as many steps as rows, or one block")
  func blocks() {
    var random = SeededGenerator(seed: 13)
    for _ in 0..<200 {
      let example = Case(&random, dataflow: .weightStationary, isWhole: false)
      let loops = example.loops
      let steps = example.mapping.steps
      #expect(loops.blockSteps >= min(4, steps) && loops.blockSteps <= steps)
    }
  }

  /// With all folds visited one by one.
  @Test("stall as a walk over all folds does", arguments: Dataflow.allCases)
  func stalls(dataflow: Dataflow) {
    var random = SeededGenerator(seed: 14)
    var stalled = 0
    for _ in 0..<200 {
      var example = Case(&random, dataflow: dataflow, isWhole: false)
      example.mapping = FoldMapping(
        GEMM(
          m: 1 + random.index(below: 40), n: 1 + random.index(below: 40),
          k: 1 + random.index(below: 40)), dataflow: dataflow, rows: 4, columns: 4)
      let loops = example.loops
      let sequence = FoldSequence(
        loops: loops, capacity: example.capacity, rowShare: 1, columnShare: 1)
      let bandwidth = [0.25, 1, 3][random.index(below: 3)]
      let cycles = SystolicTiming.cycles(example.mapping) + 1
      let model = StallModel(sequence, cycles: cycles, bandwidth: bandwidth)
      let walk = Self.walk(sequence, cycles: cycles, bandwidth: bandwidth)
      #expect(abs(walk.stall - Double(model.stallCycles)) <= 1, "\(example)")
      #expect(abs(walk.fill - Double(model.fillCycles)) <= 1)
      stalled += model.stallCycles > 0 ? 1 : 0
      // What folds move is what the product moves.
      let words = loops.rowPasses * loops.rowWords + loops.columnPasses * loops.columnWords
      let spills = loops.spills * loops.resultWords * 32
      #expect(walk.fetched == words * 8 + spills)
      #expect(walk.sent == loops.resultWords * 8 + spills)
      #expect(StallModel(sequence, cycles: cycles, bandwidth: nil).stallCycles == 0)
    }
    #expect(stalled > 50)
  }

  private static func walk(
    _ sequence: FoldSequence, cycles: Int, bandwidth: Double
  ) -> (stall: Double, fill: Double, fetched: Int, sent: Int) {
    var places: [FoldSequence.Place] = [sequence.first]
    while let next = sequence.neighbor(of: places[places.count - 1], forward: true) {
      places.append(next)
    }
    #expect(places.count == sequence.foldCount && places.last == sequence.last)
    #expect(Set(places).count == places.count)
    let fetched = places.map { sequence.fetchedBits($0) }
    let sent = places.map { sequence.sentBits($0) }
    let fold = Double(cycles) / Double(places.count)
    var time = fetched[0] / (8 * bandwidth)
    for index in places.indices {
      let moved =
        (index + 1 < places.count ? fetched[index + 1] : 0) + (index > 0 ? sent[index - 1] : 0)
      time += max(fold, moved / (8 * bandwidth))
    }
    time += sent[places.count - 1] / (8 * bandwidth)
    let fill = (fetched[0] + sent[places.count - 1]) / (8 * bandwidth)
    return (
      time - fill - Double(cycles), fill, Int(fetched.reduce(0, +)), Int(sent.reduce(0, +))
    )
  }
}
