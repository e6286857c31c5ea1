import Netlist

/// The names of the series and how their lines look.
struct ChartLegend {
  let names: [String]
  /// What the legend takes beside the plots; 0 without names.
  let width: Double

  private static let size = 12.0
  private static let swatch = 34.0
  private static let pitch = 22.0
  private static let gap = 8.0

  /// A legend as wide as its names, but no wider than `width`.
  init(names: [String], width: Double, measure: TextMeasure) {
    self.names = names
    let widest =
      names.map { measure.width(printable($0), size: Self.size) }.max() ?? 0
    self.width = widest > 0 ? min(widest + Self.swatch + Self.gap + 1, max(width, 0)) : 0
  }

  /// The number of the series of a name, by which it gets its look.
  func number(of name: String) -> Int { names.firstIndex(of: name) ?? 0 }

  /// Draws as many rows as fit; the last then says how many are left out.
  func draw(in area: Box, on canvas: inout Canvas) {
    guard width > 0 else { return }
    canvas.group("legend") { canvas in
      let room = max(Int((area.maxY - area.minY) / Self.pitch), 1)
      let shown = names.count <= room ? names.count : room - 1
      for number in 0..<shown {
        drawRow(number, at: area.minY + (Double(number) + 0.5) * Self.pitch, in: area, on: &canvas)
      }
      if shown < names.count {
        canvas.draw(
          Text(
            string: "and \(names.count - shown) more", x: area.minX,
            y: area.minY + (Double(shown) + 0.5) * Self.pitch + 4, size: Self.size,
            color: Palette.quietInk),
          fittedTo: area.width)
      }
    }
  }

  private func drawRow(_ number: Int, at y: Double, in area: Box, on canvas: inout Canvas) {
    let look = SeriesLook(number: number)
    let end = area.minX + Self.swatch
    canvas.draw(
      .polyline([Point(x: area.minX, y: y), Point(x: end, y: y)]), look.line, title: names[number])
    look.drawMarker(at: Point(x: (area.minX + end) / 2, y: y), on: &canvas)
    canvas.draw(
      Text(string: names[number], x: end + Self.gap, y: y + 4, size: Self.size),
      fittedTo: area.maxX - end - Self.gap)
  }
}
