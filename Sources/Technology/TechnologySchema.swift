internal import Netlist

/// One number of the file: its key, its unit, and the field it goes to.
struct TechnologyField<Part>: Sendable {
  let key: String
  let unit: String
  let keyPath: any WritableKeyPath<Part, Double> & Sendable

  init(_ key: String, _ unit: String, _ keyPath: any WritableKeyPath<Part, Double> & Sendable) {
    self.key = key
    self.unit = unit
    self.keyPath = keyPath
  }

  /// Whether only whole numbers make sense.
  var isCount: Bool { unit == "words" || unit == "bits" }
}

/// What is read and written: reader and writer both go by these lists, so that they cannot differ.
enum TechnologySchema {
  static let format = "chipplace-technology"
  static let version = 1

  static let top: [TechnologyField<Technology>] = [.init("voltage", "V", \.voltage)]

  static let site: [TechnologyField<Technology.Site>] = [
    .init("width", "um", \.width), .init("height", "um", \.height),
  ]

  static let layer: [TechnologyField<Technology.RoutingLayer>] = [
    .init("pitch", "um", \.pitch), .init("width", "um", \.width),
    .init("resistance", "ohm/um", \.resistance), .init("capacitance", "fF/um", \.capacitance),
  ]

  static let supply: [TechnologyField<RoutingSupply>] = [
    .init("horizontal", "1/um", \.horizontal), .init("vertical", "1/um", \.vertical),
    .init("horizontalUsedByMacros", "1/um", \.horizontalUsedByMacros),
    .init("verticalUsedByMacros", "1/um", \.verticalUsedByMacros),
  ]

  static let repeater: [TechnologyField<Technology.Repeater>] = [
    .init("driveResistance", "ohm", \.driveResistance),
    .init("inputCapacitance", "fF", \.inputCapacitance),
    .init("outputCapacitance", "fF", \.outputCapacitance),
    .init("intrinsicDelay", "ps", \.intrinsicDelay), .init("area", "um2", \.area),
  ]

  static let logic: [TechnologyField<Technology.LogicTiming>] = [
    .init("gateDelay", "ps", \.gateDelay), .init("setup", "ps", \.setup),
    .init("clockToQ", "ps", \.clockToQ), .init("fullAdderCarry", "ps", \.fullAdderCarry),
    .init("fullAdderSum", "ps", \.fullAdderSum), .init("prefixLevel", "ps", \.prefixLevel),
  ]

  static let cells: [TechnologyField<Technology.CellAreas>] = [
    .init("nand2", "um2", \.nand2), .init("and2", "um2", \.and2),
    .init("multiplexer", "um2", \.multiplexer), .init("halfAdder", "um2", \.halfAdder),
    .init("fullAdder", "um2", \.fullAdder), .init("flipFlop", "um2", \.flipFlop),
  ]

  static let energy: [TechnologyField<Technology.Energies>] = [
    .init("multiplyPerSquaredBit", "fJ/bit2", \.multiplyPerSquaredBit),
    .init("addPerBit", "fJ/bit", \.addPerBit), .init("registerPerBit", "fJ/bit", \.registerPerBit),
    .init("wireActivity", "1", \.wireActivity),
  ]

  static let memory: [TechnologyField<Technology.Memory>] = [
    .init("words", "words", \.wordCount), .init("bits", "bits", \.bitCount),
    .init("width", "um", \.width), .init("height", "um", \.height),
    .init("pinInset", "um", \.pinInset),
    .init("readDataFirst", "um", \.readData.first), .init("readDataLast", "um", \.readData.last),
    .init("writeDataFirst", "um", \.writeData.first),
    .init("writeDataLast", "um", \.writeData.last),
    .init("addressFirst", "um", \.address.first), .init("addressLast", "um", \.address.last),
    .init("writeEnable", "um", \.writeEnable), .init("chipEnable", "um", \.chipEnable),
    .init("readEnergy", "pJ", \.readEnergy), .init("writeEnergy", "pJ", \.writeEnergy),
    .init("accessTime", "ps", \.accessTime), .init("setup", "ps", \.setup),
    .init("leakage", "uW", \.leakage),
  ]

  static let dram: [TechnologyField<Technology.DRAM>] = [
    .init("energyPerBit", "pJ/bit", \.energyPerBit),
    .init("bandwidthPerBusBit", "Gbit/s", \.bandwidthPerBusBit),
  ]
}

extension Technology.Memory {
  /// ``words`` as a number of the file.
  var wordCount: Double {
    get { Double(words) }
    set { words = Int(newValue) }
  }

  /// ``bits`` as a number of the file.
  var bitCount: Double {
    get { Double(bits) }
    set { bits = Int(newValue) }
  }
}
