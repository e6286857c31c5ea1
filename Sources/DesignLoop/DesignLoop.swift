public import Distribution
public import Evaluation
import Foundation
import Netlist

/// Rounds of design: propose accelerators, predict what they are worth, place them, measure, learn.
///
/// Everything that a round does follows from the settings and the ledger; threads change nothing. So a
/// loop that was killed goes on as if it had not been, and a round can be played again.
public struct DesignLoop: Sendable {
  /// The ledger.
  public let ledger: Ledger
  /// How the loop runs.
  public let settings: LoopSettings
  let workshop: Workshop
  let threads: Int

  /// What goes on, told while a loop runs.
  public enum Event: Sendable {
    /// Candidates are chosen and noted.
    case proposed(RoundProposal)
    /// A candidate is placed and measured.
    case placed(CandidateRecord, LayoutMeasurement)
    /// A round is closed.
    case closed(RoundReport)
  }

  /// What asks a person about a round.
  public typealias Approver = (RoundProposal) throws(LoopError) -> Approval

  /// Why a run ended.
  public enum Ending: Hashable, Sendable {
    /// All rounds are done.
    case done
    /// A stop was asked for, by a signal or a person; the loop can go on later.
    case stopped
    /// A red line of the goals was reached.
    case limit(String)
  }

  /// A loop on a ledger. A new ledger takes the settings; one in use must have the same, but for the goals'
  /// limits.
  ///
  /// - Throws: ``LoopError`` if the ledger belongs to a loop of other settings, or the technology or
  ///   workload cannot be read.
  public init(
    ledger: Ledger, settings: LoopSettings, threads: Int, program: String
  ) throws(LoopError) {
    // First, so that a ledger is not begun with settings that cannot be run.
    workshop = try Workshop(settings)
    if let other = try ledger.settings() {
      guard other.withoutLimits == settings.withoutLimits else {
        throw .ledger(
          "\(ledger.file): the ledger was begun with other settings: expected "
            + "\(LoopSettings.difference(other, settings))")
      }
    } else {
      try ledger.begin(settings, program: program)
    }
    self.ledger = ledger
    self.settings = settings
    self.threads = threads
  }

  /// Runs until so many rounds are closed.
  ///
  /// - Parameters:
  ///   - ranks: this process, the first, and those that run a ``LoopWorker``; they place candidates
  ///     too, which changes nothing in what comes out.
  ///   - approve: asked before a round is placed; nil approves all.
  ///   - stop: ends the run after the placements at hand are cut short; those are not noted.
  ///   - event: told what goes on.
  /// - Throws: ``LoopError``.
  public func run<Ranks: Communicator>(
    rounds: Int, over ranks: Ranks = LocalCommunicator(),
    approve: Approver? = nil, stop: StopFlag = StopFlag(),
    event: (Event) -> Void = { _ in }
  ) throws(LoopError) -> Ending {
    let crew: Crew<Ranks>
    do {
      _ = try ranks.broadcast(bytes: [UInt8](try JSON.data(settings)), from: 0)
      crew = try Crew(workshop, threads: threads, ranks, stop: stop)
    } catch {
      throw .communication("\(error)")
    }
    let ending = try run(rounds: rounds, crew, approve: approve, stop: stop, event: event)
    try crew.finish()
    return ending
  }

  private func run(
    rounds: Int, _ crew: Crew<some Communicator>, approve: Approver?,
    stop: StopFlag, event: (Event) -> Void
  ) throws(LoopError) -> Ending {
    let history = LoopHistory(ledger: ledger, workshop: workshop)
    var state = try history.state(before: nil)
    let outside = try settings.proposer.map { command throws(LoopError) in
      try OutsideProposer(command)
    }
    while state.round <= rounds {
      if let reason = try limitReached(state) {
        // Once, however often a loop is started that may not go on.
        let note = DecisionRecord(round: state.round, actor: "loop", text: "stopped: \(reason)")
        if try ledger.decisions().last != note { try ledger.note(note) }
        return .limit(reason)
      }
      if stop.isRaised { return .stopped }
      guard let proposal = try proposal(state, outside, stop) else { return .stopped }
      event(.proposed(proposal))
      guard try settle(proposal, approve) else { return .stopped }
      guard try complete(state, crew, stop, event) else { return .stopped }
      // A round that was refused altogether has no report.
      if let report = try reports().last, report.round == state.round { event(.closed(report)) }
      // From the ledger, as a later run would find it.
      state = try history.state(before: nil)
    }
    return .done
  }

  /// The reports of the closed rounds.
  public func reports() throws(LoopError) -> [RoundReport] { try RoundReport.all(ledger) }

