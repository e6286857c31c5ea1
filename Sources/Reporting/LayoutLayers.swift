import Netlist

/// The layers of a layout's picture, from the ground up.
struct LayoutLayers {
  let scene: Scene
  let frame: PlotFrame

  private var scale: Double { frame.scale }

  static func hardMacroStyle(_ scale: Double) -> Style {
    Style(fill: Palette.hardMacro, stroke: Palette.hardMacroOutline, lineWidth: 1 * scale)
  }

  static func softMacroStyle(_ scale: Double) -> Style {
    Style(fill: Palette.softMacro, stroke: Palette.softMacroOutline, lineWidth: 0.7 * scale)
  }

  static func hatchStyle(_ scale: Double) -> Style {
    Style(stroke: Palette.fixedHatch, lineWidth: 1 * scale)
  }

  func drawDie(showsGrid: Bool, on canvas: inout Canvas) {
    let die = frame.box(scene.die)
    canvas.group("die") { canvas in
      canvas.draw(.box(die), Style(fill: Palette.die))
      if showsGrid { drawGrid(on: &canvas) }
      canvas.draw(.box(die), Style(stroke: Palette.dieOutline, lineWidth: 1.4 * scale))
    }
  }

  private func drawGrid(on canvas: inout Canvas) {
    let die = frame.box(scene.die)
    let columns = scene.floorplan.columns
    let rows = scene.floorplan.rows
    // Lines closer than this would only grey the die.
    let closest = 3 * scale
    guard columns > 0, rows > 0, die.width / Double(columns) >= closest,
      die.height / Double(rows) >= closest
    else { return }
    var points: [Point] = []
    for column in 1..<max(columns, 1) {
      let x = die.minX + die.width * Double(column) / Double(columns)
      points += [Point(x: x, y: die.minY), Point(x: x, y: die.maxY)]
    }
    for row in 1..<max(rows, 1) {
      let y = die.minY + die.height * Double(row) / Double(rows)
      points += [Point(x: die.minX, y: y), Point(x: die.maxX, y: y)]
    }
    if !points.isEmpty {
      canvas.draw(.segments(points), Style(stroke: Palette.gridLine, lineWidth: 0.8 * scale))
    }
  }

  func drawBlockages(on canvas: inout Canvas) {
    let blockages = scene.floorplan.blockages
    if blockages.isEmpty { return }
    canvas.group("blockages") { canvas in
      for blockage in blockages {
        let box = frame.box(blockage.box)
        guard box.width.isFinite, box.height.isFinite else { continue }
        let density = min(max(blockage.density.isFinite ? blockage.density : 1, 0), 1)
        Self.drawBlockage(box, density: density, scale: scale, on: &canvas)
      }
    }
  }

  /// A grey box, the darker the more of it is closed, crossed out.
  static func drawBlockage(
    _ box: Box, density: Double, scale: Double, on canvas: inout Canvas
  ) {
    var fill = Palette.blockage
    fill.opacity = 0.08 + 0.22 * density
    var stroke = Palette.blockage
    stroke.opacity = 0.5
    let style = Style(fill: fill, stroke: stroke, lineWidth: 0.8 * scale)
    let percent = Int((density * 100).rounded())
    canvas.draw(.box(box), style, title: "blockage, \(percent) % closed")
    canvas.draw(
      .segments([
        Point(x: box.minX, y: box.minY), Point(x: box.maxX, y: box.maxY),
        Point(x: box.minX, y: box.maxY), Point(x: box.maxX, y: box.minY),
      ]), Style(stroke: stroke, lineWidth: 0.6 * scale))
  }

  func drawCells(on canvas: inout Canvas) {
    if scene.cells.isEmpty { return }
    let boxes = scene.cells.lazy.map { frame.box(scene.box(of: $0)) }
    canvas.group("standard-cells") { canvas in
      if scene.cells.count <= CoverageMap.fewestBoxes {
        canvas.draw(.boxes(Array(boxes)), Style(fill: Palette.cell))
      } else {
        var coverage = CoverageMap(area: frame.plot)
        for box in boxes { coverage.add(box) }
        for (share, runs) in coverage.runs() {
          var color = Palette.cell
          color.opacity *= share
          canvas.draw(.boxes(runs), Style(fill: color))
        }
      }
    }
  }

