import ArgumentParser
import ChipPlace
import Foundation
import Netlist

/// `chipplace convert`.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Writes a design or a placement in another format.",
    discussion: """
      The output's name says the format: .pb.txt and .plc are Circuit Training's netlist and \
      placement, .aux is a whole Bookshelf design beside it, .pl a Bookshelf placement; .gz at the \
      end compresses.
      """)

  @OptionGroup var design: DesignArguments

  @Option(
    help: "A placement to take positions from: .plc or .pl, plain or .gz.",
    completion: .file(extensions: ["plc", "pl", "gz"]))
  var placement: String?

  @Option(
    name: [.short, .long], help: "The file to write; give the option again for more files.",
    completion: .file())
  var output: [String]

  func validate() throws {
    if output.isEmpty { throw ValidationError("Expected at least one --output file.") }
    try requireKnownFormats(outputs: output)
  }

  func run() throws {
    try reportingFailures {
      try requireWritable(output)
      let design = try self.design.read(placement: placement)
      for file in output { try design.write(to: file) }
    }
  }
}
