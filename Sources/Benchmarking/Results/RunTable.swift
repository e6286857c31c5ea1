public import Formats

/// Runs as a table in CSV (RFC 4180), with the columns of the database.
public enum RunTable {
  /// Writes the table, in place of what stands in the file.
  ///
  /// - Throws: `OutputError` if that fails.
  public static func write(_ runs: [RunRecord], to file: String) throws(OutputError) {
    var output = FileOutput()
    output.write(text(runs))
    try output.save(to: file)
  }

  /// The table.
  static func text(_ runs: [RunRecord]) -> String {
    ([columns.map(\.name)] + runs.map { run in columns.map { quoted($0.value(run)) } })
      .map { $0.joined(separator: ",") + "\n" }.joined()
  }

  private struct Column {
    var name: String
    var value: (RunRecord) -> String

    init(_ name: String, _ value: @escaping (RunRecord) -> String) {
      self.name = name
      self.value = value
    }
  }

  private static var columns: [Column] {
    [
      Column("suite") { $0.suite }, Column("design") { $0.design },
      Column("recipe") { $0.recipe }, Column("budget_kind") { $0.budgetKind },
      Column("budget") { $0.budget.map { "\($0)" } ?? "" }, Column("seed") { "\($0.seed)" },
      Column("threads") { "\($0.threads)" }, Column("metric") { $0.metric.rawValue },
      Column("proxy_cost") { "\($0.proxyCost)" },
      Column("wirelength_cost") { "\($0.wirelengthCost)" },
      Column("density_cost") { "\($0.densityCost)" },
      Column("congestion_cost") { "\($0.congestionCost)" }, Column("hpwl") { "\($0.hpwl)" },
      Column("hard_macro_overlaps") { "\($0.hardMacroOverlaps)" },
      Column("violations") { $0.violations.map { "\($0)" } ?? "" },
      Column("legal") { $0.legal ? "1" : "0" }, Column("seconds") { "\($0.seconds)" },
      Column("moves") { "\($0.moves)" }, Column("jobs") { "\($0.jobs)" },
      Column("version") { $0.version }, Column("label") { $0.label },
      Column("machine") { $0.machine }, Column("started") { $0.started },
      Column("design_hash") { $0.designHash }, Column("options") { $0.options },
      Column("key") { $0.key },
    ]
  }

  private static func quoted(_ text: String) -> String {
    guard text.contains(where: { ",\"\r\n".contains($0) }) else { return text }
    return "\"\(text.replacing("\"", with: "\"\""))\""
  }
}
