import ArgumentParser
import ChipPlace
import Formats
import Netlist

/// The arguments that name a design and say how to read it.
struct DesignArguments: ParsableArguments {
  @Argument(
    help: """
      The netlist: Circuit Training .pb.txt, Bookshelf .aux, DEF, structural Verilog or Yosys JSON, \
      plain or .gz.
      """,
    completion: .file(extensions: ["txt", "aux", "def", "v", "json", "gz"]))
  var netlist: String

  @OptionGroup var reading: ReadingArguments

  /// What the arguments say of reading.
  var options: ReadingOptions { reading.options }

  /// Reads the design, with a placement if one is named, and passes the readers' warnings on.
  func read(placement: String? = nil) throws -> Design {
    try reading.read(netlist, placement: placement)
  }

  /// The library that a DEF output can refer to; nil if no LEF file is named.
  func library() throws -> CellLibrary? { try reading.library() }
}

/// The arguments that say how to read a design.
struct ReadingArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What the Circuit Training node type 'macro' means.",
      discussion: """
        'soft' is a cluster of standard cells, 'hard' a block; 'automatic' takes those whose pins \
        have offsets and whose name does not begin with Grp for hard.
        """))
  var lowerCaseMacros = LowerCaseMacros.automatic

  @Option(
    help: "A LEF file with cells of a DEF, Verilog or JSON design; give it again for more.",
    completion: .file(extensions: ["lef", "tlef", "gz"]))
  var lef: [String] = []

  @Option(
    help: "A Liberty file, for the areas of cells that no LEF file has; give it again for more.",
    completion: .file(extensions: ["lib", "gz"]))
  var liberty: [String] = []

  @Option(help: "The top module of a Verilog or JSON design.")
  var top: String?

  @Option(help: "The share of the core that the cells of a Verilog or JSON design are to take.")
  var coreUtilization = 0.7

  @Option(help: "The height over the width of the core of a Verilog or JSON design.")
  var coreAspectRatio = 1.0

  func validate() throws {
    if !(coreUtilization > 0 && coreUtilization <= 1) {
      throw ValidationError("Expected --core-utilization above 0 and up to 1.")
    }
    if !(coreAspectRatio >= 0.01 && coreAspectRatio <= 100) {
      throw ValidationError("Expected --core-aspect-ratio from 0.01 to 100.")
    }
  }

  /// What the arguments say of reading.
  var options: ReadingOptions {
    var options = ReadingOptions()
    options.lowerCaseMacros = lowerCaseMacros
    options.libraries = lef
    options.liberty = liberty
    options.topModule = top
    options.floorplan = FloorplanRecipe(
      utilization: coreUtilization, aspectRatio: coreAspectRatio)
    return options
  }

  /// Reads a design, with a placement if one is named, and passes the readers' warnings on.
  func read(_ netlist: String, placement: String? = nil) throws -> Design {
    let design = try Design(netlist: netlist, placement: placement, options: options)
    Messages.write(warnings: design.source.warnings)
    return design
  }

  /// The library that a DEF output can refer to; nil if no LEF file is named.
  func library() throws -> CellLibrary? {
    lef.isEmpty ? nil : try CellLibrary(lefFiles: lef)
  }
}
