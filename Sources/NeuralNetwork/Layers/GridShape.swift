/// The size of the maps that convolutions run over.
///
/// Maps are stored with all channels of a cell side by side: cell (row, column) of item `b` is row
/// `(b * height + row) * width + column` of a matrix that has a column for each channel.
public struct GridShape: Hashable, Sendable {
  /// The rows of cells.
  public let height: Int
  /// The columns of cells.
  public let width: Int

  /// A grid of `height` times `width` cells.
  ///
  /// - Precondition: Both are at least one.
  public init(height: Int, width: Int) {
    precondition(height >= 1 && width >= 1, "a grid of \(height) times \(width) cells")
    self.height = height
    self.width = width
  }

  /// The number of cells.
  public var cells: Int { height * width }

  /// The grid of every `stride`-th cell, from the first on.
  public func reduced(by stride: Int) -> GridShape {
    GridShape(height: (height + stride - 1) / stride, width: (width + stride - 1) / stride)
  }
}
