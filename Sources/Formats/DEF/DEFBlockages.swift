internal import Netlist

extension DEFReader {
  /// Reads `- PLACEMENT ...` entries; those of layers are passed over.
  mutating func readBlockages() throws(ParseError) {
    let stated = try sectionCount()
    var count = 0
    while try nextEntry(of: "BLOCKAGES") {
      count += 1
      let word = try scanner.next("'PLACEMENT' or 'LAYER'")
      if word.isKeyword("PLACEMENT") {
        try readPlacementBlockage()
      } else if word.isKeyword("LAYER") {
        try scanner.skipStatement()
      } else {
        throw scanner.mismatch("'PLACEMENT' or 'LAYER'")
      }
    }
    StatedCount.check(
      stated, "BLOCKAGES", against: count, file: scanner.file, warnings: &warnings)
  }

  /// Reads `[+ SOFT | + PARTIAL percentage] [+ PUSHDOWN] [+ COMPONENT name] {RECT p p | POLYGON p
  /// p p ...} ... ;`. PARTIAL's percentage is what may be used, so the rest is closed.
  private mutating func readPlacementBlockage() throws(ParseError) {
    var blockage = Blockage(
      box: Box(minX: 0, minY: 0, maxX: 0, maxY: 0), density: 1)
    var moves = false
    while true {
      let word = try scanner.next("'+', 'RECT', 'POLYGON' or ';'")
      if word.matches(";") { return }
      if word.matches("+") {
        let option = try scanner.next("'SOFT', 'PARTIAL', 'PUSHDOWN' or 'COMPONENT'")
        if option.isKeyword("SOFT") {
          blockage.isSoft = true
        } else if option.isKeyword("PARTIAL") {
          let percentage = try scanner.number("a percentage from 0 to 100", atLeast: 0)
          guard percentage <= 100 else { throw scanner.mismatch("a percentage from 0 to 100") }
          blockage.density = 1 - percentage / 100
        } else if option.isKeyword("COMPONENT") {
          let component = components.node(try intern(try scanner.next("a component's name")))
          guard let component else { throw scanner.mismatch("a component's name") }
          moves = !components.isFixed(component)
          if moves, !chip.hasMovingBlockages {
            warn("this blockage is passed over, as others like it: its component may move")
            chip.hasMovingBlockages = true
          }
        } else if !option.isKeyword("PUSHDOWN") {
          throw scanner.mismatch("'SOFT', 'PARTIAL', 'PUSHDOWN' or 'COMPONENT'")
        }
        continue
      }
      let boxes: [Box]
      if word.isKeyword("RECT") {
        boxes = [try scanner.box("a corner of the blockage")]
      } else if word.isKeyword("POLYGON") {
        let corners = try readCorners(atLeast: 3, of: "the blockage")
        guard let polygon = RectilinearPolygon(corners) else {
          throw scanner.mismatch("edges of the blockage along the axes")
        }
        boxes = polygon.inside
      } else {
        throw scanner.mismatch("'+', 'RECT', 'POLYGON' or ';'")
      }
      if moves { continue }
      for box in boxes {
        blockage.box = box
        chip.blockages.append(blockage)
      }
    }
  }
}
