internal import Netlist

/// Reads a `.plc` file: the header, then one line for each node.
struct PlacementReader: ~Copyable {
  private var scanner: LineScanner
  private var header = PlacementHeader()
  private let netlist: Netlist
  private let frame: FileFrame
  /// The number of each node in the file, and the node of each number, -1 for pins and beyond.
  private let numberOfNode: [Int32]
  private let nodeOfNumber: [Int32]
  private var placement: Placement
  /// The line of each node; 0 while there has been none.
  private var lineOfNode: [Int32]
  private var lineCount = 0

  init(file: String, design: Design) throws(ParseError) {
    scanner = try LineScanner(file: file)
    netlist = design.netlist
    frame = FileFrame(design.floorplan)
    numberOfNode =
      design.source.nodeIndices.count == design.netlist.nodeCount
      ? design.source.nodeIndices : NetlistFileLayout(design).numberOfNode
    placement = design.placement
    var nodeOfNumber = [Int32](repeating: -1, count: Int(numberOfNode.max() ?? -1) + 1)
    for (node, number) in numberOfNode.enumerated() where number >= 0 {
      nodeOfNumber[Int(number)] = Int32(node)
    }
    self.nodeOfNumber = nodeOfNumber
    lineOfNode = [Int32](repeating: 0, count: numberOfNode.count)
  }

  /// Reads the file to its end and puts what it says into the design.
  mutating func read(into design: inout Design) throws(ParseError) {
    while try scanner.nextLine() {
      if scanner.isAtLineEnd { continue }
      if scanner.peek != 0x23 {
        try readNode()
      } else if lineCount == 0 {
        try header.read(&scanner)
      }
    }
    let floorplan = try header.apply(to: design.floorplan, file: scanner.file)
    if lineCount > 0 {
      try checkIsComplete()
    } else if netlist.nodeCount > 0 {
      design.source.warnings.append(
        "\(scanner.file): has a header but no line for a node; positions stay as they are")
    }
    design.floorplan = floorplan
    design.placement = placement
    design.source.placementComments = header.comments
  }

  private mutating func readNode() throws(ParseError) {
    let start = scanner.cursor
    let number = try scanner.integer("the number of a node")
    guard number < nodeOfNumber.count, nodeOfNumber[number] >= 0 else {
      scanner.cursor = start
      throw scanner.error(
        expected: "the number of one of the \(netlist.nodeCount) ports, macros and cells")
    }
    let node = Int(nodeOfNumber[number])
    guard lineOfNode[node] == 0 else {
      scanner.cursor = start
      throw scanner.error(
        "expected one line for each node, found node \(number) '\(netlist.name(of: NodeID(node)))'"
          + " again, which line \(lineOfNode[node]) places")
    }
    placement.x[node] = frame.designX(try scanner.number("an x coordinate"))
    placement.y[node] = frame.designY(try scanner.number("a y coordinate"))
    let orientation = try orientation()
    let isFixed = try scanner.integer("0 or 1, whether the node is fixed", in: 0...1) == 1
    let isPort = netlist.nodeKinds[node] == .port
    placement.orientations[node] = isPort ? .north : orientation
    placement.isFixed[node] = isPort || isFixed
    guard scanner.isAtLineEnd else { throw scanner.error(expected: "the end of the line") }
    lineOfNode[node] = Int32(clamping: scanner.line)
    lineCount += 1
  }

  private mutating func orientation() throws(ParseError) -> Orientation {
    scanner.skipBlanks()
    let start = scanner.cursor
    let text = scanner.token()
    if text.count == 1, text[0] == 0x4E || text[0] == 0x2D { return .north }
    guard let orientation = Orientation(name: String(decoding: text, as: UTF8.self)) else {
      scanner.cursor = start
      throw scanner.error(expected: "an orientation (N, W, S, E, FN, FW, FS, FE, or - for none)")
    }
    return orientation
  }

  private func checkIsComplete() throws(ParseError) {
    guard lineCount < netlist.nodeCount else { return }
    // The first in the file's numbering, which need not be the first of the model.
    let first = lineOfNode.indices.filter { lineOfNode[$0] == 0 }
      .min { numberOfNode[$0] < numberOfNode[$1] }
    let name = first.map { "\(numberOfNode[$0]) '\(netlist.name(of: NodeID($0)))'" } ?? ""
    throw ParseError(
      file: scanner.file,
      message: "expected a line for each of \(netlist.nodeCount) ports, macros and cells, found "
        + "\(lineCount); the first missing is node \(name)")
  }
}
