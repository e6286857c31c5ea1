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
      synthesizable SystemVerilog too, with --sdc its clock as timing constraints. With --example it \
      writes a small fixed design instead.

      Examples:
        chipplace generate --rows 32 --columns 32 -o array.pb.txt -o array.plc
        chipplace generate --technology asap7 -o array.def --verilog array.sv
      """)

  @Option(help: "A fixed design in place of an accelerator: 'hand-checked'.")
  var example: ExampleDesign?

  @OptionGroup var accelerator: AcceleratorArguments

  @Option(help: "Stages of the pipeline of a multiplication with its sum, 1 to 4.")
  var pipelineStages = 1

  @Option(help: "The clock that --sdc asks for, in gigahertz (default: 0.5).")
  var targetClock: Double?

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

  @Option(
    help: "The file to write timing constraints to, for synthesis and place-and-route.",
    completion: .file(extensions: ["sdc"]))
  var sdc: String?

  private var parameters: AcceleratorParameters {
    var parameters = accelerator.parameters
    parameters.pipelineStages = pipelineStages
    if let targetClock { parameters.targetClock = targetClock }
    parameters.utilization = utilization
    parameters.aspectRatio = aspectRatio
    parameters.macroSpacing = macroSpacing
    parameters.gridColumns = gridColumns
    parameters.gridRows = gridRows
    return parameters
  }

  func validate() throws {
    if output.isEmpty, verilog == nil, sdc == nil {
      throw ValidationError("Expected at least one --output, --verilog or --sdc file.")
    }
    if targetClock != nil, sdc == nil { throw ValidationError("'--target-clock' goes with --sdc.") }
    try requireKnownFormats(outputs: output)
    if let example {
      if parameters != AcceleratorParameters() || seed != 1 || technology != "nangate45" {
        throw ValidationError("'\(example.rawValue)' takes no parameters of an accelerator.")
      }
      if verilog != nil || sdc != nil {
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
      try requireWritable(outputs + [verilog, sdc].compactMap { $0 })
      let technology = try Technology(named: technology)
      let design = try refusing { () throws(AcceleratorError) in
        if let example { return example.design }
        return try AcceleratorGenerator.generate(parameters, technology: technology, seed: seed)
      }
      for file in outputs { try design.write(to: file) }
      try write(to: verilog) { () throws(AcceleratorError) in
        try SystemVerilog.source(parameters, technology: technology)
      }
      try write(to: sdc) { () throws(AcceleratorError) in
        try SystemVerilog.constraints(parameters)
      }
    }
  }

  private func write(to name: String?, _ text: () throws(AcceleratorError) -> String) throws {
    guard let name else { return }
    var file = FileOutput()
    file.write(try refusing(text))
    try file.save(to: name)
  }

  /// The LEF files that DEF files need, unless one is asked for.
  private func librariesBeside(_ outputs: [String]) throws -> [String] {
    if try outputs.contains(where: { try OutputFormat(file: $0) == .lef }) { return [] }
    let files = outputs.filter { !StandardOutput.isMeant(by: $0) }
    return try files.filter { try OutputFormat(file: $0) == .def }.map {
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
  /// - Throws: `ParseError` if there is neither.
  init(named name: String) throws(ParseError) {
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
