import Evaluation
import Netlist

/// Mirrors a hard macro about one of its axes, or both.
enum FlipMove {
  static func propose(in chain: inout Chain) -> Proposal? {
    guard let node = chain.randomNode(soft: false) else { return nil }
    let (x, y) = chain.evaluator.position(of: node)
    let orientation = chain.evaluator.orientation(of: node)
    let flipped =
      switch chain.random.index(below: 3) {
      case 0: orientation.mirroredLeftRight
      case 1: orientation.mirroredTopBottom
      default: orientation.mirroredLeftRight.mirroredTopBottom
      }
    return Proposal(.init(node: node, x: x, y: y, orientation: flipped))
  }
}
