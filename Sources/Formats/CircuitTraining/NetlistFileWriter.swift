internal import Netlist

/// Writes a design as a netlist file: the entries of ``NetlistFileLayout`` in order, in the layout of
/// Circuit Training's own writer, attributes in alphabetical order.
struct NetlistFileWriter {
  private let design: Design
  private let file: String
  private let layout: NetlistFileLayout
  private let frame: FileFrame
  private var output = FileOutput()
  /// The names of the entries, and the symbol of each.
  private var names: StringTable
  private var entryNames: [Symbol] = []

  private var netlist: Netlist { design.netlist }

  init(_ design: Design, file: String) {
    self.design = design
    self.file = file
    layout = NetlistFileLayout(design)
    frame = FileFrame(design.floorplan)
    names = StringTable(capacity: layout.entries.count)
  }

  mutating func write() throws(OutputError) {
    try nameEntries()
    writeMetadata()
    for (number, entry) in layout.entries.enumerated() {
      output.write("node {\n  name: ")
      writeQuoted(entryNames[number])
      writeSinks(of: number)
      switch entry {
      case .node(let node): try write(node, net: layout.netOfEntry[number])
      case .pin(let pin): try write(pin, net: layout.netOfEntry[number])
      case .twin(let pin):
        let node = netlist.pinNodes[pin.index]
        if layout.listsPins(of: node, in: netlist) {
          try write(pin, net: layout.netOfEntry[number])
        } else {
          try write(node, net: layout.netOfEntry[number])
        }
      }
      output.write("}\n")
    }
    try output.save(to: file)
  }

  // MARK: Names

  private mutating func nameEntries() throws(OutputError) {
    entryNames = [Symbol](repeating: -1, count: layout.entries.count)
    // Nodes first: their names are given, those of pins can give way.
    for (number, entry) in layout.entries.enumerated() {
      guard case .node(let node) = entry else { continue }
      let name = bytes(of: netlist.nodeSymbols[node.index])
      guard !name.isEmpty, !name.elementsEqual("__metadata__".utf8), find(name) == nil else {
        throw OutputError(
          file: file,
          message: "node \(node.rawValue) needs a name of its own, not '\(netlist.name(of: node))'")
      }
      if netlist.nodeKinds[node.index] == .hardMacro, name.starts(with: "Grp".utf8) {
        throw OutputError(
          file: file,
          message: "hard macro '\(netlist.name(of: node))' would be read as soft, by its name")
      }
      entryNames[number] = intern(name)
    }
    for (number, entry) in layout.entries.enumerated() {
      if case .pin(let pin) = entry { entryNames[number] = intern(pinName(pin)) }
    }
    for (number, entry) in layout.entries.enumerated() {
      if case .twin(let pin) = entry { entryNames[number] = intern(freeName(for: pin)) }
    }
  }

  // Names are bytes here: those of some files are no text in UTF-8.

  private func bytes(of symbol: Symbol) -> [UInt8] {
    netlist.names.withBytes(of: symbol) { Array($0) }
  }

  private func find(_ name: [UInt8]) -> Symbol? { name.withUnsafeBytes { names.find($0) } }

  private mutating func intern(_ name: [UInt8]) -> Symbol {
    name.withUnsafeBytes { names.intern($0) }
  }

  /// The name of a pin: its own, behind that of its node unless the source had it as it is.
  private func pinName(_ pin: PinID) -> [UInt8] {
    let symbol = netlist.pinSymbols[pin.index]
    guard symbol >= 0 else { return freeName(for: pin) }
    let name = bytes(of: symbol)
    let prefix = bytes(of: netlist.nodeSymbols[netlist.pinNodes[pin.index].index]) + "/".utf8
    let isListed =
      pin.index < design.source.pinIndices.count && design.source.pinIndices[pin.index] >= 0
    let full = isListed || name.starts(with: prefix) ? name : prefix + name
    return find(full) == nil ? full : freeName(for: pin)
  }

  /// A name that nothing has: the node's, and `P` with the first number that is free, counting from
  /// the pin's place among the node's.
  private func freeName(for pin: PinID) -> [UInt8] {
    let node = netlist.pinNodes[pin.index].index
    let prefix = bytes(of: netlist.nodeSymbols[node]) + "/P".utf8
    var number = place(of: pin, in: netlist.nodePins[node])
    while find(prefix + String(number).utf8) != nil { number += 1 }
    return prefix + String(number).utf8
  }

  /// Where a pin stands in a list in rising order, as those of nodes are: a bisection, for there are
  /// nodes with a million pins.
  private func place(of pin: PinID, in pins: ArraySlice<PinID>) -> Int {
    var (low, high) = (pins.startIndex, pins.endIndex)
    while low < high {
      let middle = (low + high) / 2
      if pins[middle] < pin { low = middle + 1 } else { high = middle }
    }
    return low - pins.startIndex
  }

  // MARK: Parts of a node

