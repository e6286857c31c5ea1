import Formats
import Netlist

/// The readers that can be fuzzed.
///
/// A reader gives back a value or throws an error that says where the fault is, whatever the file holds.
/// A value that it gives back is sound, can be written where there is a writer, and reads back as the
/// same; all else is a finding, and ends the process.
enum Reader: String, CaseIterable {
  /// Circuit Training's `.pb.txt`.
  case netlist
  /// Circuit Training's `.plc`, over a netlist that is always the same.
  case placement
  /// A Bookshelf set, all files in one input.
  case bookshelf
  /// A LEF library.
  case lef
  /// A DEF design of cells of a library that is always the same.
  case def
  /// Structural Verilog of cells of that library.
  case verilog
  /// What Yosys writes as JSON, of cells of that library.
  case json
  /// Areas of cells in a Liberty file.
  case liberty
  /// What tells the formats apart.
  case content
  /// The canvas of a `.plc`, for a design that is always the same.
  case canvas
  /// Weights of nets of that design.
  case weights
  /// Networks in the format of safetensors, and training that goes on from them.
  case safetensors
  /// Placements that were interrupted: what is behind the checksum.
  case checkpoint
  /// Technologies.
  case technology
  /// Goals of the design loop.
  case goals
  /// What a command that proposes architectures answers.
  case proposal
  /// Suites of benchmarks.
  case suite
  /// Workloads, and what an accelerator does with them.
  case workload
  /// Formulas and objectives.
  case formula
  /// Ledgers of the design loop.
  case ledger
  /// Cost models and archives of recipes, as ledgers have them.
  case learnt
  /// Databases of benchmarks.
  case runs
  /// Requests to the web server of the live view.
  case requests

  /// Reads one input; false if it is not worth keeping.
  func read(_ input: UnsafeRawBufferPointer, in folder: ScratchFolder) -> Bool {
    switch self {
    case .netlist: readNetlist(input, in: folder)
    case .placement: readPlacement(input, in: folder)
    case .bookshelf: readBookshelf(input, in: folder)
    case .lef: readLEF(input, in: folder)
    case .def: readDEF(input, in: folder)
    case .verilog: readVerilog(input, in: folder)
    case .json: readYosysJSON(input, in: folder)
    case .liberty: readLiberty(input, in: folder)
    case .content: readContent(input, in: folder)
    case .canvas: readCanvas(input, in: folder)
    case .weights: readWeights(input, in: folder)
    case .safetensors: readNetwork(input)
    case .checkpoint: readCheckpoint(input, in: folder)
    case .technology: readTechnology(input)
    case .goals: readGoals(input, in: folder)
    case .proposal: readProposal(input)
    case .suite: readSuite(input, in: folder)
    case .workload: readWorkload(input, in: folder)
    case .formula: readFormula(input)
    case .ledger: readLedger(input, in: folder)
    case .learnt: readLearnt(input)
    case .runs: readRuns(input, in: folder)
    case .requests: readRequests(input, in: folder)
    }
  }
}

// MARK: Circuit Training

private func readNetlist(_ input: UnsafeRawBufferPointer, in folder: ScratchFolder) -> Bool {
  folder.write(input, to: "n")
  let design = attempt { () throws(ParseError) in
    try CircuitTrainingNetlist.read(file: folder.file("n"))
  }
  guard let design else { return true }
  checkIsSound(design)
  do {
    try CircuitTrainingNetlist.write(design, to: folder.file("m"))
    let copy = try CircuitTrainingNetlist.read(file: folder.file("m"))
    checkAreSame(copy, design)
  } catch {
    fatalError("what was read cannot be written and read: \(error)")
  }
  return true
}

private func readPlacement(_ input: UnsafeRawBufferPointer, in folder: ScratchFolder) -> Bool {
  let original = SmallDesign.read(in: folder)
  folder.write(input, to: "p")
  var design = original
  guard
    attempt({ () throws(ParseError) in
      try PlacementFile.read(file: folder.file("p"), into: &design)
    }) != nil
  else {
    checkAreSame(design, original)
    return true
  }
  checkIsSound(design)
  do {
    try PlacementFile.write(design, to: folder.file("q"))
    var copy = original
    try PlacementFile.read(file: folder.file("q"), into: &copy)
    checkAreSame(copy, design)
  } catch {
    fatalError("what was read cannot be written and read: \(error)")
  }
  return true
}

private func readCanvas(_ input: UnsafeRawBufferPointer, in folder: ScratchFolder) -> Bool {
  let original = SmallDesign.read(in: folder)
  folder.write(input, to: "p")
  var design = original
  if attempt({ () throws(ParseError) in
    try PlacementFile.readCanvas(file: folder.file("p"), into: &design)
  }) == nil {
    checkAreSame(design, original)
  }
  checkIsSound(design)
  return true
}

private func readWeights(_ input: UnsafeRawBufferPointer, in folder: ScratchFolder) -> Bool {
  let netlist = SmallDesign.read(in: folder).netlist
  folder.write(input, to: "w")
  let weights = attempt { () throws(ParseError) in
    try NetWeightsFile.read(file: folder.file("w"), netlist: netlist)
  }
  guard let weights else { return true }
  precondition(weights.count == netlist.netCount)
  precondition(weights.allSatisfy { $0 >= 0 && $0.isFinite }, "a weight that is none")
  return true
}

// MARK: Bookshelf

private func readBookshelf(_ input: UnsafeRawBufferPointer, in folder: ScratchFolder) -> Bool {
  guard let sections = BookshelfSections(input) else { return false }
  sections.write(to: folder)
  let design = attempt { () throws(ParseError) in
    try Bookshelf.read(aux: folder.file("t.aux"))
  }
  guard let design else { return true }
  checkIsSound(design)
  do {
    try Bookshelf.write(design, aux: folder.file("c.aux"))
  } catch {
    // Names that the format cannot hold are refused; a writer does not invent others.
    precondition(error.message.contains("name"), "what was read cannot be written: \(error)")
    return true
  }
  do {
    checkAreSame(try Bookshelf.read(aux: folder.file("c.aux")), design)
  } catch {
    fatalError("what was written cannot be read: \(error)")
  }
  return true
}

// MARK: Content

private func readContent(_ input: UnsafeRawBufferPointer, in folder: ScratchFolder) -> Bool {
  folder.write(input, to: "f")
  let design = attempt { () throws(ParseError) in try DesignFormat.detect(file: folder.file("f")) }
  let placement = attempt { () throws(ParseError) in
    try PlacementFormat.detect(file: folder.file("f"))
  }
  precondition(design == nil || placement == nil, "both a netlist and a placement")
  return true
}
