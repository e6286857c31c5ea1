import Annealing
import Legalization
import Netlist

/// The given placement as a second start beside the analytical one, for every second replica.
///
/// On four of six designs placed before by a commercial tool, annealing from that placement overtook
/// annealing from descents after some thousand moves for each node. At 500 moves it was behind on all.
struct AlternativeStart: Sendable {
  /// The moves of a replica for each node from which on it is used: about as many as it took to draw level
  /// on the two designs that were looked at.
  static let leastMovesPerNode = 3000

  private let design: Design
  private let options: PlacementOptions

  init(_ design: Design, options: PlacementOptions) {
    self.design = design
    self.options = options
  }

  /// Where every second of so many replicas is to begin; nil if all are to begin at the usual start.
  func start(replicas: Int) -> AnnealingStart? {
    let annealing = options.annealing
    guard options.start == .analytical, replicas > 1, annealing.coupling == .winners,
      isWorthwhile(replicas), !AnalyticalStart(design, options: options).isHeap
    else { return nil }
    let legalizer = MacroLegalizer(
      netlist: design.netlist, floorplan: design.floorplan, halo: annealing.halo)
    guard let placement = try? legalizer.legalize(design.placement) else { return nil }
    let annealer = Annealer(
      netlist: design.netlist, floorplan: design.floorplan, options: annealing)
    return AnnealingStart(
      placement: placement, temperature: annealer.usualTemperature(from: placement))
  }

  private func isWorthwhile(_ replicas: Int) -> Bool {
    let nodes = max(1, design.placement.isFixed.count { !$0 })
    let moves =
      switch options.annealing.budget {
      case .moves(let moves): Double(moves) / Double(replicas)
      case .time(let seconds): seconds * Double(TemperatureTrial.movesPerSecond)
      }
    return moves >= Double(nodes * Self.leastMovesPerNode)
  }
}
