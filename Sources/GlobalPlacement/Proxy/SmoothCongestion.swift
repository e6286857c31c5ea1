import Netlist

/// The smooth congestion cost: demand of routes and macros over supply, spread as the proxy cost
/// spreads it, and the mean of its largest values.
struct SmoothCongestion: ~Copyable {
  private let supply: RoutingSupply
  private let horizontalCapacity: Double
  private let verticalCapacity: Double
  private let range: Int
  private let scaleX: Double
  private let scaleY: Double
  private var routes: SmoothRoutes
  private let blockage: SmoothBlockage
  private let horizontalRoutes: RunField
  private let verticalRoutes: RunField
  private let horizontalBlockage: RunField
  private let verticalBlockage: RunField
  /// All horizontal values and then all vertical ones, and the slope of the cost by each.
  let values: Buffer<Double>
  private let slopes: Buffer<Double>
  private var topMean = SmoothTopMean()

  init(
    _ nets: RoutedNets, _ floorplan: Floorplan, macros: consuming NodeRectangles, objects: [Int],
    scaleX: Double, scaleY: Double
  ) {
    let (columns, rows) = (floorplan.columns, floorplan.rows)
    supply = floorplan.routing
    horizontalCapacity = supply.horizontal / scaleY
    verticalCapacity = supply.vertical / scaleX
    range = floorplan.smoothingRange
    (self.scaleX, self.scaleY) = (scaleX, scaleY)
    routes = SmoothRoutes(nets, columns: columns, rows: rows)
    blockage = SmoothBlockage(rectangles: macros, objects: objects, columns: columns, rows: rows)
    horizontalRoutes = RunField(lanes: rows, length: columns)
    horizontalBlockage = RunField(lanes: rows, length: columns)
    verticalRoutes = RunField(lanes: columns, length: rows)
    verticalBlockage = RunField(lanes: columns, length: rows)
    values = Buffer(count: 2 * columns * rows)
    slopes = Buffer(count: 2 * columns * rows)
  }

  private var horizontalUse: Double { supply.horizontalUsedByMacros / supply.horizontal }
  private var verticalUse: Double { supply.verticalUsedByMacros / supply.vertical }

  /// The cost for nodes at these centres, in cells; afterwards ``addGradient(_:_:_:)`` gives its slope.
  mutating func evaluate(
    _ x: borrowing Buffer<Double>, _ y: borrowing Buffer<Double>, halfWidth: Double,
    tail: Double, softness: Double
  ) -> Double {
    routes.place(x, y, scaleX: scaleX, scaleY: scaleY, halfWidth: halfWidth)
    blockage.place(x, y, halfWidth: halfWidth)
    horizontalRoutes.demand.fill(0)
    verticalRoutes.demand.fill(0)
    horizontalBlockage.demand.fill(0)
    verticalBlockage.demand.fill(0)
    routes.add(horizontal: horizontalRoutes, vertical: verticalRoutes)
    blockage.add(
      horizontal: horizontalBlockage, horizontalUse, vertical: verticalBlockage, verticalUse)
    gather(horizontalRoutes, horizontalBlockage, capacity: horizontalCapacity, from: 0)
    gather(
      verticalRoutes, verticalBlockage, capacity: verticalCapacity, from: values.count / 2)
    let count = Double(max(1, values.count / 20)) * tail
    return topMean.evaluate(values, count: count, softness: softness, weights: slopes)
  }

  /// Sums blockage and the spread demand of routes in each cell.
  private func gather(
    _ routes: borrowing RunField, _ blockage: borrowing RunField, capacity: Double, from start: Int
  ) {
    routes.integrate()
    blockage.integrate()
    let (lanes, length) = (routes.lanes, routes.length)
    for lane in 0..<lanes {
      for cell in 0..<length {
        values[start + lane * length + cell] = blockage.demand[lane * blockage.stride + cell]
      }
    }
    for lane in 0..<lanes {
      let window = max(0, lane - range)...min(lanes - 1, lane + range)
      let share = 1 / (capacity * Double(window.count))
      for target in window {
        for cell in 0..<length {
          values[start + target * length + cell] +=
            share * routes.demand[lane * routes.stride + cell]
        }
      }
    }
  }

  /// The slopes of the cost by the demand of routes and macros, from those by their sums.
  private func scatter(
    _ routes: borrowing RunField, _ blockage: borrowing RunField, capacity: Double, from start: Int,
    weight: Double
  ) {
    let (lanes, length) = (routes.lanes, routes.length)
    routes.slopes.fill(0)
    for lane in 0..<lanes {
      for cell in 0..<length {
        blockage.slopes[lane * blockage.stride + cell] =
          weight * slopes[start + lane * length + cell]
      }
      let window = max(0, lane - range)...min(lanes - 1, lane + range)
      let share = weight / (capacity * Double(window.count))
      for target in window {
        for cell in 0..<length {
          routes.slopes[lane * routes.stride + cell] +=
            share * slopes[start + target * length + cell]
        }
      }
    }
    routes.sumSlopes()
    blockage.sumSlopes()
  }

  /// Adds `weight` times the slope of the cost by each centre.
  func addGradient(
    weight: Double, gradientX: borrowing Buffer<Double>, gradientY: borrowing Buffer<Double>
  ) {
    scatter(
      horizontalRoutes, horizontalBlockage, capacity: horizontalCapacity, from: 0, weight: weight)
    scatter(
      verticalRoutes, verticalBlockage, capacity: verticalCapacity, from: values.count / 2,
      weight: weight)
    routes.addGradient(
      horizontal: horizontalRoutes, vertical: verticalRoutes, gradientX: gradientX,
      gradientY: gradientY)
    blockage.addGradient(
      horizontal: horizontalBlockage, horizontalUse, vertical: verticalBlockage, verticalUse,
      gradientX: gradientX, gradientY: gradientY)
  }
}
