import Technology

/// Widths and counts that the modules of an accelerator agree on, worked out from its parameters.
struct HardwareDimensions {
  /// The memory of one operand, as its banks are built and addressed.
  struct Buffer {
    /// The banks.
    var banks: Int
    /// How each bank is made.
    var organization: BankOrganization
    /// The bits of one bank's word.
    var wordBits: Int
    /// The bits that are filled at once.
    var fillBits: Int

    /// The parts in which one memory's word is filled.
    var chunks: Int { (organization.macro.bits + fillBits - 1) / fillBits }
    /// The fills of one address of all banks.
    var fillSteps: Int { banks * organization.widthSlices * chunks }
    /// The bits that say which of the memories in turn is meant.
    var sliceBits: Int { HardwareDimensions.bits(counting: organization.depthSlices) }
    /// The bits of an address, those that choose the memory at the top.
    var addressBits: Int {
      organization.macro.address.bits + (organization.depthSlices > 1 ? sliceBits : 0)
    }
  }

  let parameters: AcceleratorParameters
  private let buffers: [Operand: Buffer]

  /// - Throws: ``AcceleratorError`` if the technology has no memory.
  init(
    _ parameters: AcceleratorParameters, technology: Technology = .nangate45
  ) throws(AcceleratorError) {
    self.parameters = parameters
    var buffers: [Operand: Buffer] = [:]
    for operand in Operand.allCases {
      let buffer = parameters.buffer(operand)
      let bits = parameters.lanes(operand) / buffer.banks * parameters.laneBits(operand)
      let organization = try BankOrganization(
        bits: bits, kilobytes: buffer.kilobytesPerBank, technology: technology)
      buffers[operand] = Buffer(
        banks: buffer.banks, organization: organization, wordBits: bits,
        fillBits: min(parameters.busBits, organization.macro.bits))
    }
    self.buffers = buffers
  }

  /// The memory of one operand.
  func buffer(_ operand: Operand) -> Buffer { buffers[operand]! }

  /// The memory of what goes along the rows.
  var row: Buffer { buffer(parameters.dataflow.rowOperand) }
  /// The memory of what enters the columns.
  var column: Buffer { buffer(parameters.dataflow.columnOperand) }
  /// The memory of results.
  var output: Buffer { buffer(.output) }

  /// The bits of the count of fills of one address.
  var fillStepBits: Int { Self.bits(counting: max(row.fillSteps, column.fillSteps)) }
  /// The groups of columns that the vector unit takes in turn.
  var resultGroups: Int {
    (parameters.columns + parameters.vectorLanes - 1) / parameters.vectorLanes
  }
  /// The bits of the number of a group.
  var groupBits: Int { Self.bits(counting: resultGroups) }
  /// The bits of the number of a tile, among those of one DMA engine.
  var tileBits: Int { Self.bits(counting: parameters.tilesPerChannel) }
  /// The bits of a word of the network: data of the bus, or a register's index and value.
  var payloadBits: Int { max(parameters.busBits, 36) }
  /// The bits between routers: payload, what it is, its tile and its direction.
  var linkBits: Int { payloadBits + 1 + tileBits + 1 }

  /// The bits of a number below a count, at least one.
  static func bits(counting count: Int) -> Int {
    count <= 2 ? 1 : Int.bitWidth - (count - 1).leadingZeroBitCount
  }
}
