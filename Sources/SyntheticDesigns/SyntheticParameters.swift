/// What a synthetic design looks like.
public struct SyntheticParameters: Hashable, Sendable {
  /// How far apart the pins of a net are in the reference placement.
  public enum Locality: Hashable, Sendable {
    /// By Rent's rule: of the blocks of B neighbouring cells, each is left by about t·B^exponent
    /// nets (Landman & Russo, IEEE Trans. Computers 20, 1971).
    case rent(exponent: Double)
    /// Each net in the smallest box that holds its cells (PEKO: Chang, Cong, Romesis & Xie, TCAD
    /// 23, 2004), so that the reference placement is the best there is.
    case peko
  }

  /// The share of cells that are so many sites wide.
  public struct CellWidth: Hashable, Sendable {
    /// The width, in sites.
    public var sites: Int
    /// The share of cells, in relation to the other shares.
    public var share: Double

    /// A width and its share.
    public init(sites: Int, share: Double) {
      self.sites = sites
      self.share = share
    }
  }

  /// The number of standard cells.
  public var cells: Int
  /// The distances within nets.
  public var locality: Locality
  /// The number of hard macros.
  public var macros = 0
  /// Of the area of cells and macros, the share that macros take, if there are any.
  public var macroAreaShare = 0.3
  /// The share of the die that cells and macros cover.
  public var utilization = 0.7
  /// The width of the die divided by its height.
  public var aspectRatio = 1.0
  /// The pins of nets: one net is driven by each cell, and macros and input ports drive some more.
  public var netDegrees = NetDegrees.typical
  /// The number of ports, evenly on the four edges of the die.
  public var ports: Int
  /// The height of rows and cells, in units of length.
  public var rowHeight = 12
  /// The width of a site, in units of length.
  public var siteWidth = 1
  /// How wide the cells are.
  public var cellWidths: [CellWidth]

  /// Defaults for a number of cells: cells of several widths, and ports in proportion to the die's
  /// edges; for ``Locality/peko`` square cells of one width and no ports, as that asks for.
  public init(cells: Int, locality: Locality = .rent(exponent: 0.65)) {
    self.cells = cells
    self.locality = locality
    switch locality {
    case .rent:
      ports = Int(1.5 * Double(max(cells, 0)).squareRoot())
      cellWidths = [
        (2, 0.1), (3, 0.2), (4, 0.25), (5, 0.15), (6, 0.1), (8, 0.1), (12, 0.07), (16, 0.03),
      ]
      .map { CellWidth(sites: $0, share: $1) }
    case .peko:
      ports = 0
      cellWidths = [CellWidth(sites: 12, share: 1)]
    }
  }

  /// The mean width of a cell, in sites.
  var meanCellWidth: Double {
    let shares = cellWidths.reduce(0.0) { $0 + $1.share }
    return cellWidths.reduce(0.0) { $0 + Double($1.sites) * $1.share } / shares
  }
}

/// Why a synthetic design cannot be made.
public enum SyntheticError: Error, Hashable, CustomStringConvertible {
  /// A parameter has a value that makes no design.
  case parameter(name: String, value: String, reason: String)
  /// Cells or macros cannot all stand on the die.
  case doesNotFit(String)

  /// The error as a line for a person.
  public var description: String {
    switch self {
    case .parameter(let name, let value, let reason): "\(name) is \(value): \(reason)"
    case .doesNotFit(let reason): reason
    }
  }
}

extension SyntheticParameters {
  /// The most connections that a design may have: offsets into them have 32 bits.
  private static let mostConnections = 1e9

  /// Checks that the parameters make a design.
  ///
  /// - Throws: ``SyntheticError/parameter(name:value:reason:)`` for the first that does not.
  public func validate() throws(SyntheticError) {
    try check("cells", cells, in: 16...50_000_000)
    try check("macros", macros, in: 0...100_000)
    try check("ports", ports, in: 0...1_000_000)
    if macros > 0 { try check("macroAreaShare", macroAreaShare, in: 0.001...0.9) }
    try check("utilization", utilization, in: 0.05...0.98)
    try check("aspectRatio", aspectRatio, in: 0.1...10)
    try check("rowHeight", rowHeight, in: 1...1_000_000)
    try check("siteWidth", siteWidth, in: 1...1_000_000)
    if case .rent(let exponent) = locality { try check("rent", exponent, in: 0.1...0.9) }
    try netDegrees.validate()
    if Double(cells) * netDegrees.meanDegree > Self.mostConnections {
      throw .parameter(
        name: "cells", value: "\(cells)",
        reason: "expected no more than \(Int(Self.mostConnections / netDegrees.meanDegree)) with "
          + "nets of \(netDegrees.meanDegree) pins in the mean")
    }
    try checkCellWidths()
    if locality == .peko { try checkOptimality() }
  }

  private func checkCellWidths() throws(SyntheticError) {
    if cellWidths.isEmpty {
      throw .parameter(name: "cellWidths", value: "empty", reason: "expected at least one width")
    }
    for width in cellWidths {
      try check("cellWidths.sites", width.sites, in: 1...10_000)
      try check("cellWidths.share", width.share, in: 1e-6...1e6)
    }
  }

  /// What is known to be optimal is so for equal cells alone.
  private func checkOptimality() throws(SyntheticError) {
    let reason = "expected %, for PEKO nets join cells of one size and nothing else"
    func refuse(_ name: String, _ value: Int, _ expected: String) -> SyntheticError {
      .parameter(
        name: name, value: "\(value)", reason: reason.replacing("%", with: expected))
    }
    if macros != 0 { throw refuse("macros", macros, "0") }
    if ports != 0 { throw refuse("ports", ports, "0") }
    if cellWidths.count != 1 { throw refuse("cellWidths.count", cellWidths.count, "1") }
  }

  private func check<Value: Comparable>(
    _ name: String, _ value: Value, in range: ClosedRange<Value>
  ) throws(SyntheticError) {
    if !range.contains(value) {
      throw .parameter(
        name: name, value: "\(value)",
        reason: "expected \(range.lowerBound) to \(range.upperBound)")
    }
  }
}
