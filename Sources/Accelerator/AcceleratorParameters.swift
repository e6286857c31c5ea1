/// The on-chip memory of one operand.
public struct BufferParameters: Hashable, Sendable {
  /// The number of banks that are read at once, each by its own share of the rows or columns.
  public var banks: Int
  /// The size of one bank in units of 1024 bytes.
  public var kilobytesPerBank: Int

  /// A buffer from its parts.
  public init(banks: Int, kilobytesPerBank: Int) {
    self.banks = banks
    self.kilobytesPerBank = kilobytesPerBank
  }
}

/// What to build: a systolic array, its buffers, and the chip they go on.
public struct AcceleratorParameters: Hashable, Sendable {
  /// The number of rows of processing elements.
  public var rows = 16
  /// The number of columns of processing elements.
  public var columns = 16
  /// What stays in the elements.
  public var dataflow = Dataflow.weightStationary
  /// The rows of elements that one soft macro holds.
  public var clusterRows = 4
  /// The columns of elements that one soft macro holds.
  public var clusterColumns = 4
  /// The width of an input and of a weight.
  public var operandBits = 8
  /// The width of a sum.
  public var accumulatorBits = 32
  /// The buffer of inputs.
  public var inputBuffer = BufferParameters(banks: 4, kilobytesPerBank: 8)
  /// The buffer of weights.
  public var weightBuffer = BufferParameters(banks: 4, kilobytesPerBank: 8)
  /// The buffer of results.
  public var outputBuffer = BufferParameters(banks: 4, kilobytesPerBank: 16)
  /// How many results the vector unit works on at once.
  public var vectorLanes = 16
  /// The width of the data buses to the outside.
  public var busBits = 64
  /// How many copies of array, buffers, feeders, collectors and vector unit there are.
  public var tiles = 1
  /// What joins the tiles to the DMA engine and the controller.
  public var network = TileNetwork.bus
  /// The clock cycles from the operands of a product to the sum that it is added to.
  public var pipelineStages = 1
  /// The DMA engines, each with its own port to the outside and its own share of the tiles.
  public var dmaChannels = 1
  /// The clock to design for, in gigahertz: what ``SystemVerilog/constraints(_:)`` ask of other tools. The
  /// netlist does not depend on it.
  public var targetClock = 0.5
  /// The share of the die that macros and cells cover.
  public var utilization = 0.6
  /// The width of the die divided by its height.
  public var aspectRatio = 1.0
  /// The least distance between hard macros, and from them to the die's edge, at the start, in
  /// micrometres.
  public var macroSpacing = 2.0
  /// The columns of the cost grid.
  public var gridColumns = 24
  /// The rows of the cost grid.
  public var gridRows = 24

  /// The defaults: a weight-stationary array of 16 by 16 elements with 128 KiB of memory.
  public init() {}

  /// The buffer of one operand.
  public func buffer(_ operand: Operand) -> BufferParameters {
    switch operand {
    case .input: inputBuffer
    case .weight: weightBuffer
    case .output: outputBuffer
    }
  }

  /// The rows or columns of the array that the banks of an operand serve.
  public func lanes(_ operand: Operand) -> Int { operand == dataflow.rowOperand ? rows : columns }

  /// The bits of one lane of an operand.
  func laneBits(_ operand: Operand) -> Int { operand == .output ? accumulatorBits : operandBits }

  /// The tiles that one DMA engine serves.
  public var tilesPerChannel: Int { tiles / dmaChannels }
  /// The rows of soft macros of the array.
  public var clusterRowCount: Int { rows / clusterRows }
  /// The columns of soft macros of the array.
  public var clusterColumnCount: Int { columns / clusterColumns }
}

/// Why an accelerator cannot be built.
public enum AcceleratorError: Error, Hashable, CustomStringConvertible {
  /// A parameter has a value that makes no accelerator.
  case parameter(name: String, value: String, reason: String)
  /// The hard macros cannot all stand on the die.
  case doesNotFit(String)

