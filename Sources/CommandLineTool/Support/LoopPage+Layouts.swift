import DesignLoop
import Netlist
import WebReport

extension LoopPage {
  /// Layouts: that of the best candidate first, then the best of the first round and of the last, where
  /// those are others.
  static func layouts(_ content: Content, _ export: LedgerExport) throws -> [ReportSection] {
    guard let first = content.reports.first, let last = content.reports.last else { return [] }
    var shown: [(candidate: Int, title: String)] = []
    func add(_ candidate: Int, _ title: String) {
      if !shown.contains(where: { $0.candidate == candidate }) { shown.append((candidate, title)) }
    }
    if let best = content.best { add(best.id, "Best layout") }
    add(first.candidate, "Best of the first round")
    if last.round != first.round { add(last.candidate, "Best of the last round") }
    let placed = try export.placed(shown.map(\.candidate))
    return zip(shown, placed).map { .layout(layout($0.title, $1)) }
  }

  private static func layout(
    _ title: String, _ placed: LedgerExport.PlacedCandidate
  ) -> LayoutSection {
    let candidate = placed.candidate
    let design = placed.design
    let sources = [("generator's start", placed.start), ("placed", design.placement)].map {
      LayoutSection.Source($0.0, $0.1, PlacementPages.evaluation(of: design, $0.1))
    }
    var note = candidate.individual.architecture.summary + "."
    if let warm = placed.provenance.warmStart {
      note += " Placing began from the layout of candidate \(warm), not from the generator's start."
    }
    return LayoutSection(
      title: "\(title): candidate \(candidate.id), round \(candidate.round)", design: design,
      sources: sources, note: note)
  }
}
