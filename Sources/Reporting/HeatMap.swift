public import Netlist

/// A grid of values over the die (density, congestion) as colours, with the macros' outlines on top
/// and a colour bar beside it.
public struct HeatMap: Picture {
  let scene: Scene
  let values: [Double]
  let columns: Int
  let rows: Int
  let title: String
  let subtitle: String
  let valueName: String
  let range: ClosedRange<Double>
  let markedFrom: Double?
  let markName: String
  let options: PictureOptions

  /// A heat map of one value for each cell of a grid over the die.
  ///
  /// - Parameters:
  ///   - values: Row by row from the bottom, each row from the left. Values that are no finite
  ///     numbers are shown grey.
  ///   - valueName: What the values are, written over the colour bar.
  ///   - range: The values at the two ends of the colour bar; by default from 0, or the least value
  ///     if that is negative, to the greatest.
  ///   - markedFrom: Cells of at least this value get an outline.
  ///   - markName: What those cells are, for the legend: "top 5 %".
  /// - Precondition: `values` has `columns` × `rows` entries, and `placement` is of `netlist`.
  public init(
    values: [Double], columns: Int, rows: Int, title: String, subtitle: String = "",
    valueName: String = "", range: ClosedRange<Double>? = nil, markedFrom: Double? = nil,
    markName: String = "", netlist: Netlist, floorplan: Floorplan, placement: Placement,
    options: PictureOptions = PictureOptions()
  ) {
    precondition(
      columns > 0 && rows > 0 && values.count == columns * rows,
      "a heat map needs one value for each cell of its grid")
    scene = Scene(netlist: netlist, floorplan: floorplan, placement: placement)
    self.values = values
    self.columns = columns
    self.rows = rows
    self.title = title
    self.subtitle = subtitle
    self.valueName = valueName
    self.markedFrom = markedFrom
    self.markName = markName
    self.options = options
    self.range = Self.usable(range) ?? Self.range(of: values)
  }

  /// The picture as a list of what to draw.
  public var drawing: Drawing {
    Drawing.whole(of: scene.view, options: options) { canvas, area in
      draw(on: &canvas, area: area, scale: 1, options: options)
    }
  }

  private static func usable(_ range: ClosedRange<Double>?) -> ClosedRange<Double>? {
    guard let range, range.lowerBound.isFinite, range.upperBound.isFinite,
      range.lowerBound < range.upperBound
    else { return nil }
    return range
  }

  /// From 0 or the least value to the greatest; never empty.
  private static func range(of values: [Double]) -> ClosedRange<Double> {
    var low = 0.0
    var high = -Double.infinity
    for value in values where value.isFinite {
      low = min(low, value)
      high = max(high, value)
    }
    // A range wider than the largest number would have no length.
    guard high > low, (high - low).isFinite else { return low...(low + max(1, abs(low))) }
    return low...high
  }

  func draw(on canvas: inout Canvas, area: Box, scale: Double, options: PictureOptions) {
    let frame = PlotFrame(area: area, view: scene.view, scale: scale)
    frame.drawHeader(title, subtitle, on: &canvas)
    canvas.group("plot", clip: frame.plot) { canvas in
      drawCells(frame, on: &canvas)
      drawMacroOutlines(frame, on: &canvas)
      drawMarks(frame, on: &canvas)
      canvas.draw(
        .box(frame.box(scene.die)), Style(stroke: Palette.dieOutline, lineWidth: 1.4 * scale))
    }
    frame.drawFooter(die: scene.die, unitsPerMicron: scene.floorplan.unitsPerMicron, on: &canvas)
    ColorBar(map: self, frame: frame).draw(on: &canvas)
  }

  func isMarked(_ row: Int, _ column: Int) -> Bool {
    guard let markedFrom, row >= 0, row < rows, column >= 0, column < columns else { return false }
    return values[row * columns + column] >= markedFrom
  }

  /// The lines between columns and between rows, on whole pixels so that neighbours leave no seam.
  private func gridLines(_ frame: PlotFrame) -> (x: [Double], y: [Double]) {
    let die = frame.box(scene.die)
    return (
      (0...columns).map { (die.minX + die.width * Double($0) / Double(columns)).rounded() },
      (0...rows).map { (die.maxY - die.height * Double($0) / Double(rows)).rounded() }
    )
  }

  /// One form for each colour, of runs of equal cells.
  private func drawCells(_ frame: PlotFrame, on canvas: inout Canvas) {
    let lines = gridLines(frame)
    let noLevel = ColorRamp.levels
    var boxes = [[Box]](repeating: [], count: ColorRamp.levels + 1)
    for row in 0..<rows {
      let levels = values[row * columns..<(row + 1) * columns].map {
        $0.isFinite ? ColorRamp.level(of: $0, in: range) : noLevel
      }
      var start = 0
      while start < columns {
        var end = start + 1
        while end < columns, levels[end] == levels[start] { end += 1 }
        boxes[levels[start]].append(
          Box(
            minX: lines.x[start], minY: lines.y[row + 1], maxX: lines.x[end], maxY: lines.y[row]))
        start = end
      }
    }
    canvas.group("values") { canvas in
      for level in boxes.indices where !boxes[level].isEmpty {
        let color = level == noLevel ? Palette.noValue : ColorRamp.colors[level]
        canvas.draw(.boxes(boxes[level]), Style(fill: color))
      }
    }
  }

  /// Light lines on a dark halo, which stand out on every colour of the ramp.
  private func drawMacroOutlines(_ frame: PlotFrame, on canvas: inout Canvas) {
    let boxes = scene.hardMacros.map { frame.box(scene.box(of: $0)) }
    if boxes.isEmpty { return }
    canvas.group("macro-outlines") { canvas in
      canvas.draw(.boxes(boxes), Style(stroke: Palette.halo, lineWidth: 2.4 * frame.scale))
      canvas.draw(.boxes(boxes), Style(stroke: Palette.overlay, lineWidth: 1 * frame.scale))
    }
  }

  /// The border of the marked cells: the lines between a marked cell and one that is not.
  private func drawMarks(_ frame: PlotFrame, on canvas: inout Canvas) {
    let lines = gridLines(frame)
    var points: [Point] = []
    for row in 0...rows {
      for column in 0...columns {
        let isMarked = isMarked(row, column)
        if column < columns, isMarked != self.isMarked(row - 1, column) {
          points.append(Point(x: lines.x[column], y: lines.y[row]))
          points.append(Point(x: lines.x[column + 1], y: lines.y[row]))
        }
        if row < rows, isMarked != self.isMarked(row, column - 1) {
          points.append(Point(x: lines.x[column], y: lines.y[row]))
          points.append(Point(x: lines.x[column], y: lines.y[row + 1]))
        }
      }
    }
    if points.isEmpty { return }
    canvas.group("marks") { canvas in
      canvas.draw(.segments(points), Style(stroke: Palette.mark, lineWidth: 1.8 * frame.scale))
    }
  }
}
