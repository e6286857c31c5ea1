import Formats
import Foundation
import Netlist

// Libraries, and designs of library cells.

func readLEF(_ input: UnsafeRawBufferPointer, in folder: ScratchFolder) -> Bool {
  folder.write(input, to: "l")
  var library = CellLibrary()
  let read: Void? = attempt { () throws(ParseError) in
    try LEF.read(file: folder.file("l"), into: &library)
  }
  // What came before a fault is in the library all the same.
  checkIsSound(library)
  guard read != nil else { return true }
  // Read once more, each cell takes its own place.
  var twice = library
  do {
    try LEF.read(file: folder.file("l"), into: &twice)
  } catch {
    fatalError("what was read cannot be read again: \(error)")
  }
  precondition(twice.layers == library.layers && twice.sites == library.sites)
  precondition(twice.masters.map(\.name) == library.masters.map(\.name))
  return true
}

func readDEF(_ input: UnsafeRawBufferPointer, in folder: ScratchFolder) -> Bool {
  let library = SmallLibrary.read(in: folder)
  folder.write(input, to: "d")
  let design = attempt { () throws(ParseError) in
    try DEF.read(file: folder.file("d"), library: library)
  }
  guard let design else { return true }
  checkIsSound(design)
  checkIsPlacedAnew(design, library: library, in: folder)
  checkIsWrittenAnew(design, library: library, in: folder)
  return true
}

func readVerilog(_ input: UnsafeRawBufferPointer, in folder: ScratchFolder) -> Bool {
  readGates(input, in: folder) { (file, library) throws(ParseError) in
    try GateLevelNetlist.readVerilog(file: file, library: library, areas: SmallLibrary.areas)
  }
}

func readYosysJSON(_ input: UnsafeRawBufferPointer, in folder: ScratchFolder) -> Bool {
  readGates(input, in: folder) { (file, library) throws(ParseError) in
    try GateLevelNetlist.readYosysJSON(file: file, library: library, areas: SmallLibrary.areas)
  }
}

private func readGates(
  _ input: UnsafeRawBufferPointer, in folder: ScratchFolder,
  _ read: (_ file: String, _ library: CellLibrary) throws(ParseError) -> Design
) -> Bool {
  let library = SmallLibrary.read(in: folder)
  folder.write(input, to: "g")
  let design = attempt { () throws(ParseError) in try read(folder.file("g"), library) }
  guard let design else { return true }
  checkIsSound(design)
  checkIsWrittenAnew(design, library: library, in: folder)
  return true
}

func readLiberty(_ input: UnsafeRawBufferPointer, in folder: ScratchFolder) -> Bool {
  folder.write(input, to: "a")
  let areas = attempt { () throws(ParseError) in try LibertyAreas.read(file: folder.file("a")) }
  precondition((areas ?? [:]).values.allSatisfy { $0 >= 0 && $0.isFinite }, "an area below 0")
  return true
}
