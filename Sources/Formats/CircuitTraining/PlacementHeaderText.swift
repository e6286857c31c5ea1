internal import Netlist

/// The header lines of a `.plc` file that say what a floorplan is, and what a placement costs.
struct PlacementHeaderText {
  private let floorplan: Floorplan
  private let costs: [(label: String, value: Double)]
  private let frame: FileFrame

  init(_ floorplan: Floorplan, costs: [(label: String, value: Double)]) {
    self.floorplan = floorplan
    self.costs = costs
    frame = FileFrame(floorplan)
  }

  // MARK: New headers

  /// A whole header for a design that came without one.
  func new(for design: Design) -> [String] {
    let netlist = design.netlist
    let area = (0..<netlist.nodeCount).reduce(0.0) { $0 + netlist.area(of: NodeID($1)) }
    let scale = floorplan.unitsPerMicron * floorplan.unitsPerMicron
    var lines = ["# Placement file for Circuit Training"]
    lines.append(contentsOf: [line(.grid), line(.canvas)])
    lines.append("# Area : \(DecimalNumber.plain(area / scale))")
    lines.append(contentsOf: costs.map { costLine($0.label, $0.value) })
    lines.append("# Block : \(netlist.name)")
    lines.append(
      contentsOf: [.routes, .routesUsedByMacros, .smoothing, .overlap].map { line($0) })
    lines.append(contentsOf: floorplan.blockages.map { line($0) })
    lines.append("#")
    lines.append("# Counts of node types:")
    lines.append(contentsOf: counts(netlist))
    lines.append("#")
    lines.append("# node_index x y orientation fixed")
    return lines
  }

  private func counts(_ netlist: Netlist) -> [String] {
    var pins: [NodeKind: Int] = [:]
    for node in netlist.pinNodes { pins[netlist.nodeKinds[node.index], default: 0] += 1 }
    let hard = netlist.count(of: .hardMacro)
    let soft = netlist.count(of: .softMacro)
    let hardPins = pins[.hardMacro, default: 0]
    let softPins = pins[.softMacro, default: 0]
    let rows = [
      ("HARD_MACROs", hard), ("HARD_MACRO_PINs", hardPins), ("MACROs", hard + soft),
      ("MACRO_PINs", hardPins + softPins), ("PORTs", netlist.count(of: .port)),
      ("SOFT_MACROs", soft), ("SOFT_MACRO_PINs", softPins),
      ("STDCELLs", netlist.count(of: .standardCell)),
    ]
    return rows.map { label, count in
      let label = label + String(repeating: " ", count: 15 - label.count)
      let number = String(count)
      return "# \(label) : \(String(repeating: " ", count: max(9 - number.count, 0)))\(number)"
    }
  }

  // MARK: Kept headers

  /// A header kept from the source, each line as it stands unless what it says has changed. Costs
  /// and fields it lacks, if they differ from what their absence means, come before the last line.
  func updated(_ comments: [String]) -> [String] {
    var lines: [String] = []
    var known: Set<PlacementHeader.Field> = []
    var costsLeft = costs
    var isInUserComments = false
    let blockages = blockageLines(of: comments)
    for comment in comments {
      let text = Self.text(of: comment)
      if text.starts(with: Self.userComments) { isInUserComments = true }
      if isInUserComments {
        lines.append(comment)
      } else if let field = Self.field(comment) {
        let isFirst = known.insert(field).inserted
        if field != .blockage {
          lines.append(Self.numbers(comment) == values(field) ? comment : line(field))
        } else if let blockages {
          if isFirst { lines.append(contentsOf: blockages) }
        } else {
          lines.append(comment)
        }
      } else if let cost = costsLeft.firstIndex(where: { Self.isCost($0.label, text) }) {
        lines.append(costLine(costsLeft[cost].label, costsLeft[cost].value))
        costsLeft.remove(at: cost)
      } else {
        lines.append(comment)
      }
    }
    // Behind the first of them nothing is a field, ahead of the second all is.
    let place =
      lines.firstIndex { Self.text(of: $0).starts(with: Self.userComments) }
      ?? lines.lastIndex { Self.text(of: $0).starts(with: "node_index".utf8) } ?? lines.count
    lines.insert(
      contentsOf: missing(known) + costsLeft.map { costLine($0.label, $0.value) }, at: place)
    return lines
  }

