internal import Netlist

/// Writes a design that came from a DEF file: the bytes of that file, in which only the placement
/// clauses of components that stand elsewhere now are others.
struct DEFPlacementWriter {
  private let design: Design
  private let target: String
  private let text: PlacementText

  init(_ design: Design, text: PlacementText, to target: String) {
    self.design = design
    self.text = text
    self.target = target
  }

  func write() throws(OutputError) {
    let bytes = try source()
    var output = FileOutput()
    var copied = 0
    for node in components() {
      guard let change = try change(of: node, in: bytes) else { continue }
      guard change.range.lowerBound >= copied else { throw sourceChanged() }
      write(bytes, copied..<change.range.lowerBound, to: &output)
      output.write(change.text)
      copied = change.range.upperBound
    }
    write(bytes, copied..<bytes.count, to: &output)
    try output.save(to: target)
  }

  /// What may move, in the order of the file.
  private func components() -> [Int] {
    design.netlist.nodeKinds.indices.filter { design.netlist.nodeKinds[$0] != .port }
      .sorted { text.spans[$0].lowerBound < text.spans[$1].lowerBound }
  }

  private func write(_ bytes: [UInt8], _ range: Range<Int>, to output: inout FileOutput) {
    bytes.withUnsafeBytes { output.write(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  /// The file that the design came from, which must be the one that was read.
  private func source() throws(OutputError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: text.byteCount + 1)
    var filled = 0
    do throws(ParseError) {
      let stream = try ByteStream(file: text.file)
      while filled < bytes.count {
        let count = try Self.read(stream, into: &bytes, from: filled)
        if count == 0 { break }
        filled += count
      }
    } catch {
      throw OutputError(file: target, message: "its source \(error)")
    }
    guard filled == text.byteCount else { throw sourceChanged() }
    bytes.removeLast()
    return bytes
  }

  private static func read(
    _ stream: borrowing ByteStream, into bytes: inout [UInt8], from place: Int
  ) throws(ParseError) -> Int {
    var fault: ParseError?
    let count = bytes.withUnsafeMutableBytes { buffer in
      do throws(ParseError) {
        return try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[place...]))
      } catch {
        fault = error
        return 0
      }
    }
    if let fault { throw fault }
    return count
  }

  private func sourceChanged() -> OutputError {
    OutputError(
      file: target, message: "its source, '\(text.file)', is no longer the file that was read")
  }

  /// What to put in place of which bytes for a node to be where it is now; nil if nothing.
  private func change(
    of node: Int, in bytes: [UInt8]
  ) throws(OutputError) -> (range: Range<Int>, text: String)? {
    let span = text.spans[node]
    guard span.lowerBound >= 0, span.upperBound <= bytes.count else { throw sourceChanged() }
    let clause = try clause(of: span, in: bytes)
    let placement = design.placement
    let name = { design.netlist.name(of: NodeID(node)) }
    let corner = placement.box(of: NodeID(node), in: design.netlist)
    let orientation = placement.orientations[node]
    guard abs(corner.minX) <= DecimalNumber.largest, abs(corner.minY) <= DecimalNumber.largest
    else {
      throw OutputError(
        file: target,
        message: "node '\(name())' has no finite position: (\(placement.x[node]), "
          + "\(placement.y[node]))")
    }
    let x = corner.minX.rounded()
    let y = corner.minY.rounded()
    let was = clause.location
    let isFixed = placement.isFixed[node]
    let die = design.floorplan.die
    let isWhereItWas =
      was.state == .unplaced
      ? placement.x[node] == die.centerX && placement.y[node] == die.centerY
        && orientation == .north
      : (was.x == corner.minX || was.x == x) && (was.y == corner.minY || was.y == y)
        && was.orientation == orientation
    if isWhereItWas, was.state.isFixed == isFixed { return nil }
    let state: DEFComponents.State =
      isFixed ? (was.state == .cover ? .cover : .fixed) : .placed
    let new = "+ \(state.word) ( \(Int(x)) \(Int(y)) ) \(orientation.name)"
    guard clause.range.isEmpty else { return (clause.range, new) }
    // Other control characters belong to words.
    let isGlued =
      span.lowerBound > 0 && ![0x20, 0x09, 0x0A].contains(bytes[span.lowerBound - 1])
    return (span, "\(isGlued ? " " : "")\(new) ")
  }

  /// The placement clause at a place, and all its bytes: those of the span, or those of `+ UNPLACED`
  /// where it begins, or none.
  private func clause(
    of span: Range<Int>, in bytes: [UInt8]
  ) throws(OutputError) -> (range: Range<Int>, location: DEFComponents.Location) {
    var cursor = span.lowerBound
    func next() -> ArraySlice<UInt8> { Self.token(in: bytes, from: &cursor) }
    var location = DEFComponents.Location()
    let mark = next()
    if span.isEmpty {
      guard mark.elementsEqual("+".utf8) else { return (span, location) }
      guard next().withUnsafeBytes({ $0.isKeyword("UNPLACED") }) else { throw sourceChanged() }
      return (span.lowerBound..<cursor, location)
    }
    let word = next()
    let opening = next()
    let x = next().withUnsafeBytes { DecimalNumber.parse($0) }
    let y = next().withUnsafeBytes { DecimalNumber.parse($0) }
    let closing = next()
    let orientation = Orientation(name: String(decoding: next(), as: UTF8.self))
    guard mark.elementsEqual("+".utf8), opening.elementsEqual("(".utf8), let x, let y,
      closing.elementsEqual(")".utf8), let orientation, cursor == span.upperBound,
      let state = word.withUnsafeBytes({ DEFComponents.State($0) })
    else { throw sourceChanged() }
    location = DEFComponents.Location(state: state, x: x, y: y, orientation: orientation)
    return (span, location)
  }

  /// The next word, behind blanks, line ends and comments.
  private static func token(in bytes: [UInt8], from cursor: inout Int) -> ArraySlice<UInt8> {
    while cursor < bytes.count {
      if bytes[cursor] == 0x23 {
        while cursor < bytes.count, bytes[cursor] != 0x0A { cursor += 1 }
      } else if bytes[cursor] > 0x20 {
        break
      } else {
        cursor += 1
      }
    }
    let start = cursor
    while cursor < bytes.count, bytes[cursor] > 0x20 {
      // A semicolon that ends a word is a word of its own.
      if bytes[cursor] == 0x3B, cursor > start,
        cursor + 1 == bytes.count || bytes[cursor + 1] <= 0x20
      {
        break
      }
      cursor += 1
    }
    return bytes[start..<cursor]
  }
}