  func drawSoftMacros(on canvas: inout Canvas) {
    if scene.softMacros.isEmpty { return }
    canvas.group("soft-macros") { canvas in
      for node in scene.softMacros {
        canvas.draw(
          .box(frame.box(scene.box(of: node))), Self.softMacroStyle(scale),
          title: scene.netlist.name(of: node))
      }
    }
  }

  func drawHardMacros(on canvas: inout Canvas) {
    if scene.hardMacros.isEmpty { return }
    canvas.group("hard-macros") { canvas in
      for node in scene.hardMacros {
        let orientation = scene.placement.orientations[node.index]
        let fixed = scene.placement.isFixed[node.index] ? ", fixed" : ""
        canvas.draw(
          .box(frame.box(scene.box(of: node))), Self.hardMacroStyle(scale),
          title: "\(scene.netlist.name(of: node)) (\(orientation.name)\(fixed))")
      }
    }
    canvas.group("fixed") { canvas in
      let lines = scene.hardMacros.filter { scene.placement.isFixed[$0.index] }
        .flatMap { Self.hatch(frame.box(scene.box(of: $0)), within: frame.plot, scale: scale) }
      if !lines.isEmpty { canvas.draw(.segments(lines), Self.hatchStyle(scale)) }
    }
    canvas.group("orientation") { canvas in
      for node in scene.hardMacros {
        if let corner = corner(of: node) {
          canvas.draw(.polygon(corner), Style(fill: Palette.hardMacroOutline))
        }
      }
    }
  }

  /// Rising diagonals over the visible part of a box.
  static func hatch(_ box: Box, within area: Box, scale: Double) -> [Point] {
    let left = max(box.minX, area.minX)
    let right = min(box.maxX, area.maxX)
    let top = max(box.minY, area.minY)
    let bottom = min(box.maxY, area.maxY)
    guard left < right, top < bottom else { return [] }
    let spacing = 6 * scale
    var points: [Point] = []
    // The line of constant x + y = sum.
    let first = ((left + top) / spacing).rounded(.up) * spacing
    for sum in stride(from: first, to: right + bottom, by: spacing) {
      let start = max(left, sum - bottom)
      let end = min(right, sum - top)
      if start < end { points += [Point(x: start, y: sum - start), Point(x: end, y: sum - end)] }
    }
    return points
  }

  /// A triangle in the corner that is the lower left one in orientation N.
  private func corner(of node: NodeID) -> [Point]? {
    let index = node.index
    let width = scene.netlist.nodeWidths[index]
    let height = scene.netlist.nodeHeights[index]
    let leg = min(0.3 * min(width, height), 9 * scale / frame.zoom)
    guard leg * frame.zoom >= 2 else { return nil }
    let orientation = scene.placement.orientations[index]
    return [(0.0, 0.0), (leg, 0.0), (0.0, leg)].map { x, y in
      let offset = orientation.apply(x - width / 2, y - height / 2)
      return frame.point(scene.placement.x[index] + offset.x, scene.placement.y[index] + offset.y)
    }
  }

  func drawPorts(on canvas: inout Canvas) {
    if scene.ports.isEmpty { return }
    canvas.group("ports") { canvas in
      for node in scene.ports {
        canvas.draw(
          .polygon(portMark(scene.placement.x[node.index], scene.placement.y[node.index])),
          Style(fill: Palette.port), title: scene.netlist.name(of: node))
      }
    }
  }

  /// A triangle outside the die that points at a port on its edge, or a small diamond elsewhere.
  private func portMark(_ x: Double, _ y: Double) -> [Point] {
    let tip = frame.point(x, y)
    let die = frame.box(scene.die)
    let half = (scene.ports.count > 150 ? 1.8 : 3) * scale
    let length = 6 * scale
    let near = 3 * scale
    let sides = [
      (abs(tip.x - die.minX), -1.0, 0.0), (abs(tip.x - die.maxX), 1.0, 0.0),
      (abs(tip.y - die.minY), 0.0, -1.0), (abs(tip.y - die.maxY), 0.0, 1.0),
    ]
    guard let side = sides.min(by: { $0.0 < $1.0 }), side.0 <= near else {
      return [(-half, 0.0), (0.0, half), (half, 0.0), (0.0, -half)].map {
        Point(x: tip.x + $0.0, y: tip.y + $0.1)
      }
    }
    let (_, outX, outY) = side
    return [
      tip,
      Point(x: tip.x + outX * length - outY * half, y: tip.y + outY * length + outX * half),
      Point(x: tip.x + outX * length + outY * half, y: tip.y + outY * length - outX * half),
    ]
  }
}
