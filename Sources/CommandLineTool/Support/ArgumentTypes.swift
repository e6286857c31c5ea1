public import Accelerator
public import Annealing
public import ArgumentParser
public import ChipPlace
public import Clustering
public import DesignLoop
public import Evaluation
public import Formats

// Types of the libraries that options take by the names of their cases.
extension ClusteringEngine: ExpressibleByArgument {}
extension CongestionModel: ExpressibleByArgument {}
extension EvaluationPrecision: ExpressibleByArgument {}
extension GridEdgeRule: ExpressibleByArgument {}
extension LowerCaseMacros: ExpressibleByArgument {}
extension PlacementEngine: ExpressibleByArgument {}
extension PlacementStart: ExpressibleByArgument {}
extension ReplicaCoupling: ExpressibleByArgument {}
extension Dataflow: ExpressibleByArgument {}
extension TileNetwork: ExpressibleByArgument {}
extension TclDialect: ExpressibleByArgument {}

extension BufferParameters: ExpressibleByArgument {
  /// Banks and kilobytes a bank, as in `4x8`.
  public init?(argument: String) {
    let parts = argument.split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let banks = Int(parts[0]), let kilobytes = Int(parts[1]) else {
      return nil
    }
    self.init(banks: banks, kilobytesPerBank: kilobytes)
  }

  /// The buffer as the option takes it.
  public var defaultValueDescription: String { "\(banks)x\(kilobytesPerBank)" }
}

extension HeldOutRegion: ExpressibleByArgument {
  /// A region by its text, as in `columns>=32`.
  public init?(argument: String) { self.init(argument) }
}
