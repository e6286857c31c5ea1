import ArgumentParser
import ChipPlace
import Formats
import Foundation
import Netlist

/// `chipplace convert`.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Writes a design or a placement in another format.",
    discussion: """
      The output's name says the format: .pb.txt and .plc are Circuit Training's netlist and \
      placement, .aux is a whole Bookshelf design beside it, .pl a Bookshelf placement, .def a \
      DEF file, .lef the cells it needs beyond those of --lef, and .tcl the places of hard macros \
      as commands for another tool; .gz at the end compresses.

      Examples:
        chipplace convert netlist.pb.txt --placement placed.plc -o macros.tcl
        chipplace convert chip.aux -o chip.def -o chip.lef
      """)

  @OptionGroup var design: DesignArguments

  @Option(
    help: "A placement to take positions from: .plc, .pl or .def, plain or .gz.",
    completion: .file(extensions: ["plc", "pl", "def", "gz"]))
  var placement: String?

  @Option(
    name: [.short, .long], help: "The file to write; give the option again for more files.",
    completion: .file())
  var output: [String]

  @Option(
    help: """
      The tool that .tcl output is for: OpenROAD's place_macro, the default, or Innovus' \
      placeInstance.
      """)
  var tcl: TclDialect?

  func validate() throws {
    if output.isEmpty { throw ValidationError("Expected at least one --output file.") }
    try requireKnownFormats(outputs: output)
    if tcl != nil, try !output.contains(where: { try OutputFormat(file: $0) == .tcl }) {
      throw ValidationError("Expected --tcl only with a .tcl output.")
    }
  }

  func run() throws {
    try reportingFailures {
      try requireWritable(output)
      let design = try self.design.read(placement: placement)
      let library = try self.design.library()
      for file in output { try design.write(to: file, library: library, tcl: tcl ?? .openroad) }
    }
  }
}
