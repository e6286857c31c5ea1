import ArgumentParser
import ChipPlace
import Formats
import Netlist

/// The arguments that name a design and say how to read it.
struct DesignArguments: ParsableArguments {
  @Argument(
    help: "The netlist: Circuit Training .pb.txt or Bookshelf .aux, plain or .gz.",
    completion: .file(extensions: ["txt", "aux", "gz"]))
  var netlist: String

  @Option(
    help: ArgumentHelp(
      "What the Circuit Training node type 'macro' means.",
      discussion: """
        'soft' is a cluster of standard cells, 'hard' a block; 'automatic' takes those whose pins \
        have offsets and whose name does not begin with Grp for hard.
        """))
  var lowerCaseMacros = LowerCaseMacros.automatic

  /// Reads the design, with a placement if one is named, and passes the readers' warnings on.
  func read(placement: String? = nil) throws -> Design {
    let design = try Design(
      netlist: netlist, placement: placement, lowerCaseMacros: lowerCaseMacros)
    Messages.write(warnings: design.source.warnings)
    return design
  }
}
