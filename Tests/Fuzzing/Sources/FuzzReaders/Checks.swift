import Formats
import Netlist

/// What a reader gives back, or nil if it refuses the file as it should.
func attempt<Result>(_ read: () throws(ParseError) -> Result) -> Result? {
  do {
    return try read()
  } catch {
    precondition(error.message.count > 10, "an error that says nothing")
    precondition(error.line > 0 && error.column > 0, "an error nowhere")
    return nil
  }
}

/// Ends the process if a design is one that no reader may give back.
func checkIsSound(_ design: Design) {
  let netlist = design.netlist
  let placement = design.placement
  precondition(placement.x.count == netlist.nodeCount && placement.y.count == netlist.nodeCount)
  precondition(placement.orientations.count == netlist.nodeCount)
  precondition(placement.isFixed.count == netlist.nodeCount)
  for numbers in [
    netlist.pinOffsetsX, netlist.pinOffsetsY, netlist.netWeights, placement.x, placement.y,
  ] {
    precondition(numbers.allSatisfy { $0.isFinite }, "a number that is none")
  }
  for sizes in [netlist.nodeWidths, netlist.nodeHeights, netlist.netWeights] {
    precondition(sizes.allSatisfy { $0 >= 0 && $0.isFinite }, "a size below 0")
  }
  precondition(netlist.pinNodes.allSatisfy { $0.index < netlist.nodeCount })
  precondition(netlist.netPins.elements.allSatisfy { $0.index < netlist.pinCount })
  let symbols = 0..<Int32(netlist.names.count)
  precondition(netlist.nodeSymbols.allSatisfy { symbols.contains($0) })
  let floorplan = design.floorplan
  for length in [floorplan.die.width, floorplan.die.height, floorplan.die.area] {
    precondition(length > 0 && length.isFinite, "a die without size")
  }
  precondition(floorplan.columns > 0 && floorplan.rows > 0)
  precondition(floorplan.columns * floorplan.rows <= 1 << 20, "a grid without bounds")
  precondition((0...1 << 12).contains(floorplan.smoothingRange))
  for row in floorplan.placementRows {
    precondition(row.box.area > 0 && row.box.area.isFinite && row.siteSpacing > 0)
  }
  for blockage in floorplan.blockages {
    precondition(blockage.box.area >= 0 && blockage.box.area.isFinite)
  }
}

/// Ends the process if two designs that should be the same are not.
func checkAreSame(_ copy: Design, _ design: Design) {
  let differences = copy.differences(from: design)
  precondition(differences.isEmpty, "differ in \(differences.joined(separator: ", "))")
}
