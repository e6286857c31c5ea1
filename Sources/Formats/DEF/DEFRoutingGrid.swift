internal import Netlist

/// The `TRACKS` and `GCELLGRID` statements of a file.
struct DEFRoutingGrid {
  /// Evenly spaced lines, at right angles to an axis.
  struct Lines {
    /// Whether they are at values of x, so that what runs along them is vertical.
    var isVertical: Bool
    var start: Double
    var count: Int
    var step: Double

    /// How many of them lie in a range.
    func count(from low: Double, to high: Double) -> Double {
      guard step > 0 else { return start >= low && start <= high ? 1 : 0 }
      let first = max(((low - start) / step).rounded(.up), 0)
      let last = min(((high - start) / step).rounded(.down), Double(count) - 1)
      return max(last - first + 1, 0)
    }
  }

  /// The tracks of one statement on one layer.
  struct Tracks {
    var lines: Lines
    /// The layer, or nil for tracks of every layer.
    var layer: String?
  }

  var tracks: [Tracks] = []
  var cells: [Lines] = []

  /// The routes per unit of length: the tracks inside the die, divided by its extent across them.
  ///
  /// Tracks count on routing layers whose preferred direction they run in, and on layers of which
  /// the library states no direction; tracks without a layer count on each routing layer that prefers
  /// their direction. Hard macros use up the tracks of the layers on which any of `macros` has an
  /// obstruction. Without tracks there is one a pitch on each routing layer of the library or, without
  /// such layers, Circuit Training's default.
  func supply(
    die: Box, unitsPerMicron: Double, library: CellLibrary, macros: [CellLibrary.Master]
  ) -> RoutingSupply {
    var supply = RoutingSupply(
      horizontal: 0, vertical: 0, horizontalUsedByMacros: 0, verticalUsedByMacros: 0)
    let closed = Set(macros.lazy.flatMap { $0.obstructions.lazy.map(\.layer) })
    for tracks in tracks {
      let lines = tracks.lines
      let routes =
        lines.isVertical
        ? lines.count(from: die.minX, to: die.maxX) / die.width
        : lines.count(from: die.minY, to: die.maxY) / die.height
      for layer in layers(of: tracks, in: library) {
        let used = closed.contains(layer) ? routes : 0
        if lines.isVertical {
          supply.vertical += routes
          supply.verticalUsedByMacros += used
        } else {
          supply.horizontal += routes
          supply.horizontalUsedByMacros += used
        }
      }
    }
    if supply.horizontal > 0, supply.vertical > 0 { return supply }
    return library.routingSupply(unitsPerMicron: unitsPerMicron, closed: closed)
      ?? RoutingSupply(unitsPerMicron: unitsPerMicron)
  }

  /// The names of the layers on which tracks count.
  private func layers(of tracks: Tracks, in library: CellLibrary) -> [String] {
    let isHorizontal = !tracks.lines.isVertical
    guard let name = tracks.layer else {
      return library.layers.filter { $0.purpose == .routing && $0.isHorizontal == isHorizontal }
        .map(\.name)
    }
    guard let index = library.layerIndex(name) else { return [name] }
    let layer = library.layers[index]
    guard layer.purpose == .routing else { return [] }
    return layer.isHorizontal == nil || layer.isHorizontal == isHorizontal ? [name] : []
  }

  /// The columns and rows of the cost grid: those of `GCELLGRID` where the lines inside the die make
  /// 10 to 128 each way; else as many square cells as come to √nodes / 2 along a square die, with
  /// the same limits.
  func size(die: Box, nodeCount: Int) -> (columns: Int, rows: Int) {
    let limits = CostGridSize.limits
    var columns = -1.0
    var rows = -1.0
    for lines in cells {
      if lines.isVertical {
        columns += lines.count(from: die.minX, to: die.maxX)
      } else {
        rows += lines.count(from: die.minY, to: die.maxY)
      }
    }
    if limits.contains(columns), limits.contains(rows) { return (Int(columns), Int(rows)) }
    return CostGridSize.suiting(die: die, nodeCount: nodeCount)
  }
}
