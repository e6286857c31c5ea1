import Netlist

/// Nets of which each is as short as any net of so many cells can be (Chang, Cong, Romesis & Xie,
/// "Optimality and Scalability Study of Existing Placement Algorithms", TCAD 23(4), 2004).
///
/// Unlike there, each net has the same chance to lie anywhere around its driver, and each cell drives
/// one.
enum PekoNets {
  static func make(
    _ parameters: SyntheticParameters, grid: CellGrid, cellOfField: [Int32],
    random: inout SeededGenerator
  ) -> ConnectionList {
    let degrees = ShareSampler(parameters.netDegrees.shares)
    let shapes = (0...(parameters.netDegrees.shares.count + 1)).map { pins in
      CellGrid.shortestNet(pins: pins, width: grid.width, height: grid.height).shapes
    }
    var fieldOfCell = [Int32](repeating: 0, count: grid.count)
    for (field, cell) in cellOfField.enumerated() { fieldOfCell[Int(cell)] = Int32(field) }
    var nets = ConnectionList()
    nets.reserve(
      nets: grid.count,
      connections: Int(Double(grid.count) * parameters.netDegrees.meanDegree * 1.02))
    for cell in 0..<grid.count {
      var pins = degrees.draw(&random) + 2
      var fields: [Int]?
      // At corners of the grid there may be no shortest box for so many.
      while pins >= 2, fields == nil {
        fields = grid.fields(
          around: Int(fieldOfCell[cell]), pins: pins, shapes: shapes[pins], random: &random)
        pins -= 1
      }
      for field in fields ?? [Int(fieldOfCell[cell])] { nets.connect(cellOfField[field]) }
      nets.endNet()
    }
    return nets
  }
}
