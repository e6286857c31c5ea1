import Accelerator
import ArgumentParser
import ChipPlace
import Formats
import Netlist
import Technology

/// `chipplace generate`.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Makes the netlist of a systolic-array accelerator, with a legal start placement.",
    discussion: """
      The processing elements are clustered into soft macros, the buffers are memory macros of the \
      technology, and buses join them as the dataflow asks. The parameters decide the netlist, the \
      seed only the start placement. A .def file needs the sizes in a .lef file: that is written \
      beside it where no other is asked for. With --verilog the accelerator is written as \
      synthesizable SystemVerilog too. With --example it writes a small fixed design instead.
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

  @Option(help: "Copies of array, buffers and vector unit, 1 to 16.")
  var tiles = 1

  @Option(help: "What joins tiles to DMA engines and controller: 'bus', 'mesh' or 'tree'.")
  var network = TileNetwork.bus

  @Option(help: "DMA engines, each with its own port and its share of the tiles.")
  var dmaChannels = 1

  @Option(help: "Stages of the pipeline of a multiplication with its sum, 1 to 4.")
  var pipelineStages = 1

  @Option(help: "The clock to design for, in gigahertz.")
  var targetClock = 0.5

  @Option(
    help: "The technology: 'nangate45', 'asap7' or a technology file.",
    completion: .file(extensions: ["json"]))
  var technology = "nangate45"

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
    help:
      "The file to write: .pb.txt, .plc, .aux, .pl, .def or .lef; give the option again for more.",
    completion: .file())
  var output: [String] = []

  @Option(
    help: "The file to write SystemVerilog to.", completion: .file(extensions: ["sv", "v"]))
  var verilog: String?

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
    parameters.tiles = tiles
    parameters.network = network
    parameters.dmaChannels = dmaChannels
    parameters.pipelineStages = pipelineStages
    parameters.targetClock = targetClock
    parameters.utilization = utilization
    parameters.aspectRatio = aspectRatio
    parameters.macroSpacing = macroSpacing
    parameters.gridColumns = gridColumns
    parameters.gridRows = gridRows
    return parameters
  }

  func validate() throws {
    if output.isEmpty, verilog == nil {
      throw ValidationError("Expected at least one --output or --verilog file.")
    }
    try requireKnownFormats(outputs: output)
    if let example {
      if parameters != AcceleratorParameters() || seed != 1 || technology != "nangate45" {
        throw ValidationError("'\(example.rawValue)' takes no parameters of an accelerator.")
      }
      if verilog != nil {
        throw ValidationError("'\(example.rawValue)' is no accelerator to write as SystemVerilog.")
      }
    }
    do throws(AcceleratorError) {
      try parameters.validate()
    } catch {
      throw ValidationError(error.description)
    }
  }

  func run() throws {
    try reportingFailures {
      let outputs = try output + librariesBeside(output)
      try requireWritable(outputs + (verilog.map { [$0] } ?? []))
      let technology = try Technology(named: technology)
      let design = try refusing { () throws(AcceleratorError) in
        if let example { return example.design }
        return try AcceleratorGenerator.generate(parameters, technology: technology, seed: seed)
      }
      for file in outputs { try design.write(to: file) }
      if let verilog {
        let source = try refusing { () throws(AcceleratorError) in
          try SystemVerilog.source(parameters, technology: technology)
        }
        var file = FileOutput()
        file.write(source)
        try file.save(to: verilog)
      }
    }
  }

  /// The LEF files that DEF files need, unless one is asked for.
  private func librariesBeside(_ outputs: [String]) throws -> [String] {
    if try outputs.contains(where: { try OutputFormat(file: $0) == .lef }) { return [] }
    return try outputs.filter { try OutputFormat(file: $0) == .def }.map {
      let end = $0.hasSuffix(".gz") ? ".def.gz" : ".def"
      return $0.dropLast(end.count) + ".lef"
    }
  }

  /// Parameters that are sound one by one can still ask for more than fits on the die, which is
  /// wrong usage too.
  private func refusing<Value>(_ body: () throws(AcceleratorError) -> Value) throws -> Value {
    do throws(AcceleratorError) {
      return try body()
    } catch {
      throw ValidationError(error.description)
    }
  }
}

extension Technology {
  /// A preset, or the technology in a file.
  ///
  /// - Throws: `TechnologyError` if there is neither.
  init(named name: String) throws(TechnologyError) {
    if let preset = Technology.preset(name) {
      self = preset
    } else {
      try self.init(contentsOf: name)
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