  private mutating func writeMetadata() {
    if design.source.metadata.isEmpty { return }
    output.write("node {\n  name: \"__metadata__\"\n")
    for (key, value) in design.source.metadata {
      let isText = value.hasPrefix("\"")
      let isFlag = value == "true" || value == "false"
      output.write("  attr {\n    key: ")
      writeQuoted(key)
      output.write("\n    value {\n      \(isText ? "placeholder" : isFlag ? "b" : "f"): ")
      if isText { writeQuoted(String(value.dropFirst().dropLast())) } else { output.write(value) }
      output.write("\n    }\n  }\n")
    }
    output.write("}\n")
  }

  /// The net's pins but the driver, once; a net of one pin lists that, so that it stays a net.
  private mutating func writeSinks(of number: Int) {
    output.write("\n")
    let net = Int(layout.netOfEntry[number])
    if net < 0 { return }
    let pins = netlist.netPins[net]
    var isDriverLeft = pins.count > 1
    for pin in pins {
      if isDriverLeft, pin == layout.driverOfNet[net] {
        isDriverLeft = false
        continue
      }
      output.write("  input: ")
      writeQuoted(entryNames[Int(layout.number(of: pin, in: netlist))])
      output.write("\n")
    }
  }

  private mutating func write(_ node: NodeID, net: Int32) throws(OutputError) {
    let index = node.index
    let weight = net < 0 ? 1 : netlist.netWeights[Int(net)]
    if netlist.nodeKinds[index] == .port {
      if index < design.source.portSides.count, let side = design.source.portSides[index] {
        attribute("side", text: side)
      }
      attribute("type", text: "PORT")
      guard weight == 1 else {
        throw OutputError(
          file: file,
          message: "net '\(netlist.name(of: NetID(net)))' joins ports alone, which drive nets of "
            + "weight 1 in this format; its weight is \(weight)")
      }
    } else {
      let orientation = design.placement.orientations[index]
      let isHard = netlist.nodeKinds[index] == .hardMacro
      let isCell = netlist.nodeKinds[index] == .standardCell && !layout.isCluster[index]
      try attribute("height", frame.length(netlist.nodeHeights[index]))
      if isHard || orientation != .north { attribute("orientation", text: orientation.name) }
      attribute("type", text: isHard ? "MACRO" : isCell ? "STDCELL" : "macro")
      if isCell, weight != 1 { try attribute("weight", weight) }
      try attribute("width", frame.length(netlist.nodeWidths[index]))
    }
    try attribute("x", frame.x(design.placement.x[index]))
    try attribute("y", frame.y(design.placement.y[index]))
  }

  private mutating func write(_ pin: PinID, net: Int32) throws(OutputError) {
    let node = netlist.pinNodes[pin.index]
    let isHard = netlist.nodeKinds[node.index] == .hardMacro
    let offsetX = isHard ? netlist.pinOffsetsX[pin.index] : 0
    let offsetY = isHard ? netlist.pinOffsetsY[pin.index] : 0
    let place = design.placement.orientations[node.index].apply(offsetX, offsetY)
    output.write("  attr {\n    key: \"macro_name\"\n    value {\n      placeholder: ")
    writeQuoted(entryNames[Int(layout.numberOfNode[node.index])])
    output.write("\n    }\n  }\n")
    attribute("type", text: isHard ? "MACRO_PIN" : "macro_pin")
    if net >= 0, netlist.netWeights[Int(net)] != 1 {
      try attribute("weight", netlist.netWeights[Int(net)])
    }
    try attribute("x", frame.x(design.placement.x[node.index] + place.x))
    try attribute("x_offset", frame.length(offsetX))
    try attribute("y", frame.y(design.placement.y[node.index] + place.y))
    try attribute("y_offset", frame.length(offsetY))
  }

  // MARK: Attributes

  private mutating func attribute(_ key: String, _ value: Double) throws(OutputError) {
    guard value.isFinite else {
      throw OutputError(file: file, message: "expected a finite number for '\(key)', have \(value)")
    }
    output.write("  attr {\n    key: \"\(key)\"\n    value {\n      f: ")
    output.write(value)
    output.write("\n    }\n  }\n")
  }

  private mutating func attribute(_ key: String, text: String) {
    output.write("  attr {\n    key: \"\(key)\"\n    value {\n      placeholder: \"\(text)\"\n")
    output.write("    }\n  }\n")
  }

  private mutating func writeQuoted(_ name: Symbol) {
    output.write("\"")
    names.withBytes(of: name) { Self.escape($0, into: &output) }
    output.write("\"")
  }

  private mutating func writeQuoted(_ text: String) {
    var text = text
    output.write("\"")
    text.withUTF8 { Self.escape(UnsafeRawBufferPointer($0), into: &output) }
    output.write("\"")
  }

  /// Quotes, backslashes and control characters by escapes, all else as it is.
  private static func escape(_ text: UnsafeRawBufferPointer, into output: inout FileOutput) {
    if text.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C && $0 != 0x7F }) {
      output.write(text)
      return
    }
    for byte in text {
      if byte == 0x22 || byte == 0x5C {
        output.write("\\\(Character(Unicode.Scalar(byte)))")
      } else if byte < 0x20 || byte == 0x7F {
        let digits = String(byte, radix: 8)
        output.write("\\" + String(repeating: "0", count: 3 - digits.count) + digits)
      } else {
        withUnsafeBytes(of: byte) { output.write($0) }
      }
    }
  }
}
