import Evaluation
import Netlist

/// Moves a soft macro or cell next to a node that shares a net with it.
enum NeighborMove {
  static func propose(in chain: inout Chain) -> Proposal? {
    guard let node = chain.randomNode(soft: true),
      let neighbor = chain.randomNeighbor(of: node)
    else { return nil }
    let grid = chain.field.grid
    let (x, y) = chain.evaluator.position(of: neighbor)
    let reach = 1 + chain.softReach
    return Proposal(
      chain.step(
        node, x: x + chain.random.symmetricUniform() * reach * grid.cellWidth,
        y: y + chain.random.symmetricUniform() * reach * grid.cellHeight))
  }
}
