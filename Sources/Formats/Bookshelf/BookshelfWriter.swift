import Netlist

/// Makes the text of each file of a Bookshelf set.
struct BookshelfWriter {
  let design: Design
  /// The file to blame in errors.
  let file: String

  private var netlist: Netlist { design.netlist }

  private static let blank = UInt8(ascii: " ")
  private static let lineEnd = UInt8(ascii: "\n")
  /// About the length of a line, to make room for all at once.
  private static let bytesOfLine = 20

  // MARK: Names

  /// Refuses names that would read back as something else.
  func checkNames(ofNets: Bool = true) throws(OutputError) {
    for symbol in netlist.nodeSymbols { try check(symbol, of: "node") }
    guard ofNets else { return }
    for symbol in netlist.netSymbols where symbol >= 0 { try check(symbol, of: "net") }
  }

  private func check(_ symbol: Symbol, of what: String) throws(OutputError) {
    let isSound = netlist.names.withBytes(of: symbol) { Self.isSound($0) }
    if !isSound {
      throw OutputError(
        file: file,
        message: "the \(what) name '\(netlist.names.string(symbol))' is empty, has a blank in it "
          + "or begins with '#', which Bookshelf files cannot hold")
    }
  }

  private static func isSound(_ name: UnsafeRawBufferPointer) -> Bool {
    !name.isEmpty && name[0] != BookshelfSyntax.hash && !name.contains { $0 <= 0x20 }
  }

  private func write(_ symbol: Symbol, to output: inout FileOutput) {
    netlist.names.withBytes(of: symbol) { output.write($0) }
  }

  // MARK: Nodes

  /// The `.nodes` file.
  func nodes() -> FileOutput {
    let roles = self.roles()
    var output = FileOutput(capacity: netlist.nodeCount * Self.bytesOfLine)
    output.write("UCLA nodes 1.0\n\nNumNodes : \(netlist.nodeCount)\n")
    output.write("NumTerminals : \(roles.reduce(0) { $0 + ($1 == .plain ? 0 : 1) })\n\n")
    for node in 0..<netlist.nodeCount {
      write(netlist.nodeSymbols[node], to: &output)
      output.write(byte: Self.blank)
      output.write(netlist.nodeWidths[node])
      output.write(byte: Self.blank)
      output.write(netlist.nodeHeights[node])
      switch roles[node] {
      case .plain: output.write(byte: Self.lineEnd)
      case .terminal: output.write(" terminal\n")
      case .terminalNI: output.write(" terminal_NI\n")
      }
    }
    return output
  }

  /// Ports are `terminal_NI`. A fixed macro is a `terminal`, as tools that look for obstacles
  /// expect, unless it would read back as a port.
  private func roles() -> [BookshelfNodes.Role] {
    let placement = design.placement
    let isPlain = (0..<netlist.nodeCount).map { node in
      netlist.nodeKinds[node] != .port
        && !(netlist.nodeKinds[node] == .hardMacro && placement.isFixed[node])
    }
    let shortestSide =
      (0..<netlist.nodeCount).lazy.filter { isPlain[$0] }
      .map { min(netlist.nodeWidths[$0], netlist.nodeHeights[$0]) }.min() ?? 0
    let kinds = BookshelfNodeKinds(floorplan: design.floorplan, shortestSide: shortestSide)
    return (0..<netlist.nodeCount).map { node in
      if netlist.nodeKinds[node] == .port { return .terminalNI }
      if isPlain[node] { return .plain }
      let kind = kinds.kind(
        of: .terminal, width: netlist.nodeWidths[node], height: netlist.nodeHeights[node],
        box: placement.box(of: NodeID(node), in: netlist))
      return kind == .hardMacro ? .terminal : .plain
    }
  }

  // MARK: Nets

  /// The `.nets` file.
  ///
  /// - Parameter names: names for nets that have none of their own.
  func nets(namedBy names: [Int: String]) -> FileOutput {
    var output = FileOutput(
      capacity: (netlist.netPins.elements.count + netlist.netCount) * Self.bytesOfLine)
    output.write("UCLA nets 1.0\n\nNumNets : \(netlist.netCount)\n")
    output.write("NumPins : \(netlist.netPins.elements.count)\n\n")
    for net in 0..<netlist.netCount {
      output.write("NetDegree : ")
      output.write(Double(netlist.netPins.count(row: net)))
      if netlist.netSymbols[net] >= 0 {
        output.write(byte: Self.blank)
        write(netlist.netSymbols[net], to: &output)
      } else if let name = names[net] {
        output.write(" \(name)")
      }
      output.write(byte: Self.lineEnd)
      for pin in netlist.netPins[net] { write(pin.index, to: &output) }
    }
    return output
  }

  private func write(_ pin: Int, to output: inout FileOutput) {
    output.write(byte: Self.blank)
    write(netlist.nodeSymbols[netlist.pinNodes[pin].index], to: &output)
    switch netlist.pinDirections[pin] {
    case .unknown: break
    case .input: output.write(" I")
    case .output: output.write(" O")
    case .bidirectional: output.write(" B")
    }
    let x = netlist.pinOffsetsX[pin]
    let y = netlist.pinOffsetsY[pin]
    if x != 0 || y != 0 || x.sign == .minus || y.sign == .minus {
      output.write(" : ")
      output.write(x)
      output.write(byte: Self.blank)
      output.write(y)
    }
    output.write(byte: Self.lineEnd)
  }

