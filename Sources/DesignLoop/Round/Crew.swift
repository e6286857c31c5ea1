public import Distribution
public import Evaluation
import Foundation
import Parallelism
import Synchronization

/// Who places candidates: threads of this process, and the other ranks.
struct Crew<Ranks: Communicator> {
  private let workshop: Workshop
  private let threads: Int
  private let server: JobServer<Ranks>

  init(
    _ workshop: Workshop, threads: Int, _ ranks: Ranks, stop: StopFlag
  ) throws(Ranks.Failure) {
    self.workshop = workshop
    self.threads = max(threads, 1)
    server = try JobServer(ranks, stop: stop)
  }

  /// How many candidates are placed side by side.
  var width: Int { threads + server.slots }

  /// Places a group of candidates; results in their order, whoever placed them.
  func place(
    _ group: [CandidateRecord], _ state: LoopState, stop: StopFlag
  ) throws(LoopError) -> [Result<LayoutRecord, LoopError>] {
    let workshop = workshop
    let place = { @Sendable (candidate: CandidateRecord) in
      Result { () throws(LoopError) in try workshop.place(candidate, state, stop: stop) }
    }
    guard server.slots > 0 else { return Workers(threads).map(group, place) }
    let results = Mutex([Result<LayoutRecord, LoopError>?](repeating: nil, count: group.count))
    let next = Atomic(0)
    let take = { @Sendable () -> Int? in
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      return index < group.count && !stop.isRaised ? index : nil
    }
    let own = DispatchGroup()
    for _ in 0..<min(threads, group.count) {
      own.enter()
      inBackground {
        while let index = take() {
          let result = place(group[index])
          results.withLock { $0[index] = result }
        }
        own.leave()
      }
    }
    try share(take, group, state) { answer in
      results.withLock { $0[answer.index] = answer.result }
    }
    own.wait()
    // Those that nobody began are missing only after a stop, when no result counts.
    return results.withLock { $0.compactMap { $0 } }
  }

  /// Lets other ranks take candidates.
  private func share(
    _ take: () -> Int?, _ group: [CandidateRecord], _ state: LoopState,
    _ done: (PlacementJob.Answer) -> Void
  ) throws(LoopError) {
    var failure: (any Error)?
    do {
      try server.run {
        take().flatMap { index in
          do {
            return [UInt8](try JSON.data(PlacementJob(index, group[index], state, workshop)))
          } catch {
            failure = error
            return nil
          }
        }
      } done: { bytes in
        do {
          done(try JSON.decode(PlacementJob.Answer.self, from: Data(bytes)))
        } catch {
          failure = failure ?? error
        }
      }
    } catch {
      throw .communication("\(error)")
    }
    if let failure { throw .communication("\(failure)") }
  }

  /// Lets the other ranks go.
  func finish() throws(LoopError) {
    do { try server.finish() } catch { throw .communication("\(error)") }
  }
}

/// Places candidates for the ``DesignLoop`` of the first rank, on another.
public enum LoopWorker {
  /// Places until that loop ends.
  ///
  /// - Parameters:
  ///   - ranks: all ranks, of which the first runs a ``DesignLoop``.
  ///   - threads: how many candidates to place side by side.
  /// - Throws: ``LoopError`` if what the loop needs cannot be read here.
  public static func run(
    over ranks: some Communicator, threads: Int, stop: StopFlag
  ) throws(LoopError) {
    do {
      let settings = try JSON.decode(
        LoopSettings.self, from: Data(try ranks.broadcast(bytes: [], from: 0)))
      let workshop = try Workshop(settings)
      try JobWorker(ranks, slots: threads, stop: stop).run { bytes in
        answer(to: bytes, workshop, stop)
      }
    } catch let error as LoopError {
      throw error
    } catch {
      throw .communication("\(error)")
    }
  }

  private static func answer(
    to bytes: [UInt8], _ workshop: Workshop, _ stop: StopFlag
  ) -> [UInt8] {
    var answer = PlacementJob.Answer(index: 0)
    do {
      let job = try JSON.decode(PlacementJob.self, from: Data(bytes))
      answer.index = job.index
      answer.layout = try workshop.place(job.candidate, try job.state(), stop: stop)
    } catch {
      answer.failure = "\(error)"
    }
    // Numbers of any kind have a text in this form.
    return (try? JSON.data(answer)).map { [UInt8]($0) } ?? []
  }
}
