import ChipPlace
import Formats
import Netlist

/// A design behind a handle: its placement is in arrays that the caller may write.
final class DesignHandle {
  /// The design; of its placement nothing but what ``placement()`` brings up to date counts.
  private let design: Design
  /// Where nodes were when they were read.
  private(set) var reference: Placement
  private let options: ReadingOptions

  let x: StableArray<Double>
  let y: StableArray<Double>
  let orientations: StableArray<UInt8>
  let isFixed: StableArray<UInt8>

  let kinds: StableArray<UInt8>
  let widths: StableArray<Double>
  let heights: StableArray<Double>
  let netOffsets: StableArray<Int32>
  let netPins: StableArray<Int32>
  let netWeights: StableArray<Double>
  let pinNodes: StableArray<Int32>
  let pinOffsetsX: StableArray<Double>
  let pinOffsetsY: StableArray<Double>

  init(_ design: Design, options: ReadingOptions) {
    self.design = design
    self.options = options
    reference = design.placement
    x = StableArray(design.placement.x)
    y = StableArray(design.placement.y)
    orientations = StableArray(design.placement.orientations.map(\.rawValue))
    isFixed = StableArray(design.placement.isFixed.map { $0 ? 1 : 0 })
    let netlist = design.netlist
    kinds = StableArray(netlist.nodeKinds.map(\.rawValue))
    widths = StableArray(netlist.nodeWidths)
    heights = StableArray(netlist.nodeHeights)
    netOffsets = StableArray(netlist.netPins.offsets)
    netPins = StableArray(netlist.netPins.elements.map(\.rawValue))
    netWeights = StableArray(netlist.netWeights)
    pinNodes = StableArray(netlist.pinNodes.map(\.rawValue))
    pinOffsetsX = StableArray(netlist.pinOffsetsX)
    pinOffsetsY = StableArray(netlist.pinOffsetsY)
  }

  var netlist: Netlist { design.netlist }
  var floorplan: Floorplan { design.floorplan }

  /// The placement in the arrays.
  ///
  /// - Throws: ``ArgumentError`` if they hold what is none.
  func placement() throws(ArgumentError) -> Placement {
    var placement = reference
    for node in 0..<x.count {
      guard x.base[node].isFinite, y.base[node].isFinite else {
        throw ArgumentError(
          message: "'\(netlist.name(of: NodeID(node)))': expected a finite position, found "
            + "(\(x.base[node]), \(y.base[node]))")
      }
      guard let orientation = Orientation(rawValue: orientations.base[node]) else {
        throw ArgumentError(
          message:
            "'\(netlist.name(of: NodeID(node)))': expected an orientation from 0 to 7, found "
            + "\(orientations.base[node])")
      }
      placement.x[node] = x.base[node]
      placement.y[node] = y.base[node]
      placement.orientations[node] = orientation
      placement.isFixed[node] = isFixed.base[node] != 0
    }
    return placement
  }

  /// The design with the placement in the arrays.
  func current() throws(ArgumentError) -> Design {
    var result = design
    result.placement = try placement()
    return result
  }

  /// Writes a placement into the arrays.
  func store(_ placement: Placement) {
    for node in 0..<x.count {
      x.base[node] = placement.x[node]
      y.base[node] = placement.y[node]
      orientations.base[node] = placement.orientations[node].rawValue
      isFixed.base[node] = placement.isFixed[node] ? 1 : 0
    }
  }

  func readPlacement(file: String) throws {
    var read = try current()
    try read.readPlacement(file: file, options: options)
    reference = read.placement
    store(read.placement)
  }

  func write(to file: String) throws {
    let library =
      options.libraries.isEmpty ? nil : try CellLibrary(lefFiles: options.libraries)
    try current().write(to: file, library: library)
  }
}
