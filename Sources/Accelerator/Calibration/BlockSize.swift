/// How large a block is, whatever the technology: its flip-flops, and its other cells by their area.
public struct BlockSize: Hashable, Codable, Sendable {
  /// The flip-flops.
  public var flipFlops: Double
  /// The area of all other cells, in areas of a NAND of two inputs.
  public var gates: Double
  /// The cells of all kinds.
  public var cells: Double
  /// The nets, ports and constants included.
  public var nets: Double

  /// A size from its parts.
  public init(flipFlops: Double, gates: Double, cells: Double, nets: Double) {
    self.flipFlops = flipFlops
    self.gates = gates
    self.cells = cells
    self.nets = nets
  }

  /// Nothing.
  public static let zero = BlockSize(flipFlops: 0, gates: 0, cells: 0, nets: 0)

  /// The area in square micrometres, with cells of these areas.
  public func area(
    nand2: Double = CalibrationCells.nand2, flipFlop: Double = CalibrationCells.flipFlop
  ) -> Double { flipFlops * flipFlop + gates * nand2 }

  /// Both together.
  public static func + (left: BlockSize, right: BlockSize) -> BlockSize {
    BlockSize(
      flipFlops: left.flipFlops + right.flipFlops, gates: left.gates + right.gates,
      cells: left.cells + right.cells, nets: left.nets + right.nets)
  }

  /// So many of them.
  public static func * (count: Double, size: BlockSize) -> BlockSize {
    BlockSize(
      flipFlops: count * size.flipFlops, gates: count * size.gates, cells: count * size.cells,
      nets: count * size.nets)
  }
}
