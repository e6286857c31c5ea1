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

  @OptionGroup var accelerator: AcceleratorArguments

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
    var parameters = accelerator.parameters
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
