import Accelerator
import Foundation
import PerformanceModel
import Testing

@Suite("The performance model")
struct PerformanceModelTests {
  static func parameters(_ dataflow: Dataflow = .weightStationary) -> AcceleratorParameters {
    var parameters = AcceleratorParameters()
    parameters.dataflow = dataflow
    return parameters
  }

  static func one(_ gemm: GEMM) -> Workload {
    Workload(name: "one", layers: [Layer("one", .gemm(gemm))])
  }

  @Test("splits work over tiles, and loses none", arguments: Dataflow.allCases)
  func tiles(dataflow: Dataflow) throws {
    for gemm in [GEMM(m: 100, n: 70, k: 50), GEMM(m: 3, n: 500, k: 20), GEMM(m: 700, n: 5, k: 20)] {
      let single = try PerformanceModel(Self.parameters(dataflow)).total(Self.one(gemm))
      var cycles = single.cycles
      for tiles in [2, 3, 4, 64, 1024] {
        let model = try PerformanceModel(Self.parameters(dataflow), tiles: tiles)
        let counts = try model.total(Self.one(gemm))
        #expect(counts.macs == gemm.macs)
        #expect(counts.cycles <= cycles)
        cycles = counts.cycles
        #expect(counts.outputSRAM.writes == single.outputSRAM.writes)
        #expect(counts.dramBytesWritten == single.dramBytesWritten)
        #expect(counts.dramBytesRead >= single.dramBytesRead)
        #expect(model.utilization(counts) <= 1)
      }
      #expect(cycles < single.cycles)
    }
  }

  @Test("splits the loop that takes fewer cycles")
  func shares() {
    func shares(_ gemm: GEMM, _ dataflow: Dataflow) -> TileShares {
      TileShares(gemm, dataflow: dataflow, rows: 16, columns: 16, tiles: 3)
    }
    let wide = shares(GEMM(m: 4, n: 100, k: 8), .weightStationary)
    #expect(wide.shares.map(\.gemm.n) == [34, 33] && wide.shares.map(\.tiles) == [1, 2])
    // One fold of columns cannot be split: the steps are.
    let long = shares(GEMM(m: 100, n: 16, k: 8), .weightStationary)
    #expect(long.shares.map(\.gemm.m) == [34, 33] && long.activeTiles == 3)
    let input = shares(GEMM(m: 90, n: 4, k: 8), .inputStationary)
    #expect(input.shares.map(\.gemm.m) == [30] && input.shares.map(\.tiles) == [3])
    #expect(shares(GEMM(m: 1, n: 2, k: 8), .weightStationary).activeTiles <= 2)
  }

