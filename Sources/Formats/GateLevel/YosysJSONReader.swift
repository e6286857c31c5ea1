import Foundation
import Netlist

/// Reads the modules of a netlist that Yosys wrote with `write_json`.
///
/// Follows the description in Yosys' manual (`help write_json`). The format keeps no order: modules,
/// ports, nets and cells are taken in the order of their names.
struct YosysJSONReader {
  let file: String
  var names = StringTable()
  private(set) var modules: [GateModule] = []

  private typealias Object = [String: Any]

  init(file: String) { self.file = file }

  /// Reads the whole file.
  mutating func readFile() throws(ParseError) {
    let data = try contents()
    let root: Any
    do {
      root = try JSONSerialization.jsonObject(with: data)
    } catch {
      throw syntaxError(error, data: data)
    }
    guard let root = root as? Object, let modules = root["modules"] as? Object else {
      throw fault("expected an object with the object 'modules', found none")
    }
    for name in modules.keys.sorted(by: NaturalOrder.precedes) {
      guard let content = modules[name] as? Object else {
        throw fault("expected an object as the module '\(name)'")
      }
      self.modules.append(try readModule(name, content))
    }
  }

  private func contents() throws(ParseError) -> Data {
    let stream = try ByteStream(file: file)
    var data = Data()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    while case let count = try stream.read(into: buffer), count > 0 {
      data.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      guard data.count <= Self.mostBytes else {
        throw fault("expected at most \(Self.mostBytes) bytes of JSON, found more")
      }
    }
    return data
  }

  /// The whole text is in memory, and many times that once it is taken apart.
  private static let mostBytes = 1 << 31

  private func fault(_ message: String) -> ParseError { ParseError(file: file, message: message) }

  /// Foundation says `around line 3, column 5` or `around character 21` in its description, and not
  /// always that.
  private func syntaxError(_ error: any Error, data: Data) -> ParseError {
    let details = (error as NSError).userInfo["NSDebugDescription"] as? String ?? "\(error)"
    var result = fault("expected JSON: \(details)")
    func number(behind word: String) -> Int? {
      guard let start = details.range(of: word)?.upperBound else { return nil }
      return Int(details[start...].prefix(while: \.isNumber))
    }
    if let line = number(behind: "line ") {
      result.line = line
      result.column = number(behind: "column ") ?? 1
    } else if let offset = number(behind: "around character ") {
      let before = data.prefix(offset)
      result.line = 1 + before.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
      result.column = 1 + before.reversed().prefix { $0 != 0x0A }.count
    }
    return result
  }

  // MARK: - Modules

  private mutating func readModule(_ name: String, _ content: Object) throws(ParseError)
    -> GateModule
  {
    var module = GateModule(name: intern(name), place: FilePlace(line: 1, column: 1))
    let attributes = content["attributes"] as? Object ?? [:]
    module.isTop =
      (attributes["top"] as? String).map { $0.contains("1") } ?? (attributes["top"] != nil)
    var nets = NetNumbers()
    let ports = try objects("ports", of: content, in: name)
    for (portName, port) in ports {
      try nets.note(try bits(port["bits"], "the bits of the port '\(portName)' of '\(name)'"))
    }
    let cells = try objects("cells", of: content, in: name)
    let netNames = try objects("netnames", of: content, in: name)
    var best: [Int: (rank: Int, name: String)] = [:]
    for (netName, net) in netNames {
      let bits = try bits(net["bits"], "the bits of the net '\(netName)' of '\(name)'")
      try nets.note(bits)
      let isHidden = (net["hide_name"] as? NSNumber)?.intValue == 1
      let rank = isHidden ? 2 : ports.contains { $0.name == netName } ? 0 : 1
      let range = Self.range(of: net, count: bits.count)
      for (bit, number) in bits.enumerated() where number >= 0 {
        if let known = best[number], known.rank <= rank { continue }
        best[number] = (rank, Self.name(netName, bit: bit, range: range))
      }
    }
    for (cellName, cell) in cells {
      try addInstance(cellName, cell, to: &module, nets: &nets, in: name)
    }
    for number in nets.numbers {
      guard module.addVector(intern(best[number]?.name ?? "$\(number)"), range: nil) != nil else {
        throw fault("expected at most \(GateModule.mostNets) nets of the module '\(name)'")
      }
    }
    for (portName, port) in ports {
      let bits = try bits(port["bits"], "the bits of the port '\(portName)' of '\(name)'")
      try addPort(portName, port, bits: bits, to: &module, nets: nets, in: name)
    }
    return module
  }

  /// The numbers of a module's nets, in order of first sight.
  private struct NetNumbers {
    var numbers: [Int] = []
    private var places: [Int: Int32] = [:]

    mutating func note(_ bits: [Int]) throws(ParseError) {
      for bit in bits where bit >= 0 { _ = place(bit) }
    }

    mutating func place(_ bit: Int) -> Int32 {
      if let known = places[bit] { return known }
      let place = Int32(truncatingIfNeeded: numbers.count)
      places[bit] = place
      numbers.append(bit)
      return place
    }

