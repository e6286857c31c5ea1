/// What a layer is part of.
public enum Phase: String, CaseIterable, Sendable, Codable {
  /// The use of a network.
  case inference
  /// Its learning: the way forward and back.
  case training
}

/// What a layer computes.
public enum LayerShape: Hashable, Sendable {
  /// A product of matrices.
  case gemm(GEMM)
  /// A convolution, computed as a product of patches.
  case convolution(Convolution)

  /// The product that an array computes.
  ///
  /// - Precondition: ``LayerShape/problem`` is nil.
  public var gemm: GEMM {
    switch self {
    case .gemm(let gemm): gemm
    case .convolution(let convolution): convolution.gemm
    }
  }

  /// The inputs to be fetched, each counted once: fewer than the product's where patches overlap.
  public var distinctInputs: Int {
    switch self {
    case .gemm(let gemm): gemm.m * gemm.k
    case .convolution(let convolution): convolution.distinctInputs
    }
  }
}

/// Some equal pieces of work for an accelerator.
public struct Layer: Hashable, Sendable {
  /// A name for reports.
  public var name: String
  /// How often it is computed.
  public var count: Int
  /// What it is part of.
  public var phase: Phase
  /// What it computes.
  public var shape: LayerShape

  /// A layer from its parts.
  public init(_ name: String, _ shape: LayerShape, count: Int = 1, phase: Phase = .inference) {
    self.name = name
    self.count = count
    self.phase = phase
    self.shape = shape
  }

  /// The multiply-adds, all repetitions together.
  public var macs: Int { shape.gemm.macs * count }
}

extension LayerShape {
  /// The largest side of a matrix or a map.
  public static let largestSide = 1 << 24

  /// Each number of the shape, by its name in files.
  var sides: [(name: String, value: Int)] {
    switch self {
    case .gemm(let gemm): [("m", gemm.m), ("n", gemm.n), ("k", gemm.k)]
    case .convolution(let map):
      [
        ("inputHeight", map.inputHeight), ("inputWidth", map.inputWidth),
        ("channels", map.channels), ("filters", map.filters),
        ("kernelHeight", map.kernelHeight), ("kernelWidth", map.kernelWidth),
        ("stride", map.stride), ("batch", map.batch),
      ]
    }
  }

  /// Why the shape is none that can be computed and counted; nil if it is sound.
  public var problem: String? {
    for side in sides where !(1...Self.largestSide).contains(side.value) {
      return "expected \(side.name) from 1 to \(Self.largestSide), found \(side.value)"
    }
    if case .convolution(let map) = self, let problem = Self.problem(of: map) { return problem }
    if checkedMACs == nil {
      return "expected at most \(Workload.mostMACs) multiply-adds, found more"
    }
    return nil
  }

  private static func problem(of map: Convolution) -> String? {
    let kernel = min(map.kernelHeight, map.kernelWidth)
    guard (0..<kernel).contains(map.padding) else {
      return "expected padding from 0 to \(kernel - 1), less than the kernel, found \(map.padding)"
    }
    let (height, width) = (map.inputHeight + 2 * map.padding, map.inputWidth + 2 * map.padding)
    guard map.kernelHeight <= height, map.kernelWidth <= width else {
      return "expected a kernel no larger than the padded input, \(height) times \(width), found "
        + "\(map.kernelHeight) times \(map.kernelWidth)"
    }
    return nil
  }

  /// The multiply-adds, or nil if there are more than ``Workload/mostMACs``.
  var checkedMACs: Int? {
    let factors: [Int]
    switch self {
    case .gemm(let gemm): factors = [gemm.m, gemm.n, gemm.k]
    case .convolution(let map):
      factors = [
        map.batch, map.outputHeight, map.outputWidth, map.filters, map.channels,
        map.kernelHeight, map.kernelWidth,
      ]
    }
    return Workload.product(factors)
  }
}
