import Accelerator
@testable import PerformanceModel
import Testing

@Suite("Workloads")
struct WorkloadTests {
  /// torchvision gives 4.09 thousand million multiply-adds for its ResNet-50, whose strides these are.
  @Test("ResNet-50 has its published multiply-adds")
  func resNet() throws {
    let workload = StandardWorkload.resnet50.workload
    try workload.validate()
    #expect(workload.macs == 4_089_184_256)
    // A stem, three convolutions in each of 16 blocks, four shortcuts, a classifier.
    #expect(workload.layers.count == 1 + 3 * 16 + 4 + 1)
    let sides = workload.layers.compactMap { layer -> Int? in
      guard case .convolution(let map) = layer.shape else { return nil }
      return map.outputHeight
    }
    #expect(Set(sides) == [112, 56, 28, 14, 7])
  }

  /// In each of 12 layers, by hand: four projections, both products of attention, two of feed forward.
  @Test("BERT-base has its multiply-adds on 128 tokens")
  func bert() throws {
    let workload = StandardWorkload.bertBase.workload
    try workload.validate()
    let layer = 4 * 128 * 768 * 768 + 2 * 128 * 128 * 768 + 2 * 128 * 768 * 3072
    #expect(workload.macs == 12 * layer)
    #expect(abs(Double(workload.macs) - 11.2e9) < 0.05e9)
    #expect(workload.macs(.training) == 0 && workload.macs(.inference) == workload.macs)
  }

  @Test("the sweep has all combinations")
  func sweep() throws {
    let workload = StandardWorkload.gemmSweep.workload
    try workload.validate()
    #expect(workload.layers.count == 27)
    #expect(Set(workload.layers.map { $0.shape.gemm }).count == 27)
  }

  /// Against all cells that all windows see.
  @Test("convolutions fetch each cell once that a patch reads")
  func distinct() {
    for (height, width) in [(5, 7), (6, 4), (9, 9)] {
      for kernel in 1...4 {
        for stride in 1...5 {
          for padding in 0..<kernel {
            let map = Convolution(
              inputHeight: height, inputWidth: width, channels: 3, filters: 2,
              kernelHeight: kernel, kernelWidth: kernel, stride: stride, padding: padding, batch: 2)
            var seen: Set<[Int]> = []
            var patches = 0
            for row in Swift.stride(from: -padding, through: height + padding - kernel, by: stride)
            {
              for column in Swift.stride(
                from: -padding, through: width + padding - kernel, by: stride)
              {
                patches += 1
                for y in row..<row + kernel where (0..<height).contains(y) {
                  for x in column..<column + kernel where (0..<width).contains(x) {
                    seen.insert([y, x])
                  }
                }
              }
            }
            #expect(map.gemm == GEMM(m: 2 * patches, n: 2, k: 3 * kernel * kernel))
            #expect(map.distinctInputs == seen.count * 6, "\(map)")
          }
        }
      }
    }
  }

  @Test(
    "shapes that cannot be are refused",
    arguments: [
      (LayerShape.gemm(GEMM(m: 0, n: 1, k: 1)), "m from 1"),
      (.gemm(GEMM(m: 1, n: 1 << 25, k: 1)), "n from 1"),
      (.gemm(GEMM(m: 1 << 20, n: 1 << 20, k: 1 << 20)), "multiply-adds"),
      (
        .convolution(
          Convolution(
            inputHeight: 4, inputWidth: 4, channels: 1, filters: 1, kernelHeight: 3,
            kernelWidth: 3, padding: 3)), "padding from 0 to 2"
      ),
      (
        .convolution(
          Convolution(
            inputHeight: 4, inputWidth: 2, channels: 1, filters: 1, kernelHeight: 3,
            kernelWidth: 3)), "kernel no larger"
      ),
      (
        .convolution(
          Convolution(
            inputHeight: 1 << 24, inputWidth: 1 << 24, channels: 1 << 24, filters: 1 << 24,
            kernelHeight: 1 << 20, kernelWidth: 1 << 20, batch: 1 << 24)), "multiply-adds"
      ),
    ])
  func refused(shape: LayerShape, reason: String) throws {
    let problem = try #require(shape.problem)
    #expect(problem.contains(reason), "\(problem)")
    #expect(throws: WorkloadError.self) {
      try Workload(name: "", layers: [Layer("", shape)]).validate()
    }
  }

  @Test("too much of all layers together is refused, as is none")
  func tooMuch() {
    #expect(throws: WorkloadError.self) { try Workload(name: "", layers: []).validate() }
    let half = Layer("", .gemm(GEMM(m: 1 << 14, n: 1 << 14, k: 1 << 15)))
    #expect(throws: Never.self) { try Workload(name: "", layers: [half, half]).validate() }
    #expect(throws: WorkloadError.self) {
      try Workload(name: "", layers: [half, half, Layer("", .gemm(GEMM(m: 1, n: 1, k: 1)))])
        .validate()
    }
    var often = half
    for count in [0, 3, Int.max] {
      often.count = count
      #expect(throws: WorkloadError.self) {
        try Workload(name: "", layers: [often]).validate()
      }
    }
  }

  /// The largest workloads on the accelerators that move the most bits for them: nothing overflows.
  @Test("the largest there can be is counted", arguments: Dataflow.allCases)
  func largest(dataflow: Dataflow) throws {
    var parameters = AcceleratorParameters()
    parameters.dataflow = dataflow
    (parameters.operandBits, parameters.accumulatorBits) = (64, 256)
    for side in [1, 1024] {
      (parameters.rows, parameters.columns) = (side, side)
      (parameters.clusterRows, parameters.clusterColumns) = (1, 1)
      parameters.inputBuffer = BufferParameters(banks: 1, kilobytesPerBank: 1)
      parameters.weightBuffer = BufferParameters(banks: 1, kilobytesPerBank: 1)
      parameters.outputBuffer = BufferParameters(banks: 1, kilobytesPerBank: 1)
      for gemm in [
        GEMM(m: 1, n: 1, k: 1), GEMM(m: 1 << 14, n: 1, k: 1), GEMM(m: 1, n: 1 << 14, k: 1),
        GEMM(m: 1, n: 1, k: 1 << 14), GEMM(m: 1 << 15, n: 1 << 14, k: 1 << 15),
      ] {
        let count = min(Workload.mostRepetitions, Workload.mostMACs / gemm.macs)
        let workload = Workload(name: "", layers: [Layer("", .gemm(gemm), count: count)])
        for tiles in [1, 1024] {
          let counts = try PerformanceModel(parameters, tiles: tiles, bandwidth: 0.125)
            .total(workload)
          #expect(counts.macs == gemm.macs * count)
          #expect(counts.totalCycles > 0)
          #expect(BusClass.allCases.allSatisfy { counts.transfers[$0] >= 0 })
        }
      }
    }
  }
}
