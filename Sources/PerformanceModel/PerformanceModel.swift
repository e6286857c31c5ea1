public import Accelerator

/// What an accelerator does for a layer.
public struct LayerReport: Hashable, Sendable {
  /// The layer.
  public var layer: Layer
  /// The folds of the tile that has most to do, each counted once.
  public var foldCount: Int
  /// What is done for one repetition.
  public var counts: ActivityCounts

  /// What is done for all repetitions.
  public var total: ActivityCounts {
    var total = ActivityCounts()
    total.add(counts, times: layer.count)
    return total
  }
}

/// Why the model has no answer.
public enum PerformanceError: Error, Hashable, CustomStringConvertible {
  /// The accelerator is none.
  case accelerator(AcceleratorError)
  /// The workload cannot be computed.
  case workload(WorkloadError)
  /// An option of the model itself is out of range.
  case option(name: String, value: String, reason: String)

  /// The error as a line for a person.
  public var description: String {
    switch self {
    case .accelerator(let error): error.description
    case .workload(let error): error.description
    case .option(let name, let value, let reason): "\(name) is \(value): \(reason)"
    }
  }
}

/// What an accelerator of the generator does with a workload: cycles, accesses of memories, bits over
/// buses, all in closed form.
///
/// Layers run one after the other and share nothing: each fetches its operands from DRAM and sends its
/// results there. The cycles without waiting are those of SCALE-Sim (``SystolicTiming``), and what the
/// generated sequencer takes more is told apart. Tiles split
/// each product (``TileShares``); each has buffers and a vector unit of its own, fetches what it needs
/// by itself, and gets an equal share of the bandwidth. The vector unit takes `vectorLanes` finished
/// sums a cycle while the array goes on; where it is not done with all when the rest is, what it has
/// left comes on top. Patches of a convolution that overlap are fetched once, since feeders address the
/// map itself.
public struct PerformanceModel: Sendable {
  /// The accelerator; of several tiles, each of them.
  public let parameters: AcceleratorParameters
  /// The number of tiles.
  public let tiles: Int
  /// The bytes that DRAM gives and takes in a cycle, all tiles together; nil if it never is short.
  public let bandwidth: Double?

  /// The least bandwidth: one bit a cycle.
  public static let leastBandwidth = 0.125
  /// The most tiles.
  public static let mostTiles = 1024

  /// A model of an accelerator.
  ///
  /// - Parameters:
  ///   - parameters: the accelerator, or one of its tiles.
  ///   - tiles: how many there are; as many as the parameters say, if nil.
  ///   - bandwidth: the bytes that DRAM gives and takes in a cycle; nil if it never is short.
  /// - Throws: ``PerformanceError`` if there is no such accelerator, or an option is out of range.
  public init(
    _ parameters: AcceleratorParameters, tiles: Int? = nil, bandwidth: Double? = nil
  ) throws(PerformanceError) {
    do throws(AcceleratorError) {
      try parameters.validate()
    } catch {
      throw .accelerator(error)
    }
    let tiles = tiles ?? parameters.tiles
    guard (1...Self.mostTiles).contains(tiles) else {
      throw .option(name: "tiles", value: "\(tiles)", reason: "expected 1 to \(Self.mostTiles)")
    }
    if let bandwidth, !(bandwidth >= Self.leastBandwidth && bandwidth.isFinite) {
      throw .option(
        name: "bandwidth", value: "\(bandwidth)",
        reason: "expected at least \(Self.leastBandwidth) bytes a cycle")
    }
    self.parameters = parameters
    self.tiles = tiles
    self.bandwidth = bandwidth
  }

  /// The multipliers of all tiles.
  public var elements: Int { tiles * parameters.rows * parameters.columns }

  /// What is done for each layer of a workload.
  ///
  /// - Throws: ``PerformanceError/workload(_:)`` if it cannot be computed.
  public func report(_ workload: Workload) throws(PerformanceError) -> [LayerReport] {
    do throws(WorkloadError) {
      try workload.validate()
    } catch {
      throw .workload(error)
    }
    return workload.layers.map { layer in
      let (counts, folds) = counts(layer.shape)
      return LayerReport(layer: layer, foldCount: folds, counts: counts)
    }
  }

