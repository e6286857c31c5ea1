import Netlist

/// Places spread over a box, neighbours in number near each other.
enum EvenSpread {
  /// The box is halved again and again, across its longer side, and the numbers with it. Engines
  /// number clusters in the order in which they split the design, so that related clusters come out
  /// close.
  static func places(_ count: Int, in box: Box) -> [(x: Double, y: Double)] {
    var places: [(x: Double, y: Double)] = []
    places.reserveCapacity(count)
    func split(_ count: Int, _ box: Box) {
      if count == 1 { return places.append((box.centerX, box.centerY)) }
      let first = count / 2
      let share = Double(first) / Double(count)
      var (low, high) = (box, box)
      if box.width >= box.height {
        low.maxX = box.minX + box.width * share
        high.minX = low.maxX
      } else {
        low.maxY = box.minY + box.height * share
        high.minY = low.maxY
      }
      split(first, low)
      split(count - first, high)
    }
    if count > 0 { split(count, box) }
    return places
  }
}
