import Netlist

/// The arrangement that all pictures share: title and subtitle above, the die in scale with a
/// length bar below, a column beside it for the legend; and the way from the design's coordinates
/// to pixels.
struct PlotFrame {
  /// Everything the panel may use, in pixels.
  let area: Box
  /// Where the design is drawn, in pixels.
  let plot: Box
  /// The column for the legend, in pixels.
  let side: Box
  /// The part of the design that is drawn, in its own coordinates.
  let view: Box
  /// The size of type and marks, 1 for a picture of its own.
  let scale: Double
  /// Pixels per unit of length.
  let zoom: Double

  private static let header = 54.0
  private static let footer = 40.0
  private static let sideWidth = 190.0
  private static let gap = 26.0
  /// What a legend needs beside a flat die.
  private static let leastHeight = 250.0
  /// Room around the view for the marks of ports.
  private static let border = 9.0

  static let margin = 30.0

  /// Fits a view into an area, as large as both directions allow.
  init(area: Box, view: Box, scale: Double) {
    self.area = area
    self.view = view
    self.scale = scale
    let border = Self.border * scale
    let room = Box(
      minX: area.minX, minY: area.minY + Self.header * scale,
      maxX: area.maxX - (Self.sideWidth + Self.gap) * scale,
      maxY: area.maxY - Self.footer * scale)
    zoom = max(
      min((room.width - 2 * border) / view.width, (room.height - 2 * border) / view.height), 0)
    plot = Box(
      minX: room.minX, minY: room.minY, maxX: room.minX + view.width * zoom + 2 * border,
      maxY: room.minY + view.height * zoom + 2 * border)
    side = Box(
      minX: plot.maxX + Self.gap * scale, minY: plot.minY + border,
      maxX: plot.maxX + (Self.gap + Self.sideWidth) * scale,
      maxY: max(plot.maxY, min(room.maxY, plot.minY + Self.leastHeight * scale)) - border)
  }

  /// The size of a whole picture of this view at a width: as tall as the die asks, within reason.
  static func height(of view: Box, width: Double) -> Double {
    let plotWidth = max(width - 2 * margin - gap - sideWidth, 1)
    let plotHeight = max(plotWidth * min(view.height / view.width, 1.6), leastHeight)
    return (plotHeight + header + footer + 2 * margin).rounded()
  }

  /// Where a point of the design stands in the picture.
  func point(_ x: Double, _ y: Double) -> Point {
    let border = Self.border * scale
    return Point(
      x: plot.minX + border + (x - view.minX) * zoom,
      y: plot.maxY - border - (y - view.minY) * zoom)
  }

  /// Where a rectangle of the design stands in the picture.
  func box(_ box: Box) -> Box {
    let topLeft = point(box.minX, box.maxY)
    let bottomRight = point(box.maxX, box.minY)
    return Box(minX: topLeft.x, minY: topLeft.y, maxX: bottomRight.x, maxY: bottomRight.y)
  }

  func drawHeader(_ title: String, _ subtitle: String, on canvas: inout Canvas) {
    canvas.drawHeader(title, subtitle, in: area, scale: scale)
  }

  /// The length bar and the size of the die, below the plot.
  func drawFooter(die: Box, unitsPerMicron: Double, on canvas: inout Canvas) {
    let left = point(die.minX, die.minY).x
    let right = point(die.maxX, die.minY).x
    let y = plot.maxY + 9 * scale
    let micron = unitsPerMicron > 0 && unitsPerMicron.isFinite ? unitsPerMicron : 1
    let length = NumberLabels.roundLength(atMost: die.width / micron * 0.22)
    let end = left + length * micron * zoom
    let tick = 4 * scale
    canvas.draw(
      .segments([
        Point(x: left, y: y), Point(x: end, y: y),
        Point(x: left, y: y - tick), Point(x: left, y: y + tick),
        Point(x: end, y: y - tick), Point(x: end, y: y + tick),
      ]), Style(stroke: Palette.ink, lineWidth: 1.4 * scale))
    canvas.draw(
      Text(
        string: NumberLabels.length(length), x: (left + end) / 2, y: y + 16 * scale,
        size: 11 * scale, anchor: .middle))
    let size =
      "die \(NumberLabels.size(die.width / micron)) × \(NumberLabels.size(die.height / micron)) µm"
    canvas.draw(
      Text(
        string: size, x: right, y: y + 16 * scale, size: 11 * scale, color: Palette.quietInk,
        anchor: .end),
      fittedTo: right - end - 30 * scale)
  }
}
