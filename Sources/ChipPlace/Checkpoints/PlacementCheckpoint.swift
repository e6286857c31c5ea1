import Annealing
public import Formats
import Netlist

/// Where a placement stands on its way: all that it needs to go on to the result that it would have come
/// to without a break.
///
/// ``Placer/place(resuming:stop:progress:checkpoint:)`` and
/// ``FlatPlacer/place(resuming:stop:progress:stageEnded:checkpoint:)`` tell of them, and go on from one.
/// With a budget in moves the result then is the same to the last bit, of the same program on the same
/// kind of machine; of a budget in time, the time used so far counts.
public struct PlacementCheckpoint: Sendable {
  let inputs: RunInputs
  let progress: Progress
  /// The curve that the run took so far, for reports.
  public var curve: [CurvePoint] = []

  enum Progress: Sendable {
    case annealing(AnnealingPoint)
    case flow(FlatPoint)

    /// All times that the run goes on from.
    var seconds: [Double] {
      switch self {
      case .annealing(let point): [point.book.seconds, point.state.seconds]
      case .flow(let point):
        [point.seconds, point.stageSeconds, point.annealing?.seconds ?? 0]
      }
    }
  }

  init(_ inputs: RunInputs, _ progress: Progress) {
    self.inputs = inputs
    self.progress = progress
  }

  /// The stages that are over.
  public var stageCount: Int {
    switch progress {
    case .annealing(let point): point.book.stages.count
    case .flow(let point): point.stages.count
    }
  }

  /// The format of the file. Its version goes up with any change of what stands in it, and of what the
  /// placers make of it: a result must not be half of one version and half of another.
  static let file = SealedFile(
    kind: "checkpoint of a placement", magic: "CPplace\n", version: 3)

  /// Writes the checkpoint to a file, whole or not at all.
  ///
  /// - Throws: `OutputError` if that fails; a file that stood there is then untouched.
  public func write(to file: String) throws(OutputError) {
    var writer = BinaryWriter()
    inputs.write(to: &writer)
    writer.write(curve)
    switch progress {
    case .annealing(let point):
      writer.write(true)
      point.write(to: &writer)
    case .flow(let point):
      writer.write(false)
      point.write(to: &writer)
    }
    try Self.file.write(writer.bytes, to: file)
  }

  /// Reads the checkpoint of a file.
  ///
  /// - Throws: `ParseError` if the file cannot be read, is none, is of another version, or is damaged.
  public init(contentsOf file: String) throws(ParseError) {
    var reader = try Self.file.read(file)
    inputs = try RunInputs(from: &reader)
    curve = try reader.curve()
    progress =
      try reader.flag()
      ? .annealing(try AnnealingPoint(from: &reader)) : .flow(try FlatPoint(from: &reader))
    try reader.finish()
    // Clocks go on from them, and would trap at numbers that are none.
    for seconds in progress.seconds where !(0...Self.longestRun).contains(seconds) {
      throw reader.fault("expected seconds from 0 to \(Self.longestRun), found \(seconds)")
    }
  }

  /// Some 300 years, in seconds.
  private static let longestRun = 1e10

  /// Where annealing stands, of a run of ``Placer`` with these inputs.
  func annealing(
    of design: Design, _ options: PlacementOptions, _ run: RunInputs?
  ) throws(PlacementError) -> AnnealingPoint {
    try check(run)
    guard case .annealing(let point) = progress,
      point.state.suits(
        design.netlist, design.floorplan, replicas: max(options.annealing.threads, 1))
    else { throw Self.misfit("it is of another kind of run") }
    return point
  }

  /// Where a run of ``FlatPlacer`` with these inputs stands.
  func flow(of design: Design, _ run: RunInputs?) throws(PlacementError) -> FlatPoint {
    try check(run)
    guard case .flow(let point) = progress, point.placement.x.count == design.netlist.nodeCount
    else { throw Self.misfit("it is of another kind of run") }
    return point
  }

  /// Makes sure that the checkpoint is of a run with these inputs.
  private func check(_ run: RunInputs?) throws(PlacementError) {
    if let run, let difference = inputs.difference(from: run) { throw Self.misfit(difference) }
  }

  private static func misfit(_ reason: String) -> PlacementError {
    PlacementError(message: "the checkpoint does not fit: \(reason)")
  }
}
