import Netlist

/// How much of each pixel is covered by boxes, for designs with more cells than a picture has room
/// for: the file's size then depends on the picture and not on the design.
struct CoverageMap {
  /// Up to this many boxes are better drawn one by one.
  static let fewestBoxes = 60_000
  private static let levels = 6

  private let area: Box
  private let columns: Int
  private let rows: Int
  private var covered: [Float]

  /// A map with cells of one pixel.
  init(area: Box) {
    self.area = area
    columns = Int(min(max(area.width.rounded(.up), 1), 8192))
    rows = Int(min(max(area.height.rounded(.up), 1), 8192))
    covered = [Float](repeating: 0, count: columns * rows)
  }

  /// Adds a box, each pixel by the part of it that the box covers.
  mutating func add(_ box: Box) {
    let left = max(box.minX - area.minX, 0)
    let right = min(box.maxX - area.minX, Double(columns))
    let top = max(box.minY - area.minY, 0)
    let bottom = min(box.maxY - area.minY, Double(rows))
    guard left < right, top < bottom else { return }
    for row in Int(top)..<min(Int(bottom.rounded(.up)), rows) {
      let height = min(bottom, Double(row + 1)) - max(top, Double(row))
      for column in Int(left)..<min(Int(right.rounded(.up)), columns) {
        let width = min(right, Double(column + 1)) - max(left, Double(column))
        covered[row * columns + column] += Float(width * height)
      }
    }
  }

  /// The covered pixels by level: the share that is covered, and boxes of one row each.
  func runs() -> [(share: Double, boxes: [Box])] {
    var boxes = [[Box]](repeating: [], count: Self.levels + 1)
    for row in 0..<rows {
      var start = 0
      while start < columns {
        let level = level(row, start)
        var end = start + 1
        while end < columns, self.level(row, end) == level { end += 1 }
        if level > 0 {
          boxes[level].append(
            Box(
              minX: area.minX + Double(start), minY: area.minY + Double(row),
              maxX: area.minX + Double(end), maxY: area.minY + Double(row + 1)))
        }
        start = end
      }
    }
    return (1...Self.levels).filter { !boxes[$0].isEmpty }
      .map { (Double($0) / Double(Self.levels), boxes[$0]) }
  }

  private func level(_ row: Int, _ column: Int) -> Int {
    Int((min(covered[row * columns + column], 1) * Float(Self.levels)).rounded())
  }
}
