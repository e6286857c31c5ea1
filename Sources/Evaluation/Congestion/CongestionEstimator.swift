public import Netlist

/// Estimates where a placement will be hard to route.
///
/// The grid and the supply in each direction are the floorplan's: `Floorplan.routing` is what the
/// tracks or the routing layers of the technology give, where the design states them. A net of weight
/// above 1 counts as that many routes, as in the proxy cost; only hard macros block routes. Points
/// outside the die count in the nearest cell.
public struct CongestionEstimator: Sendable {
  private let netlist: Netlist
  private let floorplan: Floorplan
  private let threads: Int

  /// An estimator of any placement of one design.
  ///
  /// - Parameter capacity: the share of the tracks that is there for nets, above 0: less than 1 where
  ///   power, clocks or the choice of layers take the rest.
  public init(netlist: Netlist, floorplan: Floorplan, capacity: Double = 1, threads: Int = 1) {
    self.netlist = netlist
    self.floorplan = floorplan.scalingSupply(by: capacity)
    self.threads = max(1, threads)
  }

  /// The congestion of a placement. The same placement and number of threads give the same estimate.
  public func estimate(_ placement: Placement, by model: CongestionModel) -> CongestionEstimate {
    let pins = PinPositions<Double>(netlist: netlist, floorplan: floorplan, placement: placement)
    switch model {
    case .rudy:
      var density = WireDensity(floorplan)
      density.add(netlist, pins, threads: threads)
      density.addBlockage(netlist, placement)
      return density.estimate
    case .routes:
      let shapes = NodeShapes<Double>(
        netlist: netlist, floorplan: floorplan, placement: placement, edgeRule: .clamp)
      let map = CongestionMap(
        routing: netlist, cells: pins.clampedCells(floorplan), blockedBy: shapes, floorplan)
      return CongestionEstimate(
        grid: CostGrid(floorplan), horizontal: map.horizontal, vertical: map.vertical)
    }
  }
}

extension Floorplan {
  /// The same with another supply of routes.
  fileprivate func scalingSupply(by factor: Double) -> Floorplan {
    var floorplan = self
    floorplan.routing = routing.scaled(by: factor)
    return floorplan
  }
}
