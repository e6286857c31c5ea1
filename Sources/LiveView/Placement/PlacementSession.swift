import Annealing
package import ChipPlace
import Evaluation
package import Foundation
package import Netlist
import WebReport

/// A placement that is annealed while people look at it and step in.
///
/// Annealing is a run of ``Placer``; where nobody steps in, it does what that does. An edit ends the run
/// and begins another from the edited placement, with what is left of the budget and of the schedule of
/// temperatures. What is pinned is fixed for the run.
package actor PlacementSession: LiveSession {
  /// Writes a placement to where the session's owner wants it.
  package typealias Saver = @Sendable (Placement) throws -> Void

  package nonisolated let page: LivePage
  let design: Design
  let options: PlacementOptions
  private let save: Saver?
  private let mapMaker: MapMaker

  var shown: ShownPlacement
  /// The nodes that a person has pinned.
  var pinned: Set<NodeID> = []
  /// What can be undone, the last edit last.
  var undoable: [(placement: Placement, pinned: Set<NodeID>)] = []
  /// The best placement since the last edit.
  private var best: (placement: Placement, cost: Double)

  /// Annealing under way, paused or not.
  private var run: (number: Int, stop: StopFlag, task: Task<Void, Never>)?
  private var runCount = 0
  private var isPaused = false
  private var failure: String?
  /// The share of the budget, and the moves, that runs before this one spent.
  private var spentBefore = 0.0
  private var movesBefore = 0
  private var fraction = 0.0
  private var moves = 0
  private var pace: (temperature: Double, acceptance: Double)?

  private(set) var revision = 1
  private var curve: [(revision: Int, point: CostPoint)] = []
  /// What a page is told of the state, and the revision that this is of.
  private var known: (revision: Int, state: PlacementState)?

  /// A session on a design, which is not annealed yet.
  ///
  /// - Parameters:
  ///   - options: how to anneal and how long; the temperature must fall once.
  ///   - save: writes the best placement when a person asks for it; nil if there is nowhere to.
  package init(
    _ design: Design, options: PlacementOptions, title: String, save: Saver? = nil
  ) {
    self.design = design
    self.options = options
    self.save = save
    mapMaker = MapMaker(design)
    page = .placement(title: title)
    shown = ShownPlacement(design, weights: options.annealing.weights)
    best = (design.placement, shown.cost().proxy)
  }

  // MARK: - Annealing

  /// Anneals, or goes on annealing.
  package func resume() {
    isPaused = false
    failure = nil
    if let run {
      run.stop.resume()
    } else {
      // A budget that is spent begins anew in the middle of the schedule, where nodes still move.
      if fraction >= 1 { fraction = 0.5 }
      spentBefore = fraction
      movesBefore = moves
      begin()
    }
    changed()
  }

  /// Halts annealing between moves.
  package func pause() {
    isPaused = true
    run?.stop.pause()
    changed()
  }

  /// Ends annealing and returns the best placement since the last edit.
  package func finish() async -> Placement {
    run?.stop.raise()
    await run?.task.value
    return best.placement
  }

  private func begin() {
    runCount += 1
    let number = runCount
    var design = design
    design.placement = shown.placement
    for node in pinned { design.placement.isFixed[node.index] = true }
    var options = options
    if spentBefore > 0 {
      options.annealing = options.annealing.remaining(after: spentBefore)
      // The same random numbers again could bring the same moves.
      options.annealing.seed &+= UInt64(number - 1)
    }
    let stop = StopFlag()
    let events = Placer(design, options: options).events(stop: stop)
    let task = Task {
      do {
        for try await event in events { note(event, of: number) }
      } catch {
        fail("\(error)", of: number)
      }
    }
    run = (number, stop, task)
  }

  private func note(_ event: PlacementEvent, of number: Int) {
    // What an edit has ended may still have something to say.
    guard number == run?.number else { return }
    revision += 1
    switch event {
    case .progress(let progress):
      fraction = min(spentBefore + (1 - spentBefore) * progress.fraction, 1)
      moves = movesBefore + progress.moves
      pace = (progress.temperature, progress.acceptance)
      best = (progress.bestPlacement, progress.bestCost)
      shown.show(progress.currentPlacement, revision: revision)
      curve.append(
        (
          revision,
          CostPoint(moves: moves, current: progress.currentCost, best: progress.bestCost)
        ))
      thinCurve()
    case .finished(let result):
      moves = movesBefore + result.moves
      if !result.wasStopped { fraction = 1 }
      best = (result.placement, result.evaluation.proxy)
      shown.show(result.placement, revision: revision)
      run = nil
    }
  }

  private func fail(_ message: String, of number: Int) {
    guard number == run?.number else { return }
    failure = message
    isPaused = true
    run = nil
    changed()
  }

  /// Keeps the curve to some thousand points, however long a session is.
  private func thinCurve() {
    guard curve.count > 4000 else { return }
    curve = curve.indices.filter { $0 % 2 == 1 }.map { curve[$0] }
  }

  // MARK: - Changes by people

  /// Shows what a person made of the placement, and goes on from there unless paused.
  func take(_ placement: Placement) {
    run?.stop.raise()
    run = nil
    revision += 1
    shown.show(placement, revision: revision)
    best = (shown.placement, shown.cost().proxy)
    if !isPaused && fraction < 1 { resume() } else { isPaused = true }
  }

  /// Writes the best placement since the last edit.
  func saveBest() throws(RequestError) {
    guard let save else {
      throw RequestError(message: "expected a file to save to: start with -o FILE")
    }
    do {
      try save(best.placement)
    } catch {
      throw RequestError(message: "\(error)")
    }
  }

  private func changed() { revision += 1 }

  // MARK: - What pages are told

  package func content() -> Data { WebPage.json(LayoutSection.live(design, shown.placement)) }

  package func maps() async -> Data? {
    await mapMaker.maps(of: shown.placement, revision: revision)
  }

  package func update(since seen: Int) -> LiveUpdate? {
    guard seen != revision else { return nil }
    let seen = (0..<revision).contains(seen) ? seen : 0
    let moved = seen == 0 ? Array(0..<design.netlist.nodeCount) : shown.moved(after: seen)
    let update = PlacementUpdate(
      revision: revision, state: state(), curve: curve.filter { $0.revision > seen }.map(\.point),
      layout: moved.isEmpty ? nil : LayoutChange(moved, in: shown.placement))
    return LiveUpdate(revision: revision, json: WebPage.json(update))
  }

  /// How things stand. One of each revision is made for all who ask.
  func state() -> PlacementState {
    if let known, known.revision == revision { return known.state }
    let isFinished = run == nil && !isPaused
    let state = PlacementState(
      phase: isFinished ? .finished : isPaused ? .paused : .running, fraction: fraction,
      moves: moves, temperature: pace?.temperature, acceptance: pace?.acceptance,
      cost: shown.cost(), bestCost: best.cost, pinned: pinned.map(\.index).sorted(),
      faults: shown.faults(of: shown.placement), canUndo: !undoable.isEmpty,
      canSave: save != nil, failure: failure)
    known = (revision, state)
    return state
  }
}
