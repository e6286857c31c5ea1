import Accelerator
import Foundation
import PhysicalExtraction

/// What was measured on a layout.
public struct LayoutMeasurement: Hashable, Codable, Sendable {
  /// What the accelerator is worth with its wires as they are.
  public var figures: Figures
  /// The wires by bus class, in micrometres, in the order of classes; nil for classes that it lacks.
  public var lengths: [ClassWires?]
  /// The prior's lengths, likewise.
  public var priorLengths: [ClassWires?]
  /// What the cost models know a design by.
  public var features: [Double]
  /// By how much wires are longer for congestion, at least 1.
  public var detour: Double
  /// The bus class that the clock waits for.
  public var slowestClass: String
  /// The proxy cost of the layout, under the netlist's own weights.
  public var proxyCost: Double
  /// The cost of the policy's own placement over the layout's; nil where there is no policy to be
  /// taught.
  public var policyZeroShot: Double?
  /// The kind of accelerator.
  public var niche: Niche
  /// The constraint that is broken; nil for none.
  public var violation: String?
  /// The logarithm of the objective, whatever constraints say.
  public var rawScore: Double

  /// The logarithm of the objective; infinite where a constraint is broken.
  func score(_ goals: Goals) -> Double {
    figures.violation(of: goals.constraints) == nil ? figures.score(goals) : .infinity
  }

  /// The layout as models learn from it.
  ///
  /// - Throws: ``LoopError`` if it is none of this program's layouts, as in a damaged ledger.
  func observation() throws(LoopError) -> LengthObservation {
    let classes = BusClass.allCases.count
    guard lengths.count == classes, priorLengths.count == classes,
      features.count == DesignFeatures.names.count
    else {
      throw .ledger(
        "expected lengths of \(classes) bus classes and \(DesignFeatures.names.count) features in each "
          + "layout, found \(lengths.count), \(priorLengths.count) and \(features.count)")
    }
    return LengthObservation(
      features: features, prior: priorLengths, measured: lengths, detour: detour)
  }
}
