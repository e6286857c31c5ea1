import Accelerator
@testable import PerformanceModel
import Testing

@Suite("Cycles without waiting")
struct GoldenCycleTests {
  static let arrays = [(8, 8), (16, 16), (32, 16)]

  /// What SCALE-Sim v2 counted, for each product on the three arrays, with outputs, weights and inputs
  /// stationary.
  static let counted: [(gemm: GEMM, cycles: [Dataflow: [Int]])] = [
    (GEMM(m: 8, n: 8, k: 8), table([21, 37, 53], [29, 53, 85], [29, 53, 85])),
    (GEMM(m: 16, n: 16, k: 32), table([183, 61, 77], [303, 123, 93], [303, 123, 93])),
    (
      GEMM(m: 64, n: 48, k: 100),
      table([5471, 1559, 875], [6707, 2309, 1703], [7279, 2631, 2015])
    ),
    (
      GEMM(m: 128, n: 128, k: 128),
      table([36351, 10111, 5567], [38399, 11135, 6591], [38399, 11135, 6591])
    ),
    (
      GEMM(m: 100, n: 37, k: 250),
      table([17159, 5879, 3551], [19519, 7007, 4271], [24543, 9295, 6439])
    ),
    (GEMM(m: 1, n: 64, k: 64), table([623, 375, 439], [1471, 751, 631], [687, 439, 283])),
    (
      GEMM(m: 256, n: 16, k: 64),
      table([4991, 1503, 879], [4447, 1207, 667], [9727, 3967, 3007])
    ),
  ]

  private static func table(_ os: [Int], _ ws: [Int], _ inputs: [Int]) -> [Dataflow: [Int]] {
    [.outputStationary: os, .weightStationary: ws, .inputStationary: inputs]
  }

  @Test("are those of SCALE-Sim", arguments: Dataflow.allCases)
  func golden(dataflow: Dataflow) throws {
    for (gemm, cycles) in Self.counted {
      for (array, expected) in zip(Self.arrays, try #require(cycles[dataflow])) {
        let found = SystolicTiming.cycles(
          gemm, dataflow: dataflow, rows: array.0, columns: array.1)
        #expect(found == expected, "\(gemm) on \(array)")
      }
    }
  }

  /// The first layer of AlexNet in SCALE-Sim's own golden trace.
  @Test("of AlexNet's first layer are those of the published trace")
  func alexNet() {
    let layer = Convolution(
      inputHeight: 227, inputWidth: 227, channels: 3, filters: 96, kernelHeight: 11,
      kernelWidth: 11, stride: 4)
    #expect(layer.gemm == GEMM(m: 3025, n: 96, k: 363))
    let cycles = SystolicTiming.cycles(
      layer.gemm, dataflow: .weightStationary, rows: 32, columns: 32)
    #expect(cycles == 112_283)
  }

  @Test("give the model's cycles and utilization where bandwidth has no limit")
  func model() throws {
    for dataflow in Dataflow.allCases {
      var parameters = AcceleratorParameters()
      parameters.dataflow = dataflow
      let model = try PerformanceModel(parameters)
      for (gemm, cycles) in Self.counted {
        let workload = Workload(name: "one", layers: [Layer("one", .gemm(gemm))])
        let counts = try model.total(workload)
        let expected = try #require(cycles[dataflow])[1]
        #expect(counts.cycles == expected)
        #expect(counts.stallCycles == 0 && counts.fillCycles == 0)
        #expect(counts.macs == gemm.m * gemm.n * gemm.k)
        #expect(
          abs(model.utilization(counts) - Double(gemm.macs) / Double(256 * expected)) < 1e-12)
      }
    }
  }

  /// SCALE-Sim v3 (Raj et al. 2025) reports 6.5 times for ViT-base from the smaller to the larger array.
  @Test("fall on a large array for a vision transformer, which fills a small one better")
  func directionOfSize() throws {
    let transformer = Workload.transformer(
      name: "ViT-base", sequence: 197, layers: 12, width: 768, heads: 12, feedForward: 3072)
    func run(_ side: Int) throws -> (cycles: Int, utilization: Double) {
      var parameters = AcceleratorParameters()
      (parameters.rows, parameters.columns) = (side, side)
      let model = try PerformanceModel(parameters)
      let counts = try model.total(transformer)
      return (counts.cycles, model.utilization(counts))
    }
    let (small, large) = (try run(32), try run(128))
    let speedup = Double(small.cycles) / Double(large.cycles)
    #expect(speedup > 4 && speedup < 16, "\(speedup)")
    #expect(small.utilization > 1.5 * large.utilization)
  }
}
