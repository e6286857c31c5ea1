import Evaluation
import Netlist

/// Moves one node to where its nets are shortest, or near it.
enum OptimalRegionMove {
  static func propose(soft: Bool, in chain: inout Chain) -> Proposal? {
    guard let node = chain.randomNode(soft: soft),
      let region = chain.evaluator.optimalRegion(of: node)
    else { return nil }
    let grid = chain.field.grid
    let reach = chain.random.uniform() * (soft ? chain.softReach : chain.hardReach)
    let x =
      region.minX + chain.random.uniform() * region.width
      + chain.random.symmetricUniform() * reach * grid.cellWidth
    let y =
      region.minY + chain.random.uniform() * region.height
      + chain.random.symmetricUniform() * reach * grid.cellHeight
    let (oldX, oldY) = chain.evaluator.position(of: node)
    // Half of them go only a part of the way.
    let share = chain.random.index(below: 2) == 0 ? 1 : chain.random.uniform()
    return Proposal(chain.step(node, x: oldX + share * (x - oldX), y: oldY + share * (y - oldY)))
  }
}
