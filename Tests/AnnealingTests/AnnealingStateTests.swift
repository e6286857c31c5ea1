import Annealing
import Evaluation
import Formats
import Netlist
import TestSupport
import Testing

/// Annealing that goes on from where another run stood.
@Suite struct AnnealingStateTests {
  private struct Run {
    var result: AnnealingResult
    /// The states on the way, as bytes.
    var states: [[UInt8]] = []
  }

  private let design: Design

  init() throws { design = try Samples.legal(seed: 41) }

  private func run(
    threads: Int, view: ProposalView?, from state: [UInt8]? = nil,
    change: (inout AnnealingOptions) -> Void = { _ in }
  ) throws -> Run {
    var options = AnnealingOptions(budget: .moves(4000), seed: 7, threads: threads)
    options.epochs = 10
    options.exchanges = 3
    change(&options)
    var makeProposer: (@Sendable (Int) -> any CellProposer)?
    if let view { makeProposer = { _ in EmptyCellProposer(view: view) } }
    let annealer = Annealer(
      netlist: design.netlist, floorplan: design.floorplan, options: options,
      makeProposer: makeProposer)
    let start = try state.map { bytes in
      var reader = BinaryReader(bytes, file: "state")
      let state = try AnnealingState(from: &reader)
      try reader.finish()
      return state
    }
    var states: [[UInt8]] = []
    let result = annealer.anneal(
      from: design.placement, resuming: start,
      checkpoint: { state in
        var writer = BinaryWriter()
        state.write(to: &writer)
        states.append(writer.bytes)
      })
    return Run(result: result, states: states)
  }

  private func expectSame(_ found: AnnealingResult, _ whole: AnnealingResult, _ epoch: Int) {
    #expect(found.placement == whole.placement, "from epoch \(epoch)")
    #expect(found.last == whole.last, "from epoch \(epoch)")
    #expect(found.cost == whole.cost && found.terms == whole.terms, "from epoch \(epoch)")
    #expect(found.moves == whole.moves && found.statistics == whole.statistics)
  }

  @Test(arguments: [1, 2, 3], [nil, ProposalView.epoch, .layout])
  func aRunFromAnyEpochComesToTheSame(threads: Int, view: ProposalView?) throws {
    let whole = try run(threads: threads, view: view)
    #expect(whole.states.count == 11)
    for (epoch, state) in whole.states.enumerated() {
      let rest = try run(threads: threads, view: view, from: state)
      expectSame(rest.result, whole.result, epoch)
      // All but the seconds, which stand at bytes 8 to 15.
      #expect(rest.states.last?.dropFirst(16) == whole.states.last?.dropFirst(16))
    }
  }

  /// Where moves count as several and are owed from one epoch to the next, and the tails of the cost
  /// are those of the proxy cost from the start.
  @Test func aRunWithoutTailsComesToTheSame() throws {
    func change(_ options: inout AnnealingOptions) {
      options.tailsEnd = 0
      options.restarts = 2
      options.budget = .moves(333)
    }
    let whole = try run(threads: 2, view: .epoch, change: change)
    for (epoch, state) in whole.states.enumerated() {
      let rest = try run(threads: 2, view: .epoch, from: state, change: change)
      expectSame(rest.result, whole.result, epoch)
    }
  }

  @Test func usedTimeCounts() throws {
    let whole = try run(threads: 1, view: nil)
    var late = whole.states[5]
    // As if the first half had taken an hour.
    late.replaceSubrange(
      8..<16, with: withUnsafeBytes(of: 3600.0.bitPattern.littleEndian, Array.init))
    let rest = try run(threads: 1, view: nil, from: late) { $0.budget = .time(3600) }
    #expect(rest.result.moves < whole.result.moves && rest.result.seconds >= 3600)
    #expect(rest.states.count == 1)
  }

  @Test func aRunCutShortInAnEpochKeepsTheStateBefore() throws {
    let stop = StopFlag()
    var epochs: [Int] = []
    var options = AnnealingOptions(budget: .moves(4000), seed: 7)
    options.epochs = 10
    _ = Annealer(netlist: design.netlist, floorplan: design.floorplan, options: options).anneal(
      from: design.placement, stop: stop,
      progress: { _ in if epochs.count == 4 { stop.raise() } },
      checkpoint: { epochs.append($0.epoch) })
    #expect(epochs == [0, 1, 2, 3])
  }

  @Test func aStateSuitsItsDesignAndThreadsAlone() throws {
    let bytes = try run(threads: 2, view: nil).states[3]
    var reader = BinaryReader(bytes, file: "state")
    let state = try AnnealingState(from: &reader)
    let other = try Samples.legal(seed: 41, softMacros: 11)
    let finer = try Samples.legal(seed: 41, columns: 8)
    #expect(state.suits(design.netlist, design.floorplan, replicas: 2))
    #expect(!state.suits(design.netlist, design.floorplan, replicas: 1))
    #expect(!state.suits(other.netlist, other.floorplan, replicas: 2))
    #expect(!state.suits(finer.netlist, finer.floorplan, replicas: 2))
  }

  @Test func aCutStateIsRefused() throws {
    let bytes = try run(threads: 2, view: .epoch).states[3]
    for length in stride(from: 0, to: bytes.count, by: 97) {
      var reader = BinaryReader(Array(bytes[..<length]), file: "state")
      #expect(throws: ParseError.self) { try AnnealingState(from: &reader) }
    }
  }
}
