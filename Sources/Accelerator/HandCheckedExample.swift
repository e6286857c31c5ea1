public import Netlist

/// A design small enough that its costs can be worked out by hand. `netlists/README.md` does so for
/// density and congestion too.
public enum HandCheckedExample {
  /// Three hard macros, two soft ones, four ports, seven nets, on a die of 100 by 100 micrometres.
  ///
  /// | node | size | centre |
  /// |---|---|---|
  /// | `a` | 20 × 10 | (20, 20) |
  /// | `b` | 20 × 10 | (80, 20) |
  /// | `c` | 10 × 20 | (50, 80) |
  /// | `Grp_0_s` | 10 × 10 | (40, 50) |
  /// | `Grp_1_t` | 10 × 10 | (60, 50) |
  /// | ports | | west (0, 50), east (100, 50), south (50, 0), north (50, 100) |
  ///
  /// Half-perimeter wirelength, net by net:
  ///
  /// | net | pins at | width + height | weight | product |
  /// |---|---|---|---|---|
  /// | west to s | (0, 50) (40, 50) | 40 + 0 | 1 | 40 |
  /// | a/q to s | (30, 20) (40, 50) | 10 + 30 | 2 | 80 |
  /// | b/q to t | (70, 20) (60, 50) | 10 + 30 | 2 | 80 |
  /// | s to t and c/d | (40, 50) (60, 50) (50, 70) | 20 + 20 | 3 | 120 |
  /// | t to east | (60, 50) (100, 50) | 40 + 0 | 1 | 40 |
  /// | south to a/d and b/d | (50, 0) (10, 15) (90, 15) | 80 + 15 | 1 | 95 |
  /// | c/q to north | (50, 90) (50, 100) | 0 + 10 | 4 | 40 |
  ///
  /// The weighted sum is 495, the plain sum 305, and the weights add up to 14.
  public static func design() -> Design {
    var example = Builder()
    let west = example.port("west", 0, 50, drives: true)
    let east = example.port("east", 100, 50, drives: false)
    let south = example.port("south", 50, 0, drives: true)
    let north = example.port("north", 50, 100, drives: false)
    example.node(.hardMacro, "a", 20, 10, 20, 20)
    let (aInput, aOutput) = (
      example.pin("a/d", -10, -5, .input), example.pin("a/q", 10, 0, .output)
    )
    example.node(.hardMacro, "b", 20, 10, 80, 20)
    let (bInput, bOutput) = (
      example.pin("b/d", 10, -5, .input), example.pin("b/q", -10, 0, .output)
    )
    example.node(.hardMacro, "c", 10, 20, 50, 80)
    let (cInput, cOutput) = (example.pin("c/d", 0, -10, .input), example.pin("c/q", 0, 10, .output))
    example.node(.softMacro, "Grp_0_s", 10, 10, 40, 50)
    let sInput = example.pin("Grp_0_s/Pinput", 0, 0, .input)
    let sOutput = example.pin("Grp_0_s/Poutput_multi_0", 0, 0, .output)
    example.node(.softMacro, "Grp_1_t", 10, 10, 60, 50)
    let tInput = example.pin("Grp_1_t/Pinput", 0, 0, .input)
    let tOutput = example.pin("Grp_1_t/Poutput_single_0", 0, 0, .output)
    example.net(west, [sInput], 1)
    example.net(aOutput, [sInput], 2)
    example.net(bOutput, [tInput], 2)
    example.net(sOutput, [tInput, cInput], 3)
    example.net(tOutput, [east], 1)
    example.net(south, [aInput, bInput], 1)
    example.net(cOutput, [north], 4)
    return example.design(portSides: ["LEFT", "RIGHT", "BOTTOM", "TOP"])
  }

  /// The supply that the costs are worked out with.
  private static let routing = RoutingSupply(
    horizontal: 57.031, vertical: 56.818, horizontalUsedByMacros: 39.583,
    verticalUsedByMacros: 30.303)

  private struct Builder {
    private var builder = NetlistBuilder(name: "hand_checked")
    private var places: [(x: Double, y: Double)] = []

    mutating func node(
      _ kind: NodeKind, _ name: String, _ width: Double, _ height: Double, _ x: Double, _ y: Double
    ) {
      _ = builder.addNode(kind, symbol: builder.names.intern(name), width: width, height: height)
      places.append((x, y))
    }

    mutating func port(_ name: String, _ x: Double, _ y: Double, drives: Bool) -> PinID {
      node(.port, name, 0, 0, x, y)
      return builder.addPin(
        of: NodeID(builder.nodeCount - 1), direction: drives ? .output : .input)
    }

    /// Adds a pin to the last node.
    mutating func pin(
      _ name: String, _ offsetX: Double, _ offsetY: Double, _ direction: PinDirection
    ) -> PinID {
      builder.addPin(
        of: NodeID(builder.nodeCount - 1), symbol: builder.names.intern(name), offsetX: offsetX,
        offsetY: offsetY, direction: direction)
    }

    mutating func net(_ driver: PinID, _ sinks: [PinID], _ weight: Double) {
      builder.connect(driver)
      for sink in sinks { builder.connect(sink) }
      builder.endNet(weight: weight, driver: driver)
    }

    func design(portSides: [String]) -> Design {
      let netlist = builder.build()
      let floorplan = Floorplan(
        die: Box(minX: 0, minY: 0, maxX: 100, maxY: 100), columns: 4, rows: 4,
        routing: routing)
      var placement = Placement(for: netlist)
      placement.x = places.map(\.x)
      placement.y = places.map(\.y)
      var source = SourceNotes()
      source.portSides =
        portSides + [String?](repeating: nil, count: netlist.nodeCount - portSides.count)
      return Design(
        netlist: netlist, floorplan: floorplan, placement: placement, source: source)
    }
  }
}
