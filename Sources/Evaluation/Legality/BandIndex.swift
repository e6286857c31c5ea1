import Netlist

/// Rectangles by the horizontal bands of the die that they reach into: what may touch a box is found
/// without looking at all of them.
struct BandIndex: Sendable {
  /// The rectangles.
  let boxes: [Box]
  private let bottom: Double
  private let bandHeight: Double
  private let bandCount: Int
  private let byBand: Adjacency<Int32>

  init(boxes: [Box], within die: Box) {
    self.boxes = boxes
    bottom = die.minY
    bandCount = min(max(boxes.count, 1), 1024)
    bandHeight = max(die.height / Double(bandCount), .leastNormalMagnitude)
    var lists = [[Int32]](repeating: [], count: bandCount)
    for (index, box) in boxes.enumerated() {
      for band in Self.bands(box, bottom, bandHeight, bandCount) {
        lists[band].append(Int32(index))
      }
    }
    var offsets: [Int32] = [0]
    for list in lists { offsets.append(offsets.last! + Int32(list.count)) }
    byBand = Adjacency(offsets: offsets, elements: lists.flatMap { $0 })
  }

  /// Whether any rectangle in the bands of a box meets a condition.
  func contains(where condition: (Box) -> Bool, near box: Box) -> Bool {
    contains(near: box) { condition(boxes[$0]) }
  }

  /// The same, by the rectangle's number.
  func contains(near box: Box, where condition: (Int) -> Bool) -> Bool {
    guard !boxes.isEmpty else { return false }
    return Self.bands(box, bottom, bandHeight, bandCount).contains { band in
      byBand[band].contains { condition(Int($0)) }
    }
  }

  private static func bands(
    _ box: Box, _ bottom: Double, _ height: Double, _ count: Int
  ) -> ClosedRange<Int> {
    func band(_ y: Double) -> Int { Int(min(max((y - bottom) / height, 0), Double(count - 1))) }
    return band(box.minY)...max(band(box.minY), band(box.maxY))
  }
}
