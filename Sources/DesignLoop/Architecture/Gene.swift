import Accelerator

/// One thing about an accelerator that a design round may choose.
///
/// A value is a number; where a gene names kinds, it is the kind's place in ``kinds``.
public enum Gene: String, CaseIterable, Codable, CodingKeyRepresentable, Sendable {
  /// Rows of processing elements of a tile.
  case rows
  /// Columns of processing elements of a tile.
  case columns
  /// What stays in the elements.
  case dataflow
  /// Tiles, each an array with buffers of its own.
  case tiles
  /// What joins the tiles.
  case network
  /// Pipeline stages of a multiplication and addition.
  case pipelineStages
  /// Rows of elements in a soft macro.
  case clusterRows
  /// Columns of elements in a soft macro.
  case clusterColumns
  /// Banks of the input buffer.
  case inputBanks
  /// Kilobytes of an input bank.
  case inputKilobytes
  /// Banks of the weight buffer.
  case weightBanks
  /// Kilobytes of a weight bank.
  case weightKilobytes
  /// Banks of the output buffer.
  case outputBanks
  /// Kilobytes of an output bank.
  case outputKilobytes
  /// Results that the vector unit works on at once.
  case vectorLanes
  /// Bits of the data buses to the outside.
  case busBits
  /// The share of the die that macros and cells cover.
  case utilization
  /// The die's width over its height.
  case aspectRatio

  /// The kinds that the gene chooses from; nil if it is a number.
  public var kinds: [String]? {
    switch self {
    case .dataflow: Dataflow.allCases.map(\.rawValue)
    case .network: TileNetwork.allCases.map(\.rawValue)
    default: nil
    }
  }

  /// Whether its values are shares or ratios, not whole numbers.
  public var isContinuous: Bool { self == .utilization || self == .aspectRatio }

  /// What a design round chooses from unless goals say otherwise.
  public var defaultChoices: [Double] {
    switch self {
    case .rows, .columns: [4, 8, 16, 32]
    case .dataflow: [0, 1, 2]
    case .tiles: [1, 2, 4]
    case .network: [0, 1, 2]
    case .pipelineStages: [1, 2, 3, 4]
    case .clusterRows, .clusterColumns: [2, 4, 8]
    case .inputBanks, .weightBanks, .outputBanks: [1, 2, 4]
    case .inputKilobytes, .weightKilobytes, .outputKilobytes: [2, 4, 8, 16]
    case .vectorLanes: [4, 8, 16, 32]
    case .busBits: [32, 64, 128, 256]
    case .utilization: [0.4, 0.5, 0.6, 0.7]
    case .aspectRatio: [0.5, 0.7, 1, 1.4, 2]
    }
  }

  /// Sets the parameter of an accelerator.
  func apply(_ value: Double, to parameters: inout AcceleratorParameters) {
    // A ratio can be larger than any whole number.
    let whole = isContinuous ? 0 : Int(value)
    switch self {
    case .rows: parameters.rows = whole
    case .columns: parameters.columns = whole
    case .dataflow: parameters.dataflow = Dataflow.allCases[whole]
    case .tiles: parameters.tiles = whole
    case .network: parameters.network = TileNetwork.allCases[whole]
    case .pipelineStages: parameters.pipelineStages = whole
    case .clusterRows: parameters.clusterRows = whole
    case .clusterColumns: parameters.clusterColumns = whole
    case .inputBanks: parameters.inputBuffer.banks = whole
    case .inputKilobytes: parameters.inputBuffer.kilobytesPerBank = whole
    case .weightBanks: parameters.weightBuffer.banks = whole
    case .weightKilobytes: parameters.weightBuffer.kilobytesPerBank = whole
    case .outputBanks: parameters.outputBuffer.banks = whole
    case .outputKilobytes: parameters.outputBuffer.kilobytesPerBank = whole
    case .vectorLanes: parameters.vectorLanes = whole
    case .busBits: parameters.busBits = whole
    case .utilization: parameters.utilization = value
    case .aspectRatio: parameters.aspectRatio = value
    }
  }
}
