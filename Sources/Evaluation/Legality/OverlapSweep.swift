import Netlist

/// Finds all pairs of rectangles that overlap or come into each other's halo: the die is cut into
/// bands about as high as most rectangles, and each band swept from left to right. A pair is found in
/// the lowest band that both reach into.
struct OverlapSweep {
  private struct Entry {
    var node: NodeID
    var box: Box
    var withHalo: Box
    var isFixed: Bool
  }

  private let die: Box
  private let noise: Double
  private let limit: Int
  private var entries: [Entry] = []
  private var totalHeight = 0.0

  init(die: Box, noise: Double, limit: Int) {
    self.die = die
    self.noise = noise
    self.limit = limit
  }

  mutating func add(_ node: NodeID, box: Box, halo: Halo, isFixed: Bool) {
    let withHalo = Box(
      minX: box.minX - halo.left, minY: box.minY - halo.bottom, maxX: box.maxX + halo.right,
      maxY: box.maxY + halo.top)
    entries.append(Entry(node: node, box: box, withHalo: withHalo, isFixed: isFixed))
    totalHeight += withHalo.height
  }

  /// Adds what is found to a report.
  func run(_ report: inout RowLegalityReport) {
    guard entries.count > 1, die.height > 0 else { return }
    let wishedHeight = max(totalHeight / Double(entries.count), die.height / 4096)
    let bandCount = max(1, Int((die.height / wishedHeight).rounded(.up)))
    let bandHeight = die.height / Double(bandCount)
    func band(_ y: Double) -> Int {
      Int(min(max((y - die.minY) / bandHeight, 0), Double(bandCount - 1)))
    }
    var bands = [[Int32]](repeating: [], count: bandCount)
    let order = entries.indices.sorted {
      (entries[$0].withHalo.minX, entries[$0].node) < (entries[$1].withHalo.minX, entries[$1].node)
    }
    for index in order {
      let box = entries[index].withHalo
      for band in band(box.minY)...max(band(box.minY), band(box.maxY)) {
        bands[band].append(Int32(index))
      }
    }
    let start = report.violations.count
    var pairCount = 0
    for (number, members) in bands.enumerated() {
      var open: [Int32] = []
      for index in members {
        let entry = entries[Int(index)]
        var kept = 0
        for position in open.indices {
          let other = entries[Int(open[position])]
          guard other.withHalo.maxX > entry.withHalo.minX else { continue }
          open[kept] = open[position]
          kept += 1
          let low = max(other.withHalo.minY, entry.withHalo.minY)
          guard low < min(other.withHalo.maxY, entry.withHalo.maxY), band(low) == number,
            let violation = violation(other, entry)
          else { continue }
          pairCount += 1
          if other.isFixed && entry.isFixed {
            report.inputFaults.append(violation)
          } else {
            report.violations.append(violation)
          }
        }
        open.removeLast(open.count - kept)
        open.append(index)
        if pairCount >= limit {
          report.isTruncated = true
          return
        }
      }
    }
    Self.sort(&report.violations, from: start)
    Self.sort(&report.inputFaults, from: 0)
  }

  private static func sort(_ list: inout [RowLegalityReport.Violation], from start: Int) {
    list[start...].sort {
      ($0.node, $0.other ?? $0.node) < ($1.node, $1.other ?? $1.node)
    }
  }

  private func violation(_ a: Entry, _ b: Entry) -> RowLegalityReport.Violation? {
    if a.box.sharesArea(with: b.box, beyond: noise) {
      return .init(kind: .overlap, node: min(a.node, b.node), other: max(a.node, b.node))
    }
    if a.withHalo.sharesArea(with: b.box, beyond: noise) {
      return .init(kind: .insideHalo, node: b.node, other: a.node)
    }
    if b.withHalo.sharesArea(with: a.box, beyond: noise) {
      return .init(kind: .insideHalo, node: a.node, other: b.node)
    }
    return nil
  }
}
