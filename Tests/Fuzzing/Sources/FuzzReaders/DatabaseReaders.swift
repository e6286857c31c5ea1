import CostModels
import Foundation
import GRDB
import Recipes

@testable import Benchmarking
@testable import DesignLoop

func readLedger(_ input: UnsafeRawBufferPointer, in folder: ScratchFolder) -> Bool {
  let file = folder.file("ledger")
  guard writeDatabase(input, to: file, like: folder.file("ledger.base")) else { return false }
  guard let ledger = attemptLedger({ try Ledger(file, readOnly: true) }) else { return true }
  // What is damaged in one place does not keep the rest from being read.
  _ = attemptLedger { try LedgerExport(ledger).content() }
  _ = attemptLedger { try LedgerExport(ledger).csv() }
  _ = attemptLedger { try ledger.waitingRound() }
  _ = attemptLedger { try ledger.isApproved(round: 1) }
  let history = LoopHistory(ledger: ledger, workshop: workshop)
  guard let state = attemptLedger({ try history.state(before: nil) }) else { return true }
  let few = Array(state.observations.prefix(2))
  let deviations = workshop.deviations
  _ = attemptLedger { try LengthModels(few, deviations: deviations, seed: 1, threads: 1) }
  return true
}

/// The workshop of the default goals, made when first asked for.
private let workshop: Workshop = {
  do {
    return try Workshop(LoopSettings())
  } catch {
    fatalError("\(error)")
  }
}()

private func attemptLedger<Value>(_ read: () throws -> Value) -> Value? {
  do {
    return try read()
  } catch let error as LoopError {
    precondition(error.description.count > 10, "an error that says nothing")
    precondition(!error.description.contains("\n"), "an error of several lines: \(error)")
    return nil
  } catch {
    fatalError("an error of another kind: \(error)")
  }
}

func readRuns(_ input: UnsafeRawBufferPointer, in folder: ScratchFolder) -> Bool {
  let file = folder.file("runs")
  guard writeDatabase(input, to: file, like: folder.file("runs.base")) else { return false }
  do throws(RunDatabaseError) {
    let runs = try RunDatabase(reading: file).allRuns()
    _ = RunTable.text(runs)
    for run in runs { precondition(!run.benchmarkBudget.description.isEmpty) }
  } catch {
    precondition(error.description.contains("runs"), "an error of no file: \(error)")
  }
  return true
}

/// What the ledger has of models, the values of a model, and an archive of recipes.
func readLearnt(_ input: UnsafeRawBufferPointer) -> Bool {
  let data = Data(input)
  if let archive = try? JSON.decode(RecipeArchive.self, from: data) {
    _ = archive.champion
  }
  if let model = try? JSON.decode(FittedCostModel.self, from: data) {
    let ones = [Double](repeating: 1, count: model.model.features.count)
    let priors = [Double](repeating: 1, count: model.model.quantities.count)
    // What is far from all that was seen may have no finite prediction.
    _ = try? model.predict(features: ones, prior: priors)
    let copy = try? JSON.decode(FittedCostModel.self, from: JSON.data(model))
    precondition(copy == model, "not read as it was written")
  }
  return true
}

// MARK: Databases

/// Makes a database of an input: the input itself, or if it is none the one that stands by `base`, in which
/// each line of the input, `TABLE COLUMN VALUE`, is the new value of a column; false if there is no such
/// column.
private func writeDatabase(
  _ input: UnsafeRawBufferPointer, to file: String, like base: String
) -> Bool {
  for ending in ["", "-journal", "-wal", "-shm"] { unlink(file + ending) }
  let data = Data(input)
  if data.starts(with: Data("SQLite format 3".utf8)) {
    return FileManager.default.createFile(atPath: file, contents: data)
  }
  do {
    try FileManager.default.copyItem(atPath: base, toPath: file)
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: file, configuration: configuration)
    try queue.write { database in
      try database.execute(sql: "PRAGMA ignore_check_constraints = ON")
      for line in String(decoding: data, as: UTF8.self).split(separator: "\n").prefix(8) {
        let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, try database.tableExists(String(parts[0])),
          try database.columns(in: String(parts[0])).contains(where: { $0.name == parts[1] })
        else { throw CocoaError(.fileReadUnknown) }
        try database.execute(
          sql: "UPDATE \(parts[0]) SET \(parts[1]) = ?", arguments: [value(String(parts[2]))])
      }
    }
    return true
  } catch {
    return false
  }
}

/// A number, or bytes after `x'`, or text.
private func value(_ text: String) -> DatabaseValue {
  if let number = Int64(text) { return number.databaseValue }
  if let number = Double(text) { return number.databaseValue }
  if text.hasPrefix("x'") { return Data(text.dropFirst(2).utf8).databaseValue }
  return text.databaseValue
}
