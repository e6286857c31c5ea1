/// The shape of a convolution over a batch of maps.
public struct Convolution: Hashable, Sendable, Codable {
  /// The height of a map.
  public var inputHeight: Int
  /// The width of a map.
  public var inputWidth: Int
  /// The channels of a map.
  public var channels: Int
  /// The channels of a result.
  public var filters: Int
  /// The height of the kernel.
  public var kernelHeight: Int
  /// The width of the kernel.
  public var kernelWidth: Int
  /// Every how many cells there is a result, in both directions.
  public var stride: Int
  /// The cells of zeros around a map, less than the kernel is wide and high.
  public var padding: Int
  /// The number of maps.
  public var batch: Int

  /// A shape.
  public init(
    inputHeight: Int, inputWidth: Int, channels: Int, filters: Int, kernelHeight: Int,
    kernelWidth: Int, stride: Int = 1, padding: Int = 0, batch: Int = 1
  ) {
    self.inputHeight = inputHeight
    self.inputWidth = inputWidth
    self.channels = channels
    self.filters = filters
    self.kernelHeight = kernelHeight
    self.kernelWidth = kernelWidth
    self.stride = stride
    self.padding = padding
    self.batch = batch
  }

  /// The height of a result.
  public var outputHeight: Int { (inputHeight + 2 * padding - kernelHeight) / stride + 1 }
  /// The width of a result.
  public var outputWidth: Int { (inputWidth + 2 * padding - kernelWidth) / stride + 1 }

  /// The product that the convolution is once each patch of the input is a row of a matrix (im2col).
  /// Zeros of the padding are multiplied like all else.
  public var gemm: GEMM {
    GEMM(
      m: batch * outputHeight * outputWidth, n: filters, k: channels * kernelHeight * kernelWidth)
  }

  /// The elements of the maps that any patch reads, each counted once.
  public var distinctInputs: Int {
    batch * channels
      * Self.touched(inputHeight, kernelHeight, outputHeight, stride: stride, padding: padding)
      * Self.touched(inputWidth, kernelWidth, outputWidth, stride: stride, padding: padding)
  }

  /// How many of `length` cells in a line the windows of a kernel cover.
  private static func touched(
    _ length: Int, _ kernel: Int, _ windows: Int, stride: Int, padding: Int
  ) -> Int {
    let end = (windows - 1) * stride + kernel - padding
    // Windows apart lose what the first has before the line and the last behind it.
    if stride >= kernel { return windows * kernel - padding - max(0, end - length) }
    return min(end, length)
  }
}
