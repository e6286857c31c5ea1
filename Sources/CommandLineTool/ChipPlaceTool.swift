import ArgumentParser
import Foundation

/// The `chipplace` command.
@main
struct ChipPlaceTool: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chipplace",
    abstract: "Places the macros and cells of chips, and says what a placement costs.",
    discussion: """
      Netlists are Circuit Training protobuf text (.pb.txt), Bookshelf (.aux), DEF, structural \
      Verilog or Yosys JSON, the last three with cells from LEF; placements are .plc, .pl or .def \
      files. Formats are told by content, and any file may be gzip-compressed.

      The name of an output file says its format, with .gz at its end it is compressed. In place of a \
      name, a format with ':-', as in 'plc:-' or 'svg:-', is standard output, and so is '-' where there \
      is one format only. Results go to standard output unless that is taken so, everything else to \
      standard error.

      Exit status: 0 success, 64 wrong usage, 65 unreadable or inconsistent input, 73 output that \
      cannot be written, 70 a fault of the program.

      Examples:
        chipplace info netlist.pb.txt --placement initial.plc
        chipplace place netlist.pb.txt --placement initial.plc --time 5 -o placed.plc
        chipplace report netlist.pb.txt initial.plc placed.plc -o report.html
      """,
    version: "0.1.0",
    subcommands: [
      PlaceCommand.self, EvaluateCommand.self, CheckCommand.self, ConvertCommand.self,
      InfoCommand.self, ReportCommand.self, BenchmarkCommand.self, ClusterCommand.self,
      GenerateCommand.self, CalibrateCommand.self, SynthesizeCommand.self, TrainCommand.self,
      CyclesCommand.self, WorkloadCommand.self, EvolveCommand.self, LedgerCommand.self,
      ViewCommand.self,
    ])
}
