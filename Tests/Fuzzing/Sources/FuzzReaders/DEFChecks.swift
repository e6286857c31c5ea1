import Formats
import Foundation
import Netlist

/// Ends the process if a library is one that no reader may give back.
func checkIsSound(_ library: CellLibrary) {
  for master in library.masters {
    precondition(library.masterIndex(master.name) != nil)
    checkSize(master.width, master.height)
    for shape in master.obstructions { checkIsSound(shape) }
    for pin in master.pins {
      for shape in pin.shapes { checkIsSound(shape) }
    }
  }
  for site in library.sites { checkSize(site.width, site.height) }
  for shapes in library.viaShapes.values {
    for shape in shapes { checkIsSound(shape) }
  }
  for layer in library.layers {
    let lengths = [layer.pitch?.x, layer.pitch?.y, layer.width, layer.spacing]
    precondition(lengths.allSatisfy { $0 ?? 0 >= 0 && ($0 ?? 0).isFinite }, "a length below 0")
  }
}

private func checkSize(_ width: Double, _ height: Double) {
  precondition(width > 0 && height > 0 && (width * height).isFinite, "a cell without size")
}

private func checkIsSound(_ shape: CellLibrary.Shape) {
  let box = shape.box
  precondition(box.minX <= box.maxX && box.minY <= box.maxY, "a box inside out")
  precondition(box.area.isFinite, "a box without bounds")
}

/// Ends the process unless a design from a DEF file is written as that file, and, with everything
/// moved, as one that says where it is now.
func checkIsPlacedAnew(_ design: Design, library: CellLibrary, in folder: ScratchFolder) {
  do {
    try DEF.write(design, to: folder.file("e.def"), library: library)
    checkAreSame(try DEF.read(file: folder.file("e.def"), library: library), design)
    var moved = design
    for node in moved.placement.x.indices where moved.netlist.nodeKinds[node] != .port {
      moved.placement.x[node] += 10
      moved.placement.y[node] -= 25
      moved.placement.orientations[node] = .flippedSouth
      moved.placement.isFixed[node].toggle()
    }
    try DEF.write(moved, to: folder.file("e.def"), library: library)
    let copy = try DEF.read(file: folder.file("e.def"), library: library)
    checkIsAsPlaced(copy, moved)
  } catch let error as OutputError {
    checkIsRefusal(error)
  } catch {
    fatalError("what was written cannot be read: \(error)")
  }
}

/// Ends the process unless a design can be written to a new DEF file, and what that holds again
/// without a change.
func checkIsWrittenAnew(_ design: Design, library: CellLibrary, in folder: ScratchFolder) {
  do {
    let first = try rewritten(design, library: library, in: folder)
    let netlist = first.netlist
    precondition(netlist.nodeCount == design.netlist.nodeCount, "nodes that went or came")
    precondition(netlist.netCount == design.netlist.netCount, "nets that went or came")
    precondition(
      netlist.netPins.elements.count == design.netlist.netPins.elements.count,
      "connections that went or came")
    var second = try rewritten(first, library: library, in: folder)
    // What is left of a share is not the share to the last bit.
    let blockages = first.floorplan.blockages
    precondition(second.floorplan.blockages.count == blockages.count)
    for (index, blockage) in blockages.enumerated() {
      precondition(abs(second.floorplan.blockages[index].density - blockage.density) < 1e-9)
      second.floorplan.blockages[index].density = blockage.density
    }
    checkAreSame(second, first)
  } catch let error as OutputError {
    checkIsRefusal(error)
  } catch {
    fatalError("what was written cannot be read: \(error)")
  }
}

/// A design from new DEF and LEF files.
private func rewritten(
  _ design: Design, library: CellLibrary, in folder: ScratchFolder
) throws -> Design {
  var design = design
  design.source.placementText = nil
  try DEF.write(design, to: folder.file("n.def"), library: library)
  try LEF.write(design, to: folder.file("n.lef"), library: library)
  var extended = library
  try LEF.read(file: folder.file("n.lef"), into: &extended)
  let copy = try DEF.read(file: folder.file("n.def"), library: extended)
  checkIsSound(copy)
  return copy
}

/// Ends the process unless movable nodes are where they should be, to a whole unit.
private func checkIsAsPlaced(_ copy: Design, _ design: Design) {
  precondition(copy.placement.isFixed == design.placement.isFixed, "others are fixed")
  precondition(copy.placement.orientations == design.placement.orientations, "turned")
  for (mine, theirs) in [
    (copy.placement.x, design.placement.x), (copy.placement.y, design.placement.y),
  ] {
    precondition(zip(mine, theirs).allSatisfy { abs($0 - $1) <= 1 }, "elsewhere")
  }
}

/// Names that the format cannot hold, or that are one in it, are refused, and so are places beyond
/// what it can say.
private func checkIsRefusal(_ error: OutputError) {
  let isExpected = error.message.contains("name '") || error.message.contains("finite position")
  precondition(isExpected, "what was read cannot be written: \(error)")
}
