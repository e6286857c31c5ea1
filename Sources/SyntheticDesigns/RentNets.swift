import Foundation
import Netlist

/// Nets after Rent's rule, drawn around places of the reference placement.
///
/// The die is halved again and again. The cells of each net are drawn from a block that holds its
/// driver, and the chance that the block has more than B cells is B^(p − 1): then the nets that leave
/// a block of B cells are about t·B^p in number, which is Rent's rule with exponent p (Landman &
/// Russo 1971; the same hierarchy, grown from below, makes the circuits of Stroobandt, Verplaetse &
/// Van Campenhout's gnl).
///
/// Each cell drives one net. Macros have as many pins as the rule gives a block of their area, half
/// of which drive nets; so does every other port. The other half join nets of cells nearby, chosen by
/// the same rule.
struct RentNets {
  private let tree: CellTree
  private let reference: Placement
  private let cellCount: Int
  private let degrees: ShareSampler
  private let exponent: Double
  private var random: SeededGenerator
  private var nets = ConnectionList()
  private var joined: (nets: [Int32], ends: [Int32]) = ([], [])
  private var drivers: [(end: Int32, leaf: Int)] = []

  private init(
    _ parameters: SyntheticParameters, exponent: Double, reference: Placement, die: Box,
    random: SeededGenerator
  ) {
    self.exponent = exponent
    self.reference = reference
    self.random = random
    cellCount = parameters.cells
    degrees = ShareSampler(parameters.netDegrees.shares)
    tree = CellTree(
      x: reference.x.prefix(cellCount), y: reference.y.prefix(cellCount), die: die)
    nets.reserve(
      nets: cellCount, connections: Int(Double(cellCount) * parameters.netDegrees.meanDegree * 1.05)
    )
  }

  /// All nets.
  ///
  /// - Parameters:
  ///   - reference: where the nodes are: cells, then macros, then ports.
  ///   - macroBoxes: the macros there.
  static func make(
    _ parameters: SyntheticParameters, exponent: Double, reference: Placement, macroBoxes: [Box],
    die: Box, random: inout SeededGenerator
  ) -> ConnectionList {
    var maker = RentNets(
      parameters, exponent: exponent, reference: reference, die: die, random: random)
    let cellArea =
      parameters.meanCellWidth * Double(parameters.siteWidth) * Double(parameters.rowHeight)
    for (macro, box) in macroBoxes.enumerated() {
      maker.addPins(
        of: parameters.cells + macro, box, cellsInside: box.area / cellArea,
        pinsPerCell: parameters.netDegrees.meanDegree)
    }
    for port in 0..<parameters.ports {
      maker.add(
        Int32(parameters.cells + macroBoxes.count + port), isDriver: port.isMultiple(of: 2))
    }
    maker.addNets()
    random = maker.random
    return maker.nets
  }

  /// A number of cells that is above B with a chance of B^(p − 1).
  private mutating func drawBlockSize() -> Double {
    pow(1 - random.uniform(), -1 / (1 - exponent))
  }

  /// Pins on the edges of a macro.
  private mutating func addPins(
    of macro: Int, _ box: Box, cellsInside: Double, pinsPerCell: Double
  ) {
    let most = 256.0
    let count = max(8, min(most, pinsPerCell * pow(max(cellsInside, 1), exponent)))
    for pin in 0..<Int(count) {
      let along = random.uniform()
      let isOnSide = random.index(below: 2) == 0
      let isLow = random.index(below: 2) == 0
      let x = isOnSide ? (isLow ? 0 : box.width) : (along * box.width).rounded()
      let y = isOnSide ? (along * box.height).rounded() : (isLow ? 0 : box.height)
      let end = nets.add(
        ConnectionList.OffCenterPin(
          node: Int32(macro), offsetX: x - box.width / 2, offsetY: y - box.height / 2))
      add(end, isDriver: pin.isMultiple(of: 2))
    }
  }

  /// Lets a pin drive a net of its own, or join the net of a cell nearby.
  private mutating func add(_ end: Int32, isDriver: Bool) {
    let pin = nets.resolve(end)
    let leaf = tree.leaf(
      x: reference.x[Int(pin.node)] + pin.offsetX, y: reference.y[Int(pin.node)] + pin.offsetY)
    if isDriver {
      drivers.append((end, leaf))
    } else {
      let block = tree.block(around: leaf, atLeast: drawBlockSize())
      joined.nets.append(tree.cell(block.lowerBound + random.index(below: block.count)))
      joined.ends.append(end)
    }
  }

  private mutating func addNets() {
    let joinedOfNet = Adjacency(groupingBy: joined.nets, rowCount: cellCount)
    for cell in 0..<cellCount {
      let leaf = tree.leaf(x: reference.x[cell], y: reference.y[cell])
      connect(Int32(cell), leaf: leaf)
      for place in joinedOfNet[cell] { nets.connect(joined.ends[Int(place)]) }
      nets.endNet()
    }
    for (end, leaf) in drivers {
      connect(end, leaf: leaf)
      nets.endNet()
    }
  }

  /// The driver, and different cells of a block around it.
  private mutating func connect(_ driver: Int32, leaf: Int) {
    let pins = min(degrees.draw(&random) + 2, cellCount)
    let block = tree.block(around: leaf, atLeast: max(drawBlockSize(), Double(pins)))
    nets.connect(driver)
    var count = 1
    while count < pins {
      let cell = tree.cell(block.lowerBound + random.index(below: block.count))
      if nets.isConnected(cell) { continue }
      nets.connect(cell)
      count += 1
    }
  }
}
