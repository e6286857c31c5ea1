/// The routing tracks of the chip, in routes per unit of length, as Circuit Training counts them.
public struct RoutingSupply: Hashable, Sendable {
  /// Horizontal routes per unit of height.
  public var horizontal: Double
  /// Vertical routes per unit of width.
  public var vertical: Double
  /// Of the horizontal routes, those that a hard macro uses up above itself.
  public var horizontalUsedByMacros: Double
  /// Of the vertical routes, those that a hard macro uses up above itself.
  public var verticalUsedByMacros: Double

  /// A supply from its four numbers.
  public init(
    horizontal: Double, vertical: Double, horizontalUsedByMacros: Double,
    verticalUsedByMacros: Double
  ) {
    self.horizontal = horizontal
    self.vertical = vertical
    self.horizontalUsedByMacros = horizontalUsedByMacros
    self.verticalUsedByMacros = verticalUsedByMacros
  }

  /// Circuit Training's defaults: 70.33 and 74.51 routes per micrometre, 51.79 used by macros.
  public static let circuitTrainingDefault = RoutingSupply(
    horizontal: 70.33, vertical: 74.51, horizontalUsedByMacros: 51.79,
    verticalUsedByMacros: 51.79)

  /// A supply for a design that states none, by the height of its rows: Circuit Training's defaults,
  /// a row counting as 0.16 micrometres, as in the published Circuit Training versions of the ICCAD
  /// 2004 mixed-size designs.
  public init(rowHeight: Double) {
    self = Self.circuitTrainingDefault.scaled(by: 0.16 / rowHeight)
  }

  /// Circuit Training's defaults, for lengths of which so many make a micrometre.
  public init(unitsPerMicron: Double) {
    self = Self.circuitTrainingDefault.scaled(by: 1 / unitsPerMicron)
  }

  /// All four numbers multiplied.
  public func scaled(by factor: Double) -> RoutingSupply {
    RoutingSupply(
      horizontal: horizontal * factor, vertical: vertical * factor,
      horizontalUsedByMacros: horizontalUsedByMacros * factor,
      verticalUsedByMacros: verticalUsedByMacros * factor)
  }
}

/// A part of the die that is closed to placement, wholly or in part.
public struct Blockage: Hashable, Sendable {
  /// The part that is closed.
  public var box: Box
  /// The share of it that is closed, from 0 to 1.
  public var density: Double
  /// Whether it is closed to the first placement only: later steps may put cells there.
  public var isSoft: Bool

  /// A blockage of one rectangle.
  public init(box: Box, density: Double, isSoft: Bool = false) {
    self.box = box
    self.density = density
    self.isSoft = isSoft
  }
}

/// A part of the die that some nodes are bound to.
public struct Region: Hashable, Sendable {
  /// Its name.
  public var name: String
  /// The rectangles it is made of.
  public var boxes: [Box]
  /// Whether it is a fence: its nodes must be inside it and all others outside. Of a region that is
  /// none, its nodes must be inside and others may be.
  public var isFence: Bool

  /// A region from its parts.
  public init(name: String, boxes: [Box], isFence: Bool) {
    self.name = name
    self.boxes = boxes
    self.isFence = isFence
  }
}

/// One row of sites that standard cells stand on.
public struct PlacementRow: Hashable, Sendable {
  /// The left end of the first site.
  public var x: Double
  /// The lower edge.
  public var y: Double
  /// The height of the row.
  public var height: Double
  /// The width of one site.
  public var siteWidth: Double
  /// The distance from one site's left edge to the next one's.
  public var siteSpacing: Double
  /// The number of sites.
  public var siteCount: Int
  /// How cells on the row are turned.
  public var orientation: Orientation
  /// The name of the kind of site, or empty where the source names none.
  public var siteName: String

  /// A row from its parts.
  public init(
    x: Double, y: Double, height: Double, siteWidth: Double, siteSpacing: Double, siteCount: Int,
    orientation: Orientation, siteName: String = ""
  ) {
    self.x = x
    self.y = y
    self.height = height
    self.siteWidth = siteWidth
    self.siteSpacing = siteSpacing
    self.siteCount = siteCount
    self.orientation = orientation
    self.siteName = siteName
  }

  /// The rectangle of all its sites.
  public var box: Box {
    Box(
      minX: x, minY: y, maxX: x + Double(max(siteCount - 1, 0)) * siteSpacing + siteWidth,
      maxY: y + height)
  }
}

/// The chip that a netlist is placed on.
public struct Floorplan: Hashable, Sendable {
  /// The area for placement.
  public var die: Box
  /// The number of columns of the cost grid.
  public var columns: Int
  /// The number of rows of the cost grid.
  public var rows: Int
  /// The routing tracks.
  public var routing: RoutingSupply
  /// How many grid cells to each side routing demand is spread over (Circuit Training's smoothing
  /// factor).
  public var smoothingRange: Int
  /// The share of a macro's area that may overlap another in Circuit Training's own placer; kept
  /// for writing back. Legality here allows none.
  public var overlapThreshold: Double
  /// Closed parts.
  public var blockages: [Blockage]
  /// Parts that some nodes are bound to; ``PlacementConstraints`` says which.
  public var regions: [Region]
  /// Standard-cell rows, bottom up.
  public var placementRows: [PlacementRow]
  /// How many of the design's length units make a micrometre.
  public var unitsPerMicron: Double

  /// A floorplan with an empty die; defaults for all else.
  public init(
    die: Box, columns: Int = 10, rows: Int = 10, routing: RoutingSupply = .circuitTrainingDefault,
    smoothingRange: Int = 0, overlapThreshold: Double = 0, blockages: [Blockage] = [],
    regions: [Region] = [], placementRows: [PlacementRow] = [], unitsPerMicron: Double = 1
  ) {
    self.die = die
    self.columns = columns
    self.rows = rows
    self.routing = routing
    self.smoothingRange = smoothingRange
    self.overlapThreshold = overlapThreshold
    self.blockages = blockages
    self.regions = regions
    self.placementRows = placementRows
    self.unitsPerMicron = unitsPerMicron
  }
}
