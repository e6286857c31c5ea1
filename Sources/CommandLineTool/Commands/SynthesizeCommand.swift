import ArgumentParser
import ChipPlace
import Foundation
import Netlist
import SyntheticDesigns

/// `chipplace synthesize`.
struct SynthesizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "synthesize",
    abstract: "Makes a flat netlist of any size of which a good placement is known.",
    discussion: """
      Cells, and macros if wanted, get legal reference places, and nets are drawn around these: by \
      Rent's rule, or with --peko each as short as a net of so many cells can be, so that no \
      placement of the cells on rows has less wirelength than the reference. The netlist is written \
      with all cells and macros at the die's centre, the reference placement with --reference. \
      Lengths are in units of which rows are 12 high.

      Examples:
        chipplace synthesize --cells 10000 --macros 8 -o chip.aux
      """)

  @Option(help: "Standard cells.")
  var cells: Int

  @Option(help: "Hard macros.")
  var macros: Int?

  @Option(help: "The share of the area of cells and macros that macros take; 0.3 by default.")
  var macroArea: Double?

  @Option(help: "The exponent of Rent's rule; 0.65 by default.")
  var rent: Double?

  @Flag(help: "Make each net as short as can be, of equal cells alone.")
  var peko = false

  @Option(help: "The share of the die that cells and macros cover.")
  var utilization = 0.7

  @Option(help: "The die's width over its height.")
  var aspectRatio = 1.0

  @Option(help: "Pins of a net in the mean.")
  var meanDegree = 3.5

  @Option(help: "The most pins of a net.")
  var largestDegree = 40

  @Option(help: "Ports on the die's edges; by default one and a half times the root of the cells.")
  var ports: Int?

  @Option(help: "The seed of all randomness.")
  var seed: UInt64 = 1

  @Option(
    name: [.short, .long],
    help: "The file to write: .aux, .pb.txt, .plc or .pl; give the option again for more.",
    completion: .file())
  var output: [String]

  @Option(
    help: "The file to write the reference placement to: .pl or .plc.", completion: .file())
  var reference: String?

  @Flag(help: "Write a JSON object.")
  var json = false

  /// What was made.
  private struct Report: Encodable {
    var cells: Int
    var macros: Int
    var ports: Int
    var nets: Int
    var pins: Int
    var width: Double
    var height: Double
    var referenceWirelength: Double
    var isOptimal: Bool

    init(_ design: Design, referenceWirelength: Double, isOptimal: Bool) {
      let netlist = design.netlist
      cells = netlist.count(of: .standardCell)
      macros = netlist.count(of: .hardMacro)
      ports = netlist.count(of: .port)
      nets = netlist.netCount
      pins = netlist.pinCount
      width = design.floorplan.die.width
      height = design.floorplan.die.height
      self.referenceWirelength = referenceWirelength
      self.isOptimal = isOptimal
    }

    var text: String {
      String(
        format: """
          cells            %d
          macros           %d
          ports            %d
          nets             %d
          pins             %d
          die              %g x %g
          reference        half-perimeter %.15g%@
          """, cells, macros, ports, nets, pins, width, height, referenceWirelength,
        isOptimal ? ", the least there is" : "")
    }
  }

  private func parameters() throws(SyntheticError) -> SyntheticParameters {
    var parameters = SyntheticParameters(
      cells: cells, locality: peko ? .peko : .rent(exponent: rent ?? 0.65))
    parameters.macros = macros ?? 0
    parameters.macroAreaShare = macroArea ?? parameters.macroAreaShare
    parameters.utilization = utilization
    parameters.aspectRatio = aspectRatio
    parameters.netDegrees = try NetDegrees(mean: meanDegree, largest: largestDegree)
    parameters.ports = ports ?? parameters.ports
    return parameters
  }

  func validate() throws {
    if output.isEmpty { throw ValidationError("Expected at least one --output file.") }
    if peko, rent != nil { throw ValidationError("Expected --peko or --rent, not both.") }
    if macroArea != nil, macros ?? 0 == 0 {
      throw ValidationError("Expected --macros with --macro-area.")
    }
    try requireKnownFormats(outputs: output + (reference.map { [$0] } ?? []))
    if let reference, let format = try? OutputFormat(file: reference),
      format != .bookshelfPlacement && format != .circuitTrainingPlacement
    {
      throw ValidationError("\(reference): expected a placement's name, ending in .pl or .plc")
    }
    do throws(SyntheticError) {
      try parameters().validate()
    } catch {
      throw ValidationError(error.description)
    }
  }

  func run() throws {
    try reportingFailures {
      let files = output + (reference.map { [$0] } ?? [])
      try requireWritable(files)
      var (design, placement, wirelength) = try generate()
      for file in output { try design.write(to: file) }
      let report = Report(design, referenceWirelength: wirelength, isOptimal: peko)
      if let reference {
        design.placement = placement
        try design.write(to: reference)
      }
      if json {
        try Results.show(json: report, besides: files)
      } else {
        try Results.show(report.text, besides: files)
      }
    }
  }

  /// The design. Parameters that are sound one by one can still ask for more than fits on the die,
  /// which is wrong usage too.
  private func generate() throws -> (Design, Placement, Double) {
    do throws(SyntheticError) {
      return try SyntheticDesign.generate(parameters(), seed: seed)
    } catch {
      throw ValidationError(error.description)
    }
  }
}
