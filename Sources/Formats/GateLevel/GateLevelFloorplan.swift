import Netlist

/// Makes the chip for a gate-level netlist.
struct GateLevelFloorplan {
  let file: String
  let library: CellLibrary
  let recipe: FloorplanRecipe
  let unitsPerMicron: Double

  /// The most rows, and the most sites of a row: beyond it the area is a slip of the pen.
  private static let most = Double(1 << 24)

  /// A core of whole rows and sites at the origin, which is the die as well.
  ///
  /// Its area is that of all cells and macros divided by the utilization, its shape follows the
  /// aspect ratio; it is made larger where a macro would not fit in, and each side is rounded up to
  /// whole rows and sites. Rows alternate N and FS from the bottom. The site is the CORE site that
  /// most cells of the netlist stand on. Without row cells there are no rows. Routing supply counts
  /// one track a pitch on each routing layer, and takes those away above macros on whose layers any
  /// macro has an obstruction; without pitches it is Circuit Training's default.
  func make(
    cells: [ModuleFlattener.Cell], masters: [CellMasters.Master]
  ) throws(ParseError) -> Floorplan {
    guard recipe.utilization > 0, recipe.utilization <= 1 else {
      throw fault("expected a utilization above 0 and at most 1, found \(recipe.utilization)")
    }
    guard recipe.aspectRatio >= 0.01, recipe.aspectRatio <= 100 else {
      throw fault("expected an aspect ratio of 0.01 to 100, found \(recipe.aspectRatio)")
    }
    var counts = [Int](repeating: 0, count: masters.count)
    for cell in cells { counts[Int(cell.master)] += 1 }
    var area = 0.0
    var (widest, tallest) = (0.0, 0.0)
    for (master, count) in zip(masters, counts) where count > 0 {
      area += Double(count) * master.width * master.height
      widest = max(widest, master.width)
      tallest = max(tallest, master.height)
    }
    guard area > 0 else { throw fault("expected cells to place, found none") }
    let coreArea = area / recipe.utilization
    let width = max((coreArea / recipe.aspectRatio).squareRoot(), widest)
    let height = max((coreArea * recipe.aspectRatio).squareRoot(), tallest, coreArea / width)
    let site = try coreSite(masters: masters, counts: counts)
    var die = Box(minX: 0, minY: 0, maxX: width.rounded(.up), maxY: height.rounded(.up))
    var rows: [PlacementRow] = []
    if let site {
      rows = try makeRows(site, width: width, height: height)
      die.maxX = rows[0].box.maxX
      die.maxY = rows[rows.count - 1].box.maxY
    }
    guard die.maxX <= DecimalNumber.largest, die.maxY <= DecimalNumber.largest else {
      throw fault("expected cells of a smaller area in all, found \(area) square database units")
    }
    let grid = CostGridSize.suiting(die: die, nodeCount: cells.count)
    return Floorplan(
      die: die, columns: grid.columns, rows: grid.rows,
      routing: routing(masters: masters, counts: counts), placementRows: rows,
      unitsPerMicron: unitsPerMicron)
  }

  private func fault(_ message: String) -> ParseError { ParseError(file: file, message: message) }

  /// The CORE site of most row cells; of a cell without a site, one of its height.
  private func coreSite(
    masters: [CellMasters.Master], counts: [Int]
  ) throws(ParseError) -> CellLibrary.Site? {
    var uses = [Int](repeating: 0, count: library.sites.count)
    var hasRowCells = false
    for (master, count) in zip(masters, counts) where master.kind == .standardCell && count > 0 {
      hasRowCells = true
      let named = master.site.flatMap { library.siteIndex($0) }
      let site =
        named
        ?? library.sites.firstIndex {
          !$0.isPad && abs($0.height * unitsPerMicron - master.height) < 0.5
        }
      if let site, !library.sites[site].isPad { uses[site] += count }
    }
    guard hasRowCells else { return nil }
    guard let most = uses.max(), most > 0, let site = uses.firstIndex(of: most) else {
      throw fault(
        "expected a SITE of class CORE for the netlist's cells in the LEF files, found none")
    }
    return library.sites[site]
  }

  private func makeRows(
    _ site: CellLibrary.Site, width: Double, height: Double
  ) throws(ParseError) -> [PlacementRow] {
    let siteWidth = (site.width * unitsPerMicron).rounded()
    let rowHeight = (site.height * unitsPerMicron).rounded()
    guard siteWidth >= 1, rowHeight >= 1 else {
      throw fault("expected a site of at least one database unit, found '\(site.name)'")
    }
    let sites = max((width / siteWidth).rounded(.up), 1)
    let count = max((height / rowHeight).rounded(.up), 1)
    guard sites <= Self.most, count <= Self.most else {
      throw fault("expected at most \(Int(Self.most)) rows and sites, found \(count) by \(sites)")
    }
    return (0..<Int(count)).map { row in
      PlacementRow(
        x: 0, y: Double(row) * rowHeight, height: rowHeight, siteWidth: siteWidth,
        siteSpacing: siteWidth, siteCount: Int(sites),
        orientation: row % 2 == 0 ? .north : .flippedSouth, siteName: site.name)
    }
  }

  private func routing(masters: [CellMasters.Master], counts: [Int]) -> RoutingSupply {
    var closed = Set<String>()
    for (master, count) in zip(masters, counts) where master.kind == .hardMacro && count > 0 {
      guard let index = library.masterIndex(master.name) else { continue }
      closed.formUnion(library.masters[index].obstructions.lazy.map(\.layer))
    }
    return library.routingSupply(unitsPerMicron: unitsPerMicron, closed: closed)
      ?? RoutingSupply(unitsPerMicron: unitsPerMicron)
  }

  /// The place of one of `count` ports on the edge of a die: evenly apart, counter-clockwise from
  /// the lower left corner, half a distance off it; whole database units.
  static func portPlace(_ port: Int, of count: Int, on die: Box) -> (x: Double, y: Double) {
    var along = (Double(port) + 0.5) / Double(count) * 2 * (die.width + die.height)
    if along <= die.width { return (die.minX + along.rounded(), die.minY) }
    along -= die.width
    if along <= die.height { return (die.maxX, die.minY + along.rounded()) }
    along -= die.height
    if along <= die.width { return (die.maxX - along.rounded(), die.maxY) }
    along -= die.width
    return (die.minX, die.maxY - min(along.rounded(), die.height))
  }
}
