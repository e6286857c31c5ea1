package import DesignLoop
package import Formats
package import Foundation
package import WebReport

/// A design loop that people watch through its ledger, and whose rounds they approve or refuse. The loop
/// itself runs in another process, `chipplace evolve --await-approval`.
package actor LoopSession: LiveSession {
  package nonisolated let page: LivePage
  private let ledger: Ledger
  private let document: @Sendable () throws -> ReportDocument
  private var revision = 1
  /// What the ledger was when the revision began.
  private var seen: Int?

  /// A session on a ledger.
  ///
  /// - Parameter document: what the page shows of the ledger.
  package init(
    _ ledger: Ledger, title: String, document: @escaping @Sendable () throws -> ReportDocument
  ) {
    self.ledger = ledger
    self.document = document
    page = .loop(title: title)
  }

  package func content() throws -> Data { WebPage.json(try document()) }

  package func update(since seen: Int) throws -> LiveUpdate? {
    let version = try ledger.dataVersion()
    if let known = self.seen, known != version { revision += 1 }
    self.seen = version
    guard seen != revision else { return nil }
    return LiveUpdate(revision: revision, json: WebPage.json(try state()))
  }

  package func perform(_ action: String, _ body: JSONEntry) throws -> Data? {
    switch action {
    case "round/approve":
      let members = try body.object(["round"])
      try settle(members.need("round"))
    case "round/refuse":
      let members = try body.object(["round", "candidates", "reason"])
      let reason = try members.need("reason").text()
      try settle(
        members.need("round"), refusing: try members.need("candidates"), reason: reason)
    default: return nil
    }
    return WebPage.json(try state())
  }

  /// Approves the round that waits, but for some candidates.
  private func settle(
    _ round: JSONEntry, refusing: JSONEntry? = nil, reason: String = ""
  ) throws {
    let number = try round.integer(1...Int(Int32.max))
    guard let waiting = try ledger.waitingRound(), waiting.round == number else {
      throw RequestError(message: "round \(number) does not wait for approval")
    }
    let known = waiting.candidates.map(\.id)
    let refused = try refusing?.array().map { entry throws(ParseError) in
      let candidate = try entry.integer(1...Int(Int32.max))
      guard known.contains(candidate) else {
        throw entry.mismatch(
          "one of the candidates \(known.map(String.init).joined(separator: ", "))")
      }
      return candidate
    }
    if let refused, refused.isEmpty { throw refusing!.mismatch("candidates to refuse") }
    guard try ledger.approve(round: number, refusing: refused ?? [], reason: reason) else {
      throw RequestError(message: "round \(number) does not wait for approval")
    }
    revision += 1
  }

  private func state() throws -> LoopUpdate {
    LoopUpdate(revision: revision, waiting: try ledger.waitingRound().map { WaitingRound($0) })
  }
}

/// What the page of a loop is told: the rest it reads anew.
struct LoopUpdate: Encodable {
  var revision: Int
  /// The round that waits for approval.
  var waiting: WaitingRound?
}

/// A round that waits, as the page shows it.
struct WaitingRound: Encodable {
  struct Candidate: Encodable {
    var id: Int
    var architecture: String
    var origin: String
    /// The objective expected, and the ends of its 90 % interval; less is better.
    var objective: Double
    var low: Double
    var high: Double
    /// Expected latency in milliseconds, energy in millijoules, area in mm², clock in GHz.
    var latency: Double
    var energy: Double
    var area: Double
    var clock: Double
  }

  var round: Int
  var hypothesis: String
  var candidates: [Candidate]

  init(_ proposal: RoundProposal) {
    round = proposal.round
    hypothesis = proposal.hypothesis
    candidates = proposal.candidates.map { record in
      let prediction = record.prediction
      let width = 1.6449 * prediction.scoreDeviation
      let figures = prediction.figures
      return Candidate(
        id: record.id, architecture: record.individual.architecture.summary,
        origin: record.individual.origin.rawValue, objective: exp(prediction.score),
        low: exp(prediction.score - width), high: exp(prediction.score + width),
        latency: 1e3 * figures.latency, energy: 1e3 * figures.energy, area: figures.area,
        clock: figures.clock)
    }
  }
}
