import Netlist

/// Where each cell stands in the reference placement, in sites and rows.
struct CellSites {
  /// The first site of each cell.
  private(set) var x: [Int32]
  /// The row of each cell.
  private(set) var row: [Int32]

  private init(count: Int) {
    x = [Int32](repeating: 0, count: count)
    row = x
  }

  /// Cells on the free segments of a die, in an order drawn at random, each segment as full as the
  /// others as far as widths allow, white space spread between its cells.
  ///
  /// - Throws: ``SyntheticError/doesNotFit(_:)`` if segments are too short for what is left.
  static func fill(
    _ die: SyntheticDie, widths: [Int32], random: inout SeededGenerator
  ) throws(SyntheticError) -> CellSites {
    var order = Array(Int32(0)..<Int32(widths.count))
    order.shuffle(by: &random)
    let free = die.segments.reduce(0.0) { $0 + Double($1.width) }
    let fullness = widths.reduce(0.0) { $0 + Double($1) } / max(free, 1)
    var members = [[Int32]](repeating: [], count: die.segments.count)
    var rest = die.segments.map(\.width)
    var next = 0
    var target = 0.0
    var placed = 0.0
    for (number, segment) in die.segments.enumerated() {
      target += Double(segment.width) * fullness
      while next < order.count {
        let width = Int(widths[Int(order[next])])
        guard width <= rest[number], placed + Double(width) / 2 <= target else { break }
        members[number].append(order[next])
        rest[number] -= width
        placed += Double(width)
        next += 1
      }
    }
    // What did not fit where its turn was: wherever there is room, the widest first.
    for cell in order[next...].sorted(by: { (-widths[Int($0)], $0) < (-widths[Int($1)], $1) }) {
      guard let number = rest.firstIndex(where: { $0 >= Int(widths[Int(cell)]) }) else {
        throw .doesNotFit(
          "cells do not fit into the rows: expected a lower utilization or narrower cells")
      }
      members[number].append(cell)
      rest[number] -= Int(widths[Int(cell)])
    }
    var places = CellSites(count: widths.count)
    for (number, segment) in die.segments.enumerated() {
      let gaps = members[number].count + 1
      var used = 0
      for (place, cell) in members[number].enumerated() {
        places.x[Int(cell)] = Int32(segment.x + used + rest[number] * (place + 1) / gaps)
        places.row[Int(cell)] = Int32(segment.row)
        used += Int(widths[Int(cell)])
      }
    }
    return places
  }

  /// Cells of one width side by side on the fields of a grid, row by row, in an order drawn at
  /// random, the grid in the middle of the die.
  static func tile(
    _ die: SyntheticDie, width: Int, grid: CellGrid, random: inout SeededGenerator
  ) -> (places: CellSites, cellOfField: [Int32]) {
    var order = Array(Int32(0)..<Int32(grid.count))
    order.shuffle(by: &random)
    var places = CellSites(count: grid.count)
    let left = (die.sites - grid.columns * width) / 2
    let bottom = (die.rows - grid.rows) / 2
    for (field, cell) in order.enumerated() {
      places.x[Int(cell)] = Int32(left + field % grid.columns * width)
      places.row[Int(cell)] = Int32(bottom + field / grid.columns)
    }
    return (places, order)
  }
}
