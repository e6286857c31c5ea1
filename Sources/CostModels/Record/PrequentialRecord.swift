/// Predictions that were made before their outcomes were known, with the outcomes that came (Dawid,
/// Statistical Theory: the Prequential Approach, 1984). It refuses an outcome without a prediction, and
/// a prediction after the outcome, so that no score can profit from what was seen.
public struct PrequentialRecord: Hashable, Sendable, Codable {
  /// One design's predictions, and what came of them.
  public struct Entry: Hashable, Sendable, Codable {
    /// The round in which it was predicted.
    public let round: Int
    /// The design's name.
    public let design: String
    /// The prediction of each quantity.
    public let predictions: [Prediction]
    /// What was measured of each quantity, once it was.
    public fileprivate(set) var measured: [Double]?
  }

  /// The names of the quantities.
  public let quantities: [String]
  /// All entries, in the order of their predictions.
  public private(set) var entries: [Entry] = []

  /// A record without entries.
  public init(quantities: [String]) {
    self.quantities = quantities
  }

  /// Stores the predictions of a design before it is placed.
  ///
  /// - Throws: ``PrequentialError``, where the design was predicted before, a later round has begun, or
  ///   there is another number of predictions than of quantities.
  public mutating func predict(
    round: Int, design: String, _ predictions: [Prediction]
  ) throws(PrequentialError) {
    guard predictions.count == quantities.count else {
      throw .wrongCount(design: design, expected: quantities.count, found: predictions.count)
    }
    if entries.contains(where: { $0.design == design }) { throw .predictedBefore(design: design) }
    if let last = entries.last?.round, round < last { throw .roundIsOver(round: round, last: last) }
    entries.append(Entry(round: round, design: design, predictions: predictions))
  }

  /// Stores what was measured of a design.
  ///
  /// - Throws: ``PrequentialError``, where the design was not predicted or was measured before, or what
  ///   was measured is not a positive number for each quantity.
  public mutating func measure(
    design: String, _ measured: [Double]
  ) throws(PrequentialError) {
    guard let place = entries.firstIndex(where: { $0.design == design }) else {
      throw .notPredicted(design: design)
    }
    if entries[place].measured != nil { throw .measuredBefore(design: design) }
    guard measured.count == quantities.count else {
      throw .wrongCount(design: design, expected: quantities.count, found: measured.count)
    }
    for (quantity, value) in zip(quantities, measured) where !(value > 0 && value.isFinite) {
      throw .notPositive(design: design, quantity: quantity, found: value)
    }
    entries[place].measured = measured
  }

  /// The rounds of which something was measured, from the first on.
  public var measuredRounds: [Int] {
    var rounds: [Int] = []
    for entry in entries where entry.measured != nil && rounds.last != entry.round {
      rounds.append(entry.round)
    }
    return rounds
  }

  /// How well a quantity was predicted in some rounds, or in all.
  ///
  /// - Parameters:
  ///   - quantity: The quantity's place in ``quantities``.
  ///   - rounds: The rounds that count: one for its own score, all up to one for a cumulative score.
  /// - Precondition: There is such a quantity.
  public func score(quantity: Int, rounds: ClosedRange<Int>? = nil) -> PrequentialScore {
    var predictions: [Prediction] = []
    var outcomes: [Double] = []
    for entry in entries where rounds?.contains(entry.round) ?? true {
      guard let measured = entry.measured else { continue }
      predictions.append(entry.predictions[quantity])
      outcomes.append(measured[quantity])
    }
    return PrequentialScore(predictions: predictions, outcomes: outcomes)
  }

  /// For each quantity, residuals of predictions with an outcome, in units of the standard deviation
  /// before calibration: what ``CostModel/fitted(to:seed:pastResiduals:)`` can learn from.
  ///
  /// - Parameter rounds: The rounds that count; all by default.
  public func standardizedResiduals(rounds: ClosedRange<Int>? = nil) -> [[Double]] {
    quantities.indices.map { quantity in
      entries.filter { rounds?.contains($0.round) ?? true }.compactMap { entry in
        entry.measured.map { entry.predictions[quantity].standardizedResidual($0[quantity]) }
      }
    }
  }

  private enum CodingKeys: String, CodingKey {
    case quantities, entries
  }

  /// Reads a record, entry by entry, and refuses what could not have been stored.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(quantities: try container.decode([String].self, forKey: .quantities))
    for entry in try container.decode([Entry].self, forKey: .entries) {
      do throws(PrequentialError) {
        try predict(round: entry.round, design: entry.design, entry.predictions)
        if let measured = entry.measured { try measure(design: entry.design, measured) }
      } catch {
        throw DecodingError.dataCorruptedError(
          forKey: .entries, in: container, debugDescription: error.description)
      }
    }
  }
}
