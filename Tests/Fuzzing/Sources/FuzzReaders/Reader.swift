import Formats
import Netlist

/// The readers that can be fuzzed.
///
/// A reader gives back a design or throws a `ParseError`, whatever the file holds. A design that it
/// gives back is sound, can be written, and reads back as the same; all else is a finding, and ends
/// the process.
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
