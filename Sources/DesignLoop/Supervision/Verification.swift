public import Evaluation
import Foundation
import Netlist

extension DesignLoop {
  /// Places the best architecture anew with fresh seeds, as often as asked, and notes the layouts: a
  /// single layout may be a lucky one.
  ///
  /// - Returns: the objectives; nil if stopped before.
  /// - Throws: ``LoopError`` if there is no architecture that meets the constraints.
  public func verify(placements: Int, stop: StopFlag) throws(LoopError) -> [Double]? {
    let state = try LoopHistory(ledger: ledger, workshop: workshop).state(before: nil)
    guard let best = state.archive.best, best.score.isFinite else {
      throw .noArchitecture("no architecture meets the constraints: there is none to verify")
    }
    guard let candidate = try ledger.candidates().first(where: { $0.id == best.candidate }) else {
      throw .ledger("\(ledger.file): candidate \(best.candidate) is missing")
    }
    let done = try ledger.layouts().filter { $0.candidate == best.candidate && $0.run > 0 }
    let open = Array(1...placements).filter { run in !done.contains { $0.run == run } }
    let records = Workers(threads).map(open) { run in
      Result { () throws(LoopError) in
        try workshop.place(candidate, state, run: run, stop: stop)
      }
    }
    if stop.isRaised { return nil }
    var all = done
    for record in records {
      let record = try record.get()
      try ledger.record(record)
      all.append(record)
    }
    return all.sorted { $0.run < $1.run }.map { $0.measurement.figures.objective(settings.goals) }
  }
}
