internal import Netlist

extension CellLibrary {
  /// The routes per unit of length that the routing layers have room for, one a pitch in the preferred
  /// direction of each; nil unless there are some in both directions.
  ///
  /// - Parameter closed: the names of layers of which hard macros use up the routes.
  func routingSupply(unitsPerMicron: Double, closed: Set<String>) -> RoutingSupply? {
    var supply = RoutingSupply(
      horizontal: 0, vertical: 0, horizontalUsedByMacros: 0, verticalUsedByMacros: 0)
    for layer in layers where layer.purpose == .routing {
      guard let isHorizontal = layer.isHorizontal, let pitch = layer.pitch else { continue }
      let routes = 1 / ((isHorizontal ? pitch.y : pitch.x) * unitsPerMicron)
      let used = closed.contains(layer.name) ? routes : 0
      if isHorizontal {
        supply.horizontal += routes
        supply.horizontalUsedByMacros += used
      } else {
        supply.vertical += routes
        supply.verticalUsedByMacros += used
      }
    }
    return supply.horizontal > 0 && supply.vertical > 0 ? supply : nil
  }
}
