import Evaluation
import Netlist

/// Shifts two nodes that share a net by the same vector.
enum PairShiftMove {
  static func propose(in chain: inout Chain) -> Proposal? {
    guard let node = chain.randomNode(soft: true),
      let neighbor = chain.randomNeighbor(of: node), neighbor != node,
      !chain.field.start.isFixed[neighbor.index],
      chain.field.netlist.nodeKinds[neighbor.index] != .port
    else { return nil }
    let grid = chain.field.grid
    let dx = chain.random.symmetricUniform() * chain.softReach * grid.cellWidth
    let dy = chain.random.symmetricUniform() * chain.softReach * grid.cellHeight
    let (x, y) = chain.evaluator.position(of: node)
    let (neighborX, neighborY) = chain.evaluator.position(of: neighbor)
    var proposal = Proposal(chain.step(node, x: x + dx, y: y + dy))
    proposal.append(chain.step(neighbor, x: neighborX + dx, y: neighborY + dy))
    return proposal
  }
}