  /// The error as a line for a person.
  public var description: String {
    switch self {
    case .parameter(let name, let value, let reason): "\(name) is \(value): \(reason)"
    case .doesNotFit(let reason): "\(reason)"
    }
  }
}

extension AcceleratorParameters {
  /// Checks that the parameters make an accelerator.
  ///
  /// - Throws: ``AcceleratorError/parameter(name:value:reason:)`` for the first that does not.
  public func validate() throws(AcceleratorError) {
    try check("rows", rows, in: 1...1024)
    try check("columns", columns, in: 1...1024)
    try check("clusterRows", clusterRows, in: 1...1024)
    try check("clusterColumns", clusterColumns, in: 1...1024)
    try check("operandBits", operandBits, in: 2...64)
    try check("accumulatorBits", accumulatorBits, in: 4...256)
    try check("vectorLanes", vectorLanes, in: 1...1024)
    try check("busBits", busBits, in: 8...1024)
    try check("gridColumns", gridColumns, in: 1...512)
    try check("gridRows", gridRows, in: 1...512)
    try check("pipelineStages", pipelineStages, in: 1...4)
    try check("targetClock", targetClock, in: 0.01...10)
    try check("utilization", utilization, in: 0.05...0.95)
    try check("aspectRatio", aspectRatio, in: 0.1...10)
    try check("macroSpacing", macroSpacing, in: 0...100)
    try checkDivision("clusterRows", clusterRows, of: rows, "rows")
    try checkDivision("clusterColumns", clusterColumns, of: columns, "columns")
    if accumulatorBits < 2 * operandBits {
      throw .parameter(
        name: "accumulatorBits", value: "\(accumulatorBits)",
        reason: "expected at least \(2 * operandBits), the width of one product")
    }
    for operand in Operand.allCases { try checkBuffer(operand) }
    try checkTiles()
  }

  private func checkTiles() throws(AcceleratorError) {
    try check("tiles", tiles, in: 1...16)
    try check("dmaChannels", dmaChannels, in: 1...8)
    try checkDivision("dmaChannels", dmaChannels, of: tiles, "tiles")
    let count = tilesPerChannel
    let perChannel = dmaChannels == 1 ? "" : " for each of \(dmaChannels) DMA channels"
    switch network {
    case .bus: break
    case .mesh:
      if count > 3, TileGrid(tiles: count).rows == 1 {
        throw .parameter(
          name: "tiles", value: "\(tiles)",
          reason: "expected a number that makes a mesh of two rows or more, such as 4, 6 or 8"
            + perChannel)
      }
    case .tree:
      if count.nonzeroBitCount != 1 {
        throw .parameter(
          name: "tiles", value: "\(tiles)",
          reason: "expected a power of two at the leaves of a tree" + perChannel)
      }
    }
  }

  private func checkBuffer(_ operand: Operand) throws(AcceleratorError) {
    let name = "\(operand.rawValue)Buffer"
    let buffer = buffer(operand)
    try check("\(name).banks", buffer.banks, in: 1...1024)
    try check("\(name).kilobytesPerBank", buffer.kilobytesPerBank, in: 1...4096)
    try checkDivision(
      "\(name).banks", buffer.banks, of: lanes(operand),
      operand == dataflow.rowOperand ? "rows" : "columns")
  }

  private func check<Value: Comparable>(
    _ name: String, _ value: Value, in range: ClosedRange<Value>
  ) throws(AcceleratorError) {
    if !range.contains(value) {
      throw .parameter(
        name: name, value: "\(value)",
        reason: "expected \(range.lowerBound) to \(range.upperBound)")
    }
  }

  private func checkDivision(
    _ name: String, _ value: Int, of whole: Int, _ wholeName: String
  ) throws(AcceleratorError) {
    if !whole.isMultiple(of: value) {
      throw .parameter(
        name: name, value: "\(value)", reason: "expected a divisor of \(wholeName), \(whole)")
    }
  }
}
