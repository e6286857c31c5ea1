import Netlist

/// The size of the cost grid of designs that state none.
enum CostGridSize {
  /// The least and the most columns or rows.
  static let limits = 10.0...128.0

  /// As many square cells as come to √nodes / 2 along a square die, within the limits.
  static func suiting(die: Box, nodeCount: Int) -> (columns: Int, rows: Int) {
    let side = Double(nodeCount).squareRoot() / 2
    let aspect = (die.width / die.height).squareRoot()
    func limited(_ value: Double) -> Int {
      Int(min(max(value.rounded(), limits.lowerBound), limits.upperBound))
    }
    return (limited(side * aspect), limited(side / aspect))
  }
}
