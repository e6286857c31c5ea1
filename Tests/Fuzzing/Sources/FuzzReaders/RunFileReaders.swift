import Accelerator
import Foundation
import PerformanceModel

@testable import Benchmarking
@testable import DesignLoop
@testable import Formats
@testable import Recipes
@testable import Technology

// MARK: Technologies

func readTechnology(_ input: UnsafeRawBufferPointer) -> Bool {
  let technology = attempt { () throws(ParseError) in
    try Technology(json: Array(input), file: "technology")
  }
  guard let technology else { return true }
  do {
    let copy = try Technology(json: Array(technology.json.utf8), file: "copy")
    precondition(copy == technology, "not read as it was written")
  } catch {
    fatalError("what was read cannot be written and read: \(error)")
  }
  return true
}

// MARK: The design loop

func readGoals(_ input: UnsafeRawBufferPointer, in folder: ScratchFolder) -> Bool {
  folder.write(input, to: "goals.json")
  let goals = attempt { () throws(ParseError) in
    try Goals(contentsOf: folder.file("goals.json"))
  }
  guard let goals else { return true }
  do {
    let copy = try JSONDecoder().decode(Goals.self, from: JSONEncoder().encode(goals))
    precondition(copy == goals, "not read as it was written")
  } catch {
    fatalError("what was read cannot be written and read: \(error)")
  }
  precondition(DesignSpace(goals.choices).size >= 1)
  return true
}

func readProposal(_ input: UnsafeRawBufferPointer) -> Bool {
  let architectures = attempt { () throws(ParseError) in
    try OutsideProposer.architectures(in: Data(input), of: "proposer")
  }
  for architecture in architectures ?? [] {
    precondition(!architecture.summary.isEmpty)
    _ = DesignSpace().firstStranger(in: architecture)
    if let refusal = architecture.refusal { precondition(refusal.count > 10) }
    do {
      let copy = try JSONDecoder().decode(
        Architecture.self, from: JSONEncoder().encode(architecture))
      precondition(copy == architecture, "not read as it was written")
    } catch {
      fatalError("what was read cannot be written and read: \(error)")
    }
  }
  return true
}

func readFormula(_ input: UnsafeRawBufferPointer) -> Bool {
  let text = String(decoding: input, as: UTF8.self)
  do throws(FormulaError) {
    let formula = try Formula<ObjectiveVariable>(parsing: text)
    let copy = try Formula<ObjectiveVariable>(parsing: formula.description)
    precondition(copy == formula, "not read as it was written")
    for number in [0, 1, -1, 1e300, -.infinity, .nan] {
      let value = formula.value { _ in number }
      precondition(value.isFinite && formula.simplified.value { _ in number } == value)
    }
  } catch {
    precondition(error.description.count > 10, "an error that says nothing")
  }
  return true
}

// MARK: Benchmarks and workloads

func readSuite(_ input: UnsafeRawBufferPointer, in folder: ScratchFolder) -> Bool {
  folder.write(input, to: "suite.json")
  let suite = attempt { () throws(ParseError) in
    try BenchmarkSuite(path: folder.file("suite.json"))
  }
  guard let suite else { return true }
  precondition(!suite.designs.isEmpty && !suite.recipes.isEmpty && !suite.seeds.isEmpty)
  for budget in suite.budgets { precondition(!budget.description.isEmpty) }
  return true
}

func readWorkload(_ input: UnsafeRawBufferPointer, in folder: ScratchFolder) -> Bool {
  folder.write(input, to: "w.json")
  let workload = attempt { () throws(ParseError) in
    try WorkloadFile.read(folder.file("w.json"))
  }
  guard let workload else { return true }
  do {
    try WorkloadFile.write(workload, to: folder.file("copy.json"))
    let copy = try WorkloadFile.read(folder.file("copy.json"))
    precondition(copy == workload, "not read as it was written")
    try WorkloadFile.write(workload, to: folder.file("copy.csv"))
    let table = try WorkloadFile.read(folder.file("copy.csv"))
    precondition(table.layers.map(\.shape) == workload.layers.map(\.shape), "another table")
    for dataflow in Dataflow.allCases {
      var parameters = AcceleratorParameters()
      parameters.dataflow = dataflow
      let counts = try PerformanceModel(parameters, bandwidth: 1).total(workload)
      precondition(counts.macs > 0 && counts.cycles > 0, "a workload that is no work")
    }
  } catch {
    fatalError("what was read cannot be computed, or written and read: \(error)")
  }
  return true
}
