public import Evaluation
import Foundation
public import Netlist

extension LayoutSection {
  /// A placement to show, and what it costs.
  public struct Source: Sendable {
    /// What it is: a file's name, "before".
    public var label: String
    /// Where the nodes are.
    public var placement: Placement
    /// Its cost with the maps behind it; nil shows neither.
    public var evaluation: Evaluation?

    /// A placement with its name.
    public init(_ label: String, _ placement: Placement, _ evaluation: Evaluation? = nil) {
      self.label = label
      self.placement = placement
      self.evaluation = evaluation
    }
  }

  /// The layout of a design in one or more placements.
  ///
  /// - Parameters:
  ///   - sources: the placements, before first and after last.
  ///   - frames: placements to play, with a label each.
  /// - Precondition: there is a placement, and all are of the design's netlist.
  public init(
    title: String, design: Design, sources: [Source],
    frames: [(label: String, placement: Placement)] = [], note: String = ""
  ) {
    precondition(!sources.isEmpty, "a placement is needed")
    let netlist = design.netlist
    let floorplan = design.floorplan
    self.title = title
    self.note = note
    unit = Self.unitName(of: design)
    unitLength = floorplan.unitsPerMicron
    columns = floorplan.columns
    rows = floorplan.rows
    die = Rectangle(floorplan.die)
    blockages = floorplan.blockages.map { Rectangle($0.box) }
    nodes = Nodes(netlist, isFixed: sources.last!.placement.isFixed)
    nets = Nets(netlist)
    views = sources.map { View($0) }
    animation =
      frames.isEmpty ? nil : Animation(frames, netlist, last: sources.last!.placement)
  }

  /// The unit that lengths of a design are shown in: Bookshelf files and synthetic designs have one of
  /// their own.
  public static func unitName(of design: Design) -> String {
    let isOwn = ["bookshelf", "synthetic"].contains(design.source.formatName)
    return isOwn && design.floorplan.unitsPerMicron == 1 ? "units" : "µm"
  }
}

extension LayoutSection.Rectangle {
  package init(_ box: Box) {
    self.init(minX: box.minX, minY: box.minY, maxX: box.maxX, maxY: box.maxY)
  }
}

extension LayoutSection.Nodes {
  init(_ netlist: Netlist, isFixed: [Bool]) {
    self.init(
      count: netlist.nodeCount, kinds: PackedNumbers(netlist.nodeKinds.map(\.rawValue)),
      widths: PackedNumbers(netlist.nodeWidths.map { Float($0) }),
      heights: PackedNumbers(netlist.nodeHeights.map { Float($0) }),
      fixed: PackedNumbers(isFixed.map { $0 ? 1 : 0 } as [UInt8]),
      names: nameLines((0..<netlist.nodeCount).lazy.map { netlist.name(of: NodeID($0)) }))
  }
}

extension LayoutSection.Nets {
  init(_ netlist: Netlist) {
    var starts: [Int32] = [0]
    var nodes: [Int32] = []
    // The last net that each node was seen on.
    var seen = [Int32](repeating: -1, count: netlist.nodeCount)
    for net in 0..<netlist.netCount {
      let driver = netlist.netDrivers[net].map { netlist.pinNodes[$0.index].rawValue }
      if let driver {
        nodes.append(driver)
        seen[Int(driver)] = Int32(net)
      }
      for pin in netlist.netPins[net] {
        let node = netlist.pinNodes[pin.index].rawValue
        if seen[Int(node)] == Int32(net) { continue }
        seen[Int(node)] = Int32(net)
        nodes.append(node)
      }
      starts.append(Int32(nodes.count))
    }
    self.init(
      count: netlist.netCount, starts: PackedNumbers(starts), nodes: PackedNumbers(nodes),
      names: nameLines((0..<netlist.netCount).lazy.map { netlist.name(of: NetID($0)) }))
  }
}

/// Names with line feeds between them; one in a name would count as two names.
private func nameLines(_ names: some Sequence<String>) -> String {
  var text = ""
  var isFirst = true
  for name in names {
    if !isFirst { text += "\n" }
    isFirst = false
    text +=
      name.utf8.contains(0x0A) ? String(name.map { $0.isNewline ? "\u{FFFD}" : $0 }) : name
  }
  return text
}

extension LayoutSection.View {
  init(_ source: LayoutSection.Source) {
    self.init(
      label: source.label, x: PackedNumbers(source.placement.x.map { Float($0) }),
      y: PackedNumbers(source.placement.y.map { Float($0) }),
      orientations: PackedNumbers(source.placement.orientations.map(\.rawValue)),
      figures: source.evaluation?.reportFigures ?? [], maps: source.evaluation?.reportMaps ?? [])
  }
}

extension Evaluation {
  /// The proxy cost and its parts.
  var reportFigures: [ReportFigure] {
    [
      ReportFigure("Proxy cost", FigureText.cost(proxy)),
      ReportFigure("Wirelength", FigureText.cost(terms.wirelength)),
      ReportFigure("Density", FigureText.cost(terms.density)),
      ReportFigure("Congestion", FigureText.cost(terms.congestion)),
    ]
  }

  var reportMaps: [LayoutSection.HeatMap] {
    zip(LayoutSection.HeatMap.ofCost, maps).map { kind, values in
      LayoutSection.HeatMap(
        name: kind.name, unit: kind.unit, values: PackedNumbers(values.map { Float($0) }))
    }
  }

  /// The values of ``LayoutSection/HeatMap/ofCost``.
  package var maps: [[Double]] { [density, horizontalCongestion, verticalCongestion] }
}

extension LayoutSection.HeatMap {
  /// The maps behind a cost, by name and unit.
  package static let ofCost = [
    (name: "Density", unit: "area / cell area"),
    (name: "Horizontal congestion", unit: "demand / supply"),
    (name: "Vertical congestion", unit: "demand / supply"),
  ]
}

/// Figures as reports write them.
public enum FigureText {
  /// A cost to a ten-thousandth.
  public static func cost(_ value: Double) -> String { decimal(value, 4) }

  /// A whole number, thousands apart.
  public static func whole(_ value: Int) -> String {
    value.formatted(.number.locale(Locale(identifier: "en_US")))
  }

  /// A number to six significant digits, thousands apart.
  public static func plain(_ value: Double) -> String {
    value.formatted(
      .number.precision(.significantDigits(1...6)).locale(Locale(identifier: "en_US")))
  }

  /// A number with so many decimals.
  public static func decimal(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
    return String(format: "%.*f", decimals, value)
  }
}
