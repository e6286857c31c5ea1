internal import Netlist

/// How well wire lengths are predicted in a region of the design space from which no layout was learned.
public struct HeldOutReport: Hashable, Codable, Sendable {
  /// How models predicted some layouts from all others.
  public struct Part: Hashable, Codable, Sendable {
    /// The layouts that were learned from.
    public var learned: Int
    /// The layouts that were predicted.
    public var predicted: Int
    /// How well.
    public var lengths: RoundSummary.LengthScore
  }

  /// The region.
  public var region: String
  /// The region's layouts, predicted from those outside.
  public var heldOut: Part
  /// As many layouts of all, drawn evenly, predicted from the others: what to compare with.
  public var drawn: Part

  /// Fits models to a loop's layouts outside a region, and predicts those inside. The draw that this is
  /// compared with depends on the loop's seed.
  ///
  /// - Throws: ``LoopError`` if the ledger cannot be read or has no layout inside or outside.
  public init(_ ledger: Ledger, without region: HeldOutRegion, threads: Int) throws(LoopError) {
    guard let settings = try ledger.settings() else {
      throw .ledger("\(ledger.file): expected a loop, found an empty ledger")
    }
    let workshop = try Workshop(settings)
    let candidates = try ledger.candidates()
    var architectures: [Architecture] = []
    var observations: [LengthObservation] = []
    for layout in try ledger.layouts() where layout.run == 0 {
      guard let candidate = candidates.first(where: { $0.id == layout.candidate }) else { continue }
      architectures.append(candidate.individual.architecture)
      observations.append(try layout.measurement.observation())
    }
    let inside = architectures.indices.filter { region.contains(architectures[$0]) }
    guard !inside.isEmpty, inside.count < observations.count else {
      throw .ledger(
        "\(ledger.file): expected layouts inside and outside of \(region), found \(inside.count) of "
          + "\(observations.count) inside")
    }
    func part(_ places: some Sequence<Int>) throws(LoopError) -> Part {
      let chosen = Set(places)
      let others = observations.indices.filter { !chosen.contains($0) }
      let models = try LengthModels(
        others.map { observations[$0] }, deviations: workshop.deviations, seed: settings.seed,
        threads: threads)
      var designs: [RoundSummary.LengthScore.Design] = []
      for place in chosen.sorted() {
        let own = observations[place]
        designs.append(
          (try models.predict(features: own.features, prior: own.prior).summary, own.measured))
      }
      return Part(
        learned: others.count, predicted: chosen.count,
        lengths: RoundSummary.LengthScore(designs))
    }
    var random = SeededGenerator(seed: settings.seed, stream: 0x4845_4C44)
    self.region = region.description
    heldOut = try part(inside)
    drawn = try part(observations.indices.shuffled(using: &random).prefix(inside.count))
  }
}
