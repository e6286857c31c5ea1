import Netlist

/// What the colours and marks of a layout mean, with counts.
struct LayoutLegend {
  let scene: Scene
  let frame: PlotFrame

  func draw(on canvas: inout Canvas) {
    canvas.group("legend") { canvas in
      var rows = LegendRows(side: frame.side, scale: frame.scale)
      drawMacroRows(&rows, on: &canvas)
      drawOtherRows(&rows, on: &canvas)
      rows.skip()
      for (label, value) in figures() { rows.add(label, value, on: &canvas) }
    }
  }

  private func drawMacroRows(_ rows: inout LegendRows, on canvas: inout Canvas) {
    let scale = frame.scale
    let fixed = scene.hardMacros.filter { scene.placement.isFixed[$0.index] }.count
    if !scene.hardMacros.isEmpty {
      rows.add("Hard macros", NumberLabels.count(scene.hardMacros.count), on: &canvas) {
        $0.draw(.box($1), LayoutLayers.hardMacroStyle(scale))
      }
    }
    if fixed > 0 {
      rows.add("of them fixed", NumberLabels.count(fixed), on: &canvas) {
        $0.draw(.box($1), LayoutLayers.hardMacroStyle(scale))
        $0.draw(
          .segments(LayoutLayers.hatch($1, within: $1, scale: scale * 0.7)),
          LayoutLayers.hatchStyle(scale))
      }
    }
    if !scene.hardMacros.isEmpty {
      rows.add("lower left corner in N", "", on: &canvas) {
        let leg = $1.height * 0.75
        $0.draw(.box($1), Style(stroke: Palette.hardMacroOutline, lineWidth: scale))
        $0.draw(
          .polygon([
            Point(x: $1.minX, y: $1.maxY), Point(x: $1.minX + leg, y: $1.maxY),
            Point(x: $1.minX, y: $1.maxY - leg),
          ]), Style(fill: Palette.hardMacroOutline))
      }
    }
    if !scene.softMacros.isEmpty {
      rows.add("Soft macros", NumberLabels.count(scene.softMacros.count), on: &canvas) {
        $0.draw(.box($1), LayoutLayers.softMacroStyle(scale))
      }
    }
  }

  private func drawOtherRows(_ rows: inout LegendRows, on canvas: inout Canvas) {
    let scale = frame.scale
    if !scene.cells.isEmpty {
      rows.add("Standard cells", NumberLabels.count(scene.cells.count), on: &canvas) {
        $0.draw(.box($1), Style(fill: Palette.cell))
      }
    }
    if !scene.ports.isEmpty {
      rows.add("Ports", NumberLabels.count(scene.ports.count), on: &canvas) {
        let half = 4 * scale
        $0.draw(
          .polygon([
            Point(x: $1.centerX, y: $1.centerY + half),
            Point(x: $1.centerX - half, y: $1.centerY - half),
            Point(x: $1.centerX + half, y: $1.centerY - half),
          ]), Style(fill: Palette.port))
      }
    }
    if !scene.floorplan.blockages.isEmpty {
      let count = NumberLabels.count(scene.floorplan.blockages.count)
      rows.add("Blockages", count, on: &canvas) {
        LayoutLayers.drawBlockage($1, density: 1, scale: scale, on: &$0)
      }
    }
    if scene.undrawnCount > 0 {
      rows.add("Without a place", NumberLabels.count(scene.undrawnCount), on: &canvas)
    }
  }

  /// Figures of the layout that the picture shows.
  private func figures() -> [(String, String)] {
    var figures = [("Nets", NumberLabels.count(scene.netlist.netCount))]
    figures.append(("Cost grid", "\(scene.floorplan.columns) × \(scene.floorplan.rows)"))
    let dieArea = scene.die.area
    func share(_ nodes: [NodeID]) -> String {
      let area = nodes.reduce(0) { $0 + scene.netlist.area(of: $1) }
      return NumberLabels.short(area / dieArea * 100) + " %"
    }
    if !scene.hardMacros.isEmpty { figures.append(("Hard macro area", share(scene.hardMacros))) }
    if !scene.softMacros.isEmpty { figures.append(("Soft macro area", share(scene.softMacros))) }
    if !scene.cells.isEmpty { figures.append(("Cell area", share(scene.cells))) }
    return figures
  }
}

/// Rows of a legend, from the top of the side column down.
struct LegendRows {
  let side: Box
  let scale: Double
  private(set) var y: Double

  init(side: Box, scale: Double, top: Double? = nil) {
    self.side = side
    self.scale = scale
    y = top ?? side.minY
  }

  /// Adds a row: a swatch that `swatch` draws in the box it is given, a label, a value.
  mutating func add(
    _ label: String, _ value: String, on canvas: inout Canvas,
    swatch: ((inout Canvas, Box) -> Void)? = nil
  ) {
    let box = Box(
      minX: side.minX, minY: y, maxX: side.minX + 18 * scale, maxY: y + 12 * scale)
    swatch?(&canvas, box)
    let baseline = y + 10.5 * scale
    let start = swatch == nil ? side.minX : box.maxX + 8 * scale
    let size = 12 * scale
    canvas.draw(
      Text(string: value, x: side.maxX, y: baseline, size: size, anchor: .end))
    canvas.draw(
      Text(
        string: label, x: start, y: baseline, size: size,
        color: swatch == nil ? Palette.quietInk : Palette.ink),
      fittedTo: side.maxX - start - canvas.measure.width(value, size: size) - 6 * scale)
    y += 21 * scale
  }

  mutating func skip() { y += 12 * scale }
}
