public import Annealing
public import Evaluation
public import GlobalPlacement
public import Legalization
public import Netlist

/// Everything that steers the placement of flat designs, with its default.
public struct FlatPlacementOptions: Hashable, Sendable {
  /// Global placement.
  public var global: GlobalPlacementOptions
  /// Bringing macros and cells onto rows.
  public var legalization = RowLegalizationOptions()
  /// Detailed placement.
  public var detailed = DetailedPlacementOptions()
  /// Annealing of macros on the proxy cost, with cells in clusters; none if nil.
  public var annealing: AnnealingOptions?

  /// The defaults.
  public init(seed: UInt64 = 1, threads: Int = 1) {
    global = GlobalPlacementOptions(seed: seed, threads: threads)
    detailed.seed = seed
  }
}

/// A stage in the placement of a flat design.
public enum FlatStage: String, Hashable, Sendable, CaseIterable {
  /// Macros and cells together, overlapping a little.
  case global
  /// Macros freed from overlap and put on the grid of rows and sites.
  case macroLegalization
  /// Macros annealed on the proxy cost, with cells in clusters.
  case annealing
  /// Cells once more, around the macros.
  case cells
  /// Cells onto rows.
  case legalization
  /// Cells improved in place.
  case detailed
}

/// How far a stage is.
public struct FlatPlacementProgress: Hashable, Sendable {
  /// The stage.
  public var stage: FlatStage
  /// The iteration or round of the stage.
  public var step: Int
  /// The half-perimeter wirelength, in the design's unit.
  public var wirelength: Double
  /// The share of the movable area above the target density; nil in stages that know none.
  public var overflow: Double?
}

/// One stage of placement, as it went.
public struct FlatStageResult: Hashable, Sendable {
  /// The stage.
  public var stage: FlatStage
  /// Seconds of wall-clock time.
  public var seconds: Double
  /// The half-perimeter wirelength at its end, in the design's unit.
  public var wirelength: Double
  /// Its iterations or rounds; 0 for a stage that has none.
  public var steps: Int
  /// What it did for routability; nil for a stage that looked at no congestion.
  public var routability: RoutabilityResult?
}

/// A finished placement of a flat design.
public struct FlatPlacementResult: Sendable {
  /// Where everything is.
  public var placement: Placement
  /// The half-perimeter wirelength after global placement, in the design's unit, nets unweighted.
  public var globalWirelength: Double
  /// The same when all was legal for the first time.
  public var legalWirelength: Double
  /// The same at the end.
  public var wirelength: Double
  /// The share of the movable area that was above the target density after global placement.
  public var overflow: Double
  /// Whether the placement can be built, checked independently of the placers.
  public var legality: RowLegalityReport
  /// The moves that annealing proposed.
  public var moves: Int
  /// The stages it went through.
  public var stages: [FlatStageResult]
  /// Seconds of wall-clock time, all stages together.
  public var seconds: Double
  /// Whether it was ended early by a stop flag.
  public var wasStopped: Bool
}
