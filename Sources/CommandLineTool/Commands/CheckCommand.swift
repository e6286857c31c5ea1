import ArgumentParser
import ChipPlace
import Evaluation
import Netlist

/// `chipplace check`.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Says what in a placement breaks the rules, node by node.",
    discussion: """
      For designs with cells on rows: overlaps, halos, rows, sites, orientations, regions, fences, \
      the die, blockages, and fixed nodes that moved. For others: overlaps of hard macros, the die, \
      blockages and fixed nodes. Without a placement the netlist's own positions count.

      Examples:
        chipplace check chip.def placed.def --lef chip.lef --strict
      """)

  @OptionGroup var design: DesignArguments

  @Argument(
    help: "Placements of the netlist: .plc, .pl or .def, plain or .gz.",
    completion: .file(extensions: ["plc", "pl", "def", "gz"]))
  var placements: [String] = []

  @Option(help: "The most violations to list one by one.")
  var list = 20

  @Flag(help: "Count macros off the grid of rows and sites too.")
  var macrosOnGrid = false

  @Flag(help: "Exit with status 1 if anything is wrong.")
  var strict = false

  @Flag(help: "Write a JSON array, one object for each placement.")
  var json = false

  func validate() throws {
    if list < 0 { throw ValidationError("Expected --list of 0 or more.") }
  }

  func run() throws {
    var isLegal = true
    try reportingFailures {
      let design = try self.design.read()
      var reports: [CheckReport] = []
      for placement in placements.isEmpty ? [nil] : placements.map({ $0 as String? }) {
        var placed = design
        if let placement {
          placed.source.warnings = []
          try placed.readPlacement(file: placement, options: self.design.options)
          Messages.write(warnings: placed.source.warnings)
        }
        let file = placement ?? self.design.netlist
        reports.append(
          FlatPlacer.suits(design)
            ? CheckReport(
              file,
              RowLegalityChecker(design: design, requiresMacrosOnGrid: macrosOnGrid)
                .check(placed.placement), design.netlist, limit: list)
            : CheckReport(
              file,
              LegalityChecker(
                netlist: design.netlist, floorplan: design.floorplan,
                reference: design.placement
              ).check(placed.placement), design.netlist, limit: list))
      }
      isLegal = reports.allSatisfy(\.legal)
      if json {
        try Results.show(json: reports)
      } else {
        for report in reports { try Results.show(report.text) }
      }
    }
    if strict, !isLegal { throw ExitCode(1) }
  }
}

/// What `check` says of one placement.
private struct CheckReport: Encodable {
  var placement: String
  var legal: Bool
  var violations: Int
  /// How often each rule is broken; rules that are kept are not named.
  var rules: [String: Int] = [:]
  /// The first violations, in words.
  var details: [String]

  init(_ placement: String, _ report: RowLegalityReport, _ netlist: Netlist, limit: Int) {
    self.placement = placement
    legal = report.isLegal
    violations = report.count
    for kind in RowLegalityReport.Kind.allCases where report.count(of: kind) > 0 {
      rules[kind.rawValue] = report.count(of: kind)
    }
    details = report.violations.prefix(limit).map { $0.text(in: netlist) }
  }

  init(_ placement: String, _ report: LegalityReport, _ netlist: Netlist, limit: Int) {
    self.placement = placement
    legal = report.isLegal
    func name(_ node: NodeID) -> String { "'\(netlist.name(of: node))'" }
    let lists: [(rule: String, texts: [String])] = [
      (
        "overlap",
        report.overlappingPairs.map { "\(name($0.first)) overlaps \(name($0.second))" }
      ),
      ("outsideDie", report.outsideDie.map { "\(name($0)) is outside the die" }),
      ("movedFixed", report.movedFixed.map { "\(name($0)) is fixed and was moved" }),
      ("onBlockage", report.onBlockages.map { "\(name($0)) is on a blockage" }),
    ]
    for list in lists where !list.texts.isEmpty { rules[list.rule] = list.texts.count }
    let texts = lists.flatMap(\.texts)
    violations = texts.count
    details = Array(texts.prefix(limit))
  }

  var text: String {
    let rest = violations - details.count
    return
      ([legal ? "\(placement): legal" : "\(placement): \(violations) violations"]
      + details.map { "  \($0)" } + (rest > 0 ? ["  … and \(rest) more"] : []))
      .joined(separator: "\n")
  }
}
