public import Formats
internal import Netlist

extension Technology {
  /// The technology with the numbers that LEF states in place of its own: pitch, width and resistance
  /// of layers of the same names, the site, and size and pins of memories of the same names. Their
  /// source becomes `lef`, with the names given.
  ///
  /// LEF's resistance is per square, so a wire of least width has that divided by its width. LEF's
  /// capacitances are to the ground below and leave out those between neighbours, which are the
  /// larger part; they are taken only if asked for: area · width + 2 · edge.
  ///
  /// - Parameters:
  ///   - library: What LEF files hold.
  ///   - description: The files, for ``sources``.
  ///   - takingCapacitance: Whether capacitances are taken too.
  public func reading(
    lef library: CellLibrary, description: String, takingCapacitance: Bool = false
  ) -> Technology {
    var overlay = LEFOverlay(technology: self)
    overlay.readSite(library)
    for index in routingLayers.indices {
      overlay.readLayer(index, library, takingCapacitance: takingCapacitance)
    }
    for index in memories.indices { overlay.readMemory(index, library) }
    if overlay.hasChanged { overlay.technology.sources[LEFOverlay.source] = description }
    return overlay.technology
  }
}

/// Puts numbers of LEF into a technology.
private struct LEFOverlay {
  static let source = "lef"

  var technology: Technology
  var hasChanged = false

  /// Sets a number, unless LEF has none that makes sense.
  private mutating func set(
    _ keyPath: WritableKeyPath<Technology, Double>, _ path: String, _ value: Double?
  ) {
    guard let value, value > 0, value.isFinite else { return }
    technology[keyPath: keyPath] = value
    technology.citations[path] = Self.source
    hasChanged = true
  }

  /// Takes the lowest site for cells, which single-height rows are made of.
  mutating func readSite(_ library: CellLibrary) {
    let sites = library.sites.filter { !$0.isPad }
    guard let site = sites.min(by: { $0.height < $1.height }) else { return }
    set(\.site.width, "site.width", site.width)
    set(\.site.height, "site.height", site.height)
  }

  mutating func readLayer(_ index: Int, _ library: CellLibrary, takingCapacitance: Bool) {
    let name = technology.routingLayers[index].name
    guard let place = library.layerIndex(name) else { return }
    let layer = library.layers[place]
    guard layer.purpose == .routing else { return }
    let path = "routingLayers[\(index)]"
    if let isHorizontal = layer.isHorizontal {
      technology.routingLayers[index].isHorizontal = isHorizontal
    }
    let isHorizontal = technology.routingLayers[index].isHorizontal
    set(
      \.routingLayers[index].pitch, "\(path).pitch",
      layer.pitch.map { isHorizontal ? $0.y : $0.x })
    set(\.routingLayers[index].width, "\(path).width", layer.width)
    guard let width = layer.width, width > 0 else { return }
    set(
      \.routingLayers[index].resistance, "\(path).resistance",
      layer.resistance.map { $0 / width })
    if takingCapacitance, let area = layer.capacitance, let edge = layer.edgeCapacitance {
      // From picofarads.
      set(
        \.routingLayers[index].capacitance, "\(path).capacitance",
        (area * width + 2 * edge) * 1000)
    }
  }

  mutating func readMemory(_ index: Int, _ library: CellLibrary) {
    let memory = technology.memories[index]
    guard let place = library.masterIndex(memory.name) else { return }
    let master = library.masters[place]
    let path = "memories[\(index)]"
    set(\.memories[index].width, "\(path).width", master.width)
    set(\.memories[index].height, "\(path).height", master.height)
    var points: [String: (x: Double, y: Double)] = [:]
    for pin in master.pins { points[pin.name] = pin.point }
    set(\.memories[index].pinInset, "\(path).pinInset", points["rd_out[0]"]?.x)
    let addressBits = max(1, (memory.words - 1).leadingBitCount)
    let buses: [(String, WritableKeyPath<Technology, Technology.Memory.Bus>, String, Int)] = [
      ("readData", \.memories[index].readData, "rd_out", memory.bits),
      ("writeData", \.memories[index].writeData, "wd_in", memory.bits),
      ("address", \.memories[index].address, "addr_in", addressBits),
    ]
    for (key, bus, pin, bits) in buses {
      set(bus.appending(path: \.first), "\(path).\(key)First", points["\(pin)[0]"]?.y)
      set(bus.appending(path: \.last), "\(path).\(key)Last", points["\(pin)[\(bits - 1)]"]?.y)
    }
    set(\.memories[index].writeEnable, "\(path).writeEnable", points["we_in"]?.y)
    set(\.memories[index].chipEnable, "\(path).chipEnable", points["ce_in"]?.y)
  }
}

extension Int {
  /// The bits that a number of 0 or more takes.
  fileprivate var leadingBitCount: Int { Int.bitWidth - leadingZeroBitCount }
}
