internal import Netlist

/// Reads a `.plc` file: the header, then one line for each node.
struct PlacementReader: ~Copyable {
  private var scanner: LineScanner
  private var header = PlacementHeader()
  private let netlist: Netlist
  private let frame: FileFrame
  private let numbering: NodeNumbering
  private var placement: Placement
  /// The line of each number; 0 while there has been none.
  private var lineOfNumber: [Int32]
  private var lineCount = 0

  init(file: String, design: Design) throws(ParseError) {
    scanner = try LineScanner(file: file)
    netlist = design.netlist
    frame = FileFrame(design.floorplan)
    numbering = NodeNumbering(design)
    placement = design.placement
    lineOfNumber = [Int32](repeating: 0, count: numbering.nodeOfNumber.count)
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
    design.source.placementComments = header.comments.lines
  }

  private mutating func readNode() throws(ParseError) {
    let start = scanner.cursor
    let number = try scanner.integer("the number of a node")
    guard number < lineOfNumber.count, numbering.nodeOfNumber[number] >= 0 else {
      scanner.cursor = start
      throw scanner.error(
        expected: "the number of one of the \(netlist.nodeCount) ports, macros and cells")
    }
    let node = Int(numbering.nodeOfNumber[number])
    guard lineOfNumber[number] == 0 else {
      scanner.cursor = start
      throw scanner.error(
        "expected one line for each node, found node \(number) '\(netlist.name(of: NodeID(node)))'"
          + " again, which line \(lineOfNumber[number]) places")
    }
    placement.x[node] = frame.designX(try scanner.number("an x coordinate"))
    placement.y[node] = frame.designY(try scanner.number("a y coordinate"))
    let orientation = try orientation()
    let isFixed = try scanner.integer("0 or 1, whether the node is fixed", in: 0...1) == 1
    let isPort = netlist.nodeKinds[node] == .port
    placement.orientations[node] = isPort ? .north : orientation
    placement.isFixed[node] = isPort || isFixed
    guard scanner.isAtLineEnd else { throw scanner.error(expected: "the end of the line") }
    lineOfNumber[number] = Int32(clamping: scanner.line)
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
    let expected = numbering.nodeOfNumber.count { $0 >= 0 }
    guard lineCount < expected else { return }
    let first = lineOfNumber.indices.first {
      lineOfNumber[$0] == 0 && numbering.nodeOfNumber[$0] >= 0
    }
    let name = first.map { number in
      "\(number) '\(netlist.name(of: NodeID(numbering.nodeOfNumber[number])))'"
    }
    throw ParseError(
      file: scanner.file, line: max(scanner.line, 1),
      message: "expected a line for each of \(expected) ports, macros and cells, found "
        + "\(lineCount); the first missing is node \(name ?? "")")
  }
}
