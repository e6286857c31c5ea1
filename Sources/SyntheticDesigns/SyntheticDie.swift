import Netlist

/// The die: rows of sites, the macros' places, and what they leave of the rows. All in sites and
/// rows, so that what abuts does so exactly.
struct SyntheticDie {
  /// A rectangle of sites.
  struct Block {
    var x: Int
    var row: Int
    var width: Int
    var rows: Int
  }

  /// An unbroken run of free sites of one row.
  struct Segment {
    var x: Int
    var row: Int
    var width: Int
  }

  let rows: Int
  let sites: Int
  private(set) var macros: [Block] = []
  private(set) var segments: [Segment] = []

  /// A die for cells that are `cellSites` wide together.
  ///
  /// - Throws: ``SyntheticError/doesNotFit(_:)`` if macros cannot stand side by side.
  init(
    _ parameters: SyntheticParameters, cellSites: Int, random: inout SeededGenerator
  ) throws(SyntheticError) {
    let share = parameters.macros > 0 ? parameters.macroAreaShare : 0
    let nodeArea = Double(cellSites) / (1 - share)
    let dieArea = nodeArea / parameters.utilization
    // In units of length, where the aspect ratio counts.
    let unitArea = dieArea * Double(parameters.rowHeight) * Double(parameters.siteWidth)
    let height = (unitArea / parameters.aspectRatio).squareRoot()
    rows = max(1, Int((height / Double(parameters.rowHeight)).rounded()))
    sites = Int((dieArea / Double(rows)).rounded(.up))
    if parameters.macros > 0 {
      try placeMacros(parameters.macros, area: nodeArea * share, random: &random)
    }
    findSegments()
  }

  /// A die of given size without macros.
  init(rows: Int, sites: Int) {
    self.rows = rows
    self.sites = sites
    findSegments()
  }

  /// Each macro stands somewhere in a slot of its own: slots are the fields of a grid, about as many
  /// as macros, and which ones stay empty is drawn.
  private mutating func placeMacros(
    _ count: Int, area: Double, random: inout SeededGenerator
  ) throws(SyntheticError) {
    let slotRows = Int(Double(count).squareRoot().rounded(.up))
    let slotColumns = (count + slotRows - 1) / slotRows
    var slots = Array(0..<(slotRows * slotColumns))
    slots.shuffle(by: &random)
    let slotWidth = sites / slotColumns
    let slotHeight = rows / slotRows
    let mean = area / Double(count)
    let highestFill = 0.9
    let fill = slotWidth * slotHeight > 0 ? mean / Double(slotWidth * slotHeight) : .infinity
    guard fill <= highestFill else {
      throw .doesNotFit(
        "macros do not fit on the die side by side: expected fewer of them, a smaller share of the "
          + "area or a lower utilization")
    }
    let spread = min(0.4, highestFill / fill - 1)
    for slot in slots.prefix(count) {
      let area = mean * (1 + spread * (2 * random.uniform() - 1))
      // Between the shape of the slot, which fits always, and where a side fills its slot.
      let slack = min(2, 0.95 / (area / Double(slotWidth * slotHeight))).squareRoot()
      let stretch = (2 * random.uniform() - 1) * (slack - 1)
      let ratio = stretch < 0 ? 1 / (1 - stretch) : 1 + stretch
      let scale = (area / Double(slotWidth * slotHeight)).squareRoot()
      let width = min(slotWidth, Int((Double(slotWidth) * scale * ratio).rounded()))
      let height = min(slotHeight, Int((Double(slotHeight) * scale / ratio).rounded()))
      guard width >= 1, height >= 2 else {
        throw .doesNotFit(
          "macros come out no higher than cells: expected fewer of them or a larger share of the "
            + "area")
      }
      macros.append(
        Block(
          x: slot % slotColumns * slotWidth + random.index(below: slotWidth - width + 1),
          row: slot / slotColumns * slotHeight + random.index(below: slotHeight - height + 1),
          width: width, rows: height))
    }
  }

  private mutating func findSegments() {
    var taken = [[Block]](repeating: [], count: rows)
    for macro in macros.sorted(by: { $0.x < $1.x }) {
      for row in macro.row..<(macro.row + macro.rows) { taken[row].append(macro) }
    }
    for row in 0..<rows {
      var x = 0
      for macro in taken[row] {
        if macro.x > x { segments.append(Segment(x: x, row: row, width: macro.x - x)) }
        x = macro.x + macro.width
      }
      if sites > x { segments.append(Segment(x: x, row: row, width: sites - x)) }
    }
  }
}

extension Array {
  /// Puts the elements in an order drawn at random (Fisher and Yates), the same on all systems.
  mutating func shuffle(by random: inout SeededGenerator) {
    for last in indices.dropFirst().reversed() { swapAt(last, random.index(below: last + 1)) }
  }
}
