import Foundation
import LayoutQuality
import Netlist

/// What an engineer looks at in a placement beside its cost.
struct QualityReport: Encodable {
  struct Routing: Encodable {
    var wirelength: Double
    var vias: Double
    var totalOverflow: Double
    var overflowShare: Double
    var maximumOverflow: Double
    /// Of the fullest 0.5, 1, 2 and 5 % of the edges.
    var averageCongestion: [Double]
    var rounds: Int
  }

  var routing: Routing
  var channelWidth: Double
  var narrowestGap: Double?
  var channels: Double
  var cutOff: Double
  var blockedPins: Double
  var unaligned: Double
  var boundary: Double
  var pinPeak: Double

  /// - Parameter capacity: the share of the tracks that is there for nets.
  init(_ design: Design, capacity: Double) {
    let figures = GlobalRouter(
      netlist: design.netlist, floorplan: design.floorplan, capacity: capacity
    ).route(design.placement)
    routing = Routing(
      wirelength: figures.wirelength, vias: figures.bends, totalOverflow: figures.totalOverflow,
      overflowShare: figures.overflowShare, maximumOverflow: figures.maximumOverflow,
      averageCongestion: figures.averageCongestion, rounds: figures.rounds)
    let measures = LayoutMeasures(
      netlist: design.netlist, floorplan: design.floorplan, placement: design.placement)
    channelWidth = measures.channelWidth
    narrowestGap = measures.narrowestGap
    channels = measures.channels
    cutOff = measures.cutOff
    blockedPins = measures.blockedPins
    unaligned = measures.unaligned
    boundary = measures.boundary
    pinPeak = measures.pinPeak
  }

  /// Lines for a person.
  var text: String {
    let congestion = routing.averageCongestion.map { String(format: "%.3f", $0) }
      .joined(separator: ", ")
    return String(
      format: """
          routed wirelength %.6g   (%.6g vias)
          overflow          %.6g   (%.3f %% of all routes, at most %.4g on an edge)
          edge congestion   %@   (fullest 0.5, 1, 2, 5 %%)
          narrowest gap     %@
          narrow channels   %.2f %% of the die   (below %.4g)
          cut-off space     %.2f %% of the die
          blocked pins      %.2f %% of hard macros' pins
          out of line       %.2f %% of hard macros
          edge distance     %.4f
          pin peak          %.2f times the mean
        """, routing.wirelength, routing.vias, routing.totalOverflow,
      100 * routing.overflowShare, routing.maximumOverflow, congestion,
      narrowestGap.map { String(format: "%.4g", $0) } ?? "none", 100 * channels, channelWidth,
      100 * cutOff, 100 * blockedPins, 100 * unaligned, boundary, pinPeak)
  }
}
