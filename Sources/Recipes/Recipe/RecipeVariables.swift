import Netlist

/// What a recipe's net-weight formula can look at, for each net.
public enum NetVariable: String, FormulaVariable {
  /// How near the paths through the net are to being too slow: 0, not at all, to 1, the slowest.
  case criticality
  /// How often its bits change: 0 to 1 of the cycles.
  case activity
  /// The length that is foreseen for it, over half the die's perimeter.
  case length
  /// Its width: the design's own weight of the net.
  case bits
  /// The number of its pins.
  case degree
}

/// What a recipe's ordering formula can look at, for each hard macro.
public enum MacroVariable: String, FormulaVariable {
  /// Its area over the mean of all movable hard macros.
  case area
  /// Its width over the die's.
  case width
  /// Its height over the die's.
  case height
  /// The number of its nets.
  case degree
  /// The sum of the weights of its nets.
  case weight
}

/// What a recipe's formulas of cost weights can look at.
public enum DesignVariable: String, FormulaVariable {
  /// The area of all nodes over that of the die.
  case utilization
  /// The hard macros' share of the area of all nodes.
  case macroShare
  /// The number of nets over that of nodes.
  case netsPerNode
  /// The congestion cost of the placement that the design came with.
  case congestion
}

/// What is known of each net before a design is placed: the values of ``NetVariable`` that do not follow
/// from the netlist.
public struct NetVariables: Hashable, Sendable {
  /// ``NetVariable/criticality`` of each net; all 0 if empty.
  public var criticality: [Double]
  /// ``NetVariable/activity`` of each net; all 0 if empty.
  public var activity: [Double]
  /// ``NetVariable/length`` of each net; all 0 if empty.
  public var length: [Double]

  /// Values from their arrays, one number a net.
  public init(criticality: [Double] = [], activity: [Double] = [], length: [Double] = []) {
    self.criticality = criticality
    self.activity = activity
    self.length = length
  }

  /// The values as a table for all nets of a netlist.
  ///
  /// - Throws: ``RecipeError`` if an array has not one number for each net.
  func table(_ netlist: Netlist) throws(RecipeError) -> VariableTable<NetVariable> {
    let zeros = [Double](repeating: 0, count: netlist.netCount)
    func checked(_ values: [Double], _ name: NetVariable) throws(RecipeError) -> [Double] {
      guard values.isEmpty || values.count == netlist.netCount else {
        throw RecipeError(
          path: "netVariables.\(name.rawValue)",
          message: "expected \(netlist.netCount) numbers, one a net, found \(values.count)")
      }
      return values.isEmpty ? zeros : values
    }
    let criticality = try checked(criticality, .criticality)
    let activity = try checked(activity, .activity)
    let length = try checked(length, .length)
    return VariableTable(rowCount: netlist.netCount) {
      switch $0 {
      case .criticality: criticality
      case .activity: activity
      case .length: length
      case .bits: netlist.netWeights
      case .degree: (0..<netlist.netCount).map { Double(netlist.netPins.count(row: $0)) }
      }
    }
  }
}
