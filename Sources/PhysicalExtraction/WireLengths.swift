internal import Accelerator
internal import LayoutQuality
public import Netlist

/// How long the wires of each class of buses are, measured in a layout or predicted.
///
/// Lists are by class: ``Accelerator/BusClass/index(of:)`` tells the place, the last one is for nets
/// of no class. A net's weight is its number of bits. Lengths are in micrometres.
public struct WireLengths: Hashable, Sendable {
  /// The number of nets.
  public var netCount: [Double]
  /// The bits of all nets together.
  public var bits: [Double]
  /// Half the perimeter of each net's bounding box, times its bits, summed.
  public var halfPerimeter: [Double]
  /// The length of each net's Steiner tree, times its bits, summed.
  public var steiner: [Double]
  /// The longest way from a driver to a sink, along the Steiner tree.
  public var longestPath: [Double]
  /// The mean of the ways to all sinks, weighted by bits.
  public var meanPath: [Double]

  /// No wires.
  public init() {
    netCount = [Double](repeating: 0, count: BusClass.indexCount)
    (bits, halfPerimeter, steiner) = (netCount, netCount, netCount)
    (longestPath, meanPath) = (netCount, netCount)
  }

  /// The lengths of a layout.
  ///
  /// A net without a driver is taken to be driven by its first pin.
  ///
  /// - Parameter unitsPerMicron: How many length units of the placement make a micrometre.
  /// - Throws: ``PhysicalExtractionError/position(node:)`` if a node of a net is nowhere.
  public init(
    netlist: Netlist, placement: Placement, unitsPerMicron: Double = 1
  ) throws(PhysicalExtractionError) {
    self.init()
    // The bits of all sinks, which the sum of ways is divided by.
    var sinkBits = netCount
    var (x, y): ([Double], [Double]) = ([], [])
    for net in 0..<netlist.netCount {
      let pins = netlist.netPins[net]
      let index = BusClass.index(of: BusClass(of: NetID(net), in: netlist))
      let weight = netlist.netWeights[net]
      netCount[index] += 1
      bits[index] += weight
      guard pins.count > 1 else { continue }
      x.removeAll(keepingCapacity: true)
      y.removeAll(keepingCapacity: true)
      for pin in pins {
        let position = placement.position(of: pin, in: netlist)
        guard position.x.isFinite, position.y.isFinite else {
          throw .position(node: netlist.name(of: netlist.pinNodes[pin.index]))
        }
        x.append(position.x / unitsPerMicron)
        y.append(position.y / unitsPerMicron)
      }
      let driver = pins.firstIndex { $0 == netlist.netDrivers[net] } ?? pins.startIndex
      let tree = SteinerTree(x: x, y: y)
      let paths = tree.pathLengths(fromPin: driver - pins.startIndex)
      halfPerimeter[index] += weight * (x.max()! - x.min()! + y.max()! - y.min()!)
      steiner[index] += weight * tree.length
      longestPath[index] = max(longestPath[index], paths.max()!)
      meanPath[index] += weight * paths.reduce(0, +)
      sinkBits[index] += weight * Double(pins.count - 1)
    }
    for index in meanPath.indices where sinkBits[index] > 0 { meanPath[index] /= sinkBits[index] }
  }

  /// The Steiner length of a bit of a class, averaged over its bits, in micrometres.
  public func steinerPerBit(_ index: Int) -> Double {
    bits[index] > 0 ? steiner[index] / bits[index] : 0
  }

  /// The Steiner length of all bits of all classes.
  public var totalSteiner: Double { steiner.reduce(0, +) }
  /// The half perimeters of all bits of all classes.
  public var totalHalfPerimeter: Double { halfPerimeter.reduce(0, +) }
}

extension WireLengths: Codable {
  private enum Key: String, CodingKey {
    case classes, netCount, bits, halfPerimeter, steiner, longestPath, meanPath
  }

  private static let lists: [(Key, any WritableKeyPath<WireLengths, [Double]> & Sendable)] = [
    (.netCount, \.netCount), (.bits, \.bits), (.halfPerimeter, \.halfPerimeter),
    (.steiner, \.steiner), (.longestPath, \.longestPath), (.meanPath, \.meanPath),
  ]

  /// Writes the lists with the names of the classes, so that they can be read when there are more.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(BusClass.indexNames, forKey: .classes)
    for (key, list) in Self.lists { try container.encode(self[keyPath: list], forKey: key) }
  }

  /// Reads such lists. Classes that they do not name have no wires.
  public init(from decoder: any Decoder) throws {
    self.init()
    let container = try decoder.container(keyedBy: Key.self)
    let names = try container.decode([String].self, forKey: .classes)
    let places = try names.map { name in
      guard let place = BusClass.indexNames.firstIndex(of: name) else {
        throw DecodingError.dataCorruptedError(
          forKey: .classes, in: container,
          debugDescription: "expected the names of bus classes, found '\(name)'")
      }
      return place
    }
    for (key, list) in Self.lists {
      let values = try container.decode([Double].self, forKey: key)
      guard values.count == places.count else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container,
          debugDescription: "expected \(places.count) numbers, found \(values.count)")
      }
      for (place, value) in zip(places, values) { self[keyPath: list][place] = value }
    }
  }
}
