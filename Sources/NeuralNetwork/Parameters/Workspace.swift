public import LinearAlgebra

/// Memory for activations and what layers need in between, used again in each step.
///
/// ``take(rows:columns:)`` hands out matrices one after the other; ``reset()`` takes all of them
/// back at once. After the first step of a given size nothing is allocated any more. A layer takes
/// what it needs for a moment and gives it back itself.
public struct Workspace: ~Copyable, @unchecked Sendable {
  private var blocks: [UnsafeMutableBufferPointer<Float>] = []
  private var block = 0
  private var offset = 0

  /// Elements on one cache line, at whose borders matrices begin.
  private static let line = 16

  /// An empty workspace, which grows by what is taken from it.
  public init() {}

  deinit {
    for block in blocks { block.deallocate() }
  }

  /// A matrix of undefined elements, valid until the next ``reset()``.
  public mutating func take(rows: Int, columns: Int) -> MatrixView {
    MatrixView(take(rows * columns), rows: rows, columns: columns)
  }

  /// Takes back all that was handed out: the next step begins.
  public mutating func reset() {
    if blocks.count > 1 {
      let total = blocks.reduce(0) { $0 + $1.count }
      for block in blocks { block.deallocate() }
      blocks = [Self.block(total)]
    }
    block = 0
    offset = 0
  }

  /// A place to come back to by ``rewind(to:)``.
  struct Mark {
    fileprivate var block: Int
    fileprivate var offset: Int
  }

  /// What is taken from here on can be given back by ``rewind(to:)``.
  var mark: Mark { Mark(block: block, offset: offset) }

  /// Takes back what was handed out since the mark.
  mutating func rewind(to mark: Mark) {
    block = mark.block
    offset = mark.offset
  }

  /// A run of undefined elements.
  mutating func take(_ count: Int) -> UnsafeMutablePointer<Float> {
    let size = (count + Self.line - 1) / Self.line * Self.line
    while block < blocks.count, offset + size > blocks[block].count {
      block += 1
      offset = 0
    }
    if block == blocks.count {
      blocks.append(Self.block(max(size, 1 << 16, blocks.last.map { 2 * $0.count } ?? 0)))
      offset = 0
    }
    defer { offset += size }
    return blocks[block].baseAddress! + offset
  }

  private static func block(_ count: Int) -> UnsafeMutableBufferPointer<Float> {
    let bytes = UnsafeMutableRawBufferPointer.allocate(
      byteCount: count * MemoryLayout<Float>.stride, alignment: 64)
    return bytes.bindMemory(to: Float.self)
  }
}