  /// The lines of the fields that a header lacks and that are not what a reader then takes.
  private func missing(_ known: Set<PlacementHeader.Field>) -> [String] {
    var lines: [String] = []
    if !known.contains(.grid) { lines.append(line(.grid)) }
    if !known.contains(.canvas) { lines.append(line(.canvas)) }
    let defaults = Floorplan.circuitTrainingDefault(side: 1)
    let standard = PlacementHeaderText(defaults, costs: [])
    for field in [PlacementHeader.Field.routes, .routesUsedByMacros, .smoothing, .overlap]
    where !known.contains(field) && values(field) != standard.values(field) {
      lines.append(line(field))
    }
    if !known.contains(.blockage) { lines.append(contentsOf: floorplan.blockages.map { line($0) }) }
    return lines
  }

  /// The blockages as lines if they are not those of the comments; nil if they are.
  private func blockageLines(of comments: [String]) -> [String]? {
    let kept = comments.prefix { !Self.text(of: $0).starts(with: Self.userComments) }
      .filter { Self.field($0) == .blockage }.map { Self.numbers($0) }
    return kept == floorplan.blockages.map { values($0) }
      ? nil : floorplan.blockages.map { line($0) }
  }

  // Bytes, as the reader sees them: to a Swift string an accent behind a letter is part of it.

  private static let userComments = "User comments".utf8

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// What stands behind the `#` and blanks of a comment line.
  private static func text(of comment: String) -> Substring.UTF8View {
    let text = comment.utf8.drop(while: isBlank)
    return (text.first == 0x23 ? text.dropFirst() : text).drop(while: isBlank)
  }

  private static func field(_ comment: String) -> PlacementHeader.Field? {
    Array(text(of: comment)).withUnsafeBytes { PlacementHeader.Field($0) }
  }

  private static func isCost(_ label: String, _ text: Substring.UTF8View) -> Bool {
    text.starts(with: label.utf8)
      && text.dropFirst(label.utf8.count).first { !isBlank($0) } == 0x3A
  }

  /// The numbers of a header line.
  private static func numbers(_ comment: String) -> [Double] {
    comment.utf8.split { isBlank($0) || $0 == 0x3A || $0 == 0x2C || $0 == 0x23 }
      .compactMap { word in Array(word).withUnsafeBytes { DecimalNumber.parse($0) } }
  }

  // MARK: Lines

  private func costLine(_ label: String, _ value: Double) -> String {
    "# \(label) : \(DecimalNumber.plain(value))"
  }

  /// The numbers of a field, as the file has them.
  private func values(_ field: PlacementHeader.Field) -> [Double] {
    let die = frame.file(floorplan.die)
    let routing = floorplan.routing
    let units = floorplan.unitsPerMicron
    return switch field {
    case .grid: [Double(floorplan.columns), Double(floorplan.rows)]
    case .canvas: [die.width, die.height]
    case .routes: [routing.horizontal * units, routing.vertical * units]
    case .routesUsedByMacros:
      [routing.horizontalUsedByMacros * units, routing.verticalUsedByMacros * units]
    case .smoothing: [Double(floorplan.smoothingRange)]
    case .overlap: [floorplan.overlapThreshold]
    case .blockage: []
    }
  }

  private func values(_ blockage: Blockage) -> [Double] {
    let box = frame.file(blockage.box)
    return [box.minX, box.minY, box.maxX, box.maxY, blockage.density]
  }

  private func line(_ blockage: Blockage) -> String {
    "# Blockage : " + values(blockage).map { DecimalNumber.plain($0) }.joined(separator: " ")
  }

  private func line(_ field: PlacementHeader.Field) -> String {
    let numbers = values(field).map { DecimalNumber.plain($0) }
    return switch field {
    case .grid: "# Columns : \(numbers[0])  Rows : \(numbers[1])"
    case .canvas: "# Width : \(numbers[0])  Height : \(numbers[1])"
    case .routes, .routesUsedByMacros: "# \(field.label), hor : \(numbers[0])  ver : \(numbers[1])"
    case .smoothing, .overlap: "# \(field.label) : \(numbers[0])"
    case .blockage: "# Blockage :"
    }
  }
}

extension Floorplan {
  /// The floorplan that Circuit Training assumes where no file says another: a square die, ten grid
  /// cells to a side, and its own routing supply.
  static func circuitTrainingDefault(side: Double) -> Floorplan {
    Floorplan(
      die: Box(minX: 0, minY: 0, maxX: side, maxY: side), columns: 10, rows: 10,
      routing: .circuitTrainingDefault, smoothingRange: 5)
  }
}
