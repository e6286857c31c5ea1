/// The area of an accelerator's logic, in square micrometres, counted in cells of the NanGate45
/// library.
///
/// Cell sizes are the SIZE statements of NangateOpenCellLibrary.macro.lef. An n-bit multiplier is
/// the plain array of n² AND gates, n(n−2) full adders and n half adders; an adder is a chain of
/// full adders. For 8-bit products and 32-bit sums this gives 294 and 136 µm², where Horowitz,
/// "Computing's energy problem" (ISSCC 2014), has 282 and 137 µm² in 45 nm. What has no such count,
/// the sequencers, is an allowance in NAND2 equivalents, named as such.
struct LogicArea {
  let parameters: AcceleratorParameters

  static let nand2 = 0.57 * 1.4
  static let and2 = 0.76 * 1.4
  static let multiplexer = 1.33 * 1.4
  static let halfAdder = 1.9 * 1.4
  static let fullAdder = 3.04 * 1.4
  static let flipFlop = 3.23 * 1.4

  /// An allowance for the sequencer that runs the layers.
  static let sequencerGates = 8000.0
  /// An allowance for the handshakes and descriptors of the DMA engine.
  static let dmaGates = 4000.0
  /// The words of each of the DMA engine's two queues.
  static let queueWords = 16
  /// The 32-bit words of the controller's configuration.
  static let configurationWords = 32

  static func multiplier(_ bits: Int) -> Double {
    let n = Double(bits)
    return n * n * and2 + n * (n - 2) * fullAdder + n * halfAdder
  }

  static func adder(_ bits: Int) -> Double { Double(bits) * fullAdder }
  static func register(_ bits: Int) -> Double { Double(bits) * flipFlop }
  static func select(_ bits: Int) -> Double { Double(bits) * multiplexer }

  /// One processing element: multiplier, adder and registers.
  ///
  /// Where an operand stays, it is kept twice, so that the next one loads while this one works;
  /// where the sum stays, a second register drains the last one.
  var element: Double {
    let operand = parameters.operandBits
    let sum = parameters.accumulatorBits
    let arithmetic = Self.multiplier(operand) + Self.adder(sum)
    return parameters.dataflow.movesPartialSums
      ? arithmetic + Self.register(operand + 1 + 2 * operand + sum) + Self.select(operand)
      : arithmetic + Self.register(operand + 1 + operand + 2 * sum) + Self.select(sum)
  }

  var cluster: Double {
    element * Double(parameters.clusterRows) * Double(parameters.clusterColumns)
  }

  /// The registers that delay each row by one step more than the last, and the choice among the
  /// memories of a bank.
  func rowFeeder(_ index: Int, depthSlices: Int) -> Double {
    let rows = index * parameters.clusterRows..<(index + 1) * parameters.clusterRows
    let steps = rows.reduce(0) { $0 + $1 + 1 }
    return Self.register(steps * (parameters.operandBits + 1))
      + choice(parameters.clusterRows * parameters.operandBits, depthSlices)
  }

  /// Columns are delayed like rows where both operands stream, and registered once where the
  /// operand is loaded.
  func columnFeeder(_ index: Int, depthSlices: Int) -> Double {
    let columns = index * parameters.clusterColumns..<(index + 1) * parameters.clusterColumns
    let steps =
      parameters.dataflow == .outputStationary
      ? columns.reduce(0) { $0 + $1 + 1 } : columns.count
    return Self.register(steps * parameters.operandBits)
      + choice(parameters.clusterColumns * parameters.operandBits, depthSlices)
  }

  /// Where sums move: the delays that bring the columns back in step, and the adders for sums of
  /// several passes. Else one register a column.
  func collector(_ index: Int) -> Double {
    let bits = parameters.accumulatorBits
    let columns = index * parameters.clusterColumns..<(index + 1) * parameters.clusterColumns
    guard parameters.dataflow.movesPartialSums else { return Self.register(columns.count * bits) }
    let steps = columns.reduce(0) { $0 + parameters.columns - $1 }
    return Self.register(steps * bits) + Double(columns.count) * Self.adder(bits)
  }

  /// Scaling by a 16-bit factor, bias and two pipeline registers for each lane.
  var vectorUnit: Double {
    let bits = parameters.accumulatorBits
    return Double(parameters.vectorLanes)
      * (Self.multiplier(16) + Self.adder(bits) + Self.register(2 * bits))
  }

  var dma: Double {
    Self.dmaGates * Self.nand2 + Self.register(2 * Self.queueWords * parameters.busBits)
      + 2 * (Self.register(32) + Self.adder(32))
  }

  /// The sequencer, its configuration, and an address counter for each bank.
  func controller(addressBits: Int) -> Double {
    Self.sequencerGates * Self.nand2 + Self.register(32 * Self.configurationWords)
      + Double(addressBits) * (Self.flipFlop + Self.halfAdder)
  }

  private func choice(_ bits: Int, _ ways: Int) -> Double { Self.select(bits) * Double(ways - 1) }
}
