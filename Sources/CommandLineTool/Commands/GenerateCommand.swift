import Accelerator
import ArgumentParser
import ChipPlace
import Formats
import Netlist

/// `chipplace generate`.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Makes the netlist of a systolic-array accelerator, with a legal start placement.",
    discussion: """
      The processing elements are clustered into soft macros, the buffers are NanGate45 memory \
      macros, and buses join them as the dataflow asks. The parameters decide the netlist, the seed \
      only the start placement. With --example it writes a small fixed design instead.
      """)

  @Option(help: "A fixed design in place of an accelerator: 'hand-checked'.")
  var example: ExampleDesign?

  @Option(help: "Rows of processing elements.")
  var rows = 16

  @Option(help: "Columns of processing elements.")
  var columns = 16

  @Option(help: "Which operand stays in place: 'ws' weights, 'os' outputs, 'is' inputs.")
  var dataflow = Dataflow.weightStationary

  @Option(help: "Rows of elements in one soft macro.")
  var clusterRows = 4

  @Option(help: "Columns of elements in one soft macro.")
  var clusterColumns = 4

  @Option(help: "Bits of an operand.")
  var operandBits = 8

  @Option(help: "Bits of an accumulator.")
  var accumulatorBits = 32

  @Option(help: "Banks and kilobytes a bank of the input buffer, such as 4x8.")
  var inputBuffer = BufferParameters(banks: 4, kilobytesPerBank: 8)

  @Option(help: "The same of the weight buffer.")
  var weightBuffer = BufferParameters(banks: 4, kilobytesPerBank: 8)

  @Option(help: "The same of the output buffer.")
  var outputBuffer = BufferParameters(banks: 4, kilobytesPerBank: 16)

  @Option(help: "Lanes of the vector unit.")
  var vectorLanes = 16

  @Option(help: "Bits of the bus to the outside.")
  var busBits = 64

  @Option(help: "The share of the die that macros cover.")
  var utilization = 0.6

  @Option(help: "The die's width over its height.")
  var aspectRatio = 1.0

  @Option(help: "Distance to keep between memories at the start, in micrometres.")
  var macroSpacing = 2.0

  @Option(help: "Columns of the cost grid.")
  var gridColumns = 24

  @Option(help: "Rows of the cost grid.")
  var gridRows = 24

  @Option(help: "The seed of the start placement.")
  var seed: UInt64 = 1

  @Option(
    name: [.short, .long],
    help: "The file to write: .pb.txt, .plc, .aux or .pl; give the option again for more.",
    completion: .file())
  var output: [String]

  private var parameters: AcceleratorParameters {
    var parameters = AcceleratorParameters()
    parameters.rows = rows
    parameters.columns = columns
    parameters.dataflow = dataflow
    parameters.clusterRows = clusterRows
    parameters.clusterColumns = clusterColumns
    parameters.operandBits = operandBits
    parameters.accumulatorBits = accumulatorBits
    parameters.inputBuffer = inputBuffer
    parameters.weightBuffer = weightBuffer
    parameters.outputBuffer = outputBuffer
    parameters.vectorLanes = vectorLanes
    parameters.busBits = busBits
    parameters.utilization = utilization
    parameters.aspectRatio = aspectRatio
    parameters.macroSpacing = macroSpacing
    parameters.gridColumns = gridColumns
    parameters.gridRows = gridRows
    return parameters
  }

  func validate() throws {
    if output.isEmpty { throw ValidationError("Expected at least one --output file.") }
    try requireKnownFormats(outputs: output)
    if let example, parameters != AcceleratorParameters() || seed != 1 {
      throw ValidationError("'\(example.rawValue)' takes no parameters of an accelerator.")
    }
    do throws(AcceleratorError) {
      try parameters.validate()
    } catch {
      throw ValidationError(error.description)
    }
  }

  func run() throws {
    try reportingFailures {
      try requireWritable(output)
      let design = try generate()
      for file in output { try design.write(to: file) }
    }
  }

  /// The design. Parameters that are sound one by one can still ask for more than fits on the die,
  /// which is wrong usage too.
  private func generate() throws -> Design {
    if let example { return example.design }
    do throws(AcceleratorError) {
      return try AcceleratorGenerator.generate(parameters, seed: seed)
    } catch {
      throw ValidationError(error.description)
    }
  }
}

/// The fixed designs that `generate` knows.
enum ExampleDesign: String, CaseIterable, ExpressibleByArgument {
  case handChecked = "hand-checked"

  var design: Design {
    switch self {
    case .handChecked: HandCheckedExample.design()
    }
  }
}
