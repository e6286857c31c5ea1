public import Netlist

/// What no legal placement of a design can cost less than: a proven lower bound of each part of the
/// proxy cost, so that a user sees how far from the best a placement can be at most.
///
/// It holds for every placement in which hard macros share no area, all movable nodes are inside the
/// die, the fixed nodes are where the reference has them, and each node's sides lie as they do there (it
/// may be mirrored or turned by 180 degrees), under the clamping edge rule. Density and congestion are
/// bounded even where macros overlap. Each part is bounded alone: ``DensityBound``,
/// ``CongestionBound`` and ``WirelengthBound`` hold the arguments. The weighted sum bounds the proxy
/// cost, as the minimum of a sum is at least the sum of the minima.
///
/// Computed with rounding, and from a legality that ignores what rounding does: a billionth is taken
/// off each part for that.
public struct CostLowerBound: Hashable, Sendable {
  /// The bound of each part.
  public let terms: CostTerms

  /// The bound of a design.
  ///
  /// - Parameter reference: says which nodes are fixed, where they are, and how nodes lie.
  public init(netlist: Netlist, floorplan: Floorplan, reference: Placement) {
    let shapes = BoundedShapes(netlist, floorplan, reference)
    let nets = NetBounds(netlist, floorplan, reference, shapes)
    func safe(_ value: Double) -> Double {
      value.isFinite ? max(0, value - 1e-9 * max(1, value)) : 0
    }
    terms = CostTerms(
      wirelength: safe(WirelengthBound(netlist, floorplan, reference, shapes, nets).cost),
      density: safe(DensityBound.cost(shapes, CostGrid(floorplan))),
      congestion: safe(CongestionBound.cost(shapes, nets, netlist, floorplan)))
  }

  /// The bound of the proxy cost.
  ///
  /// - Precondition: no weight is negative.
  public func proxy(_ weights: CostWeights = CostWeights()) -> Double { terms.proxy(weights) }
}

/// The rectangles that the bounds count with.
struct BoundedShapes {
  struct Shape {
    var node: NodeID
    var isHard: Bool
    /// What the node covers on the die.
    var boxWidth: Double
    var boxHeight: Double
    /// What of it surely counts in density and blockage.
    var countedWidth: Double
    var countedHeight: Double
  }

  /// All nodes with area that are inside the die in every legal placement: the movable ones, and the
  /// fixed ones that are.
  private(set) var shapes: [Shape] = []

  init(_ netlist: Netlist, _ floorplan: Floorplan, _ reference: Placement) {
    for index in 0..<netlist.nodeCount where netlist.nodeKinds[index] != .port {
      let node = NodeID(index)
      let box = reference.box(of: node, in: netlist)
      let fits =
        reference.isFixed[index]
        ? floorplan.die.contains(box)
        : box.width <= floorplan.die.width && box.height <= floorplan.die.height
      guard fits, box.width > 0, box.height > 0 else { continue }
      // The cost takes sides as drawn. Of a node that lies on its side only the square that both
      // rectangles share is known to be on the die.
      let side = min(box.width, box.height)
      let lies = reference.orientations[index].swapsSides
      shapes.append(
        Shape(
          node: node, isHard: netlist.nodeKinds[index] == .hardMacro, boxWidth: box.width,
          boxHeight: box.height, countedWidth: lies ? side : box.width,
          countedHeight: lies ? side : box.height))
    }
  }

  /// Shapes of each counted size and how many there are, those of the largest total area first.
  func sizes(hardOnly: Bool) -> [(width: Double, height: Double, count: Int)] {
    let sides = shapes.filter { $0.isHard || !hardOnly }
      .map { (width: $0.countedWidth, height: $0.countedHeight) }
      .sorted { ($0.width, $0.height) < ($1.width, $1.height) }
    var sizes: [(width: Double, height: Double, count: Int)] = []
    for side in sides {
      if let last = sizes.last, last.width == side.width, last.height == side.height {
        sizes[sizes.count - 1].count += 1
      } else {
        sizes.append((side.width, side.height, 1))
      }
    }
    func area(_ size: (width: Double, height: Double, count: Int)) -> Double {
      size.width * size.height * Double(size.count)
    }
    return sizes.sorted { (area($0), $0.width) > (area($1), $1.width) }
  }
}
