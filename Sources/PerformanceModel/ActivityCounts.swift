/// Words that go in and out of one memory.
public struct WordAccesses: Hashable, Sendable, Codable {
  /// The words read.
  public var reads = 0
  /// The words written.
  public var writes = 0

  /// None.
  public init() {}

  /// Accesses from their parts.
  public init(reads: Int, writes: Int) {
    self.reads = reads
    self.writes = writes
  }

  mutating func add(_ other: WordAccesses, times: Int = 1) {
    reads += other.reads * times
    writes += other.writes * times
  }
}

/// What an accelerator does for a layer, or for several one after the other.
public struct ActivityCounts: Hashable, Sendable, Codable {
  /// The cycles without waiting, as ``SystolicTiming`` has them.
  public var cycles = 0
  /// What the generated sequencer takes more than that: folds that do not overlap, stages of pipelines,
  /// and words every second cycle where sums are added to earlier ones, since output memories have one
  /// port (`AcceleratorParameters.sequencerCycles`).
  public var sequencerCycles = 0
  /// The cycles that folds wait for DRAM.
  public var stallCycles = 0
  /// The cycles before the first fold of a layer, for its data to come, and after the last, for its
  /// results to go.
  public var fillCycles = 0
  /// The cycles that the vector unit works on when all else is done.
  public var vectorCycles = 0
  /// The multiply-adds.
  public var macs = 0
  /// The folds. A fold that is cut into blocks of steps counts once for each block.
  public var folds = 0
  /// The inputs in and out of their buffer, in words of an operand's width.
  public var inputSRAM = WordAccesses()
  /// The weights in and out of their buffer, in words of an operand's width.
  public var weightSRAM = WordAccesses()
  /// The sums in and out of the output buffer, in words of an accumulator's width.
  public var outputSRAM = WordAccesses()
  /// The bytes from DRAM.
  public var dramBytesRead = 0
  /// The bytes to DRAM.
  public var dramBytesWritten = 0
  /// The bits over the buses of each class.
  public var transfers = BusTransfers()

  /// Nothing done.
  public init() {}

  /// All cycles.
  public var totalCycles: Int {
    cycles + sequencerCycles + stallCycles + fillCycles + vectorCycles
  }

  /// Adds what is done after this, so many times.
  public mutating func add(_ other: ActivityCounts, times: Int = 1) {
    cycles += other.cycles * times
    sequencerCycles += other.sequencerCycles * times
    stallCycles += other.stallCycles * times
    fillCycles += other.fillCycles * times
    vectorCycles += other.vectorCycles * times
    addWork(other, times: times)
  }

  /// Adds what is done beside this: everything but cycles.
  mutating func addWork(_ other: ActivityCounts, times: Int) {
    macs += other.macs * times
    folds += other.folds * times
    inputSRAM.add(other.inputSRAM, times: times)
    weightSRAM.add(other.weightSRAM, times: times)
    outputSRAM.add(other.outputSRAM, times: times)
    dramBytesRead += other.dramBytesRead * times
    dramBytesWritten += other.dramBytesWritten * times
    transfers.add(other.transfers, times: times)
  }
}
