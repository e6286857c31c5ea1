import ChipPlace
import Evaluation
import Foundation
import Netlist
import WebReport

/// Sections on placements of one design.
enum PlacementPages {
  /// The design's name; where that only says that it is a netlist, as file names of Circuit Training
  /// do, that of the folder.
  static func title(_ design: Design, file: String) -> String {
    let name = design.netlist.name
    guard name.isEmpty || name == "netlist" else { return name }
    let url = URL(fileURLWithPath: file).standardizedFileURL
    let folder = url.deletingLastPathComponent().lastPathComponent
    return folder.isEmpty || folder == "/" ? url.lastPathComponent : folder
  }

  /// The cost of a placement; nil where it has no value, as before nodes have a place.
  static func evaluation(of design: Design, _ placement: Placement) -> Evaluation? {
    guard
      let evaluation = try? ProxyEvaluator(
        netlist: design.netlist, floorplan: design.floorplan
      ).evaluate(placement), evaluation.proxy.isFinite
    else { return nil }
    return evaluation
  }

  /// How long the nets of placements are.
  static func netLengths(_ design: Design, _ sources: [LayoutSection.Source]) -> ReportSection {
    let unit = design.floorplan.unitsPerMicron
    let lengths = [sources.first, sources.count > 1 ? sources.last : nil].compactMap { $0 }.map {
      source in
      (
        source.label,
        (0..<design.netlist.netCount).map {
          length(of: $0, design.netlist, source.placement) / unit
        }
      )
    }
    return .histogram(
      HistogramSection(
        title: "Lengths of nets",
        xLabel: "half-perimeter, \(LayoutSection.unitName(of: design))", yLabel: "nets",
        values: lengths))
  }

  private static func length(of net: Int, _ netlist: Netlist, _ placement: Placement) -> Double {
    var (minX, maxX) = (Double.infinity, -Double.infinity)
    var (minY, maxY) = (Double.infinity, -Double.infinity)
    for pin in netlist.netPins[net] {
      let place = placement.position(of: pin, in: netlist)
      (minX, maxX) = (min(minX, place.x), max(maxX, place.x))
      (minY, maxY) = (min(minY, place.y), max(maxY, place.y))
    }
    return minX <= maxX ? (maxX - minX) + (maxY - minY) : 0
  }

  /// What placements cost, a row for each.
  static func costs(_ reports: [CostReport]) -> ReportSection {
    .table(
      TableSection(
        title: "Placements",
        columns: [
          .init("placement"), .init("proxy cost", decimals: 6, best: .least),
          .init("wirelength", decimals: 6, best: .least),
          .init("density", decimals: 6, best: .least),
          .init("congestion", decimals: 6, best: .least), .init("half-perimeter"),
          .init("overlaps"), .init("legal"),
        ],
        rows: reports.map { report in
          [
            .text(report.placement), .number(report.proxyCost), .number(report.wirelengthCost),
            .number(report.densityCost), .number(report.congestionCost), .number(report.hpwl),
            .number(Double(report.hardMacroOverlaps)), .text(report.legal ? "yes" : "no"),
          ]
        }))
  }
}
