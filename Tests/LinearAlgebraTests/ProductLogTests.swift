import Dispatch
import LinearAlgebra
import Testing

@Suite("A log of products")
struct ProductLogTests {
  /// Multiplies matrices of zeros.
  private static func run(_ m: Int, _ n: Int, _ k: Int, _ transposing: Transposition = .none) {
    let memory = UnsafeMutableBufferPointer<Float>.allocate(capacity: m * k + k * n + m * n)
    memory.initialize(repeating: 0)
    defer { memory.deallocate() }
    let start = memory.baseAddress!
    let isLeft = transposing == .left
    let isRight = transposing == .right
    let a = MatrixView(start, rows: isLeft ? k : m, columns: isLeft ? m : k)
    let b = MatrixView(start + m * k, rows: isRight ? n : k, columns: isRight ? k : n)
    multiply(
      a, b, transposing: transposing,
      into: MatrixView(start + m * k + k * n, rows: m, columns: n))
  }

  private static func numbers(_ entries: [ProductLog.Entry]) -> [[Int]] {
    entries.map { [$0.shape.m, $0.shape.n, $0.shape.k, $0.count] }
  }

  @Test("has each shape once, with its number, whichever factor is transposed")
  func shapes() {
    let log = ProductLog.collect {
      Self.run(2, 3, 4)
      Self.run(1, 3, 4)
      Self.run(2, 3, 4, .left)
      Self.run(2, 3, 4, .right)
      Self.run(4, 3, 2)
      return "done"
    }
    #expect(log.result == "done")
    #expect(Self.numbers(log.products) == [[2, 3, 4, 3], [1, 3, 4, 1], [4, 3, 2, 1]])
  }

  @Test("leaves out products of nothing")
  func empty() {
    let log = ProductLog.collect {
      Self.run(0, 3, 4)
      Self.run(2, 3, 0)
    }
    #expect(log.products == [])
  }

  @Test("ends with its work, and passes its errors on")
  func ends() async throws {
    struct Fault: Error, Equatable {}
    #expect(throws: Fault()) { try ProductLog.collect { () throws(Fault) in throw Fault() } }
    let outer = ProductLog.collect {
      Self.run(1, 1, 1)
      let inner = ProductLog.collect { Self.run(2, 2, 2) }
      Self.run(3, 3, 3)
      return inner.products
    }
    #expect(Self.numbers(outer.result) == [[2, 2, 2, 1]])
    #expect(Self.numbers(outer.products) == [[1, 1, 1, 1], [3, 3, 3, 1]])
  }

  /// Other threads are not of the task; what is recorded must not use them.
  @Test("does not see other threads")
  func threads() {
    let log = ProductLog.collect {
      Self.run(2, 2, 2)
      let queue = DispatchQueue(label: "another")
      let group = DispatchGroup()
      queue.async(group: group) { Self.run(5, 5, 5) }
      group.wait()
    }
    #expect(Self.numbers(log.products) == [[2, 2, 2, 1]])
  }
}
