import Accelerator
import Clustering
import Evaluation
public import Netlist
import SyntheticDesigns

/// Where designs to train on come from.
public protocol TrainingCorpus: Sendable {
  /// The design of a number: always the same for the same number and seed.
  ///
  /// - Throws: ``TrainingError`` if it cannot be made or read.
  func design(_ number: Int, seed: UInt64) throws(TrainingError) -> Design
}

/// Why a policy could not be trained.
public struct TrainingError: Error, Hashable, CustomStringConvertible {
  /// What stands in the way.
  public var message: String
  /// Whether it is not a design, but that ranks could not talk to each other.
  public var isOfCommunication = false

  /// An error with its reason.
  public init(message: String) { self.message = message }

  /// The error as a line for a person.
  public var description: String { message }
}

extension TrainingError {
  /// Runs what talks to other ranks.
  static func ofCommunication<Value, Failure>(
    _ body: () throws(Failure) -> Value
  ) throws(TrainingError) -> Value {
    do throws(Failure) {
      return try body()
    } catch {
      var failure = TrainingError(message: "\(error)")
      failure.isOfCommunication = true
      throw failure
    }
  }
}

/// Designs given beforehand, by turns, mirrored and turned.
public struct GivenCorpus: TrainingCorpus {
  private let designs: [Design]

  /// A corpus of designs, of which there must be one.
  public init(_ designs: [Design]) { self.designs = designs }

  /// The design whose turn it is; from the second round on mirrored, turned, or both by turns. Turned
  /// nodes, regions and blockages keep a design as it is.
  ///
  /// - Throws: ``TrainingError`` if there is no design.
  public func design(_ number: Int, seed: UInt64) throws(TrainingError) -> Design {
    if designs.isEmpty { throw TrainingError(message: "expected a design to train on, found none") }
    let design = designs[number % designs.count]
    guard design.placement.orientations.allSatisfy({ $0 == .north }),
      design.floorplan.regions.isEmpty, design.floorplan.blockages.isEmpty
    else { return design }
    let turn = number / designs.count
    return CanvasSymmetry(isMirrored: turn & 1 == 1, isTurned: turn & 2 == 2).apply(to: design)
  }
}

/// Designs that the generators make, no two alike: accelerators of all shapes, and flat designs of
/// Rent's rule with macros, clustered; mirrored and turned at random.
public struct GeneratedCorpus: TrainingCorpus {
  /// Any number of designs.
  public init() {}

  private static let attempts = 50

  /// An accelerator for an even number, a clustered design for an odd one.
  ///
  /// - Throws: ``TrainingError`` if no parameters were found that fit together.
  public func design(_ number: Int, seed: UInt64) throws(TrainingError) -> Design {
    var random = SeededGenerator(seed: seed, stream: UInt64(number))
    for _ in 0..<Self.attempts {
      let made = number.isMultiple(of: 2) ? accelerator(&random) : clustered(&random)
      guard var design = made else { continue }
      let symmetry = CanvasSymmetry(
        isMirrored: random.index(below: 2) == 1, isTurned: random.index(below: 2) == 1)
      design = symmetry.apply(to: design)
      setRouting(&design, &random)
      return design
    }
    throw TrainingError(message: "found no parameters for design \(number) that fit together")
  }

  private func pick<Value>(_ values: [Value], _ random: inout SeededGenerator) -> Value {
    values[random.index(below: values.count)]
  }

  private func accelerator(_ random: inout SeededGenerator) -> Design? {
    var parameters = AcceleratorParameters()
    parameters.rows = pick([8, 12, 16, 20, 24, 32, 40], &random)
    parameters.columns = pick([8, 12, 16, 20, 24, 32, 40], &random)
    parameters.clusterRows = pick([1, 2, 4], &random)
    parameters.clusterColumns = pick([1, 2, 4], &random)
    parameters.dataflow = pick(Dataflow.allCases, &random)
    parameters.operandBits = pick([4, 8, 16], &random)
    parameters.inputBuffer = buffer(&random)
    parameters.weightBuffer = buffer(&random)
    parameters.outputBuffer = buffer(&random)
    parameters.vectorLanes = pick([8, 16, 32], &random)
    parameters.busBits = pick([32, 64, 128], &random)
    parameters.utilization = 0.45 + 0.3 * random.uniform()
    parameters.aspectRatio = 0.6 + random.uniform()
    parameters.gridColumns = 14 + random.index(below: 22)
    parameters.gridRows = 14 + random.index(below: 22)
    let nodes =
      parameters.clusterRowCount * parameters.clusterColumnCount + parameters.inputBuffer.banks
      + parameters.weightBuffer.banks + parameters.outputBuffer.banks
    guard nodes <= 500 else { return nil }
    return try? AcceleratorGenerator.generate(parameters, seed: random.next())
  }

  private func buffer(_ random: inout SeededGenerator) -> BufferParameters {
    BufferParameters(
      banks: pick([2, 4, 8, 12, 16, 20, 32], &random),
      kilobytesPerBank: pick([2, 4, 8, 16, 32], &random))
  }

  private func clustered(_ random: inout SeededGenerator) -> Design? {
    var parameters = SyntheticParameters(
      cells: 2000 + random.index(below: 10_000),
      locality: .rent(exponent: 0.55 + 0.2 * random.uniform()))
    parameters.macros = 8 + random.index(below: 90)
    parameters.macroAreaShare = 0.2 + 0.45 * random.uniform()
    parameters.utilization = 0.45 + 0.35 * random.uniform()
    parameters.aspectRatio = 0.6 + random.uniform()
    guard let made = try? SyntheticDesign.generate(parameters, seed: random.next()) else {
      return nil
    }
    // Where cells are at one place, clusters spread evenly; the reference tells them apart.
    var flat = made.design
    flat.placement = made.reference
    var options = ClusteringOptions()
    options.clusters = 80 + random.index(below: 420)
    options.seed = random.next() % 1_000_000
    options.density = 0.5 + 0.5 * random.uniform()
    guard var design = try? Clusterer(options).cluster(flat).design else { return nil }
    design.floorplan.columns = 14 + random.index(below: 22)
    design.floorplan.rows = 14 + random.index(below: 22)
    return design
  }

  /// Tracks so that congestion at the start costs what designs in use do, and smoothing as they have.
  private func setRouting(_ design: inout Design, _ random: inout SeededGenerator) {
    design.floorplan.smoothingRange = pick([0, 1, 2, 2], &random)
    let evaluator = ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
    let wished = 0.6 + 1.2 * random.uniform()
    guard let found = try? evaluator.evaluate(design.placement).terms.congestion, found > 0 else {
      return
    }
    design.floorplan.routing = design.floorplan.routing.scaled(by: found / wished)
  }
}

/// The first designs of another corpus, again and again.
public struct RepeatedCorpus: TrainingCorpus {
  private let corpus: any TrainingCorpus
  private let count: Int

  /// A corpus of the first `count` designs of another.
  public init(_ corpus: any TrainingCorpus, count: Int) {
    self.corpus = corpus
    self.count = max(count, 1)
  }

  /// The other corpus' design of the number's remainder.
  ///
  /// - Throws: ``TrainingError`` as the other corpus does.
  public func design(_ number: Int, seed: UInt64) throws(TrainingError) -> Design {
    try corpus.design(number % count, seed: seed)
  }
}
