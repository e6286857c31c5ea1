import Evaluation
import Netlist

/// Exchanges the places of two nodes.
enum SwapMove {
  /// Two soft macros or cells of any size.
  static func proposeSoft(in chain: inout Chain) -> Proposal? {
    guard let first = chain.randomNode(soft: true), let second = chain.randomNode(soft: true)
    else { return nil }
    return exchange(first, second, in: chain)
  }

  /// Two hard macros of the same size: always without overlap.
  static func proposeHard(in chain: inout Chain) -> Proposal? {
    guard !chain.field.hardNodes.isEmpty else { return nil }
    let index = chain.random.index(below: chain.field.hardNodes.count)
    let partners = chain.field.sameSize.count(row: index)
    guard partners > 0 else { return nil }
    let offset = Int(chain.field.sameSize.offsets[index])
    let partner = chain.field.sameSize.elements[offset + chain.random.index(below: partners)]
    return exchange(chain.field.hardNodes[index], partner, in: chain)
  }

  private static func exchange(
    _ first: NodeID, _ second: NodeID, in chain: borrowing Chain
  ) -> Proposal? {
    if first == second { return nil }
    let (x1, y1) = chain.evaluator.position(of: first)
    let (x2, y2) = chain.evaluator.position(of: second)
    var proposal = Proposal(chain.step(first, x: x2, y: y2))
    proposal.append(chain.step(second, x: x1, y: y1))
    return proposal
  }
}
