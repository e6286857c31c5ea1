import Foundation
import NeuralNetwork
import Policy
import Recipes

/// Brings back from the ledger what a round began with.
struct LoopHistory: Sendable {
  let ledger: Ledger
  let workshop: Workshop

  /// The state before a round; nil for the first that is not closed.
  func state(before round: Int?) throws(LoopError) -> LoopState {
    let closed = try ledger.rounds().filter { $0.state == .closed }.map(\.number)
    let next = round ?? (closed.last ?? 0) + 1
    guard next >= 1, next <= (closed.last ?? 0) + 1 else {
      throw .ledger(
        "\(ledger.file): expected a round up to \((closed.last ?? 0) + 1), found \(next)")
    }
    let candidates = try ledger.candidates().filter { $0.round < next }
    // In a damaged file a key can be there twice.
    let individuals = Dictionary(candidates.map { ($0.id, $0.individual) }) { first, _ in first }
    var state = try workshop.beginning()
    state.round = next
    state.nextCandidate = (candidates.last?.id ?? 0) + 1
    for candidate in candidates where candidate.decision != .place {
      state.archive.exclude(candidate.individual.architecture)
    }
    for record in try ledger.layouts() where record.run == 0 {
      guard let individual = individuals[record.candidate] else { continue }
      do throws(LoopError) {
        try state.add(record, of: individual, settings: workshop.settings)
      } catch {
        throw .ledger("\(ledger.file): candidate \(record.candidate): \(error)")
      }
    }
    do {
      if let version = try ledger.version(.models, upTo: next - 1) {
        state.models = try JSON.decode(LengthModels.self, from: version.content)
        state.modelsRound = version.round
      }
      if let version = try ledger.version(.recipes, upTo: next - 1) {
        state.recipes = try JSON.decode(RecipeArchive.self, from: version.content)
      }
      if let version = try ledger.version(.policy, upTo: next - 1) {
        let checkpoint = try Checkpoint(bytes: [UInt8](version.content), file: ledger.file)
        state.policy = try PolicyModel(checkpoint, file: ledger.file)
        state.policyRound = version.round
      }
    } catch let error as LoopError {
      throw error
    } catch {
      throw .ledger("\(ledger.file): \(error)")
    }
    return state
  }
}

extension LoopState {
  /// Takes in a measured layout.
  ///
  /// - Throws: ``LoopError`` if it is none of this program's layouts.
  mutating func add(
    _ record: LayoutRecord, of individual: Individual, settings: LoopSettings
  ) throws(LoopError) {
    let measurement = record.measurement
    archive.add(
      ArchiveMember(
        candidate: record.candidate, individual: individual, figures: measurement.figures,
        score: measurement.score(settings.goals), niche: measurement.niche))
    observations.append(try measurement.observation())
    layouts.append(WarmLayout(candidate: record.candidate, individual: individual, record: record))
  }
}
