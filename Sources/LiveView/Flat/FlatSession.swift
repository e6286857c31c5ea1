package import ChipPlace
import Evaluation
package import Formats
package import Foundation
package import Netlist
import Parallelism
import WebReport

/// A run of a flat design, macros and cells on rows, that people look at, pause and stop. It is a run of
/// ``FlatPlacer``, and its result that of `place`, unless it is stopped early.
///
/// Nothing can be moved by hand: in global placement all nodes move together, and in the stages after it
/// each place follows from those of others.
package actor FlatSession: LiveSession {
  package nonisolated let page: LivePage
  private let design: Design
  private let options: FlatPlacementOptions
  private let save: PlacementSession.Saver?
  private let stop = StopFlag()
  private let board: FlatBoard
  private let mapMaker: MapMaker
  /// The nodes that can move, as the page knows them.
  private let movable: [Int]
  private let unit: Double

  private var run: Task<Void, Never>?
  private var outcome: Result<FlatPlacementResult, PlacementError>?
  private var layout: (revision: Int, isExact: Bool, layout: WholeLayout)?

  /// A session on a design, whose run has not begun.
  ///
  /// - Parameter save: writes the result when a person asks for it; nil if there is nowhere to.
  package init(
    _ design: Design, options: FlatPlacementOptions, title: String,
    save: PlacementSession.Saver? = nil
  ) {
    self.design = design
    self.options = options
    self.save = save
    unit = design.floorplan.unitsPerMicron
    board = FlatBoard(design.placement, unit: unit, stop: stop)
    mapMaker = MapMaker(design)
    movable = design.netlist.nodeKinds.indices.filter {
      design.netlist.nodeKinds[$0] != .port && !design.placement.isFixed[$0]
    }
    page = .flat(title: title)
  }

  // MARK: - The run

  /// Begins the run, or goes on with it.
  package func resume() {
    stop.resume()
    if run == nil { begin() }
    board.change()
  }

  /// Halts the run within a moment.
  package func pause() {
    stop.pause()
    board.change(resending: true)
  }

  /// Ends the run; what it has is made legal first.
  ///
  /// - Returns: the result; nil if the run never began.
  /// - Throws: ``PlacementError`` if the design cannot be placed.
  package func finish() async throws(PlacementError) -> FlatPlacementResult? {
    stop.raise()
    await run?.value
    return try outcome?.get()
  }

  private func begin() {
    let (placer, board, stop) = (FlatPlacer(design, options: options), board, stop)
    board.begin()
    run = Task {
      outcome = await withCheckedContinuation { continuation in
        // A run takes long, for which no thread of those that tasks share may be held.
        inBackground {
          continuation.resume(
            returning: Result { () throws(PlacementError) in
              try placer.place(
                stop: stop, progress: { board.note($0) }, snapshot: { board.show($0) },
                stageEnded: { board.note($0, $1) })
            })
        }
      }
      if case .success(let result) = outcome { board.show(result.placement) }
      board.change(resending: true)
    }
  }

  // MARK: - What pages ask for

  package func perform(_ action: String, _ body: JSONEntry) throws -> Data? {
    switch action {
    case "pause", "resume", "stop", "save":
      _ = try body.object([])
    case "pin", "move", "undo":
      throw RequestError(
        message: "in the run of a flat design all nodes move together, and none by hand: "
          + "fix macros in the design's file")
    default: return nil
    }
    if action == "save" {
      try saveResult()
    } else if outcome != nil {
      throw RequestError(message: "the run has ended")
    } else {
      switch action {
      case "pause": pause()
      case "resume": resume()
      default:
        guard run != nil else { throw RequestError(message: "the run has not begun") }
        stop.raise()
        board.change()
      }
    }
    return WebPage.json(state(board.now))
  }

  private func saveResult() throws(RequestError) {
    guard let save else {
      throw RequestError(message: "expected a file to save to: start with -o FILE")
    }
    guard case .success(let result) = outcome else {
      throw RequestError(
        message: "the placement is legal only at the end of the run: stop it first")
    }
    do {
      try save(result.placement)
    } catch {
      throw RequestError(message: "\(error)")
    }
  }

  // MARK: - What pages are told

  package func content() -> Data {
    WebPage.json(LayoutSection.live(design, design.placement))
  }

  package func maps() async -> Data? {
    let now = board.now
    return await mapMaker.maps(of: now.placement, revision: now.revision)
  }

  package func update(since seen: Int) -> LiveUpdate? {
    let now = board.now
    guard seen != now.revision else { return nil }
    let seen = (0..<now.revision).contains(seen) ? seen : 0
    let state = state(now)
    var layout: WholeLayout?
    if now.placementRevision > seen {
      layout = self.layout(now, isExact: state.phase != .running)
      board.await()
    }
    let update = FlatUpdate(
      revision: now.revision, state: state,
      curve: now.curve.filter { $0.revision > seen }.map(\.point), layout: layout)
    return LiveUpdate(revision: now.revision, json: WebPage.json(update))
  }

  /// The layout for all who ask: one of each placement is made.
  private func layout(_ now: FlatBoard.Content, isExact: Bool) -> WholeLayout {
    if let layout, layout.revision == now.placementRevision, layout.isExact == isExact {
      return layout.layout
    }
    let made = WholeLayout(
      now.placement, nodes: movable, known: design.placement.orientations,
      die: design.floorplan.die, isExact: isExact)
    layout = (now.placementRevision, isExact, made)
    return made
  }

  /// How things stand.
  func state() -> FlatState { state(board.now) }

  private func state(_ now: FlatBoard.Content) -> FlatState {
    var faults: [String]?
    var failure: String?
    switch outcome {
    case .success(let result): faults = Self.faults(result.legality, design.netlist)
    case .failure(let error): failure = error.message
    case nil: break
    }
    return FlatState(
      phase: outcome != nil ? .finished : run == nil || stop.isPaused ? .paused : .running,
      hasBegun: run != nil, isEnding: stop.isRaised && outcome == nil,
      stage: now.progress?.stage.rawValue, step: now.progress?.step ?? 0,
      stages: now.stages.map {
        FlatState.Stage(
          name: $0.stage.rawValue, seconds: $0.seconds, wirelength: $0.wirelength / unit)
      },
      seconds: now.curve.last?.point.seconds ?? 0,
      wirelength: now.progress.map { $0.wirelength / unit }, overflow: now.progress?.overflow,
      faults: faults, canSave: save != nil && faults != nil, failure: failure)
  }

  private static func faults(
    _ report: RowLegalityReport, _ netlist: Netlist, limit: Int = 20
  ) -> [String] {
    if report.isLegal { return [] }
    let faults = report.violations.prefix(limit).map { $0.text(in: netlist) }
    return report.count <= limit ? faults : faults + ["and \(report.count - limit) more"]
  }
}
