import ArgumentParser
import Benchmarking
import ChipPlace
import DesignLoop
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

      A file may also be the ledger of a design loop, what 'evolve --study --json' printed, or the \
      database of a benchmark. Such a file stands alone.

      The page is one HTML file that needs no network.

      Examples:
        chipplace report netlist.pb.txt initial.plc placed.plc -o report.html
        chipplace report seed1.json seed2.json -o report.html
        chipplace report loop.sqlite -o loop.html
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
      let files = [design.netlist] + files
      let inputs = try files.map { file throws(ParseError) in try ReportInput(file: file) }
      let document: ReportDocument
      if let place = inputs.firstIndex(where: { $0 != .design && $0 != .results }) {
        guard files.count == 1 else {
          throw ValidationError(
            "\(files[place]): expected \(inputs[place].name) alone, found other files beside it.")
        }
        document = try whole(inputs[place], file: files[place])
      } else {
        document = try placements(zip(files, inputs).map { ($0, $1) })
      }
      try ReportPage(document).write(to: output)
    }
  }

  /// The page of a file that makes a page by itself.
  private func whole(_ input: ReportInput, file: String) throws -> ReportDocument {
    switch input {
    case .ledger:
      return try LoopPage.document(Ledger(file, readOnly: true), title: title)
    case .study:
      return StudyPage.document(try StudyPage.read(file: file), title: title)
    case .runs:
      let runs = try RunDatabase(reading: file).allRuns()
      return BenchmarkPage.document(
        runs, title: title ?? URL(fileURLWithPath: file).lastPathComponent)
    case .design, .results: preconditionFailure("such files make a page together")
    }
  }

  /// The page of a design's placements, and of results.
  private func placements(_ files: [(file: String, input: ReportInput)]) throws -> ReportDocument {
    let designs = files.filter { $0.input == .design }.map(\.file)
    let results = try files.filter { $0.input == .results }.flatMap {
      try PlaceResult.read(file: $0.file)
    }
    var sections: [ReportSection] = []
    var name = "Results"
    if let netlist = designs.first {
      let design = try Design(netlist: netlist, options: self.design.options)
      Messages.write(warnings: design.source.warnings)
      name = PlacementPages.title(design, file: netlist)
      sections += try layout(design, netlist: netlist, Array(designs.dropFirst()))
    }
    if !results.isEmpty {
      sections += ResultPages.curves(results)
      sections.append(ResultPages.table(results))
    }
    return ReportDocument(title: title ?? name, sections: sections)
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
