import Netlist

/// Clusters of cells whose names begin alike.
///
/// From the top down: the cells of a module that is small enough are a cluster. Of a larger module,
/// those of each submodule go their own way, and small submodules next to each other by name go
/// together as long as they fit. Cells whose names have no more levels go together by name.
struct HierarchyClusters {
  private let areas: [Double]
  private let names: [[UInt8]]
  /// The places of the cells in the list given, by name.
  private let order: [Int]

  init(_ netlist: Netlist, cells: [Int32]) {
    areas = cells.map { netlist.area(of: NodeID($0)) }
    let names = cells.map { cell in
      netlist.names.withBytes(of: netlist.nodeSymbols[Int(cell)]) { Array($0) }
    }
    self.names = names
    order = Array(cells.indices).sorted {
      names[$0] == names[$1] ? $0 < $1 : names[$0].lexicographicallyPrecedes(names[$1])
    }
  }

  /// The part of each cell. No part but one cell alone has more area than the mean of as many as
  /// asked for, so that there are more of them, by how badly modules fit together.
  func partition(into count: Int) -> [Int32] {
    let limit = max(areas.reduce(0, +) / Double(count) * (1 + 1e-9), .leastNonzeroMagnitude)
    let groups = groups(in: 0..<order.count, depth: 0, limit: limit)
    var parts = [Int32](repeating: 0, count: order.count)
    for (part, group) in groups.enumerated() {
      for place in group { parts[order[place]] = Int32(part) }
    }
    return parts
  }

  private func area(_ range: Range<Int>) -> Double {
    range.reduce(0.0) { $0 + areas[order[$1]] }
  }

  /// Runs of the order, each a cluster. The names in a range are the same up to `depth`.
  private func groups(in range: Range<Int>, depth: Int, limit: Double) -> [Range<Int>] {
    var groups: [Range<Int>] = []
    var open = (range: range.lowerBound..<range.lowerBound, area: 0.0)
    func close() {
      if !open.range.isEmpty { groups.append(open.range) }
    }
    var depth = depth
    var first = range.lowerBound
    while first < range.upperBound {
      let end = endOfLevel(names[order[first]], from: depth)
      var last = first + 1
      // A level's end tells modules from cells: `a` is no part of the module `a/`.
      if let end {
        let prefix = names[order[first]][depth..<end]
        while last < range.upperBound, names[order[last]].dropFirst(depth).starts(with: prefix) {
          last += 1
        }
      }
      let child = first..<last
      let childArea = area(child)
      if open.area + childArea <= limit {
        open = (open.range.lowerBound..<last, open.area + childArea)
      } else {
        if child == range, let end {
          // All in one module: its own level, without a deeper call, for names can be long.
          depth = end
          continue
        }
        close()
        if childArea > limit, let end {
          groups += self.groups(in: child, depth: end, limit: limit)
          open = (last..<last, 0)
        } else {
          open = (child, childArea)
        }
      }
      first = last
    }
    close()
    return groups
  }

  /// Behind the separator that ends the level which begins at `start`; nil in a name's last level.
  private func endOfLevel(_ name: [UInt8], from start: Int) -> Int? {
    name[start...].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ".") }.map { $0 + 1 }
  }
}
