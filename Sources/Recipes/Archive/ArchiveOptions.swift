/// On what recipes are judged, and what they must show.
public struct ArchiveOptions: Hashable, Sendable, Codable {
  /// The numbers of the cases that recipes are bred on.
  public var trainingCases: [Int]
  /// The numbers of the cases that a champion must win on too: none of the training cases.
  public var validationCases: [Int]
  /// How many seeds each case is scored from.
  public var seedsPerCase = 1
  /// A child goes on to validation if the mean logarithm of its score over the champion's on the training
  /// cases is below minus this.
  public var trainingMargin = 0.0
  /// A child becomes champion if the same mean on the validation cases is below minus so many of its
  /// standard errors, ...
  public var validationErrors = 1.0
  /// ... and below minus this.
  public var validationMargin = 0.0
  /// The most members. Beyond it the worst but the champion goes.
  public var capacity = 64

  /// The defaults, with cases.
  public init(trainingCases: [Int], validationCases: [Int]) {
    self.trainingCases = trainingCases
    self.validationCases = validationCases
  }

  /// Checks that the cases can decide anything.
  ///
  /// - Throws: ``ArchiveError``.
  func validate() throws(ArchiveError) {
    func expect(_ condition: Bool, _ message: String) throws(ArchiveError) {
      if !condition { throw ArchiveError(message: message) }
    }
    try expect(!trainingCases.isEmpty, "expected a training case, found none")
    try expect(seedsPerCase >= 1, "expected at least 1 seed a case, found \(seedsPerCase)")
    try expect(
      validationCases.count * seedsPerCase >= 2,
      "expected at least 2 pairs of scores for validation, found "
        + "\(validationCases.count * seedsPerCase)")
    try expect(
      Set(trainingCases).count == trainingCases.count
        && Set(validationCases).count == validationCases.count,
      "expected each case once, found one again")
    let shared = validationCases.first { trainingCases.contains($0) }
    try expect(
      shared == nil, "expected validation cases apart from training, found \(shared ?? 0) in both")
    try expect(capacity >= 2, "expected room for at least 2 members, found \(capacity)")
    try expect(
      trainingMargin >= 0 && validationMargin >= 0 && validationErrors >= 0,
      "expected margins of at least 0, found one below")
  }
}

/// What is wrong with an archive or its cases.
public struct ArchiveError: Error, Hashable, CustomStringConvertible {
  /// What was expected and what was found.
  public var message: String

  /// The error as a line for a person.
  public var description: String { message }
}
