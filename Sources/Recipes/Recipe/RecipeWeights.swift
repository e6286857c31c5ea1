public import Evaluation
public import Netlist

extension Recipe {
  /// The weights of nets that the formula gives, in place of the netlist's own; nil where it gives all nets
  /// the same factor, which would change nothing.
  ///
  /// Factors are scaled so that the sum of all weights stays what it is: weights are also the demand for
  /// routes, which is not to grow.
  ///
  /// - Throws: ``RecipeError`` if the variables have not one value for each net.
  public func netWeights(
    _ netlist: Netlist, _ variables: NetVariables
  ) throws(RecipeError) -> [Double]? {
    let range = RecipeBounds.netFactor
    let factors = netWeight.values(try variables.table(netlist)).map {
      min(max($0, range.lowerBound), range.upperBound)
    }
    guard let first = factors.first, factors.contains(where: { $0 != first }) else { return nil }
    let weighted = zip(factors, netlist.netWeights).map { $0 * $1 }
    let (sum, before) = (weighted.reduce(0, +), netlist.netWeights.reduce(0, +))
    return sum > 0 ? weighted.map { $0 * before / sum } : nil
  }

  /// The weights of the cost parts that the formulas give for a design.
  public func costWeights(_ design: Design) -> CostWeights {
    let isAsked = { (variable: DesignVariable) in
      density.variables.contains(variable) || congestion.variables.contains(variable)
    }
    // Congestion is the one figure that takes time.
    let figures = DesignFigures(design, estimatesCongestion: isAsked(.congestion))
    func weight(_ formula: Formula<DesignVariable>) -> Double {
      let range = RecipeBounds.costWeight
      return min(max(formula.value(figures.value), range.lowerBound), range.upperBound)
    }
    return CostWeights(density: weight(density), congestion: weight(congestion))
  }

  /// Movable hard macros in the order that a spiral is to take them.
  public func spiralOrder(_ design: Design) -> [NodeID] {
    let netlist = design.netlist
    let macros = netlist.nodes(.hardMacro).filter { !design.placement.isFixed[$0.index] }
    guard !macros.isEmpty else { return [] }
    let meanArea = macros.reduce(0) { $0 + netlist.area(of: $1) } / Double(macros.count)
    let die = design.floorplan.die
    let keys = order.values(
      VariableTable(rowCount: macros.count) { variable in
        macros.map { macro in
          switch variable {
          case .area: netlist.area(of: macro) / meanArea
          case .width: netlist.nodeWidths[macro.index] / die.width
          case .height: netlist.nodeHeights[macro.index] / die.height
          case .degree: Double(netlist.nodeNets.count(row: macro.index))
          case .weight:
            netlist.nodeNets[macro.index].reduce(0) { $0 + netlist.netWeights[$1.index] }
          }
        }
      })
    return macros.indices.sorted { (-keys[$0], $0) < (-keys[$1], $1) }.map { macros[$0] }
  }
}

/// The values of ``DesignVariable`` for a design.
struct DesignFigures {
  private let utilization: Double
  private let macroShare: Double
  private let netsPerNode: Double
  private let congestion: Double

  init(_ design: Design, estimatesCongestion: Bool) {
    let netlist = design.netlist
    var (area, macroArea) = (0.0, 0.0)
    for index in 0..<netlist.nodeCount {
      let nodeArea = netlist.area(of: NodeID(index))
      area += nodeArea
      if netlist.nodeKinds[index] == .hardMacro { macroArea += nodeArea }
    }
    utilization = area / design.floorplan.die.area
    macroShare = area > 0 ? macroArea / area : 0
    netsPerNode = Double(netlist.netCount) / Double(max(netlist.nodeCount, 1))
    congestion =
      estimatesCongestion
      ? CongestionEstimator(netlist: netlist, floorplan: design.floorplan)
        .estimate(design.placement, by: .routes).topMean : 0
  }

  func value(_ variable: DesignVariable) -> Double {
    switch variable {
    case .utilization: utilization
    case .macroShare: macroShare
    case .netsPerNode: netsPerNode
    case .congestion: congestion
    }
  }
}
