import Evaluation
public import Netlist

/// What an engineer looks at in a placement of macros beside its cost. All but the narrowest gap are
/// shares from 0 up, and better the smaller they are.
public struct LayoutMeasures: Hashable, Sendable {
  /// The channel that is asked for between macros, in the design's length unit.
  public var channelWidth: Double
  /// The narrowest gap between hard macros, or between one and the die's edge; nil where nothing stands
  /// before anything. Macros that touch have none.
  public var narrowestGap: Double?
  /// The share of the die that is free, but in channels or notches narrower than ``channelWidth``.
  public var channels: Double
  /// The share of the die that is free and wide enough, but cut off from the largest free part.
  public var cutOff: Double
  /// The share of the hard macros' pins that have less than ``channelWidth`` before them.
  public var blockedPins: Double
  /// The share of hard macros that are not in line with the nearest one of their size.
  public var unaligned: Double
  /// How far hard macros are from the die's edge, by area: 1 is half of the die's shorter side.
  public var boundary: Double
  /// The pins on nets in the fullest cell of the cost grid over the mean of all cells: where cells and power
  /// will be dense. 1 without pins.
  public var pinPeak: Double

  /// The measures of a placement.
  ///
  /// - Parameter channelWidth: the channel to ask for; ``defaultChannelWidth(_:_:)`` by default.
  /// - Precondition: all coordinates are finite.
  public init(
    netlist: Netlist, floorplan: Floorplan, placement: Placement, channelWidth: Double? = nil
  ) {
    let macros = netlist.nodes(.hardMacro)
    let boxes = macros.map { placement.box(of: $0, in: netlist) }
    let channel = channelWidth ?? Self.defaultChannelWidth(netlist, placement)
    self.channelWidth = channel
    let die = floorplan.die
    // Macros that are kept apart for readers in single precision touch.
    let noise = 1e-6 * max(die.width, die.height)
    let space = WhiteSpace(boxes, die: die, channel: channel, noise: noise)
    narrowestGap = space.narrowest.isFinite ? space.narrowest : nil
    channels = space.narrowArea / die.area
    cutOff = space.cutOffArea / die.area
    blockedPins = PinAccess.blockedShare(
      netlist, floorplan, placement, macros: macros, boxes: boxes, channel: channel, noise: noise)
    unaligned = MacroOrder.unalignedShare(boxes)
    boundary = MacroOrder.boundaryDistance(boxes, die: die)
    pinPeak = Self.pinPeak(netlist, floorplan, placement)
  }

  /// A tenth of the side of a square as large as hard macros are in the mean.
  public static func defaultChannelWidth(_ netlist: Netlist, _ placement: Placement) -> Double {
    let macros = netlist.nodes(.hardMacro)
    let area = macros.reduce(0) { $0 + placement.box(of: $1, in: netlist).area }
    return 0.1 * (area / Double(max(1, macros.count))).squareRoot()
  }

  private static func pinPeak(
    _ netlist: Netlist, _ floorplan: Floorplan, _ placement: Placement
  ) -> Double {
    let grid = CostGrid(floorplan)
    var counts = [Int](repeating: 0, count: grid.cellCount)
    for pin in netlist.netPins.elements {
      let place = placement.position(of: pin, in: netlist)
      counts[grid.row(place.y) * grid.columns + grid.column(place.x)] += 1
    }
    let total = netlist.netPins.elements.count
    return total == 0
      ? 1 : Double(counts.max() ?? 0) * Double(grid.cellCount) / Double(total)
  }
}
