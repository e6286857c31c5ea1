/// A growing collection of recipes, one of which is the champion.
///
/// Children are bred from any member, so that a recipe that is no winner can be the way to one. A child is
/// first compared with the champion on the training cases, from the same seeds. Only if it wins there
/// it is compared on the validation cases too, on which nothing is bred, and only if it wins there as well
/// it becomes champion (``ArchiveOptions`` says by how much). Otherwise it stays as a stepping stone.
///
/// Parents are drawn with probability in proportion to quality × novelty, as in the Darwin Gödel Machine
/// (Zhang et al. 2025): quality is 1 / (1 + exp((q − m) / s)) for a member's ``RecipeMember/quality`` q,
/// where m and s are mean and standard deviation over all members, and novelty 1 / (1 + children).
///
/// All is decided by the archive's seed and the scores; with the same scores two archives are the same.
public struct RecipeArchive: Hashable, Sendable, Codable {
  /// What recipes are judged on.
  public let options: ArchiveOptions
  /// The seed of everything random.
  public let seed: UInt64
  /// The members, in order of birth.
  public private(set) var members: [RecipeMember]
  /// The number of the champion.
  public private(set) var championID: Int
  /// The numbers of all champions, the first first.
  public private(set) var championIDs: [Int]
  /// The rounds so far.
  public private(set) var rounds = 0
  /// How many children were made so far, kept or not.
  public private(set) var births = 0

  /// An archive of one recipe.
  ///
  /// - Throws: ``ArchiveError`` for cases that can decide nothing, or a recipe out of bounds.
  public init(
    _ first: Recipe = Recipe(), options: ArchiveOptions, seed: UInt64
  ) throws(ArchiveError) {
    try options.validate()
    do throws(RecipeError) {
      try first.validate()
    } catch {
      throw ArchiveError(message: error.description)
    }
    self.options = options
    self.seed = seed
    members = [
      RecipeMember(
        id: 0, recipe: first, rates: VariationRates(), birth: 0, training: PairedComparison([]),
        quality: 0, children: 0)
    ]
    championID = 0
    championIDs = [0]
  }

  /// Reads an archive.
  ///
  /// - Throws: ``RecipeError`` and `DecodingError` for what is no archive.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    func expect(_ condition: Bool, _ key: CodingKeys, _ message: String) throws {
      guard !condition else { return }
      throw RecipeError(
        path: StrictObject.path(decoder.codingPath + [key]), message: message)
    }
    options = try values.decode(ArchiveOptions.self, forKey: .options)
    seed = try values.decode(UInt64.self, forKey: .seed)
    members = try values.decode([RecipeMember].self, forKey: .members)
    championID = try values.decode(Int.self, forKey: .championID)
    championIDs = try values.decode([Int].self, forKey: .championIDs)
    rounds = try values.decode(Int.self, forKey: .rounds)
    births = try values.decode(Int.self, forKey: .births)
    do throws(ArchiveError) {
      try options.validate()
    } catch {
      try expect(false, .options, error.message)
    }
    let (champion, first) = (championID, members.first?.id ?? 0)
    try expect(
      members.contains { $0.id == champion }, .championID,
      "expected the number of a member, found \(champion)")
    try expect(
      first >= 0 && zip(members, members.dropFirst()).allSatisfy { $0.id < $1.id }, .members,
      "expected members in order of birth")
    try expect(
      members.allSatisfy { $0.children >= 0 }, .members,
      "expected numbers of children of at least 0")
    try expect(rounds >= 0, .rounds, "expected at least 0, found \(rounds)")
    let last = members.last?.id ?? 0
    try expect(births >= last, .births, "expected at least \(last), found \(births)")
  }

  /// The member that won last.
  public var champion: RecipeMember {
    members.first { $0.id == championID }!
  }

  /// Breeds and judges some children, one after the other: each is compared with the champion at its turn,
  /// all from the same seeds, which are new in each round. If scoring throws, the archive stays as it was.
  ///
  /// - Parameters:
  ///   - children: how many.
  ///   - score: what a recipe is worth on a case from a seed: a number above 0, lower is better. Infinity, or
  ///     anything else that is no finite number above 0, says that the recipe came to nothing; then it is
  ///     not kept, however it does on other cases.
  /// - Returns: the children, kept or not.
  /// - Throws: what `score` throws, and ``ArchiveError`` if the champion itself comes to nothing.
  public mutating func runRound(
    children: Int, score: (_ recipe: Recipe, _ caseIndex: Int, _ seed: UInt64) throws -> Double
  ) throws -> [RecipeTrial] {
    var next = self
    next.rounds += 1
    var judge = RecipeJudge(options: options, seed: seed, round: next.rounds)
    var trials: [RecipeTrial] = []
    for _ in 0..<children {
      next.births += 1
      let child = RecipeBreeder(archive: next).child(id: next.births, round: next.rounds)
      let trial = try judge.judge(child, against: next.champion, score: score)
      next.record(trial)
      trials.append(trial)
    }
    self = next
    return trials
  }

  /// Counts a child for its parents, and keeps it if it came to anything.
  private mutating func record(_ trial: RecipeTrial) {
    for index in members.indices
    where members[index].id == trial.member.parent
      || members[index].id == trial.member.secondParent
    {
      members[index].children += 1
    }
    guard trial.outcome != .failed else { return }
    members.append(trial.member)
    if trial.outcome == .champion {
      championID = trial.member.id
      championIDs.append(trial.member.id)
    }
    if members.count > options.capacity { removeWorst() }
  }

  /// Drops the member of the worst quality, the oldest of equals, but never the champion.
  private mutating func removeWorst() {
    let candidates = members.indices.filter { members[$0].id != championID }
    guard
      let worst = candidates.min(by: {
        (-members[$0].quality, $0) < (-members[$1].quality, $1)
      })
    else { return }
    members.remove(at: worst)
  }
}
