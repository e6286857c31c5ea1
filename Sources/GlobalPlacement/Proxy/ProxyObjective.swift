import Evaluation
import Netlist

/// How smooth the cost is, and how its parts weigh.
struct ProxySmoothing {
  /// The γ of the weighted-average wirelength, in cells.
  var wirelength: Double
  /// Within what distance of a grid line a pin counts in both cells: up to half a cell.
  var halfWidth: Double
  /// The least extent of a node in the density, in cells.
  var leastExtent: Double
  /// How soft the corner at the top values' least is, in units of density and of congestion.
  var softness: Double
  /// How many times as many cells count as in the proxy cost.
  var tails: CostTails
  /// The weight of a cell of area that two hard macros share.
  var overlapWeight: Double
}

/// The smooth proxy cost of a placement and its gradient, in cells of the cost grid.
struct ProxyObjective: ~Copyable {
  let problem: PlacementProblem
  private let weights: CostWeights
  /// Cells to a length unit of the design.
  let scaleX: Double
  let scaleY: Double
  private let wirelength: WeightedAverageWirelength
  private let wirelengthScale: Double
  private let density: SmoothDensity
  private var densityMean = SmoothTopMean()
  private var congestion: SmoothCongestion
  private var overlap: MacroOverlap

  private let x: FloatBuffer
  private let y: FloatBuffer
  private let wireX: FloatBuffer
  private let wireY: FloatBuffer
  /// The slope of the cost by each centre.
  let gradientX: Buffer<Double>
  let gradientY: Buffer<Double>

  /// The parts of the cost last evaluated, and the area that hard macros share.
  private(set) var terms = CostTerms(wirelength: 0, density: 0, congestion: 0)
  private(set) var overlapArea = 0.0

  init(_ design: Design, _ placement: Placement, weights: CostWeights) {
    let (netlist, floorplan) = (design.netlist, design.floorplan)
    self.weights = weights
    problem = PlacementProblem(
      design: design, placement: placement, area: floorplan.die, territories: [])
    let grid = CostGrid(floorplan)
    (scaleX, scaleY) = (1 / grid.cellWidth, 1 / grid.cellHeight)
    wirelength = WeightedAverageWirelength(problem, threads: 1)
    let netCount = netlist.netWeights.reduce(0, +)
    wirelengthScale =
      problem.unit
      / ((floorplan.die.width + floorplan.die.height) * (netCount == 0 ? 1 : netCount))
    let nodes = problem.nodes
    let isMacro = problem.isMacro
    let macros = nodes.indices.filter { isMacro[$0] }
    let fixed = netlist.nodeKinds.indices
      .filter { placement.isFixed[$0] && netlist.nodeKinds[$0] != .port }.map { NodeID($0) }
    func cells(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
      ((x - floorplan.die.minX) / grid.cellWidth, (y - floorplan.die.minY) / grid.cellHeight)
    }
    let fixedPlaces = fixed.map { cells(placement.x[$0.index], placement.y[$0.index]) }
    density = SmoothDensity(
      rectangles: NodeRectangles(nodes, netlist, scaleX: scaleX, scaleY: scaleY),
      fixed: NodeRectangles(fixed, netlist, scaleX: scaleX, scaleY: scaleY),
      fixedX: fixedPlaces.map { $0.x }, fixedY: fixedPlaces.map { $0.y },
      columns: grid.columns, rows: grid.rows)
    // Fixed hard macros follow the movable nodes and the anchor.
    let fixedMacros = fixed.indices.filter { netlist.nodeKinds[fixed[$0].index] == .hardMacro }
    let first = nodes.count + 1
    let macroNodes = macros.map { nodes[$0] } + fixedMacros.map { fixed[$0] }
    let macroObjects = macros + fixedMacros.indices.map { first + $0 }
    congestion = SmoothCongestion(
      RoutedNets(design, placement, movable: nodes), floorplan,
      macros: NodeRectangles(macroNodes, netlist, scaleX: scaleX, scaleY: scaleY),
      objects: macroObjects, scaleX: scaleX, scaleY: scaleY)
    overlap = MacroOverlap(
      Array(zip(macroNodes, macroObjects).map { ($0, $1) }), netlist, placement, scaleX: scaleX,
      scaleY: scaleY)
    x = FloatBuffer(count: nodes.count + 1)
    y = FloatBuffer(count: nodes.count + 1)
    wireX = FloatBuffer(count: nodes.count + 1)
    wireY = FloatBuffer(count: nodes.count + 1)
    gradientX = Buffer(count: first + fixedMacros.count)
    gradientY = Buffer(count: first + fixedMacros.count)
    startX = Buffer(
      nodes.map { cells(placement.x[$0.index], 0).x } + [0]
        + fixedMacros.map { fixedPlaces[$0].x })
    startY = Buffer(
      nodes.map { cells(0, placement.y[$0.index]).y } + [0]
        + fixedMacros.map { fixedPlaces[$0].y })
  }

