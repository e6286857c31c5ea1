public import Netlist

/// The technology and the cells that designs are made of: what LEF files hold, as far as placement
/// needs it. Lengths are in micrometres, as in LEF.
///
/// Follows the LEF/DEF 5.8 Language Reference.
public struct CellLibrary: Sendable {
  /// `DATABASE MICRONS` of the `UNITS` statement: how many database units make a micrometre; nil
  /// where no file states it.
  public var databaseUnitsPerMicron: Int?
  /// The grid that all coordinates lie on; nil where no file states it.
  public var manufacturingGrid: Double?
  /// The layers, bottom up.
  public var layers: [Layer] = []
  /// The kinds of sites.
  public var sites: [Site] = []
  /// The cells.
  public var masters: [Master] = []
  /// What each via covers, by name: one shape for each of its layers, from the via's origin.
  public var viaShapes: [String: [Shape]] = [:]
  /// The names of cells that a file has without a `SIZE`: they cannot be placed and are not among
  /// ``masters``.
  public var mastersWithoutSize: Set<String> = []
  /// What the readers found odd but could read, each a line for a person with its place in the file.
  public var warnings: [String] = []

  private var layerIndices: [String: Int] = [:]
  private var siteIndices: [String: Int] = [:]
  private var masterIndices: [String: Int] = [:]

  /// An empty library.
  public init() {}

  /// Adds a layer; one of the same name gives way to it.
  public mutating func add(_ layer: Layer) {
    Self.put(layer, named: layer.name, into: &layers, indices: &layerIndices)
  }

  /// Adds a kind of site; one of the same name gives way to it.
  public mutating func add(_ site: Site) {
    Self.put(site, named: site.name, into: &sites, indices: &siteIndices)
  }

  /// Adds a cell; one of the same name gives way to it.
  public mutating func add(_ master: Master) {
    Self.put(master, named: master.name, into: &masters, indices: &masterIndices)
  }

  private static func put<Element>(
    _ element: Element, named name: String, into list: inout [Element],
    indices: inout [String: Int]
  ) {
    if let index = indices[name] {
      list[index] = element
    } else {
      indices[name] = list.count
      list.append(element)
    }
  }

  /// The place in ``layers`` of the layer of that name.
  public func layerIndex(_ name: String) -> Int? { layerIndices[name] }
  /// The place in ``sites`` of the site of that name.
  public func siteIndex(_ name: String) -> Int? { siteIndices[name] }
  /// The place in ``masters`` of the cell of that name.
  public func masterIndex(_ name: String) -> Int? { masterIndices[name] }
}

extension CellLibrary {
  /// A layer of metal, cut or otherwise.
  public struct Layer: Hashable, Sendable {
    /// What a layer is for.
    public enum Purpose: String, Hashable, Sendable {
      case routing = "ROUTING"
      case cut = "CUT"
      case overlap = "OVERLAP"
      case masterslice = "MASTERSLICE"
      case implant = "IMPLANT"
    }

    /// Its name.
    public var name: String
    /// What it is for.
    public var purpose: Purpose
    /// Whether wires run along x by preference; nil where not stated.
    public var isHorizontal: Bool?
    /// The distance between tracks for wires along x and along y: one of both where LEF gives one.
    public var pitch: (x: Double, y: Double)? {
      get { pitchX.map { ($0, pitchY ?? $0) } }
      set { (pitchX, pitchY) = (newValue?.x, newValue?.y) }
    }
    private var pitchX: Double?
    private var pitchY: Double?
    /// The width of a wire.
    public var width: Double?
    /// The least distance between wires.
    public var spacing: Double?
    /// Ohms per square.
    public var resistance: Double?
    /// Picofarads per square micrometre.
    public var capacitance: Double?
    /// Picofarads per micrometre of edge.
    public var edgeCapacitance: Double?

    /// A layer of which nothing else is known.
    public init(name: String, purpose: Purpose) {
      self.name = name
      self.purpose = purpose
    }
  }

