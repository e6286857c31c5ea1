public import Netlist

/// What global placement starts from.
public enum GlobalPlacementStart: Hashable, Sendable {
  /// All movable nodes at the middle of the placement area.
  case center
  /// The given placement, to be improved; density weighs as much at first as at the end of the run that
  /// made it (``GlobalPlacementResult/densityWeight``) or, if nil, half as much as wirelength.
  case given(densityWeight: Double?)
}

/// What steers global placement.
public struct GlobalPlacementOptions: Hashable, Sendable {
  /// How full any part of the placement area may become, from 0 to 1; raised to what the design
  /// needs where it is less.
  public var targetDensity: Double
  /// The share of the movable area above the target density at which placement is done.
  public var targetOverflow: Double
  /// The most iterations.
  public var iterationLimit: Int
  /// The bins along each side of the density grid, a power of two; nil to choose by the number of nodes.
  public var gridSize: Int?
  /// By how much density's weight may grow with an iteration.
  public var densityWeightGrowth: Double
  /// How to make room for wires; nil for wirelength and density alone.
  public var routability: RoutabilityOptions?
  /// What to start from.
  public var start: GlobalPlacementStart
  /// The seed of the start's random displacements.
  public var seed: UInt64
  /// The number of threads.
  public var threads: Int

  /// The defaults.
  public init(
    targetDensity: Double = 0.95, targetOverflow: Double = 0.04, iterationLimit: Int = 1500,
    gridSize: Int? = nil, densityWeightGrowth: Double = 1.03,
    routability: RoutabilityOptions? = nil, start: GlobalPlacementStart = .center,
    seed: UInt64 = 1, threads: Int = 1
  ) {
    self.targetDensity = targetDensity
    self.targetOverflow = targetOverflow
    self.iterationLimit = iterationLimit
    self.gridSize = gridSize
    self.densityWeightGrowth = densityWeightGrowth
    self.routability = routability
    self.start = start
    self.seed = seed
    self.threads = threads
  }

  /// The bins along each side of the density grid for so many movable nodes: ``gridSize`` or, if that is
  /// nil, the power of two next above the square root of their number, from 16 to 1024.
  public func gridSize(nodes: Int) -> Int {
    if let gridSize { return gridSize }
    var size = 16
    while size < 1024, size * size < nodes { size *= 2 }
    return size
  }
}

/// How far global placement is.
public struct GlobalPlacementProgress: Hashable, Sendable {
  /// The iterations so far.
  public var iteration: Int
  /// The half-perimeter wirelength, weighted, in the design's unit.
  public var wirelength: Double
  /// The share of the movable area above the target density.
  public var overflow: Double
}

/// A global placement: nodes about where they should be, still overlapping a little.
public struct GlobalPlacementResult: Sendable {
  /// The placement.
  public var placement: Placement
  /// Its half-perimeter wirelength, weighted, in the design's unit.
  public var wirelength: Double
  /// The share of the movable area above the target density.
  public var overflow: Double
  /// The weight of density, in the units of the solver, at the end.
  public var densityWeight: Double
  /// The number of iterations.
  public var iterations: Int
  /// The target density that was used, outside of fences.
  public var targetDensity: Double
  /// What was done for routability; nil if nothing was asked for, or density never was even enough for
  /// it.
  public var routability: RoutabilityResult?
  /// The factor by which density saw each node larger than it is; empty if none was.
  public var inflation: [Float] = []
}

/// Why a design could not be placed.
public struct GlobalPlacementError: Error, Hashable, CustomStringConvertible {
  /// What stands in the way.
  public var message: String

  /// The error as a line for a person.
  public var description: String { message }
}