  /// Where the placement has the movable nodes' centres; then the anchor; then fixed hard macros.
  let startX: Buffer<Double>
  let startY: Buffer<Double>

  /// Evaluates the cost at centres laid out as ``startX`` is, and its gradient.
  ///
  /// - Returns: the weighted sum of ``terms`` and the overlap.
  mutating func evaluate(
    _ centersX: borrowing Buffer<Double>, _ centersY: borrowing Buffer<Double>,
    _ smoothing: ProxySmoothing
  ) -> Double {
    gradientX.fill(0)
    gradientY.fill(0)
    terms.wirelength = evaluateWirelength(centersX, centersY, smoothing.wirelength)
    terms.density = evaluateDensity(centersX, centersY, smoothing)
    terms.congestion = congestion.evaluate(
      centersX, centersY, halfWidth: smoothing.halfWidth, tail: smoothing.tails.congestion,
      softness: smoothing.softness)
    congestion.addGradient(
      weight: weights.congestion, gradientX: gradientX, gradientY: gradientY)
    overlapArea = overlap.evaluate(
      centersX, centersY, weight: smoothing.overlapWeight, gradientX: gradientX,
      gradientY: gradientY)
    return terms.proxy(weights) + smoothing.overlapWeight * overlapArea
  }

  private func evaluateWirelength(
    _ centersX: borrowing Buffer<Double>, _ centersY: borrowing Buffer<Double>, _ smoothing: Double
  ) -> Double {
    let (unitX, unitY) = (1 / (scaleX * problem.unit), 1 / (scaleY * problem.unit))
    for object in 0..<problem.movableCount {
      x[object] = Float(centersX[object] * unitX)
      y[object] = Float(centersY[object] * unitY)
    }
    let length = wirelength.evaluate(
      problem, x: x, y: y, smoothing: Float(smoothing * (unitX + unitY) / 2), gradientX: wireX,
      gradientY: wireY)
    let scale = weights.wirelength * wirelengthScale
    for object in 0..<problem.movableCount {
      gradientX[object] += scale * unitX * Double(wireX[object])
      gradientY[object] += scale * unitY * Double(wireY[object])
    }
    return length.smooth * wirelengthScale
  }

  private mutating func evaluateDensity(
    _ centersX: borrowing Buffer<Double>, _ centersY: borrowing Buffer<Double>,
    _ smoothing: ProxySmoothing
  ) -> Double {
    density.evaluate(centersX, centersY, leastExtent: smoothing.leastExtent)
    let cells = density.values.count
    let count = Double(cells < 10 ? cells : cells / 10) * smoothing.tails.density
    let mean = densityMean.evaluate(
      density.values, count: count, softness: smoothing.softness, weights: density.slopes)
    density.addGradient(
      centersX, centersY, leastExtent: smoothing.leastExtent, weight: 0.5 * weights.density,
      gradientX: gradientX, gradientY: gradientY)
    return 0.5 * mean
  }
}
