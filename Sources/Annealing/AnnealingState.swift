import Evaluation
public import Formats
public import Netlist

/// Where annealing stands between two epochs: all that it needs to go on to the result that it would
/// have come to without a break.
///
/// What a ``CellProposer`` holds is not in it: a run comes to the same result if its proposers depend on
/// what they are shown alone.
public struct AnnealingState: Sendable {
  /// The epochs that are over.
  public internal(set) var epoch: Int
  /// Seconds of wall-clock time so far.
  public internal(set) var seconds: Double
  var costScale: Double
  var nodeCount: Int
  var cellCount: Int
  var chains: [ChainState]
}

extension AnnealingState {
  /// Writes the state, for ``init(from:)``.
  public func write(to writer: inout BinaryWriter) {
    writer.write(epoch)
    writer.write(seconds)
    writer.write(costScale)
    writer.write(nodeCount)
    writer.write(cellCount)
    writer.write(chains.count)
    for chain in chains { chain.write(to: &writer) }
  }

  /// Reads a state.
  ///
  /// - Throws: `ParseError` if it is not as it was written.
  public init(from reader: inout BinaryReader) throws(ParseError) {
    epoch = try reader.integer()
    seconds = try reader.number()
    costScale = try reader.number()
    nodeCount = try reader.integer()
    cellCount = try reader.integer()
    chains = []
    for _ in 0..<(try reader.integer()) {
      chains.append(try ChainState(from: &reader, nodeCount: nodeCount, cells: cellCount))
    }
  }

  /// Whether the state can be one of annealing this design by so many replicas.
  public func suits(_ netlist: Netlist, _ floorplan: Floorplan, replicas: Int) -> Bool {
    nodeCount == netlist.nodeCount && cellCount == CostGrid(floorplan).cellCount
      && chains.count == replicas
  }
}

/// Where one chain stands between two epochs. Its cost is the proxy cost then, which the placement
/// decides to the last bit.
struct ChainState: Sendable {
  var random: SeededGenerator
  var current: Placement
  var best: Placement
  var bestCost: Double
  var bestTerms: CostTerms
  var softReach: Double
  var hardReach: Double
  var moves: Int
  var owed: Int
  var acceptance: Double
  var mix: MoveMix.State
  var policy: PolicySampler.State?
}

extension ChainState {
  func write(to writer: inout BinaryWriter) {
    for word in random.position { writer.write(word) }
    writer.write(current)
    writer.write(best)
    for value in [bestCost, bestTerms.wirelength, bestTerms.density, bestTerms.congestion] {
      writer.write(value)
    }
    writer.write(softReach)
    writer.write(hardReach)
    writer.write(moves)
    writer.write(owed)
    writer.write(acceptance)
    mix.write(to: &writer)
    writer.write(optional: policy) { $0.write(to: &$1) }
  }

  init(from reader: inout BinaryReader, nodeCount: Int, cells: Int) throws(ParseError) {
    var words: [UInt64] = []
    for _ in 0..<4 { words.append(try reader.word()) }
    guard let random = SeededGenerator(position: words) else {
      throw reader.fault("expected the state of a random generator, found zeros")
    }
    self.random = random
    current = try reader.placement(nodeCount: nodeCount)
    best = try reader.placement(nodeCount: nodeCount)
    bestCost = try reader.number()
    bestTerms = CostTerms(
      wirelength: try reader.number(), density: try reader.number(),
      congestion: try reader.number())
    softReach = try reader.number()
    hardReach = try reader.number()
    moves = try reader.integer()
    owed = try reader.integer()
    acceptance = try reader.number()
    mix = try MoveMix.State(from: &reader)
    policy = try reader.optional { reader throws(ParseError) in
      try PolicySampler.State(from: &reader, nodeCount: nodeCount, cells: cells)
    }
  }
}

extension MoveMix {
  /// What is left of a mix between two epochs.
  struct State: Sendable {
    var shares: [Double]
    var cumulative: [Double]
    var statistics: [MoveStatistics]

    func write(to writer: inout BinaryWriter) {
      writer.write(shares)
      writer.write(cumulative)
      for kind in statistics {
        writer.write(kind.proposed)
        writer.write(kind.accepted)
        writer.write(kind.gain)
        writer.write(kind.share)
      }
    }

    init(shares: [Double], cumulative: [Double], statistics: [MoveStatistics]) {
      self.shares = shares
      self.cumulative = cumulative
      self.statistics = statistics
    }

    init(from reader: inout BinaryReader) throws(ParseError) {
      let kinds = MoveKind.allCases
      shares = try reader.numbers(count: kinds.count)
      cumulative = try reader.numbers()
      guard [0, kinds.count].contains(cumulative.count) else {
        throw reader.fault("expected shares of 0 or \(kinds.count) kinds of moves")
      }
      statistics = []
      for kind in kinds {
        var entry = MoveStatistics(kind: kind.name)
        entry.proposed = try reader.integer()
        entry.accepted = try reader.integer()
        entry.gain = try reader.number()
        entry.share = try reader.number()
        statistics.append(entry)
      }
    }
  }
}

extension PolicySampler {
  /// The distributions that a sampler keeps, as the logarithms of their weights, and how it shares out
  /// calls.
  struct State: Sendable {
    var remembered: [[Float]?]
    /// The epoch in which each was made, by node.
    var epochs: [Int32]
    var epoch: Int32
    var movesBefore: Int
    var callsLeft: Double

    func write(to writer: inout BinaryWriter) {
      writer.write(remembered.count)
      for (weights, epoch) in zip(remembered, epochs) {
        writer.write(Int(epoch))
        writer.write(optional: weights) { $1.write($0) }
      }
      writer.write(Int(epoch))
      writer.write(movesBefore)
      writer.write(callsLeft)
    }

    init(
      remembered: [[Float]?], epochs: [Int32], epoch: Int32, movesBefore: Int, callsLeft: Double
    ) {
      self.remembered = remembered
      self.epochs = epochs
      self.epoch = epoch
      self.movesBefore = movesBefore
      self.callsLeft = callsLeft
    }

    init(from reader: inout BinaryReader, nodeCount: Int, cells: Int) throws(ParseError) {
      let count = try reader.integer(0...nodeCount)
      guard [0, nodeCount].contains(count) else {
        throw reader.fault("expected distributions of 0 or \(nodeCount) nodes, found \(count)")
      }
      remembered = []
      epochs = []
      for _ in 0..<count {
        epochs.append(Int32(try reader.integer(-1...Int(Int32.max))))
        remembered.append(
          try reader.optional { reader throws(ParseError) in try reader.singles(count: cells) })
      }
      epoch = Int32(try reader.integer(0...Int(Int32.max)))
      movesBefore = try reader.integer()
      callsLeft = try reader.number()
    }
  }
}
