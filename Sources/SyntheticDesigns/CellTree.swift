import Netlist

/// Cells by where they stand: the die halved again and again, left and right, then bottom and top,
/// down to leaves of a few cells. The blocks of Rent's rule.
struct CellTree {
  /// How many times each side is halved.
  private let levels: Int
  /// The scale from units of length to leaves.
  private let scaleX: Double
  private let scaleY: Double
  /// Cells by leaf, leaves in Morton order, so that each block's cells stand together.
  private let cells: Adjacency<Int32>

  /// A tree over cells whose centres are given.
  init(x: some RandomAccessCollection<Double>, y: some RandomAccessCollection<Double>, die: Box) {
    var levels = 0
    while x.count >> (2 * levels) > 6, levels < 13 { levels += 1 }
    self.levels = levels
    scaleX = Double(1 << levels) / die.width
    scaleY = Double(1 << levels) / die.height
    let (scaleX, scaleY) = (scaleX, scaleY)
    let keys = zip(x, y).map { x, y in
      Int32(Self.leaf(x: x * scaleX, y: y * scaleY, levels: levels))
    }
    cells = Adjacency(groupingBy: keys, rowCount: 1 << (2 * levels))
  }

  /// The number of cells.
  var count: Int { cells.elements.count }

  /// The leaf at a point.
  func leaf(x: Double, y: Double) -> Int {
    Self.leaf(x: x * scaleX, y: y * scaleY, levels: levels)
  }

  private static func leaf(x: Double, y: Double, levels: Int) -> Int {
    let last = (1 << levels) - 1
    return spread(max(0, min(Int(x), last))) << 1 | spread(max(0, min(Int(y), last)))
  }

  /// A number of up to 16 bits with a 0 before each bit.
  private static func spread(_ value: Int) -> Int {
    var bits = value & 0xFFFF
    bits = (bits | bits << 8) & 0x00FF_00FF
    bits = (bits | bits << 4) & 0x0F0F_0F0F
    bits = (bits | bits << 2) & 0x3333_3333
    return (bits | bits << 1) & 0x5555_5555
  }

  /// The smallest block around a leaf that has so many cells, or the whole die.
  func block(around leaf: Int, atLeast wanted: Double) -> Range<Int> {
    for shift in 0..<(2 * levels) {
      let first = (leaf >> shift) << shift
      let range = Int(cells.offsets[first])..<Int(cells.offsets[first + (1 << shift)])
      if Double(range.count) >= wanted { return range }
    }
    return 0..<count
  }

  /// The cell at a place of a block.
  func cell(_ place: Int) -> Int32 { cells.elements[place] }
}