  /// A kind of site that cells stand on.
  public struct Site: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Whether it is for pads (`CLASS PAD`) and not for the core.
    public var isPad: Bool
    /// Its width.
    public var width: Double
    /// Its height.
    public var height: Double
    /// How it may be turned.
    public var symmetry: Symmetry

    /// A site from its parts.
    public init(name: String, isPad: Bool, width: Double, height: Double, symmetry: Symmetry) {
      self.name = name
      self.isPad = isPad
      self.width = width
      self.height = height
      self.symmetry = symmetry
    }
  }

  /// A cell.
  public struct Master: Hashable, Sendable {
    /// What a cell is: the first word of LEF's `CLASS`.
    public enum Class: String, Hashable, Sendable {
      case core = "CORE"
      case block = "BLOCK"
      case pad = "PAD"
      case endcap = "ENDCAP"
      case cover = "COVER"
      case ring = "RING"
    }

    /// Its name.
    public var name: String
    /// What it is.
    public var masterClass: Class
    /// The second word of `CLASS`, as `TIEHIGH`, `BLACKBOX` or `SPACER`; nil where there is none.
    public var subclass: String?
    /// Its width.
    public var width: Double
    /// Its height.
    public var height: Double
    /// How it may be turned.
    public var symmetry: Symmetry
    /// The name of the kind of site it stands on; nil where not stated.
    public var site: String?
    /// Its pins.
    public var pins: [Pin]
    /// What is closed to routing, by layer.
    public var obstructions: [Shape]

    /// A cell from its parts. Its lower left corner is at the origin: shapes are given from there.
    public init(
      name: String, masterClass: Class, subclass: String? = nil, width: Double, height: Double,
      symmetry: Symmetry = [], site: String? = nil, pins: [Pin] = [], obstructions: [Shape] = []
    ) {
      self.name = name
      self.masterClass = masterClass
      self.subclass = subclass
      self.width = width
      self.height = height
      self.symmetry = symmetry
      self.site = site
      self.pins = pins
      self.obstructions = obstructions
    }

    /// Whether it is placed on rows with the standard cells.
    public var isRowCell: Bool { masterClass == .core || masterClass == .endcap }
  }

  /// A pin of a cell.
  public struct Pin: Hashable, Sendable {
    /// What a pin is for.
    public enum Use: String, Hashable, Sendable {
      case signal = "SIGNAL"
      case analog = "ANALOG"
      case power = "POWER"
      case ground = "GROUND"
      case clock = "CLOCK"
    }

    /// Its name.
    public var name: String
    /// Which way signals go.
    public var direction: PinDirection
    /// What it is for.
    public var use: Use
    /// The shapes of all its ports.
    public var shapes: [Shape]

    /// A pin from its parts.
    public init(name: String, direction: PinDirection, use: Use = .signal, shapes: [Shape] = []) {
      self.name = name
      self.direction = direction
      self.use = use
      self.shapes = shapes
    }

    /// Where wires meet the pin, for wirelength: the mean of the centres of all its shapes, from the
    /// cell's lower left corner; nil for a pin without shapes.
    ///
    /// OpenROAD's convention, which its logged wirelengths follow.
    public var point: (x: Double, y: Double)? {
      guard !shapes.isEmpty else { return nil }
      let sum = shapes.reduce((x: 0.0, y: 0.0)) {
        ($0.x + $1.box.centerX, $0.y + $1.box.centerY)
      }
      return (sum.x / Double(shapes.count), sum.y / Double(shapes.count))
    }
  }

  /// A rectangle, or the bounding box of a polygon or via, on one layer.
  public struct Shape: Hashable, Sendable {
    /// The layer's name.
    public var layer: String
    /// Where it is, from the cell's lower left corner.
    public var box: Box

    /// A shape on a layer.
    public init(layer: String, box: Box) {
      self.layer = layer
      self.box = box
    }
  }
}
