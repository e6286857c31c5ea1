import ArgumentParser
import ChipPlace
import Evaluation
import Formats
import Foundation
import Netlist
import WebReport

/// `chipplace report`.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Writes a page to look around in: layouts, costs, curves.",
    discussion: """
      The files are a netlist and placements of it, results of 'place --json' and 'evaluate \
      --json', or both; each is told by its content. Of the placements the first is shown as before \
      and the last as after, with a slider between them; without a placement the netlist's own \
      positions are shown. Results become a table and curves.

      The page is one HTML file that needs no network.

        chipplace report netlist.pb.txt initial.plc placed.plc -o report.html
        chipplace report seed1.json seed2.json -o report.html
      """)

  @OptionGroup var design: DesignArguments

  @Argument(
    help: "Placements of the netlist (.plc, .pl or .def) and results (.json), in any order.",
    completion: .file(extensions: ["plc", "pl", "def", "json", "gz"]))
  var files: [String] = []

  @Option(
    name: [.short, .long], help: "The page to write.", completion: .file(extensions: ["html"]))
  var output: String

  @Option(help: "The heading of the page; the design's name if not given.")
  var title: String?

  func run() throws {
    try reportingFailures {
      try requireWritable([output])
      var results: [PlaceResult] = []
      var netlist: String?
      var placements: [String] = []
      for file in [design.netlist] + files {
        if ResultFile.isResult(file) {
          results += try PlaceResult.read(file: file)
        } else if netlist == nil {
          netlist = file
        } else {
          placements.append(file)
        }
      }
      var sections: [ReportSection] = []
      var name = "Results"
      if let netlist {
        let design = try Design(netlist: netlist, options: self.design.options)
        Messages.write(warnings: design.source.warnings)
        name = PlacementPages.title(design, file: netlist)
        sections += try layout(design, netlist: netlist, placements)
      }
      if !results.isEmpty {
        sections += ResultPages.curves(results)
        sections.append(ResultPages.table(results))
      }
      try ReportPage(ReportDocument(title: title ?? name, sections: sections)).write(to: output)
    }
  }

  /// The layout in its placements, what they cost, and how long nets are.
  private func layout(
    _ design: Design, netlist: String, _ placements: [String]
  ) throws -> [ReportSection] {
    var sources: [LayoutSection.Source] = []
    var reports: [CostReport] = []
    for file in placements.isEmpty ? [nil] : placements.map({ $0 as String? }) {
      var placed = design
      if let file {
        placed.source.warnings = []
        try placed.readPlacement(file: file, options: self.design.options)
        Messages.write(warnings: placed.source.warnings)
      }
      let evaluation = try ProxyEvaluator(
        netlist: placed.netlist, floorplan: placed.floorplan
      ).evaluate(placed.placement)
      let legality = LegalityChecker(netlist: placed.netlist, floorplan: placed.floorplan)
        .check(placed.placement)
      var report = try CostReport(
        placement: file ?? netlist, readFrom: file ?? netlist, evaluation, legality)
      if FlatPlacer.suits(design) {
        report.judge(
          flat: RowLegalityChecker(design: design).check(placed.placement),
          hpwl: HalfPerimeter.wirelength(
            placed.placement, design.netlist,
            isLocated: file == nil ? design.source.isLocated : nil), of: design)
      }
      reports.append(report)
      sources.append(
        LayoutSection.Source(
          URL(fileURLWithPath: file ?? netlist).lastPathComponent, placed.placement, evaluation))
    }
    return [
      .layout(LayoutSection(title: "Layout", design: design, sources: sources)),
      PlacementPages.costs(reports), PlacementPages.netLengths(design, sources),
    ]
  }
}

/// Telling results from designs.
private enum ResultFile {
  /// Whether a file is JSON but no netlist of Yosys.
  static func isResult(_ file: String) -> Bool {
    guard let handle = FileHandle(forReadingAtPath: file),
      let start = try? handle.read(upToCount: 1 << 12)
    else { return false }
    guard let first = start.first(where: { !" \t\r\n".utf8.contains($0) }) else { return false }
    guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return false }
    return (try? DesignFormat.detect(file: file)) == nil
  }
}
