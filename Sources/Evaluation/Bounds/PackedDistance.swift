import Netlist

/// How near rectangles that share no area can be to one point of the die.
///
/// Of areas that are filled with material at different rates, the sum of `rate × ∫ |z − p|` is least when
/// the highest rates are nearest: within growing diamonds around p, the balls of |dx| + |dy|, as far
/// as they are on the die. That p is the best for which diamonds have most area on the die, which is the
/// die's centre: for sets that are convex and symmetric about their centres, here also about both axes,
/// the area they share falls as one is moved away along an axis (Anderson 1955).
struct PackedDistance {
  /// How far the die's edges are from the point: to the left, right, down, up.
  private let across: [Double]
  private let upward: [Double]
  private let reach: Double

  /// - Precondition: the point is on the die.
  init(x: Double, y: Double, die: Box) {
    across = [x - die.minX, die.maxX - x]
    upward = [y - die.minY, die.maxY - y]
    reach = across.max()! + upward.max()!
  }

  /// The least sum of `rate × ∫ |z − p|` over all areas.
  ///
  /// - Parameter areas: their rates and sizes, the highest rates first.
  func least(_ areas: [(rate: Double, area: Double)]) -> Double {
    var (sum, area) = (0.0, 0.0)
    for (index, part) in areas.enumerated() {
      area += part.area
      let next = index + 1 < areas.count ? areas[index + 1].rate : 0
      if part.rate > next { sum += (part.rate - next) * moment(of: area) }
    }
    return sum
  }

  /// ∫ |z − p| over the diamond that has so much area on the die.
  private func moment(of area: Double) -> Double {
    // The area grows with the radius: by halving.
    var (low, high) = (0.0, reach)
    for _ in 0..<50 {
      let middle = (low + high) / 2
      if content(middle).area < area { low = middle } else { high = middle }
    }
    return content(low).moment
  }

  /// Area and moment of the diamond of a radius, each quarter a triangle less what is beyond the die.
  private func content(_ radius: Double) -> (area: Double, moment: Double) {
    var (area, moment) = (0.0, 0.0)
    func add(_ start: Double, _ sign: Double) {
      guard radius > start else { return }
      // A piece that begins at a distance has r − start of length at the distance r.
      area += sign * (radius - start) * (radius - start) / 2
      let (r2, s2) = (radius * radius, start * start)
      moment += sign * ((r2 * radius - s2 * start) / 3 - start * (r2 - s2) / 2)
    }
    for width in across {
      for height in upward {
        add(0, 1)
        add(width, -1)
        add(height, -1)
        add(width + height, 1)
      }
    }
    return (area, moment)
  }
}
