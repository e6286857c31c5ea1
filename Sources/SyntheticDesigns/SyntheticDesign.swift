public import Netlist

/// Makes flat designs of any size of which a good placement is known.
///
/// First there is a legal reference placement: macros, then cells on rows of sites. Nets are then
/// drawn around places of it, either as short as nets can be, so that the reference is optimal, or
/// with distances after Rent's rule, so that the netlist is like a circuit and the reference good.
///
/// The design itself has all cells and macros at the die's centre, and ports on its edges. Pins of
/// cells are at their centres. Cells are named `c0`, `c1`, …, in an order that tells nothing of their
/// places, macros `m0`, …, ports `p0`, …, nets `n0`, ….
public enum SyntheticDesign {
  /// A design that depends on the parameters and the seed alone. Linear time and memory, but for
  /// logarithms.
  ///
  /// - Returns: The design, a legal placement of it, and the half-perimeter wirelength of that
  ///   placement in units of length; with ``SyntheticParameters/Locality/peko`` no placement of
  ///   cells on rows without overlap has less.
  /// - Throws: ``SyntheticError`` for parameters that make no design.
  public static func generate(
    _ parameters: SyntheticParameters, seed: UInt64
  ) throws(SyntheticError) -> (
    design: Design, reference: Placement, referenceWirelength: Double
  ) {
    try parameters.validate()
    var random = SeededGenerator(seed: seed)
    let widths = drawWidths(parameters, random: &random)
    switch parameters.locality {
    case .rent(let exponent):
      let die = try SyntheticDie(
        parameters, cellSites: widths.reduce(0) { $0 + Int($1) }, random: &random)
      let places = try CellSites.fill(die, widths: widths, random: &random)
      let layout = SyntheticLayout(parameters, die: die, widths: widths, places: places)
      let nets = RentNets.make(
        parameters, exponent: exponent, reference: layout.reference,
        macroBoxes: layout.macroBoxes, die: layout.dieBox, random: &random)
      return layout.design(nets, seed: seed)
    case .peko:
      let width = parameters.cellWidths[0].sites
      let grid = CellGrid(
        count: parameters.cells, aspectRatio: parameters.aspectRatio,
        width: Double(width * parameters.siteWidth), height: Double(parameters.rowHeight))
      let die = SyntheticDie(around: grid, cellWidth: width, parameters)
      let (places, cellOfField) = CellSites.tile(die, width: width, grid: grid, random: &random)
      let layout = SyntheticLayout(parameters, die: die, widths: widths, places: places)
      let nets = PekoNets.make(
        parameters, grid: grid, cellOfField: cellOfField, random: &random)
      return layout.design(nets, seed: seed)
    }
  }

  private static func drawWidths(
    _ parameters: SyntheticParameters, random: inout SeededGenerator
  ) -> [Int32] {
    let sampler = ShareSampler(parameters.cellWidths.map(\.share))
    return (0..<parameters.cells).map { _ in
      Int32(parameters.cellWidths[sampler.draw(&random)].sites)
    }
  }
}

extension SyntheticDie {
  /// A die that a grid of cells fills as far as the utilization says.
  init(around grid: CellGrid, cellWidth: Int, _ parameters: SyntheticParameters) {
    let enlargement = 1 / parameters.utilization
    let rows = max(grid.rows, Int((Double(grid.rows) * enlargement.squareRoot()).rounded()))
    let area = Double(grid.count * cellWidth) * enlargement
    self.init(
      rows: rows, sites: max(grid.columns * cellWidth, Int((area / Double(rows)).rounded(.up))))
  }
}
