internal import Netlist

/// The cells of the library that a design uses, in database units, with their names as symbols:
/// each is converted when the first component of it comes.
struct DEFMasters {
  /// One cell.
  struct Master {
    /// What its instances are.
    var kind: NodeKind
    /// The width of its instances: 0 for a cover, which overlaps everything.
    var width: Double
    /// The height of its instances.
    var height: Double
    /// The width as drawn, for finding the centre.
    var drawnWidth: Double
    /// The height as drawn.
    var drawnHeight: Double
    /// How it may be turned.
    var symmetry: Symmetry
    /// Its pins, in ``DEFMasters/pinSymbols`` and the arrays beside it.
    var pins: Range<Int>
  }

  private let library: CellLibrary
  private let unitsPerMicron: Double
  private var masterOfSymbol: [Int32] = []

  private(set) var masters: [Master] = []
  /// The place of each cell in the library.
  private(set) var libraryIndices: [Int] = []
  private(set) var pinSymbols: [Symbol] = []
  private(set) var pinOffsetsX: [Double] = []
  private(set) var pinOffsetsY: [Double] = []
  private(set) var pinDirections: [PinDirection] = []

  init(library: CellLibrary, unitsPerMicron: Double) {
    self.library = library
    self.unitsPerMicron = unitsPerMicron
  }

  /// The cell of a name, or nil if the library has none of it.
  mutating func index(of symbol: Symbol, names: inout StringTable) -> Int32? {
    if Int(symbol) < masterOfSymbol.count, masterOfSymbol[Int(symbol)] >= 0 {
      return masterOfSymbol[Int(symbol)]
    }
    guard let index = library.masterIndex(names.string(symbol)) else { return nil }
    let number = Int32(masters.count)
    add(library.masters[index], names: &names)
    libraryIndices.append(index)
    DEFReader.set(number, at: symbol, in: &masterOfSymbol)
    return number
  }

  /// The pin of a cell with that name, a place in ``pinSymbols``.
  func pin(_ symbol: Symbol, of master: Int32) -> Int? {
    pinSymbols[masters[Int(master)].pins].firstIndex(of: symbol)
  }

  private mutating func add(_ master: CellLibrary.Master, names: inout StringTable) {
    let width = DatabaseUnits.length(master.width, perMicron: unitsPerMicron)
    let height = DatabaseUnits.length(master.height, perMicron: unitsPerMicron)
    let first = pinSymbols.count
    var pinsAreCentral = true
    for pin in master.pins {
      pinSymbols.append(names.intern(pin.name))
      pinDirections.append(pin.direction)
      var offset = (x: 0.0, y: 0.0)
      if let point = pin.point {
        offset.x = DatabaseUnits.length(point.x, perMicron: unitsPerMicron) - width / 2
        offset.y = DatabaseUnits.length(point.y, perMicron: unitsPerMicron) - height / 2
      }
      pinOffsetsX.append(offset.x)
      pinOffsetsY.append(offset.y)
      if abs(offset.x) > 1e-6 || abs(offset.y) > 1e-6 { pinsAreCentral = false }
    }
    let kind = Self.kind(of: master, pinsAreCentral: pinsAreCentral)
    if kind == .softMacro {
      for pin in first..<pinSymbols.count { (pinOffsetsX[pin], pinOffsetsY[pin]) = (0, 0) }
    }
    masters.append(
      Master(
        kind: kind, width: kind == .port ? 0 : width, height: kind == .port ? 0 : height,
        drawnWidth: width, drawnHeight: height, symmetry: master.symmetry,
        pins: first..<pinSymbols.count))
  }

  private static func kind(of master: CellLibrary.Master, pinsAreCentral: Bool) -> NodeKind {
    switch master.masterClass {
    case .core, .endcap: .standardCell
    case .block where master.subclass == "SOFT" && pinsAreCentral: .softMacro
    case .block, .ring, .pad: .hardMacro
    case .cover: .port
    }
  }
}
