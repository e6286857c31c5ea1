import Accelerator
import ArgumentParser

/// The parameters of an accelerator on which its work depends, as options.
struct AcceleratorArguments: ParsableArguments {
  @Option(help: "Rows of processing elements.")
  var rows = 16

  @Option(help: "Columns of processing elements.")
  var columns = 16

  @Option(help: "Which operand stays in place: 'ws' weights, 'os' outputs, 'is' inputs.")
  var dataflow = Dataflow.weightStationary

  @Option(
    help: "Rows of elements in one soft macro (default: the largest divisor of the rows up to 4).")
  var clusterRows: Int?

  @Option(help: "Columns of elements in one soft macro (default: likewise).")
  var clusterColumns: Int?

  @Option(help: "Bits of an operand.")
  var operandBits = 8

  @Option(help: "Bits of an accumulator.")
  var accumulatorBits = 32

  @Option(
    help: """
      Banks and kilobytes a bank of the input buffer (default: 4x8, or fewer banks where 4 do not \
      divide the rows or columns that they serve).
      """)
  var inputBuffer: BufferParameters?

  @Option(help: "The same of the weight buffer (default: likewise 4x8).")
  var weightBuffer: BufferParameters?

  @Option(help: "The same of the output buffer (default: likewise 4x16).")
  var outputBuffer: BufferParameters?

  @Option(help: "Lanes of the vector unit.")
  var vectorLanes = 16

  @Option(help: "Bits of the bus to the outside.")
  var busBits = 64

  @Option(help: "Copies of array, buffers and vector unit, 1 to 16.")
  var tiles = 1

  @Option(help: "What joins tiles to DMA engines and controller: 'bus', 'mesh' or 'tree'.")
  var network = TileNetwork.bus

  @Option(help: "DMA engines, each with its own port and its share of the tiles.")
  var dmaChannels = 1

  /// The parameters, with the library's defaults for all that there is no option for.
  var parameters: AcceleratorParameters {
    var parameters = AcceleratorParameters()
    parameters.rows = rows
    parameters.columns = columns
    parameters.dataflow = dataflow
    parameters.clusterRows = clusterRows ?? Self.divisor(of: rows, upTo: parameters.clusterRows)
    parameters.clusterColumns =
      clusterColumns ?? Self.divisor(of: columns, upTo: parameters.clusterColumns)
    parameters.operandBits = operandBits
    parameters.accumulatorBits = accumulatorBits
    parameters.inputBuffer =
      inputBuffer ?? fitted(parameters.inputBuffer, lanes: parameters.lanes(.input))
    parameters.weightBuffer =
      weightBuffer ?? fitted(parameters.weightBuffer, lanes: parameters.lanes(.weight))
    parameters.outputBuffer =
      outputBuffer ?? fitted(parameters.outputBuffer, lanes: parameters.lanes(.output))
    parameters.vectorLanes = vectorLanes
    parameters.busBits = busBits
    parameters.tiles = tiles
    parameters.network = network
    parameters.dmaChannels = dmaChannels
    return parameters
  }

  /// A buffer with as many banks as divide the lanes.
  private func fitted(_ buffer: BufferParameters, lanes: Int) -> BufferParameters {
    BufferParameters(
      banks: Self.divisor(of: lanes, upTo: buffer.banks),
      kilobytesPerBank: buffer.kilobytesPerBank)
  }

  /// The largest divisor of a number up to a limit; the limit itself of what is no size of an array,
  /// which is refused later.
  private static func divisor(of number: Int, upTo limit: Int) -> Int {
    guard number >= 1 else { return limit }
    return (1...limit).last { number.isMultiple(of: $0) } ?? 1
  }
}
