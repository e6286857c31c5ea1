/// Workloads of published networks, computed from their architectures.
public enum StandardWorkload: String, CaseIterable, Sendable {
  /// ResNet-50 on one image of 224 × 224 pixels.
  case resnet50
  /// BERT-base on one sequence of 128 tokens.
  case bertBase = "bert-base"
  /// Products with sides of 16, 128 and 1024, in all combinations.
  case gemmSweep = "gemm-sweep"

  /// The layers.
  public var workload: Workload {
    switch self {
    case .resnet50: .resNet50(batch: 1)
    case .bertBase:
      .transformer(
        name: rawValue, sequence: 128, layers: 12, width: 768, heads: 12, feedForward: 3072)
    case .gemmSweep: .sweep(sides: [16, 128, 1024])
    }
  }
}

extension Workload {
  /// ResNet-50 after He et al., Deep Residual Learning for Image Recognition (CVPR 2016), table 1,
  /// on images of 224 × 224 pixels. As in the common implementations, the 3 × 3 convolution of a
  /// stage's first block has the stride of 2, not the 1 × 1 before it.
  static func resNet50(batch: Int) -> Workload {
    var layers = [
      Layer(
        "stem",
        .convolution(
          Convolution(
            inputHeight: 224, inputWidth: 224, channels: 3, filters: 64, kernelHeight: 7,
            kernelWidth: 7, stride: 2, padding: 3, batch: batch)))
    ]
    // Behind the pooling that follows the stem.
    var side = 56
    var channels = 64
    for (stage, blocks) in [3, 4, 6, 3].enumerated() {
      let width = 64 << stage
      for block in 0..<blocks {
        let stride = stage > 0 && block == 0 ? 2 : 1
        let name = "stage\(stage + 1).block\(block + 1)"
        func add(_ part: String, _ inputs: Int, _ outputs: Int, kernel: Int = 1, stride: Int = 1) {
          layers.append(
            Layer(
              "\(name).\(part)",
              .convolution(
                Convolution(
                  inputHeight: side, inputWidth: side, channels: inputs, filters: outputs,
                  kernelHeight: kernel, kernelWidth: kernel, stride: stride, padding: kernel / 2,
                  batch: batch))))
        }
        add("reduce", channels, width)
        if block == 0 { add("shortcut", channels, 4 * width, stride: stride) }
        add("convolve", width, width, kernel: 3, stride: stride)
        side /= stride
        add("expand", width, 4 * width)
        channels = 4 * width
      }
    }
    layers.append(Layer("classifier", .gemm(GEMM(m: batch, n: 1000, k: channels))))
    return Workload(name: StandardWorkload.resnet50.rawValue, layers: layers)
  }

  /// The encoder of a transformer after Vaswani et al., Attention Is All You Need (2017), on one
  /// sequence. Of its sizes, those of BERT-base are in Devlin et al., BERT (2019), section 3.
  /// Embeddings, norms, softmax and heads of tasks are left out: they are no products, or small.
  static func transformer(
    name: String, sequence: Int, layers: Int, width: Int, heads: Int, feedForward: Int
  ) -> Workload {
    func layer(_ name: String, m: Int, n: Int, k: Int, count: Int) -> Layer {
      Layer(name, .gemm(GEMM(m: m, n: n, k: k)), count: count * layers)
    }
    let head = width / heads
    return Workload(
      name: name,
      layers: [
        layer("query, key, value", m: sequence, n: width, k: width, count: 3),
        layer("scores", m: sequence, n: sequence, k: head, count: heads),
        layer("weighted values", m: sequence, n: head, k: sequence, count: heads),
        layer("attention output", m: sequence, n: width, k: width, count: 1),
        layer("feed forward in", m: sequence, n: feedForward, k: width, count: 1),
        layer("feed forward out", m: sequence, n: width, k: feedForward, count: 1),
      ])
  }

  /// All products of which each side is one of the given.
  static func sweep(sides: [Int]) -> Workload {
    Workload(
      name: StandardWorkload.gemmSweep.rawValue,
      layers: sides.flatMap { m in
        sides.flatMap { n in
          sides.map { k in Layer("\(m)x\(n)x\(k)", .gemm(GEMM(m: m, n: n, k: k))) }
        }
      })
  }
}
