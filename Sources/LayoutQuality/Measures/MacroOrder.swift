public import Netlist

/// How orderly hard macros stand.
public enum MacroOrder {
  /// The share of macros that are out of line: of those that have others of their size, those that share
  /// neither row nor column with the nearest of them, to within a hundredth of their sides. 0 if no two
  /// are of one size.
  static func unalignedShare(_ boxes: [Box]) -> Double {
    var (count, unaligned) = (0, 0)
    for (index, box) in boxes.enumerated() {
      guard let nearest = nearestAlike(to: index, in: boxes).map({ boxes[$0] }) else { continue }
      count += 1
      if abs(nearest.centerX - box.centerX) > 0.01 * box.width,
        abs(nearest.centerY - box.centerY) > 0.01 * box.height
      {
        unaligned += 1
      }
    }
    return count == 0 ? 0 : Double(unaligned) / Double(count)
  }

  /// The box of the same size whose centre is nearest to that of one box; of equally near ones the first.
  public static func nearestAlike(to index: Int, in boxes: [Box]) -> Int? {
    let box = boxes[index]
    var nearest: Int?
    var least = Double.infinity
    for (other, candidate) in boxes.enumerated() where other != index && isAlike(box, candidate) {
      let distance = abs(candidate.centerX - box.centerX) + abs(candidate.centerY - box.centerY)
      if distance < least { (nearest, least) = (other, distance) }
    }
    return nearest
  }

  private static func isAlike(_ a: Box, _ b: Box) -> Bool {
    // Sizes as differences of edges: equal to within their rounding.
    abs(a.width - b.width) <= 1e-6 * a.width && abs(a.height - b.height) <= 1e-6 * a.height
  }

  /// How far macros are from the nearest edge of the die, weighted by area: 0 where all stand at edges, 1
  /// where a macro's near side is half of the die's shorter side away.
  static func boundaryDistance(_ boxes: [Box], die: Box) -> Double {
    var (sum, area) = (0.0, 0.0)
    for box in boxes {
      let distance = min(
        box.minX - die.minX, die.maxX - box.maxX, box.minY - die.minY, die.maxY - box.maxY)
      sum += max(0, distance) * box.area
      area += box.area
    }
    return area == 0 ? 0 : sum / area / (min(die.width, die.height) / 2)
  }
}
