internal import Netlist

/// A polygon whose edges all run along an axis, cut into rectangles.
struct RectilinearPolygon {
  /// The most corners accepted: a cut takes time in their square, and real outlines have a few
  /// dozen.
  static let mostCorners = 1024

  private var corners: [(x: Double, y: Double)]

  /// The polygon of these corners, the last joined to the first; nil if an edge is at an angle.
  init?(_ corners: [(x: Double, y: Double)]) {
    for (index, corner) in corners.enumerated() {
      let next = corners[index + 1 < corners.count ? index + 1 : 0]
      guard corner.x == next.x || corner.y == next.y else { return nil }
    }
    self.corners = corners
  }

  /// The smallest box around it.
  var boundingBox: Box {
    Self.boundingBox(of: corners)
  }

  /// The smallest box around some points, of which there is at least one.
  static func boundingBox(of points: [(x: Double, y: Double)]) -> Box {
    var box = Box(minX: points[0].x, minY: points[0].y, maxX: points[0].x, maxY: points[0].y)
    for point in points {
      box.minX = min(box.minX, point.x)
      box.minY = min(box.minY, point.y)
      box.maxX = max(box.maxX, point.x)
      box.maxY = max(box.maxY, point.y)
    }
    return box
  }

  /// Rectangles that cover the polygon, none over another.
  var inside: [Box] { slabs { $0 } }

  /// Rectangles that cover what of the bounding box is outside the polygon, none over another.
  var outside: [Box] {
    let bounds = boundingBox
    return slabs { spans in
      // The ends of what is inside, between the ends of the box, are those of what is outside.
      var gaps: [(left: Double, right: Double)] = []
      var left = bounds.minX
      for span in spans {
        if span.left > left { gaps.append((left, span.left)) }
        left = max(left, span.right)
      }
      if bounds.maxX > left { gaps.append((left, bounds.maxX)) }
      return gaps
    }
  }

  /// Cuts along every horizontal edge: within a slab the vertical edges that cross it bound the
  /// inside in pairs. Slabs with equal spans are joined.
  private func slabs(
    _ select: ([(left: Double, right: Double)]) -> [(left: Double, right: Double)]
  ) -> [Box] {
    let levels = Set(corners.map(\.y)).sorted()
    var boxes: [Box] = []
    var open: [Box] = []
    for (low, high) in zip(levels, levels.dropFirst()) {
      let crossings = self.crossings(low: low, high: high)
      var spans: [(left: Double, right: Double)] = []
      for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
        spans.append((crossings[pair], crossings[pair + 1]))
      }
      let selected = select(spans)
      if selected.count == open.count,
        zip(selected, open).allSatisfy({ $0.left == $1.minX && $0.right == $1.maxX })
      {
        for index in open.indices { open[index].maxY = high }
      } else {
        boxes += open
        open = selected.map { Box(minX: $0.left, minY: low, maxX: $0.right, maxY: high) }
      }
    }
    return (boxes + open).filter { $0.width > 0 && $0.height > 0 }
  }

  /// Where vertical edges cross a slab, from left to right.
  private func crossings(low: Double, high: Double) -> [Double] {
    var places: [Double] = []
    for (index, corner) in corners.enumerated() {
      let next = corners[index + 1 < corners.count ? index + 1 : 0]
      if corner.x == next.x, min(corner.y, next.y) <= low, max(corner.y, next.y) >= high {
        places.append(corner.x)
      }
    }
    return places.sorted()
  }
}
