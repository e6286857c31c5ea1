public import Evaluation
import Foundation
import GRDB

/// Approvals of rounds by way of the ledger: the loop waits in one process, a person decides in another.
extension Ledger {
  /// The round that a loop waits to have approved; nil if none does.
  ///
  /// - Throws: ``LoopError`` if the ledger cannot be read.
  public func waitingRound() throws(LoopError) -> RoundProposal? {
    try read { database -> Int? in
      guard
        let round = try Row.fetchOne(
          database, sql: "SELECT * FROM rounds ORDER BY number DESC LIMIT 1"),
        try round.choice("state") as RoundRecord.State == .proposed
      else { return nil }
      let number = try round.number("number")
      return try Self.isWaiting(number, database) ? number : nil
    }.map { number throws(LoopError) in
      RoundProposal(
        round: number, hypothesis: try rounds().first { $0.number == number }?.hypothesis ?? "",
        candidates: try candidates(round: number).filter { $0.decision == .place })
    }
  }

  /// Approves a round, but for candidates that are refused, in the name of a person.
  ///
  /// - Parameters:
  ///   - refusing: numbers of candidates; those that the round does not place are passed over.
  ///   - reason: why they are refused.
  /// - Returns: false if the round is approved already, and nothing was changed.
  /// - Throws: ``LoopError`` if the ledger cannot be written.
  public func approve(
    round: Int, refusing: [Int] = [], reason: String = ""
  ) throws(LoopError) -> Bool {
    let placed = try candidates(round: round).filter { $0.decision == .place }.map(\.id)
    var isNew = false
    try write { database in
      isNew = try !Self.decisions(of: round, database).contains(Self.approval(round))
      guard isNew else { return }
      for candidate in refusing where placed.contains(candidate) {
        try Self.decide(
          candidate, .refused, reason: reason, by: "person", round: round, database)
      }
      let note = DecisionRecord(round: round, actor: "person", text: Self.approval(round))
      try Self.insert(note, database)
    }
    return isNew
  }

  /// Whether a round is approved.
  func isApproved(round: Int) throws(LoopError) -> Bool {
    try read { try Self.decisions(of: round, $0).contains(Self.approval(round)) }
  }

  /// Notes that a round waits, and returns when it is approved, or with ``Approval/stop`` when a stop is
  /// asked for.
  ///
  /// - Throws: ``LoopError`` if the ledger cannot be read or written.
  public func awaitApproval(round: Int, stop: StopFlag) throws(LoopError) -> Approval {
    try write { database in
      if try Self.isWaiting(round, database) { return }
      try Self.insert(
        DecisionRecord(round: round, actor: "loop", text: Self.waiting(round)), database)
    }
    while try !isApproved(round: round) {
      if stop.isRaised { return .stop }
      Thread.sleep(forTimeInterval: 0.2)
    }
    return .approve
  }

  /// Lets a round go on that a loop once waited for and that nobody is asked about any more.
  func stopWaiting(round: Int) throws(LoopError) {
    try write { database in
      guard try Self.isWaiting(round, database) else { return }
      try Self.insert(
        DecisionRecord(round: round, actor: "loop", text: Self.approval(round)), database)
    }
  }

  /// A number that changes whenever someone else has written into the ledger.
  ///
  /// - Throws: ``LoopError`` if the ledger cannot be read.
  public func dataVersion() throws(LoopError) -> Int {
    try read { try Int.fetchOne($0, sql: "PRAGMA data_version") ?? 0 }
  }

  private static func isWaiting(_ round: Int, _ database: Database) throws -> Bool {
    let texts = try decisions(of: round, database)
    return texts.contains(waiting(round)) && !texts.contains(approval(round))
  }

  private static func decisions(of round: Int, _ database: Database) throws -> [String] {
    try String.fetchAll(
      database, sql: "SELECT text FROM decisions WHERE round = ? ORDER BY id", arguments: [round])
  }

  private static func waiting(_ round: Int) -> String { "round \(round) waits for approval" }

  private static func approval(_ round: Int) -> String { "approved round \(round)" }
}
