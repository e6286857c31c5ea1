import ArgumentParser
import ChipPlace
import Evaluation
import Foundation
import Netlist
import Reporting

/// `chipplace evaluate`.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Says what placements cost and whether they are legal.",
    discussion: """
      The proxy cost is wirelength + 0.5 × density + 0.5 × congestion as the TILOS evaluator \
      computes it. Without a placement the netlist's own positions count. Of designs with cells on \
      rows the half-perimeter is unweighted, in micrometres for DEF, over the pins that have a \
      place, and the rules of rows decide what is legal.

      Examples:
        chipplace evaluate netlist.pb.txt initial.plc placed.plc --json
        chipplace evaluate netlist.pb.txt placed.plc --picture placed.svg
      """)

  @OptionGroup var design: DesignArguments

  @Argument(
    help: "Placements of the netlist: .plc, .pl or .def, plain or .gz.",
    completion: .file(extensions: ["plc", "pl", "def", "gz"]))
  var placements: [String] = []

  @Option(
    help:
      "What happens to points outside the grid: 'clamp', or 'raw' as in the unchanged evaluator."
  )
  var edgeRule = GridEdgeRule.clamp

  @Option(
    help: "Precision of positions, wirelength and density: 'double', or 'single' for audits.")
  var precision = EvaluationPrecision.double

  @Option(
    help:
      """
      The share of the routing tracks that is there for nets, for --quality and the wire density of \
      flat designs.
      """
  )
  var routingCapacity = 1.0

  @Flag(
    help: ArgumentHelp(
      "Say what no legal placement can cost less than.",
      discussion: """
        A proven lower bound of each part of the proxy cost, for the fixed nodes and the sides of \
        nodes as they are in the placement, and how far the placement is above it.
        """))
  var bound = false

  @Flag(
    help: ArgumentHelp(
      "Say what an engineer looks at beside the cost.",
      discussion: """
        Global routing over the cost grid (length, vias, overflow, congestion of the fullest edges), \
        channels and cut-off space between hard macros, pins without room before them, alignment, \
        distance from the die's edge, the densest cell of pins.
        """))
  var quality = false

  @Option(
    help: "Draw the last placement with its cost maps: a .svg or .png file.",
    completion: .file(extensions: ["svg", "png"]))
  var picture: String?

  @Flag(help: "Write a JSON array, one object for each placement.")
  var json = false

  func validate() throws {
    guard routingCapacity > 0, routingCapacity <= 1 else {
      throw ValidationError("Expected --routing-capacity above 0 and up to 1.")
    }
    if bound, edgeRule != .clamp || precision != .double {
      throw ValidationError(
        "Expected --bound only with the edge rule 'clamp' in double precision, which it is for.")
    }
    try requireKnownFormats(pictures: picture.map { [$0] } ?? [])
  }

  func run() throws {
    try reportingFailures {
      if let picture { try requireWritable([picture]) }
      let design = try self.design.read()
      var reports: [CostReport] = []
      for placement in placements.isEmpty ? [nil] : placements.map({ $0 as String? }) {
        var placed = design
        if let placement {
          placed.source.warnings = []
          try placed.readPlacement(file: placement, options: self.design.options)
          Messages.write(warnings: placed.source.warnings)
        }
        let evaluation = try ProxyEvaluator(
          netlist: placed.netlist, floorplan: placed.floorplan, edgeRule: edgeRule,
          precision: precision
        ).evaluate(placed.placement)
        let legality = LegalityChecker(netlist: placed.netlist, floorplan: placed.floorplan)
          .check(placed.placement)
        let file = placement ?? self.design.netlist
        var report = try CostReport(placement: file, readFrom: file, evaluation, legality)
        if FlatPlacer.suits(design) {
          report.judge(
            flat: RowLegalityChecker(design: design).check(placed.placement),
            hpwl: HalfPerimeter.wirelength(
              placed.placement, design.netlist,
              isLocated: placement == nil ? design.source.isLocated : nil),
            of: design)
          report.addWireDensity(
            of: placed.placement, in: design, capacity: routingCapacity)
        }
        if bound {
          report.bound = BoundReport(
            CostLowerBound(
              netlist: placed.netlist, floorplan: placed.floorplan, reference: placed.placement),
            below: evaluation)
        }
        if quality { report.quality = QualityReport(placed, capacity: routingCapacity) }
        reports.append(report)
        if let picture, placement == placements.last {
          try PictureSheet(
            design: placed, placement: placed.placement, evaluation: evaluation,
            title: placement ?? self.design.netlist
          ).write(to: picture)
        }
      }
      if json {
        try Results.show(json: reports, besides: [picture].compactMap { $0 })
      } else {
        for report in reports {
          try Results.show(report.text, besides: [picture].compactMap { $0 })
        }
      }
    }
  }
}