  // MARK: - The parts of a round

  /// The round's candidates: as the ledger has them, or chosen now and noted; nil if stopped.
  private func proposal(
    _ state: LoopState, _ outside: OutsideProposer?, _ stop: StopFlag
  ) throws(LoopError) -> RoundProposal? {
    if let open = try ledger.rounds().last, open.state == .proposed {
      return RoundProposal(
        round: open.number, hypothesis: open.hypothesis,
        candidates: try ledger.candidates(round: open.number).filter { $0.decision == .place })
    }
    let began = ContinuousClock.now
    let proposer = RoundProposer(
      settings: settings, space: workshop.space, appraiser: workshop.appraiser, threads: threads)
    let proposals = try outside?.propose(proposer.question(state)) ?? []
    guard let choice = try proposer.choose(state, outside: proposals, stop: stop) else {
      return nil
    }
    try ledger.propose(
      round: state.round, hypothesis: choice.hypothesis, choice.candidates,
      decisions: choice.decisions)
    try ledger.spend(began.secondsToNow, round: state.round)
    return RoundProposal(
      round: state.round, hypothesis: choice.hypothesis, candidates: choice.candidates)
  }

  /// Has a person approve a round; false to stop.
  private func settle(
    _ proposal: RoundProposal, _ approve: Approver?
  ) throws(LoopError) -> Bool {
    guard let approve else {
      try ledger.stopWaiting(round: proposal.round)
      return true
    }
    if try ledger.isApproved(round: proposal.round) { return true }
    switch try approve(proposal) {
    case .stop: return false
    case .approve: _ = try ledger.approve(round: proposal.round)
    case .refuse(let candidates, let reason):
      _ = try ledger.approve(round: proposal.round, refusing: candidates, reason: reason)
    }
    return true
  }

  /// Places what is not placed yet, learns, and closes the round; false if stopped.
  private func complete(
    _ state: LoopState, _ crew: Crew<some Communicator>, _ stop: StopFlag,
    _ event: (Event) -> Void
  ) throws(LoopError) -> Bool {
    var began = ContinuousClock.now
    let candidates = try ledger.candidates(round: state.round).filter { $0.decision == .place }
    let done = Set(try ledger.layouts().map(\.candidate))
    let open = candidates.filter { !done.contains($0.id) }
    // In groups of as many as are placed side by side, so that a killed loop loses little.
    for start in stride(from: 0, to: open.count, by: crew.width) {
      let group = Array(open[start..<min(start + crew.width, open.count)])
      let layouts = try crew.place(group, state, stop: stop)
      if stop.isRaised { return false }
      for (candidate, layout) in zip(group, layouts) {
        let record = try layout.get()
        try ledger.record(record)
        event(.placed(candidate, record.measurement))
      }
      try ledger.spend(began.secondsToNow, round: state.round)
      began = .now
    }
    let layouts = try ledger.layouts().filter { record in
      record.run == 0 && candidates.contains { $0.id == record.candidate }
    }
    guard
      let lesson = try workshop.learn(
        from: layouts, candidates, state, threads: threads, stop: stop)
    else { return false }
    try ledger.close(
      round: lesson.summary.round, summary: lesson.summary, versions: lesson.versions,
      decisions: lesson.decisions, seconds: began.secondsToNow)
    return true
  }

  private func limitReached(_ state: LoopState) throws(LoopError) -> String? {
    let limits = settings.goals.limits
    let rounds = try ledger.rounds().compactMap { record in record.summary.map { (record, $0) } }
    let isOpen = try ledger.rounds().contains { $0.state == .proposed }
    if let most = limits.placements, !isOpen {
      let (made, next) = (state.archive.members.count, settings.placements(in: state.round))
      if made + next > most {
        return "\(made) placements are made and a round makes \(next), the goals allow \(most)"
      }
    }
    if let most = limits.hours {
      let hours = rounds.reduce(0) { $0 + $1.0.seconds } / 3600
      if hours >= most { return "\(hours.rounded(to: 3)) hours are spent, the goals allow \(most)" }
    }
    if let most = limits.predictionError, let last = rounds.last?.1, last.round > 1,
      last.objectiveError > log(most)
    {
      return "round \(last.round) was predicted wrong by a factor of "
        + "\(exp(last.objectiveError).rounded(to: 3)), the goals allow \(most)"
    }
    if let most = limits.roundsWithoutGain, let last = rounds.last?.1 {
      let first = rounds.first { $0.1.bestObjective == last.bestObjective }?.1.round ?? last.round
      if last.round - first >= most {
        return "\(last.round - first) rounds brought no better objective, the goals allow \(most)"
      }
    }
    return nil
  }
}