    func find(_ bit: Int) -> Int32 {
      bit < 0 ? Int32(bit) : places[bit] ?? GateModule.Constant.none
    }
  }

  private mutating func addPort(
    _ name: String, _ port: Object, bits: [Int], to module: inout GateModule, nets: NetNumbers,
    in moduleName: String
  ) throws(ParseError) {
    let direction: PinDirection
    switch port["direction"] as? String {
    case "input": direction = .input
    case "output": direction = .output
    case "inout": direction = .bidirectional
    default:
      throw fault(
        "expected the direction input, output or inout of the port '\(name)' of '\(moduleName)'")
    }
    // A port that is constant or twice the same net still needs a net of its own for each bit.
    var own: [Int32] = []
    for bit in bits {
      guard let vector = module.addVector(intern(name), range: nil) else {
        throw fault("expected at most \(GateModule.mostNets) nets of the module '\(moduleName)'")
      }
      let net = module.vectors[vector].firstNet
      own.append(net)
      let other = nets.find(bit)
      if other != GateModule.Constant.none { module.joins.append((net, other)) }
    }
    module.ports.append(
      GateModule.Port(
        name: intern(name), direction: direction, nets: own,
        range: Self.range(of: port, count: bits.count)))
  }

  private mutating func addInstance(
    _ name: String, _ cell: Object, to module: inout GateModule, nets: inout NetNumbers,
    in moduleName: String
  ) throws(ParseError) {
    guard let type = cell["type"] as? String else {
      throw fault("expected a type of the cell '\(name)' of '\(moduleName)', found none")
    }
    guard let connections = cell["connections"] as? Object else {
      throw fault("expected connections of the cell '\(name)' of '\(moduleName)', found none")
    }
    let first = module.connections.count
    let place = FilePlace(line: 1, column: 1)
    for pin in connections.keys.sorted(by: NaturalOrder.precedes) {
      let numbers = try bits(
        connections[pin], "the connection '\(pin)' of the cell '\(name)' of '\(moduleName)'")
      let start = module.bits.count
      for number in numbers {
        module.bits.append(number < 0 ? Int32(number) : nets.place(number))
      }
      module.connections.append(
        GateModule.Connection(pin: intern(pin), bits: start..<module.bits.count, place: place))
    }
    module.instances.append(
      GateModule.Instance(
        name: intern(name), master: intern(type), connections: first..<module.connections.count,
        place: place))
  }

  // MARK: - Values

  private mutating func intern(_ name: String) -> Symbol { names.intern(name) }

  /// The members of an object of objects, by name; none where it is absent.
  private func objects(
    _ key: String, of content: Object, in module: String
  ) throws(ParseError) -> [(name: String, value: Object)] {
    guard let member = content[key] else { return [] }
    guard let object = member as? Object else {
      throw fault("expected an object as '\(key)' of the module '\(module)'")
    }
    var list: [(name: String, value: Object)] = []
    for name in object.keys.sorted(by: NaturalOrder.precedes) {
      guard let value = object[name] as? Object else {
        throw fault("expected an object as '\(name)' in '\(key)' of the module '\(module)'")
      }
      list.append((name, value))
    }
    return list
  }

  /// Nets by the file's numbers, constants as ``GateModule/Constant``; from the right.
  private func bits(_ value: Any?, _ what: String) throws(ParseError) -> [Int] {
    guard let list = value as? [Any], list.count <= GateModule.mostBits else {
      throw fault("expected a list of bits as \(what)")
    }
    var bits: [Int] = []
    for element in list {
      if let text = element as? String {
        switch text {
        case "0": bits.append(Int(GateModule.Constant.zero))
        case "1": bits.append(Int(GateModule.Constant.one))
        case "x", "z": bits.append(Int(GateModule.Constant.none))
        default: throw fault("expected \"0\", \"1\", \"x\" or \"z\" in \(what), found \"\(text)\"")
        }
      } else if let number = element as? NSNumber, number.doubleValue >= 0,
        number.doubleValue <= Double(Int32.max),
        number.doubleValue == number.doubleValue.rounded()
      {
        bits.append(number.intValue)
      } else {
        throw fault("expected the numbers of nets in \(what), found \(element)")
      }
    }
    return bits
  }

  /// The indices of the bits of a port or net; nil for one bit without an offset.
  private static func range(of object: Object, count: Int) -> (left: Int, right: Int)? {
    let offset = (object["offset"] as? NSNumber)?.intValue
    let isUpward = (object["upto"] as? NSNumber)?.intValue == 1
    guard count > 1 || (count == 1 && (offset != nil || isUpward)) else { return nil }
    let low = min(max(offset ?? 0, -(1 << 31)), 1 << 31)
    let high = low + count - 1
    return isUpward ? (low, high) : (high, low)
  }

  private static func name(_ name: String, bit: Int, range: (left: Int, right: Int)?) -> String {
    guard let range else { return name }
    return "\(name)[\(range.left >= range.right ? range.right + bit : range.right - bit)]"
  }
}
