/// The shape of a general matrix product: m × k inputs by k × n weights make m × n outputs.
public struct GEMM: Hashable, Sendable, Codable {
  /// The rows of inputs and outputs.
  public var m: Int
  /// The columns of weights and outputs.
  public var n: Int
  /// The terms of each sum.
  public var k: Int

  /// A shape.
  public init(m: Int, n: Int, k: Int) {
    self.m = m
    self.n = n
    self.k = k
  }

  /// The multiply-adds.
  ///
  /// - Precondition: They are few enough to be counted, as those of a valid ``Workload`` are.
  public var macs: Int { m * n * k }
}
