import Netlist

/// A move that could be made: up to four nodes, each with its new place.
struct Proposal {
  struct Step {
    var node: NodeID
    var x: Double
    var y: Double
    var orientation: Orientation
  }

  private(set) var count = 0
  private var steps = InlineArray<4, Step>(
    repeating: Step(node: NodeID(Int32(-1)), x: 0, y: 0, orientation: .north))

  @inline(__always)
  init(_ step: Step) { append(step) }

  @inline(__always)
  mutating func append(_ step: Step) {
    steps[count] = step
    count += 1
  }

  @inline(__always)
  subscript(index: Int) -> Step { steps[index] }
}
