import Evaluation
import Netlist

/// Moves a hard macro to a random place on the die that is clear of all others.
///
/// Places are drawn until one is free, so that each free place is equally likely, whatever the macro's
/// own: the move is symmetric. Shifts cannot take a macro past its neighbours, and swaps need another
/// of its size; this one lets it go wherever there is room.
enum HardRelocateMove {
  private static let draws = 24

  static func propose(in chain: inout Chain) -> Proposal? {
    guard let node = chain.randomNode(soft: false) else { return nil }
    let range = chain.field.ranges[node.index]
    for _ in 0..<draws {
      let x = range.minX + chain.random.uniform() * (range.maxX - range.minX)
      let y = range.minY + chain.random.uniform() * (range.maxY - range.minY)
      let step = chain.step(node, x: x, y: y)
      if chain.isClear(step) { return Proposal(step) }
    }
    return nil
  }
}
