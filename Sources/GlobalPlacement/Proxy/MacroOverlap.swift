import Netlist

/// By how much hard macros overlap, pair by pair, in cells of the cost grid, and its gradient, which
/// pushes a pair apart along the axis of lesser overlap.
///
/// For a pair it is the product of the two distances by which its centres are too near to each other:
/// the area that it shares, but more where one macro lies inside the other's extent, so that they part.
struct MacroOverlap: ~Copyable {
  private let widths: [Double]
  private let heights: [Double]
  private let objects: [Int]
  /// The macros by their left edges.
  private var order: [Int]

  /// - Parameters:
  ///   - macros: all hard macros, with the object of each.
  ///   - placement: says how they are turned.
  init(
    _ macros: [(node: NodeID, object: Int)], _ netlist: Netlist, _ placement: Placement,
    scaleX: Double, scaleY: Double
  ) {
    let boxes = macros.map { placement.box(of: $0.node, in: netlist) }
    widths = boxes.map { $0.width * scaleX }
    heights = boxes.map { $0.height * scaleY }
    objects = macros.map { $0.object }
    order = Array(macros.indices)
  }

  /// The overlap for macros at these centres; adds `weight` times its slope to the gradient.
  mutating func evaluate(
    _ x: borrowing Buffer<Double>, _ y: borrowing Buffer<Double>, weight: Double,
    gradientX: borrowing Buffer<Double>, gradientY: borrowing Buffer<Double>
  ) -> Double {
    var lefts = [Double](repeating: 0, count: objects.count)
    for macro in objects.indices { lefts[macro] = x[objects[macro]] - widths[macro] / 2 }
    order.sort { (lefts[$0], $0) < (lefts[$1], $1) }
    var area = 0.0
    for position in order.indices {
      let first = order[position]
      let a = objects[first]
      let right = lefts[first] + widths[first]
      for second in order[(position + 1)...] {
        if lefts[second] >= right { break }
        let b = objects[second]
        let height = (heights[first] + heights[second]) / 2 - abs(y[a] - y[b])
        guard height > 0 else { continue }
        let width = (widths[first] + widths[second]) / 2 - abs(x[a] - x[b])
        area += width * height
        let slopeX = x[a] <= x[b] ? 1.0 : -1.0
        let slopeY = y[a] <= y[b] ? 1.0 : -1.0
        gradientX[a] += weight * slopeX * height
        gradientX[b] -= weight * slopeX * height
        gradientY[a] += weight * slopeY * width
        gradientY[b] -= weight * slopeY * width
      }
    }
    return area
  }
}
