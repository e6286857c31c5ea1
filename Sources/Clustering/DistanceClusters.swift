import Netlist

/// Clusters of cells that stand near each other: the fields of a grid over where cells are.
struct DistanceClusters {
  private let design: Design
  private let cells: [Int32]

  init(_ design: Design, cells: [Int32]) {
    self.design = design
    self.cells = cells
  }

  /// The part of each cell: the field, of about as many as asked for, nearly square.
  ///
  /// - Throws: ``ClusteringError/notPlaced`` if all cells are at one place.
  func partition(into count: Int) throws(ClusteringError) -> [Int32] {
    let placement = design.placement
    let x = cells.map { placement.x[Int($0)] }
    let y = cells.map { placement.y[Int($0)] }
    let (left, right) = (x.min() ?? 0, x.max() ?? 0)
    let (bottom, top) = (y.min() ?? 0, y.max() ?? 0)
    guard right > left || top > bottom else { throw .notPlaced }
    let shape = right > left && top > bottom ? (right - left) / (top - bottom) : 1
    let most = Double(count)
    var columns = max(1, min((most * shape).squareRoot().rounded(), most))
    if right == left { columns = 1 }
    if top == bottom { columns = most }
    let rows = max(1, (most / columns).rounded())
    func field(_ place: Double, from low: Double, to high: Double, _ fields: Double) -> Int32 {
      high > low ? Int32(min((place - low) / (high - low) * fields, fields - 1)) : 0
    }
    return zip(x, y).map { x, y in
      field(y, from: bottom, to: top, rows) * Int32(columns)
        + field(x, from: left, to: right, columns)
    }
  }
}