  /// The product in seven folds over k, or four over m by three over n, by the formulas that the tests of
  /// the SystemVerilog hold against its simulation.
  @Test(
    "counts what the sequencer takes beside SCALE-Sim's cycles",
    arguments: [
      (Dataflow.weightStationary, 21 * (2 * 16 + 16 + 64 + 2) + 3 * 6 * 63),
      (.outputStationary, 12 * (2 * 16 + 16 + 100 + 2) + 16),
      (.inputStationary, 28 * (2 * 16 + 16 + 48 + 2) + 4 * 6 * 47),
    ])
  func sequencer(dataflow: Dataflow, cycles: Int) throws {
    let gemm = GEMM(m: 64, n: 48, k: 100)
    let counts = try PerformanceModel(Self.parameters(dataflow)).total(Self.one(gemm))
    #expect(counts.totalCycles == cycles)
    #expect(
      counts.cycles == SystolicTiming.cycles(gemm, dataflow: dataflow, rows: 16, columns: 16))
  }

  /// By hand: two folds over k, each of 16 + 16 + 16 + 20 − 2 cycles, and 4 more in the hardware, where
  /// the second takes 19 more; 1 byte a cycle.
  @Test("waits for DRAM as counted by hand")
  func stalls() throws {
    let gemm = GEMM(m: 20, n: 16, k: 32)
    let counts = try PerformanceModel(Self.parameters(), bandwidth: 1).total(Self.one(gemm))
    #expect(counts.cycles == 2 * 66 - 1)
    // A fold takes 79.5 cycles in the mean. It needs 20 · 16 inputs and 16 · 16 weights. The second's come during the first; during the
    // second nothing comes, and nothing goes before the sums are complete.
    #expect(counts.sequencerCycles == 1 + 2 * 4 + 19)
    #expect(counts.stallCycles == 576 - 79)
    #expect(counts.fillCycles == 576 + 20 * 16)
    #expect(counts.vectorCycles == 0)
    #expect(counts.totalCycles == 159 + 497 + 896)
    let slow = try PerformanceModel(Self.parameters(), tiles: 2, bandwidth: 1)
      .total(Self.one(GEMM(m: 20, n: 32, k: 32)))
    // Each tile gets half of the bandwidth.
    #expect(slow.stallCycles == 2 * 576 - 79)
    let fast = try PerformanceModel(Self.parameters(), bandwidth: 1e9).total(Self.one(gemm))
    #expect(fast.stallCycles == 0 && fast.fillCycles <= 1)
  }

  @Test("waits for a vector unit of few lanes")
  func vectorUnit() throws {
    var parameters = Self.parameters()
    parameters.vectorLanes = 1
    let counts = try PerformanceModel(parameters).total(Self.one(GEMM(m: 200, n: 16, k: 16)))
    #expect(counts.cycles == 245)
    #expect(counts.totalCycles == 3200)
    parameters.vectorLanes = 16
    let wide = try PerformanceModel(parameters).total(Self.one(GEMM(m: 200, n: 16, k: 16)))
    #expect(wide.vectorCycles == 0)
  }

  /// Sums of 1000 × 16 words of 32 bits exceed half of 64 KiB, so steps go in two blocks, each of which
  /// loads all weights anew.
  @Test("cuts steps into blocks rather than send sums out")
  func blocks() throws {
    let gemm = GEMM(m: 1000, n: 16, k: 64)
    let counts = try PerformanceModel(Self.parameters()).total(Self.one(gemm))
    #expect(counts.folds == 2 * 4)
    #expect(counts.weightSRAM.reads == 2 * 64 * 16)
    #expect(counts.weightSRAM.writes == 64 * 16)
    #expect(counts.dramBytesRead == 1000 * 64 + 64 * 16)
    #expect(counts.dramBytesWritten == 1000 * 16)
    #expect(counts.cycles == 4 * (48 + 1000 - 2) - 1)
  }

  @Test("fetches overlapping patches once, and no less where tiles share them")
  func convolution() throws {
    let map = Convolution(
      inputHeight: 32, inputWidth: 32, channels: 4, filters: 16, kernelHeight: 3, kernelWidth: 3,
      padding: 1)
    let workload = Workload(name: "", layers: [Layer("", .convolution(map), count: 3)])
    let counts = try PerformanceModel(Self.parameters()).total(workload)
    #expect(counts.dramBytesRead == 3 * (32 * 32 * 4 + 16 * 36))
    #expect(counts.inputSRAM.reads == 3 * 1024 * 36)
    #expect(counts.inputSRAM.writes == 3 * 4096)
    let split = try PerformanceModel(Self.parameters(), tiles: 3).total(workload)
    #expect(split.inputSRAM.writes >= 3 * 4096 && split.inputSRAM.writes <= 3 * 4096 + 9)
  }

  @Test("adds layers up, each as often as it is repeated")
  func sums() throws {
    let model = try PerformanceModel(Self.parameters(), bandwidth: 2)
    let (a, b) = (GEMM(m: 30, n: 20, k: 10), GEMM(m: 5, n: 50, k: 70))
    let workload = Workload(
      name: "", layers: [Layer("a", .gemm(a), count: 3), Layer("b", .gemm(b))])
    let reports = try model.report(workload)
    #expect(reports.map(\.layer.name) == ["a", "b"])
    #expect(reports[0].foldCount == 2)
    let total = try model.total(workload)
    let (first, second) = (try model.total(Self.one(a)), try model.total(Self.one(b)))
    #expect(total.totalCycles == 3 * first.totalCycles + second.totalCycles)
    for busClass in BusClass.allCases {
      #expect(
        total.transfers[busClass]
          == 3 * first.transfers[busClass] + second.transfers[busClass])
    }
    #expect(reports[0].total.macs + reports[1].total.macs == total.macs)
    let text = try JSONEncoder().encode(total)
    #expect(try JSONDecoder().decode(ActivityCounts.self, from: text) == total)
  }

  @Test("refuses what is no accelerator, and options out of range")
  func refusals() throws {
    var parameters = Self.parameters()
    for tiles in [0, -1, 1025] {
      #expect(throws: PerformanceError.self) { try PerformanceModel(parameters, tiles: tiles) }
    }
    for bandwidth in [0, -1, 0.1, Double.nan, .infinity] {
      #expect(throws: PerformanceError.self) {
        try PerformanceModel(parameters, bandwidth: bandwidth)
      }
    }
    parameters.rows = 0
    #expect(throws: PerformanceError.self) { try PerformanceModel(parameters) }
    #expect(throws: PerformanceError.self) {
      try PerformanceModel(Self.parameters()).total(Workload(name: "", layers: []))
    }
  }
}
