import Evaluation
import Netlist

/// Shifts one node by a random vector, whose typical length adapts to how often such moves are
/// accepted.
enum ShiftMove {
  @inline(__always)
  static func propose(soft: Bool, in chain: inout Chain) -> Proposal? {
    guard let node = chain.randomNode(soft: soft) else { return nil }
    let reach = soft ? chain.softReach : chain.hardReach
    let grid = chain.field.grid
    let (x, y) = chain.evaluator.position(of: node)
    var dx = chain.random.symmetricUniform() * reach * grid.cellWidth
    var dy = chain.random.symmetricUniform() * reach * grid.cellHeight
    // A third of the shifts keep to one axis.
    switch chain.random.index(below: 6) {
    case 0: dx = 0
    case 1: dy = 0
    default: break
    }
    return Proposal(chain.step(node, x: x + dx, y: y + dy))
  }
}
