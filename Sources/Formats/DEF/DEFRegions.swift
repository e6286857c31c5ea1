internal import Netlist

/// The regions of a file and what is bound to them. Regions can come after what names them, so names
/// are looked up at the end.
struct DEFRegions {
  /// A name and where it stands.
  struct Place {
    var name: String
    var place: FilePlace
  }

  private enum Target {
    case index(Int)
    case name(Place)
  }

  private(set) var regions: [Region] = []
  private var isGuide: [Bool] = []
  private var indices: [String: Int] = [:]
  private var bindings: [(nodes: [NodeID], target: Target)] = []

  /// Adds a region; false if there is one of its name.
  mutating func add(_ region: Region, isGuide: Bool) -> Bool {
    guard indices[region.name] == nil else { return false }
    indices[region.name] = regions.count
    regions.append(region)
    self.isGuide.append(isGuide)
    return true
  }

  /// Binds nodes to a region that is known at the end.
  mutating func bind(_ nodes: [NodeID], to region: Place) {
    bindings.append((nodes, .name(region)))
  }

  /// Binds nodes to a region of their own.
  mutating func bind(_ nodes: [NodeID], to box: Box, name: String) {
    bindings.append((nodes, .index(regions.count)))
    regions.append(Region(name: name, boxes: [box], isFence: false))
    isGuide.append(false)
  }

  /// The region of each node, or an empty array where no node has one.
  ///
  /// - Throws: ``ParseError`` if there is no region of a name.
  func nodeRegions(
    nodeCount: Int, file: String, warnings: inout [String]
  ) throws(ParseError) -> [Int32] {
    var nodeRegions: [Int32] = []
    var guided = 0
    for (nodes, target) in bindings {
      let region: Int
      switch target {
      case .index(let index): region = index
      case .name(let place):
        guard let index = indices[place.name] else {
          throw ParseError(
            file: file, place: place.place,
            message: "expected the name of a region, found '\(place.name)'")
        }
        region = index
      }
      if isGuide[region] {
        guided += nodes.count
        continue
      }
      if nodeRegions.isEmpty { nodeRegions = [Int32](repeating: -1, count: nodeCount) }
      for node in nodes { nodeRegions[node.index] = Int32(truncatingIfNeeded: region) }
    }
    if guided > 0 {
      warnings.append(
        "\(file): warning: \(guided) components have a GUIDE region, which binds none of them")
    }
    return nodeRegions
  }
}

extension DEFReader {
  /// Reads `- name p p [p p] ... [+ TYPE {FENCE | GUIDE}] [+ PROPERTY ...] ;` entries.
  mutating func readRegions() throws(ParseError) {
    let stated = try sectionCount()
    var count = 0
    while try nextEntry(of: "REGIONS") {
      count += 1
      let name = place(of: try scanner.next("a region's name"))
      var region = Region(name: name.name, boxes: [], isFence: false)
      var isGuide = false
      while true {
        let word = try scanner.next("a corner, '+' or ';'")
        if word.matches(";") { break }
        guard word.matches("+") else {
          scanner.putBack()
          region.boxes.append(try scanner.box("a corner of the region"))
          continue
        }
        if try scanner.next("'TYPE' or 'PROPERTY'").isKeyword("TYPE") {
          let type = try scanner.next("'FENCE' or 'GUIDE'")
          region.isFence = type.isKeyword("FENCE")
          isGuide = type.isKeyword("GUIDE")
          guard region.isFence || isGuide else { throw scanner.mismatch("'FENCE' or 'GUIDE'") }
        } else {
          try scanner.skipClause()
        }
      }
      guard !region.boxes.isEmpty else { throw scanner.mismatch("a corner of the region") }
      guard regions.add(region, isGuide: isGuide) else {
        throw ParseError(
          file: scanner.file, place: name.place,
          message: "expected a region of a new name, found '\(name.name)'")
      }
    }
    StatedCount.check(
      stated, "REGIONS", against: count, file: scanner.file, warnings: &warnings)
  }

  /// Reads `- name [pattern ...] [+ SOFT ...] [+ REGION {name | p p}] [+ PROPERTY ...] ;` entries.
  mutating func readGroups() throws(ParseError) {
    let stated = try sectionCount()
    var count = 0
    while try nextEntry(of: "GROUPS") {
      count += 1
      let name = String(decoding: try scanner.next("a group's name"), as: UTF8.self)
      var nodes: [NodeID] = []
      while true {
        let word = try scanner.next("a component's name, '+' or ';'")
        if word.matches(";") { break }
        guard word.matches("+") else {
          nodes += try members(matching: word)
          continue
        }
        guard try scanner.next("'SOFT', 'REGION' or 'PROPERTY'").isKeyword("REGION") else {
          try scanner.skipClause()
          continue
        }
        let region = try scanner.next("a region's name or a corner")
        if region.matches("(") {
          scanner.putBack()
          regions.bind(nodes, to: try scanner.box("a corner of the group's region"), name: name)
        } else {
          regions.bind(nodes, to: place(of: region))
        }
      }
    }
    StatedCount.check(
      stated, "GROUPS", against: count, file: scanner.file, warnings: &warnings)
  }

  /// The last token and where it stands.
  func place(of word: UnsafeRawBufferPointer) -> DEFRegions.Place {
    DEFRegions.Place(
      name: String(decoding: word, as: UTF8.self), place: scanner.tokenPlace)
  }

  /// The components that a name means, which can have `*` for any run of characters.
  private mutating func members(
    matching word: UnsafeRawBufferPointer
  ) throws(ParseError) -> [NodeID] {
    guard let pattern = NamePattern(word) else {
      guard let symbol = builder.names.find(word), let node = components.node(symbol) else {
        throw scanner.mismatch("a component's name")
      }
      return [node]
    }
    let nodes = components.list.map(\.node).filter { node in
      builder.names.withBytes(of: builder.symbol(of: node)) { pattern.matches($0) }
    }
    if nodes.isEmpty { warn("no component has a name like '\(pattern)'") }
    return nodes
  }
}

/// A name in which `*` stands for any run of characters. A `*` behind a backslash stands for itself.
struct NamePattern: CustomStringConvertible {
  private var pieces: [[UInt8]] = [[]]

  fileprivate init(pieces: [[UInt8]]) { self.pieces = pieces }

  /// The pattern of a name, or nil if it has no `*`.
  init?(_ text: some Sequence<UInt8>) {
    var isEscaped = false
    for byte in text {
      if byte == 0x2A, !isEscaped {
        pieces.append([])
      } else {
        pieces[pieces.count - 1].append(byte)
      }
      isEscaped = byte == 0x5C && !isEscaped
    }
    if pieces.count == 1 { return nil }
  }

  var description: String {
    pieces.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "*")
  }

  /// Whether a name is like the pattern: the first piece at its start, the last at its end, each
  /// other at the first place behind the one before.
  func matches(_ name: UnsafeRawBufferPointer) -> Bool {
    let head = pieces[0]
    let tail = pieces[pieces.count - 1]
    guard name.count >= head.count + tail.count, name.starts(with: head),
      name.suffix(tail.count).elementsEqual(tail)
    else { return false }
    var place = head.count
    let end = name.count - tail.count
    for piece in pieces.dropFirst().dropLast() {
      while true {
        guard place + piece.count <= end else { return false }
        if name[place..<(place + piece.count)].elementsEqual(piece) { break }
        place += 1
      }
      place += piece.count
    }
    return true
  }
}

extension NamePattern {
  /// The names of further ports of a pin, as `clock.extra1` of `clock`.
  static let extraPort = NamePattern(pieces: [[], Array(".extra".utf8), []])
}
