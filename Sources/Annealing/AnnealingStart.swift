public import Netlist

/// Another place where annealing begins, from a temperature of its own.
///
/// What annealing comes to depends on where it begins, unless it is so warm that it undoes the whole
/// arrangement, and a short run need not show which of two starts is the better one. So replicas that
/// would otherwise do the same begin at both.
public struct AnnealingStart: Sendable {
  /// A placement without overlap of hard macros.
  public var placement: Placement
  /// The temperature there, in units of the proxy cost. At the end of the budget it is that of all.
  public var temperature: Double

  /// A start from its parts.
  public init(placement: Placement, temperature: Double) {
    self.placement = placement
    self.temperature = temperature
  }

  /// Whether a replica begins at the alternative, if there is one.
  static func isAlternative(replica: Int) -> Bool { replica % 2 == 1 }
}