  /// The `.wts` file, if any weight is not 1, and names for nets that need one to be listed there.
  func weights() throws(OutputError) -> (text: FileOutput?, names: [Int: String]) {
    let weighted = (0..<netlist.netCount).filter { netlist.netWeights[$0] != 1 }
    if weighted.isEmpty { return (nil, [:]) }
    var netOfName: [String: Int] = [:]
    for net in 0..<netlist.netCount where netlist.netSymbols[net] >= 0 {
      let name = netlist.names.string(netlist.netSymbols[net])
      if netOfName[name] == nil { netOfName[name] = net }
    }
    var output = FileOutput()
    output.write("UCLA wts 1.0\n\n")
    var names: [Int: String] = [:]
    for net in weighted {
      var name = netlist.name(of: NetID(net))
      if netlist.netSymbols[net] < 0 {
        while netOfName[name] != nil { name += "_net" }
        netOfName[name] = net
        names[net] = name
      } else if netOfName[name] != net {
        throw OutputError(
          file: file,
          message: "the net '\(name)' has a weight, but an earlier net has the same name, to which "
            + "Bookshelf files would give it")
      }
      var bytes = name
      guard bytes.withUTF8({ Self.isSound(UnsafeRawBufferPointer($0)) }) else {
        throw OutputError(
          file: file, message: "the net name '\(name)' is not one that Bookshelf files can hold")
      }
      if netlist.netSymbols[net] >= 0 {
        write(netlist.netSymbols[net], to: &output)
      } else {
        output.write(name)
      }
      output.write(byte: Self.blank)
      output.write(netlist.netWeights[net])
      output.write(byte: Self.lineEnd)
    }
    return (output, names)
  }

  // MARK: Placement and rows

  /// The `.pl` file.
  func placement() -> FileOutput {
    let placement = design.placement
    var output = FileOutput(capacity: netlist.nodeCount * Self.bytesOfLine)
    output.write("UCLA pl 1.0\n")
    if design.source.formatName == "bookshelf" {
      for comment in design.source.placementComments { output.write(comment + "\n") }
    }
    output.write(byte: Self.lineEnd)
    for node in 0..<netlist.nodeCount {
      let swap = placement.orientations[node].swapsSides
      let width = netlist.nodeWidths[node]
      let height = netlist.nodeHeights[node]
      write(netlist.nodeSymbols[node], to: &output)
      output.write(byte: Self.blank)
      output.write(Self.corner(center: placement.x[node], half: (swap ? height : width) / 2))
      output.write(byte: Self.blank)
      output.write(Self.corner(center: placement.y[node], half: (swap ? width : height) / 2))
      output.write(" : ")
      output.write(placement.orientations[node].name)
      if placement.isFixed[node] {
        output.write(netlist.nodeKinds[node] == .port ? " /FIXED_NI" : " /FIXED")
      }
      output.write(byte: Self.lineEnd)
    }
    return output
  }

  /// The lower end of an interval which, half its length added, gives back the centre exactly. There
  /// is one wherever the centre came of such an addition.
  static func corner(center: Double, half: Double) -> Double {
    let guess = center - half
    // Where the exact end has few decimals, a rounding error is not worth writing out.
    let rounded = (guess * 1e6).rounded() / 1e6
    if rounded + half == center { return rounded }
    if guess + half == center { return guess }
    if guess.nextUp + half == center { return guess.nextUp }
    return guess.nextDown + half == center ? guess.nextDown : guess
  }

  /// The `.scl` file: rows that differ in their extent alone are subrows of one.
  func rows() -> FileOutput {
    var blocks: [[PlacementRow]] = []
    for row in design.floorplan.placementRows {
      if let last = blocks.last?.last, last.isBeside(row) {
        blocks[blocks.count - 1].append(row)
      } else {
        blocks.append([row])
      }
    }
    var output = FileOutput()
    output.write("UCLA scl 1.0\n\nNumRows : \(blocks.count)\n\n")
    for block in blocks {
      let numbers = [
        ("Coordinate", block[0].y), ("Height", block[0].height),
        ("Sitewidth", block[0].siteWidth), ("Sitespacing", block[0].siteSpacing),
      ]
      output.write("CoreRow Horizontal\n")
      for (keyword, value) in numbers {
        output.write(" \(keyword) : ")
        output.write(value)
        output.write(byte: Self.lineEnd)
      }
      output.write(" Siteorient : \(block[0].orientation.name)\n Sitesymmetry : Y\n")
      for row in block {
        output.write(" SubrowOrigin : ")
        output.write(row.x)
        output.write(" NumSites : \(row.siteCount)\n")
      }
      output.write("End\n")
    }
    return output
  }
}

extension PlacementRow {
  /// Whether two rows are parts of one.
  fileprivate func isBeside(_ other: PlacementRow) -> Bool {
    y == other.y && height == other.height && siteWidth == other.siteWidth
      && siteSpacing == other.siteSpacing && orientation == other.orientation
  }
}
