public import Netlist

extension Design {
  /// The parts in which two designs differ, by name; names of nodes and pins are compared as text,
  /// the design's name and the reader's warnings not at all.
  public func differences(from other: Design) -> [String] {
    let mine = netlist
    let theirs = other.netlist
    func texts(_ symbols: [Symbol], _ netlist: Netlist) -> [String] {
      symbols.map { $0 < 0 ? "" : netlist.names.string($0) }
    }
    let checks: [(String, Bool)] = [
      ("node kinds", mine.nodeKinds == theirs.nodeKinds),
      ("node names", texts(mine.nodeSymbols, mine) == texts(theirs.nodeSymbols, theirs)),
      ("node widths", mine.nodeWidths == theirs.nodeWidths),
      ("node heights", mine.nodeHeights == theirs.nodeHeights),
      ("pin nodes", mine.pinNodes == theirs.pinNodes),
      ("pin names", texts(mine.pinSymbols, mine) == texts(theirs.pinSymbols, theirs)),
      ("pin offsets", mine.pinOffsetsX == theirs.pinOffsetsX),
      ("pin y offsets", mine.pinOffsetsY == theirs.pinOffsetsY),
      ("pin directions", mine.pinDirections == theirs.pinDirections),
      ("net names", texts(mine.netSymbols, mine) == texts(theirs.netSymbols, theirs)),
      ("net weights", mine.netWeights == theirs.netWeights),
      ("net pins", mine.netPins.elements == theirs.netPins.elements),
      ("net pin offsets", mine.netPins.offsets == theirs.netPins.offsets),
      ("net drivers", mine.netDrivers == theirs.netDrivers),
      ("nets of nodes", mine.nodeNets.elements == theirs.nodeNets.elements),
      ("placement", placement == other.placement),
      ("floorplan", floorplan == other.floorplan),
      ("node indices", source.nodeIndices == other.source.nodeIndices),
      ("pin indices", source.pinIndices == other.source.pinIndices),
      ("placement comments", source.placementComments == other.source.placementComments),
      ("port sides", source.portSides == other.source.portSides),
      ("metadata", source.metadata.elementsEqual(other.source.metadata) { $0 == $1 }),
      ("format", source.formatName == other.source.formatName),
    ]
    return checks.filter { !$0.1 }.map(\.0)
  }
}
