import Annealing
import Clustering
import Distribution
import Evaluation
import Legalization
import Netlist

/// Annealing the hard macros of a flat design on the proxy cost, with its cells in clusters that move
/// along.
enum MacroAnnealing {
  /// The placement with its macros annealed: without overlap, but not on rows, and with the cells of
  /// each cluster spread evenly around its place.
  ///
  /// - Parameters:
  ///   - placement: where macros and cells are; macros may overlap.
  ///   - state: where annealing from the same placement stood, to go on from.
  ///   - snapshot: called after `progress` with what makes the placement at that point.
  ///   - checkpoint: called with where annealing stands, when it begins and after each epoch.
  /// - Throws: ``PlacementError`` if the cells cannot be clustered or the macros find no place.
  static func anneal<Ranks: Communicator>(
    _ design: Design, from placement: Placement, options: AnnealingOptions, over ranks: Ranks,
    resuming state: AnnealingState? = nil, stop: StopFlag,
    progress: (AnnealingProgress) -> Void, snapshot: (() -> Placement) -> Void,
    checkpoint: (AnnealingState) -> Void
  ) throws(PlacementError) -> (placement: Placement, moves: Int) {
    // Ranks that were stopped at different times have come to different places.
    let placement = try PlacementError.ofCommunication { () throws(Ranks.Failure) in
      try ranks.broadcast(placement, from: 0, like: placement)
    }
    var start = design
    start.placement = placement
    var clustering = ClusteringOptions()
    clustering.seed = options.seed
    do {
      let clustered = try Clusterer(clustering).cluster(start)
      let (netlist, floorplan) = (clustered.design.netlist, clustered.design.floorplan)
      let legal = try MacroLegalizer(netlist: netlist, floorplan: floorplan, halo: options.halo)
        .legalize(clustered.design.placement)
      if let state, !state.suits(netlist, floorplan, replicas: max(options.threads, 1)) {
        throw PlacementError(message: "the checkpoint does not fit: clusters are others")
      }
      let annealer = Annealer(netlist: netlist, floorplan: floorplan, options: options)
      let annealed = try PlacementError.ofCommunication { () throws(Ranks.Failure) in
        try annealer.anneal(
          from: legal, over: ranks, resuming: state, stop: stop,
          progress: { now in
            progress(now)
            snapshot { clustered.expand(now.currentPlacement, onto: placement) }
          },
          checkpoint: checkpoint)
      }
      return (clustered.expand(annealed.placement, onto: placement), annealed.moves)
    } catch let error as PlacementError {
      throw error
    } catch let error as ClusteringError {
      throw PlacementError(message: "clustering: \(error)")
    } catch let error as LegalizationError {
      throw PlacementError(message: error.message)
    } catch {
      throw PlacementError(message: "\(error)")
    }
  }
}
