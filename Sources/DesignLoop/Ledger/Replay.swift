public import Evaluation
import Foundation

/// Plays rounds of a ledger again.
public struct Replay: Sendable {
  private let ledger: Ledger

  /// A replay of a ledger.
  public init(_ ledger: Ledger) { self.ledger = ledger }

  /// Chooses a round's candidates anew and places them anew, from what the loop knew before it, and tells
  /// what is not the same, bit for bit. Proposals from outside are not asked for again; where there were
  /// any, choosing is not compared.
  ///
  /// - Returns: the differences; nil if stopped.
  /// - Throws: ``LoopError``, also where the ledger has no such round.
  public func differences(round: Int, stop: StopFlag) throws(LoopError) -> [String]? {
    guard let settings = try ledger.settings() else {
      throw .ledger("\(ledger.file): expected a loop, found an empty ledger")
    }
    let candidates = try ledger.candidates(round: round)
    guard !candidates.isEmpty else {
      throw .ledger("\(ledger.file): expected a round that the ledger has, found \(round)")
    }
    let workshop = try Workshop(settings)
    let state = try LoopHistory(ledger: ledger, workshop: workshop).state(before: round)
    var differences: [String] = []
    if settings.proposer == nil {
      let proposer = RoundProposer(
        settings: settings, space: workshop.space, appraiser: workshop.appraiser, threads: 1)
      guard let choice = try proposer.choose(state, outside: [], stop: stop) else { return nil }
      differences += compare(choice.candidates, candidates)
    }
    let layouts = try ledger.layouts().filter { $0.run == 0 }
    let isClosed = try ledger.rounds().contains { $0.number == round && $0.state == .closed }
    for candidate in candidates {
      guard let noted = layouts.first(where: { $0.candidate == candidate.id }) else {
        if isClosed, candidate.decision == .place {
          differences.append("no layout of \(candidate.id)")
        }
        continue
      }
      let again = try workshop.place(candidate, state, run: 0, stop: stop)
      if stop.isRaised { return nil }
      if again.placement != noted.placement { differences.append("layout of \(candidate.id)") }
      if again.measurement != noted.measurement {
        differences.append("measurement of \(candidate.id)")
      }
      if again.provenance != noted.provenance {
        differences.append("provenance of \(candidate.id)")
      }
    }
    return differences
  }

  private func compare(_ chosen: [CandidateRecord], _ noted: [CandidateRecord]) -> [String] {
    guard chosen.map(\.id) == noted.map(\.id) else {
      return ["candidates: \(chosen.map(\.id)) instead of \(noted.map(\.id))"]
    }
    var differences: [String] = []
    for (chosen, noted) in zip(chosen, noted) {
      if chosen.individual != noted.individual { differences.append("architecture of \(noted.id)") }
      if chosen.seed != noted.seed { differences.append("seed of \(noted.id)") }
      if chosen.prediction != noted.prediction { differences.append("prediction of \(noted.id)") }
      if chosen.acquisition != noted.acquisition {
        differences.append("acquisition of \(noted.id)")
      }
    }
    return differences
  }
}
