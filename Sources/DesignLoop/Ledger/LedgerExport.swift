import Accelerator
public import Netlist

/// A ledger in other shapes: for programs, for spreadsheets, and a candidate's design with its layout.
public struct LedgerExport: Sendable {
  private let ledger: Ledger

  /// An export of a ledger.
  public init(_ ledger: Ledger) { self.ledger = ledger }

  /// All that is in a ledger, but for the layouts' coordinates and the versions' bytes.
  public struct Content: Encodable, Sendable {
    /// A layout.
    public struct Layout: Encodable, Sendable {
      /// The candidate.
      public var candidate: Int
      /// 0 for the placement in its round, from 1 for verifications.
      public var run: Int
      /// The seed it was placed with.
      public var seed: UInt64
      /// What made it.
      public var provenance: Provenance
      /// What was measured.
      public var measurement: LayoutMeasurement
      /// Seconds that it took.
      public var seconds: Double
    }

    /// The settings.
    public var settings: LoopSettings?
    /// The rounds.
    public var rounds: [RoundRecord]
    /// The candidates.
    public var candidates: [CandidateRecord]
    /// The layouts.
    public var layouts: [Layout]
    /// The decisions.
    public var decisions: [DecisionRecord]
  }

  /// All that is in the ledger.
  public func content() throws(LoopError) -> Content {
    Content(
      settings: try ledger.settings(), rounds: try ledger.rounds(),
      candidates: try ledger.candidates(),
      layouts: try ledger.layouts().map {
        Content.Layout(
          candidate: $0.candidate, run: $0.run, seed: $0.seed, provenance: $0.provenance,
          measurement: $0.measurement, seconds: $0.seconds)
      }, decisions: try ledger.decisions())
  }

  /// A line for each layout, and one for each candidate without: genes, what was expected, what was
  /// measured. No value has a comma in it.
  public func csv() throws(LoopError) -> String {
    let layouts = Dictionary(grouping: try ledger.layouts(), by: \.candidate)
    var lines = [
      (["round", "candidate", "run", "origin", "decision"] + Gene.allCases.map(\.rawValue) + [
        "predictedLatency", "predictedEnergy", "predictedArea", "predictedClock", "predictedScore",
        "scoreDeviation", "latency", "energy", "area", "clock", "score", "proxyCost", "seconds",
      ]).joined(separator: ",")
    ]
    for candidate in try ledger.candidates() {
      let expected = candidate.prediction
      let values = zip(Gene.allCases, candidate.individual.architecture.values).map {
        "\(NamedValue($1, of: $0))".trimming("'")
      }
      let head = { (run: Int) in
        [
          "\(candidate.round)", "\(candidate.id)", "\(run)", candidate.individual.origin.rawValue,
          candidate.decision.rawValue,
        ] + values + Self.numbers(expected.figures)
          + ["\(expected.score)", "\(expected.scoreDeviation)"]
      }
      let own = layouts[candidate.id] ?? []
      for layout in own {
        let measurement = layout.measurement
        lines.append(
          (head(layout.run) + Self.numbers(measurement.figures)
            + ["\(measurement.rawScore)", "\(measurement.proxyCost)", "\(layout.seconds)"])
            .joined(separator: ","))
      }
      if own.isEmpty {
        lines.append((head(0) + [String](repeating: "", count: 7)).joined(separator: ","))
      }
    }
    return lines.joined(separator: "\n")
  }

  private static func numbers(_ figures: Figures) -> [String] {
    [figures.latency, figures.energy, figures.area, figures.clock].map { "\($0)" }
  }

  /// The design of a candidate, placed as in its round.
  ///
  /// - Throws: ``LoopError`` if the ledger has no layout of it.
  public func design(of candidate: Int) throws(LoopError) -> Design {
    try placed([candidate])[0].design
  }

  /// A candidate with its layout.
  public struct PlacedCandidate: Sendable {
    /// The candidate.
    public var candidate: CandidateRecord
    /// Its design, placed as in its round.
    public var design: Design
    /// Where the generator had put everything.
    public var start: Placement
    /// What made the layout.
    public var provenance: Provenance
  }

  /// Candidates with the layouts of their rounds, in the order asked for.
  ///
  /// - Throws: ``LoopError`` if the ledger has no layout of one of them.
  public func placed(_ candidates: [Int]) throws(LoopError) -> [PlacedCandidate] {
    let settings = try ledger.settings()
    let records = try ledger.candidates()
    let layouts = try ledger.layouts().filter { $0.run == 0 }
    let workshop = try settings.map { settings throws(LoopError) in try Workshop(settings) }
    return try candidates.map { number throws(LoopError) in
      guard let workshop, let record = records.first(where: { $0.id == number }),
        let layout = layouts.first(where: { $0.candidate == number })
      else {
        throw .ledger(
          "\(ledger.file): expected a candidate with a layout, found none of number \(number)")
      }
      var design = try workshop.design(of: record)
      let start = design.placement
      do throws(LoopError) {
        design.placement = try PlacementBytes.placement(layout.placement, like: start)
      } catch {
        throw .ledger("\(ledger.file): candidate \(number): \(error)")
      }
      return PlacedCandidate(
        candidate: record, design: design, start: start, provenance: layout.provenance)
    }
  }
}

extension String {
  fileprivate func trimming(_ character: Character) -> String { filter { $0 != character } }
}
