public import Netlist

extension LayoutSection.Animation {
  /// Frames of the nodes that move between them or to the last placement.
  init(
    _ frames: [(label: String, placement: Placement)], _ netlist: Netlist, last: Placement
  ) {
    var extent = Box(minX: .infinity, minY: .infinity, maxX: -.infinity, maxY: -.infinity)
    var moving: [Int32] = []
    for node in 0..<netlist.nodeCount {
      let moves = frames.contains { frame in
        frame.placement.x[node] != last.x[node] || frame.placement.y[node] != last.y[node]
          || frame.placement.orientations[node] != last.orientations[node]
      }
      let isPlaced = frames.allSatisfy {
        $0.placement.x[node].isFinite && $0.placement.y[node].isFinite
      }
      guard moves, isPlaced else { continue }
      moving.append(Int32(node))
      for frame in frames {
        let (x, y) = (frame.placement.x[node], frame.placement.y[node])
        extent = Box(
          minX: min(extent.minX, x), minY: min(extent.minY, y), maxX: max(extent.maxX, x),
          maxY: max(extent.maxY, y))
      }
    }
    if moving.isEmpty { extent = Box(minX: 0, minY: 0, maxX: 1, maxY: 1) }
    func levels(_ values: [Double], from least: Double, over length: Double) -> PackedNumbers {
      let scale = length > 0 ? 65535 / length : 0
      return PackedNumbers(
        moving.map { UInt16(((values[Int($0)] - least) * scale).rounded()) })
    }
    self.init(
      nodes: PackedNumbers(moving), extent: LayoutSection.Rectangle(extent),
      frames: frames.map { frame in
        Frame(
          label: frame.label,
          x: levels(frame.placement.x, from: extent.minX, over: extent.width),
          y: levels(frame.placement.y, from: extent.minY, over: extent.height),
          orientations: PackedNumbers(
            moving.map { frame.placement.orientations[Int($0)].rawValue }))
      })
  }
}

/// Keeps placements of a run for an animation, evenly over the run, however long that is: when there is
/// no more room every second one goes, and from then on every second one comes in.
public struct FrameSampler: Sendable {
  /// The frames so far.
  public private(set) var frames: [(label: String, placement: Placement)] = []
  private let limit: Int
  private var stride = 1
  private var seen = 0

  /// A sampler of at most `limit` frames, fewer for designs so large that those would have more than
  /// `placeLimit` places of nodes.
  public init(nodeCount: Int, limit: Int = 60, placeLimit: Int = 2_000_000) {
    self.limit = max(2, min(limit, placeLimit / max(nodeCount, 1)))
  }

  /// Whether the next placement offered is kept; one that is not can be left unmade.
  public var takesNext: Bool { seen % stride == 0 }

  /// Offers the next placement.
  public mutating func add(_ label: @autoclosure () -> String, _ placement: Placement) {
    defer { seen += 1 }
    guard takesNext else { return }
    if frames.count == limit {
      frames = frames.indices.filter { $0 % 2 == 0 }.map { frames[$0] }
      stride *= 2
      guard takesNext else { return }
    }
    frames.append((label(), placement))
  }
}
