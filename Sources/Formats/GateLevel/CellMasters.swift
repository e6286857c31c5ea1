import Netlist

/// The library cells that a netlist uses, in database units, with their pins by name.
struct CellMasters {
  struct Master {
    var name: String
    var symbol: Symbol
    var kind: NodeKind
    var width: Double
    var height: Double
    var symmetry: Symmetry
    var site: String?
    var pins: [Pin] = []
    /// The places of pins by name.
    var pinOfName: [Symbol: Int] = [:]
    /// The places of the pins that are bits of a bus, by its name, from the lowest index on.
    var buses: [Symbol: [Int]] = [:]
    /// Whether only an area is known of the cell: its pins are then those that the netlist names.
    var isGuessed = false

    /// The place of the pin of a name. Among few, looking at each is sooner than hashing.
    func pin(_ name: Symbol) -> Int? {
      isGuessed || pins.count > 16 ? pinOfName[name] : pins.firstIndex { $0.symbol == name }
    }
  }

  struct Pin {
    var symbol: Symbol
    var offsetX: Double
    var offsetY: Double
    var direction: PinDirection
    /// Whether it is for power or ground.
    var isSupply: Bool
  }

  private let library: CellLibrary
  private let areas: [String: Double]
  private let unitsPerMicron: Double
  private var masterOfSymbol: [Symbol: Int] = [:]
  private(set) var masters: [Master] = []
  private(set) var warnings: [String] = []

  init(library: CellLibrary, areas: [String: Double], unitsPerMicron: Double) {
    self.library = library
    self.areas = areas
    self.unitsPerMicron = unitsPerMicron
  }

  /// Whether LEF has a cell of that name.
  func isInLibrary(_ name: String) -> Bool { library.masterIndex(name) != nil }

  /// Why a cell is in no way known.
  func reasonForAbsence(_ name: String) -> String {
    library.mastersWithoutSize.contains(name)
      ? "'\(name)', which has no SIZE in its LEF file" : "'\(name)'"
  }

  /// The cell of a name, or nil if neither LEF nor Liberty has it.
  mutating func index(of symbol: Symbol, names: inout StringTable) -> Int? {
    if let known = masterOfSymbol[symbol] { return known }
    let name = names.string(symbol)
    if let index = library.masterIndex(name) {
      masters.append(convert(library.masters[index], symbol: symbol, names: &names))
    } else if let area = areas[name], area > 0, let guess = guess(name, area: area, symbol: symbol)
    {
      masters.append(guess)
    } else {
      return nil
    }
    masterOfSymbol[symbol] = masters.count - 1
    return masters.count - 1
  }

  private mutating func convert(
    _ source: CellLibrary.Master, symbol: Symbol, names: inout StringTable
  ) -> Master {
    let width = length(source.width)
    let height = length(source.height)
    var master = Master(
      name: source.name, symbol: symbol, kind: source.isRowCell ? .standardCell : .hardMacro,
      width: width,
      height: height, symmetry: source.symmetry, site: source.site)
    var bits: [Symbol: [(index: Int, pin: Int)]] = [:]
    for (place, pin) in source.pins.enumerated() {
      let name = names.intern(pin.name)
      let point =
        pin.point.map { (x: length($0.x), y: length($0.y)) } ?? (x: width / 2, y: height / 2)
      master.pins.append(
        Pin(
          symbol: name, offsetX: point.x - width / 2, offsetY: point.y - height / 2,
          direction: pin.direction, isSupply: pin.use == .power || pin.use == .ground))
      master.pinOfName[name] = place
      if let bit = Self.busBit(pin.name) {
        bits[names.intern(bit.bus), default: []].append((bit.index, place))
      }
    }
    master.buses = bits.mapValues { $0.sorted { $0.index < $1.index }.map(\.pin) }
    let drawn = source.width * source.height
    if let area = areas[source.name], abs(area - drawn) > 0.01 * drawn {
      warnings.append(
        "the cell '\(source.name)' has the area \(drawn) in LEF and \(area) in Liberty; LEF's is "
          + "taken")
    }
    return master
  }

  /// A cell of one row's height with a given area.
  private mutating func guess(_ name: String, area: Double, symbol: Symbol) -> Master? {
    guard let site = library.sites.first(where: { !$0.isPad }) else { return nil }
    let siteWidth = length(site.width)
    let sites = max((area / site.height / site.width - 1e-6).rounded(.up), 1)
    guard sites * site.width <= LEFLimits.longest else { return nil }
    warnings.append(
      "the cell '\(name)' is in no LEF file: it is taken for one row high and "
        + "\(Int(sites)) sites wide, by its area, with all pins at its centre")
    return Master(
      name: name, symbol: symbol, kind: .standardCell, width: sites * siteWidth,
      height: length(site.height),
      symmetry: [.x, .y], site: site.name, isGuessed: true)
  }

  /// `data[3]` as bit 3 of `data`.
  private static func busBit(_ name: String) -> (bus: String, index: Int)? {
    guard name.last == "]" || name.last == ">",
      let open = name.lastIndex(of: name.last == "]" ? "[" : "<"),
      let index = Int(name[name.index(after: open)...].dropLast())
    else { return nil }
    return (String(name[..<open]), index)
  }

  /// A length as database units: a whole or half number of them where it is as good as one.
  func length(_ micrometres: Double) -> Double {
    DatabaseUnits.length(micrometres, perMicron: unitsPerMicron)
  }

  /// The places of the pins that a connection of `count` bits goes to, from the right; nil if the
  /// cell has no such pin.
  mutating func pins(
    named symbol: Symbol, count: Int, of index: Int, names: inout StringTable
  ) -> [Int]? {
    if let pin = masters[index].pinOfName[symbol] { return [pin] }
    if let bus = masters[index].buses[symbol] { return bus }
    guard masters[index].isGuessed else { return nil }
    let name = names.string(symbol)
    var places: [Int] = []
    for bit in 0..<max(count, 1) {
      let pin = count > 1 ? names.intern("\(name)[\(bit)]") : symbol
      places.append(masters[index].pins.count)
      masters[index].pins.append(
        Pin(symbol: pin, offsetX: 0, offsetY: 0, direction: .unknown, isSupply: false))
    }
    if count > 1 {
      masters[index].buses[symbol] = places
    } else {
      masters[index].pinOfName[symbol] = places[0]
    }
    return places
  }
}