  /// What is done for all of a workload.
  ///
  /// - Throws: ``PerformanceError/workload(_:)`` if it cannot be computed.
  public func total(_ workload: Workload) throws(PerformanceError) -> ActivityCounts {
    try report(workload).reduce(into: ActivityCounts()) {
      $0.add($1.counts, times: $1.layer.count)
    }
  }

  /// The share of the multipliers' cycles that are multiply-adds, of cycles without waiting.
  public func utilization(_ counts: ActivityCounts) -> Double {
    SystolicTiming.utilization(macs: counts.macs, cycles: counts.cycles, elements: elements)
  }

  private func counts(_ shape: LayerShape) -> (counts: ActivityCounts, folds: Int) {
    let gemm = shape.gemm
    let split = TileShares(
      gemm, dataflow: parameters.dataflow, rows: parameters.rows, columns: parameters.columns,
      tiles: tiles)
    var result = ActivityCounts()
    for share in split.shares {
      result.addWork(work(share.gemm, of: shape).counts, times: share.tiles)
    }
    result.transfers[.network] = NetworkTransfers(parameters: parameters, tiles: tiles)
      .bits(result.transfers)
    let largest = split.largest
    let slowest = work(largest, of: shape)
    let mapping = slowest.sequence.loops.mapping
    result.cycles = SystolicTiming.cycles(mapping)
    let compute = parameters.sequencerCycles(
      length: mapping.steps, rowFolds: mapping.rowFolds, columnFolds: mapping.columnFolds)
    result.sequencerCycles = compute - result.cycles
    let stalls = StallModel(
      slowest.sequence, cycles: compute,
      bandwidth: bandwidth.map { $0 / Double(split.activeTiles) })
    result.stallCycles = stalls.stallCycles
    result.fillCycles = stalls.fillCycles
    let vector = FoldMapping.quotient(largest.m * largest.n, parameters.vectorLanes)
    result.vectorCycles = max(0, vector - result.totalCycles)
    return (result, mapping.foldCount)
  }

  /// What one tile does, without cycles.
  ///
  /// - Parameter gemm: the tile's share of a shape's product.
  private func work(
    _ gemm: GEMM, of shape: LayerShape
  ) -> (counts: ActivityCounts, sequence: FoldSequence) {
    let mapping = FoldMapping(
      gemm, dataflow: parameters.dataflow, rows: parameters.rows, columns: parameters.columns)
    let capacity = MemoryCapacity(parameters)
    // A tile of some of the rows needs as large a part of the inputs.
    let part = shape.gemm.m.dividingFullWidth(shape.distinctInputs.multipliedFullWidth(by: gemm.m))
    let inputs = part.quotient + (part.remainder > 0 ? 1 : 0)
    let weights = gemm.k * gemm.n
    let inputShare = Double(inputs) / Double(gemm.m * gemm.k)
    let inputIsRow = parameters.dataflow.rowOperand == .input
    let (rowShare, columnShare) = inputIsRow ? (inputShare, 1) : (1, inputShare)
    let loops = FoldLoops.best(
      mapping, capacity, rowShare: rowShare, columnShare: columnShare)
    let traffic = MemoryTraffic(
      loops, rowDistinct: inputIsRow ? inputs : weights,
      columnDistinct: inputIsRow ? weights : inputs)
    var counts = ActivityCounts()
    counts.macs = gemm.macs
    counts.folds = mapping.foldCount * loops.blockCount
    counts.inputSRAM = inputIsRow ? traffic.row : traffic.column
    counts.weightSRAM = inputIsRow ? traffic.column : traffic.row
    counts.outputSRAM = traffic.output
    let transfers = TransferCount(parameters: parameters, loops: loops, traffic: traffic).count()
    counts.dramBytesRead = FoldMapping.quotient(transfers[.fill], 8)
    counts.dramBytesWritten = FoldMapping.quotient(transfers[.result], 8)
    counts.transfers = transfers
    return (
      counts,
      FoldSequence(
        loops: loops, capacity: capacity, rowShare: rowShare, columnShare: columnShare)
    )
  }
}
