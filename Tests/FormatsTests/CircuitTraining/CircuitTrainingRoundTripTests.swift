import Foundation
import Netlist
import TestSupport
import Testing

@testable import Formats

@Suite struct CircuitTrainingRoundTripTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The design as it reads back from its own files.
  private func roundTrip(_ design: Design) throws -> Design {
    try CircuitTrainingNetlist.write(design, to: folder.file("out.pb.txt.gz"))
    try PlacementFile.write(design, to: folder.file("out.plc"))
    var again = try CircuitTrainingNetlist.read(file: folder.file("out.pb.txt.gz"))
    try PlacementFile.read(file: folder.file("out.plc"), into: &again)
    return again
  }

  @Test func theSmallNetlistReadsBackAsItWas() throws {
    var design = try CircuitTrainingNetlist.read(
      file: try folder.write(SmallNetlist.text, to: "n.pb.txt"))
    try CircuitTrainingNetlist.write(design, to: folder.file("m.pb.txt"))
    let again = try CircuitTrainingNetlist.read(file: folder.file("m.pb.txt"))
    #expect(again.differences(from: design) == [])
    try PlacementFile.read(
      file: try folder.write(SmallNetlist.placement, to: "p.plc"), into: &design)
    #expect(try roundTrip(design).differences(from: design) == [])
  }

  @Test func attributesAreWrittenInOrderWithPlainNumbers() throws {
    let design = try CircuitTrainingNetlist.read(
      file: try folder.write(SmallNetlist.text, to: "n.pb.txt"))
    try CircuitTrainingNetlist.write(design, to: folder.file("m.pb.txt"))
    let text = try String(contentsOfFile: folder.file("m.pb.txt"), encoding: .utf8)
    let pin = """
      node {
        name: "B/O"
        input: "A/I"
        input: "A/I"
        input: "out"
        attr {
          key: "macro_name"
          value {
            placeholder: "B"
          }
        }
        attr {
          key: "type"
          value {
            placeholder: "MACRO_PIN"
          }
        }
        attr {
          key: "weight"
          value {
            f: 2.5
          }
        }
        attr {
          key: "x"
          value {
            f: 1
          }
        }
        attr {
          key: "x_offset"
          value {
            f: 1
          }
        }
        attr {
          key: "y"
          value {
            f: -1
          }
        }
        attr {
          key: "y_offset"
          value {
            f: -1
          }
        }
      }

      """
    #expect(text.contains(pin))
    #expect(text.hasPrefix("node {\n  name: \"__metadata__\"\n  attr {\n    key: \"soft_macro_"))
    #expect(text.contains("placeholder: \"maker \\\"x\\\"\""))
  }

  @Test func namesWithQuotesAndControlCharactersReadBack() throws {
    var builder = NetlistBuilder()
    let names = ["a\"b", "c\\d", "e\nf", "größe", "\u{1}7", "{ } #"]
    for name in names {
      let node = builder.addNode(.port, symbol: builder.names.intern(name), width: 0, height: 0)
      builder.connect(builder.addPin(of: node))
    }
    builder.endNet()
    let again = try roundTrip(foreign(builder.build()))
    #expect((0..<names.count).map { again.netlist.name(of: NodeID($0)) } == names)
    #expect(again.netlist.netPins.count(row: 0) == names.count)
  }

  // MARK: Designs from other formats

  private func foreign(_ netlist: Netlist, die: Box = Box(minX: 0, minY: 0, maxX: 8, maxY: 8))
    -> Design
  {
    Design(
      netlist: netlist, floorplan: Floorplan(die: die), placement: Placement(for: netlist))
  }

  /// A hard macro of three pins without names, cells, a port; nets without drivers and of one pin,
  /// one pin on two nets, one cell driving two, one port driving two, one weight on a port's net.
  private func awkwardDesign() -> Design {
    var builder = NetlistBuilder(name: "awkward")
    func node(_ kind: NodeKind, _ name: String, _ size: Double) -> NodeID {
      builder.addNode(kind, symbol: builder.names.intern(name), width: size, height: size)
    }
    let cell = node(.standardCell, "c", 1)
    let other = node(.standardCell, "d", 1)
    let macro = node(.hardMacro, "m", 4)
    let port = node(.port, "p", 0)
    let c = [builder.addPin(of: cell), builder.addPin(of: cell), builder.addPin(of: cell)]
    let d = builder.addPin(of: other)
    let m = (0..<3).map { builder.addPin(of: macro, offsetX: Double($0) - 1, offsetY: 0.5) }
    let p = builder.addPin(of: port)
    func net(_ pins: [PinID], weight: Double = 1, driver: PinID? = nil) {
      pins.forEach { builder.connect($0) }
      builder.endNet(weight: weight, driver: driver)
    }
    net([c[0], d, m[0]])
    net([d, c[1], m[1]], weight: 2, driver: c[1])
    net([m[2], p])
    net([m[2], d], weight: 3, driver: m[2])
    net([p, m[0]])
    net([p, m[1]])
    net([p, d], weight: 4)
    net([m[1]])
    net([])
    var design = foreign(builder.build(), die: Box(minX: 100, minY: -50, maxX: 300, maxY: 50))
    design.floorplan.unitsPerMicron = 2
    design.placement.x = [110, 120, 130, 140]
    design.placement.y = [-40, -30, -20, -10]
    design.placement.orientations[2] = .south
    return design
  }

  @Test func everyNetOfAForeignDesignKeepsItsPlacesAndWeight() throws {
    let design = awkwardDesign()
    let again = try roundTrip(design)
    /// Half-perimeters in micrometres with weights, sorted: what the nets are, whatever their order.
    func nets(_ design: Design, units: Double) -> [String] {
      let netlist = design.netlist
      return (0..<netlist.netCount).filter { netlist.netPins.count(row: $0) > 0 }.map { net in
        let places = netlist.netPins[net].map { pin -> (x: Double, y: Double) in
          design.placement.position(of: pin, in: netlist)
        }
        let width = places.map(\.x).max()! - places.map(\.x).min()!
        let height = places.map(\.y).max()! - places.map(\.y).min()!
        return "\(netlist.netWeights[net]): \((width + height) / units)"
      }.sorted()
    }
    #expect(nets(again, units: 1) == nets(design, units: 2))
    #expect(again.netlist.netCount == 8)
    #expect(again.netlist.count(of: .hardMacro) == 1)
    #expect(again.netlist.count(of: .softMacro) == 1, "the cell that drives two nets")
    #expect(again.netlist.count(of: .standardCell) == 1)
    #expect(again.netlist.count(of: .port) == 2, "the port that drives two nets, and its twin")
    #expect(again.floorplan.die == Box(minX: 0, minY: 0, maxX: 100, maxY: 50))
    #expect(again.netlist.names.find("m/P0") != nil && again.netlist.names.find("m/P3") != nil)
    let first = again.netlist.nodes(.hardMacro)[0]
    #expect(again.placement.x[first.index] == 15 && again.placement.y[first.index] == 15)
  }

  @Test func placementsOfForeignDesignsReadBackIntoThem() throws {
    let design = awkwardDesign()
    try PlacementFile.write(design, to: folder.file("out.plc"))
    var again = design
    again.placement.x = [0, 0, 0, 0]
    try PlacementFile.read(file: folder.file("out.plc"), into: &again)
    again.source.placementComments = []
    #expect(again.differences(from: design) == [])
  }

  @Test func whatTheFormatCannotHoldIsRefused() throws {
    func write(_ kinds: [(NodeKind, String)], weight: Double = 1) throws -> String {
      var builder = NetlistBuilder()
      for (kind, name) in kinds {
        let node = builder.addNode(kind, symbol: builder.names.intern(name), width: 1, height: 1)
        builder.connect(builder.addPin(of: node))
      }
      builder.endNet(weight: weight)
      do {
        try CircuitTrainingNetlist.write(foreign(builder.build()), to: folder.file("x"))
        return "none"
      } catch { return error.message }
    }
    #expect(try write([(.port, "a"), (.port, "b")], weight: 2).contains("joins ports alone"))
    #expect(try write([(.port, "a"), (.standardCell, "b")], weight: 2) == "none")
    #expect(try write([(.hardMacro, "Grp_1")]).contains("would be read as soft"))
    #expect(try write([(.port, "a"), (.port, "a")]).contains("needs a name of its own"))
    #expect(try write([(.port, "")]).contains("needs a name of its own"))
    #expect(try write([(.port, "a")], weight: .nan).contains("weight"))
    #expect(try write([(.standardCell, "a")], weight: .nan).contains("finite number"))
  }
}
