import ChipPlace
import Evaluation
import Foundation
import Netlist
import WebReport

/// The page of a run of `place`.
enum RunPage {
  static func document(
    _ report: PlaceReport, _ design: Design, _ placement: Placement, _ evaluation: Evaluation,
    netlist: String, frames: [(label: String, placement: Placement)]
  ) -> ReportDocument {
    // A start without places for all has no cost worth telling.
    let before =
      design.hasWholePlacement ? PlacementPages.evaluation(of: design, design.placement) : nil
    var sources = [LayoutSection.Source("after", placement, evaluation)]
    if design.hasWholePlacement {
      sources.insert(LayoutSection.Source("before", design.placement, before), at: 0)
    }
    var sections = [figures(report, before)]
    sections.append(
      .layout(
        LayoutSection(title: "Layout", design: design, sources: sources, frames: frames)))
    let result = PlaceResult(report)
    sections += ResultPages.curves([result])
    sections.append(PlacementPages.netLengths(design, sources))
    sections.append(stages(report))
    if !report.moveKinds.isEmpty { sections.append(moveKinds(report)) }
    return ReportDocument(
      title: PlacementPages.title(design, file: netlist),
      subtitle: "chipplace place, engine \(report.engine.rawValue), seed \(report.seed), "
        + "\(report.threads) threads", sections: sections)
  }

  private static func figures(_ report: PlaceReport, _ before: Evaluation?) -> ReportSection {
    let costs = report.costs
    func figure(_ label: String, _ value: Double, _ old: Double?) -> ReportFigure {
      ReportFigure(
        label, FigureText.cost(value), detail: old.map { "\(FigureText.cost($0)) before" } ?? "")
    }
    var figures = [
      figure("Proxy cost", costs.proxyCost, before?.proxy),
      figure("Wirelength", costs.wirelengthCost, before?.terms.wirelength),
      figure("Density", costs.densityCost, before?.terms.density),
      figure("Congestion", costs.congestionCost, before?.terms.congestion),
      ReportFigure(
        "Legal", costs.legal ? "yes" : "no",
        detail: costs.violations.map { "\($0) violations" }
          ?? "\(costs.hardMacroOverlaps) overlaps"),
      ReportFigure(
        "Time", FigureText.decimal(report.seconds, 1) + " s",
        detail: report.moves > 0 ? "\(FigureText.whole(report.moves)) moves" : ""),
    ]
    if let flat = report.flat {
      figures.insert(
        ReportFigure(
          "Half-perimeter", FigureText.plain(costs.hpwl),
          detail: "\(FigureText.plain(flat.hpwlGlobal)) after global placement"), at: 0)
    }
    return .figures(FiguresSection(figures: figures))
  }

  private static func stages(_ report: PlaceReport) -> ReportSection {
    let isFlat = report.flat != nil
    return .table(
      TableSection(
        title: "Stages",
        columns: [
          .init("stage"), .init("seconds", decimals: 2),
          isFlat ? .init("half-perimeter") : .init("proxy cost", decimals: 6),
        ],
        rows: report.stages.map {
          [.text($0.name), .number($0.seconds), TableCell(isFlat ? $0.hpwl : $0.proxyCost)]
        }))
  }

  private static func moveKinds(_ report: PlaceReport) -> ReportSection {
    .table(
      TableSection(
        title: "Moves",
        columns: [
          .init("kind"), .init("proposed"), .init("accepted"), .init("accepted, %", decimals: 1),
          .init("share at the end, %", decimals: 1),
        ],
        rows: report.moveKinds.map { kind in
          [
            .text(kind.kind), .number(Double(kind.proposed)), .number(Double(kind.accepted)),
            kind.proposed == 0
              ? .empty : .number(100 * Double(kind.accepted) / Double(kind.proposed)),
            .number(100 * kind.share),
          ]
        }))
  }
}
