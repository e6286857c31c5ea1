import Netlist

/// The names of macros, written inside them where they fit.
struct MacroNames {
  let scene: Scene
  let frame: PlotFrame

  private static let largestSize = 12.0
  private static let smallestSize = 6.5

  func draw(on canvas: inout Canvas) {
    canvas.group("names") { canvas in
      for node in scene.softMacros { drawName(of: node, Palette.softMacroName, on: &canvas) }
      for node in scene.hardMacros { drawName(of: node, Palette.ink, on: &canvas) }
    }
  }

  /// The last part of a hierarchical name.
  static func shortName(_ name: String) -> String {
    String(name.split(separator: "/").last ?? Substring(name))
  }

  /// Writes the name along the longer side: as large as the box allows, shrunk to fit, on two lines
  /// if that keeps it larger, or else with its middle left out, or not at all.
  private func drawName(of node: NodeID, _ color: Color, on canvas: inout Canvas) {
    let box = frame.box(scene.box(of: node))
    let isVertical = box.height > 1.25 * box.width
    // Room left beside the outline, and for the orientation mark at the ends.
    let length = (isVertical ? box.height : box.width) - 8 * frame.scale
    let thickness = isVertical ? box.width : box.height
    let smallest = Self.smallestSize * frame.scale
    let largest = min(Self.largestSize * frame.scale, thickness * 0.55)
    guard largest >= smallest, length > 0 else { return }
    let name = printable(Self.shortName(scene.netlist.name(of: node)))
    var lines = [name]
    var size = min(largest, length / max(widthPerSize(lines, canvas), 1e-9))
    if size < 0.8 * largest, let broken = twoLines(name, canvas) {
      let brokenSize = min(
        Self.largestSize * frame.scale, thickness * 0.36, length / widthPerSize(broken, canvas))
      if brokenSize > size {
        lines = broken
        size = brokenSize
      }
    }
    if size < smallest { lines = [name] }
    size = max(size, smallest)
    let fitting = lines.compactMap {
      // A line shrunk to fit is as long as the room but for rounding.
      canvas.measure.elided(
        $0, size: size, to: length + 0.1, fewest: max(4, $0.count / 2))
    }
    guard fitting.count == lines.count else { return }
    for (index, line) in fitting.enumerated() {
      // Capitals are about 0.7 of the size tall: half of that centres them.
      let shift = (0.35 + (Double(index) - Double(lines.count - 1) / 2) * 1.15) * size
      canvas.draw(
        Text(
          string: line, x: box.centerX + (isVertical ? shift : 0),
          y: box.centerY + (isVertical ? 0 : shift), size: size, color: color, anchor: .middle,
          isVertical: isVertical, exactWidth: canvas.measure.width(line, size: size)))
    }
  }

  /// The width of the longest line, for type of size 1.
  private func widthPerSize(_ lines: [String], _ canvas: Canvas) -> Double {
    (lines.map { canvas.measure.width($0, size: 10) }.max() ?? 0) / 10
  }

  /// The name broken before a dot or bracket or beside an underscore, where that makes its parts
  /// most even.
  /// Short names stay whole.
  private func twoLines(_ name: String, _ canvas: Canvas) -> [String]? {
    guard name.count >= 8 else { return nil }
    let breaks = name.indices.dropFirst(2).filter {
      "._[".contains(name[$0]) || name[name.index(before: $0)] == "_"
    }
    let candidates = breaks.map { [String(name[..<$0]), String(name[$0...])] }
    return candidates.min { widthPerSize($0, canvas) < widthPerSize($1, canvas) }
  }
}
