public import Evaluation
import Foundation
public import Netlist
public import Reporting

extension PictureSheet {
  /// Four panels of one placement: the layout, and heat maps of density and of congestion in both
  /// directions, with the cells that count in the cost outlined.
  public init(design: Design, placement: Placement, evaluation: Evaluation, title: String) {
    let columns = design.floorplan.columns
    let rows = design.floorplan.rows
    func heatMap(
      _ values: [Double], _ name: String, _ unit: String, cost: Double, threshold: Double,
      share: String
    ) -> PicturePanel {
      .heatMap(
        HeatMap(
          values: values, columns: columns, rows: rows, title: name,
          subtitle: String(format: "cost %.4f", cost), valueName: unit, markedFrom: threshold,
          markName: share, netlist: design.netlist, floorplan: design.floorplan,
          placement: placement))
    }
    let terms = evaluation.terms
    let congestion = evaluation.horizontalCongestion + evaluation.verticalCongestion
    let congestionThreshold = Self.kthLargest(congestion, max(1, congestion.count / 20))
    let layout = LayoutPicture(
      netlist: design.netlist, floorplan: design.floorplan, placement: placement,
      title: "Layout", subtitle: String(format: "wirelength cost %.4f", terms.wirelength))
    self.init(
      panels: [
        .layout(layout),
        heatMap(
          evaluation.density, "Density", "area / cell area", cost: terms.density,
          threshold: Self.kthLargest(evaluation.density, max(1, evaluation.density.count / 10)),
          share: "densest tenth"),
        heatMap(
          evaluation.horizontalCongestion, "Horizontal congestion", "demand / supply",
          cost: terms.congestion, threshold: congestionThreshold, share: "top 5 % of both"),
        heatMap(
          evaluation.verticalCongestion, "Vertical congestion", "demand / supply",
          cost: terms.congestion, threshold: congestionThreshold, share: "top 5 % of both"),
      ],
      title: title,
      subtitle: String(
        format: "proxy %.6f = wirelength %.6f + 0.5 × density %.6f + 0.5 × congestion %.6f",
        evaluation.proxy, terms.wirelength, terms.density, terms.congestion))
  }

  private static func kthLargest(_ values: [Double], _ count: Int) -> Double {
    values.sorted(by: >)[min(count, values.count) - 1]
  }
}
