import Netlist

/// A drawing in the making, and the means to measure its text.
struct Canvas {
  private(set) var drawing: Drawing
  let measure = TextMeasure()

  init(width: Double, height: Double, pixelRatio: Double) {
    drawing = Drawing(width: width, height: height, pixelRatio: pixelRatio)
  }

  mutating func draw(_ shape: Shape, _ style: Style, title: String? = nil) {
    drawing.commands.append(.shape(shape, style, title: title))
  }

  mutating func draw(_ text: Text) {
    var text = text
    text.string = printable(text.string)
    if !text.string.isEmpty { drawing.commands.append(.text(text)) }
  }

  /// Draws a line of text, elided to fit `room`; nothing if not even its ends fit.
  mutating func draw(_ text: Text, fittedTo room: Double) {
    var text = text
    guard
      let string = measure.elided(
        printable(text.string), size: text.size, isBold: text.isBold, to: room)
    else { return }
    text.string = string
    draw(text)
  }

  /// Draws a title and a smaller line below it at the top of an area.
  mutating func drawHeader(_ title: String, _ subtitle: String, in area: Box, scale: Double = 1) {
    draw(
      Text(
        string: title, x: area.minX, y: area.minY + 17 * scale, size: 19 * scale, isBold: true),
      fittedTo: area.width)
    draw(
      Text(
        string: subtitle, x: area.minX, y: area.minY + 37 * scale, size: 12.5 * scale,
        color: Palette.quietInk),
      fittedTo: area.width)
  }

  /// Draws what `body` draws as one named group, showing only inside `clip` if that is given.
  mutating func group(_ name: String, clip: Box? = nil, _ body: (inout Canvas) -> Void) {
    drawing.commands.append(.beginGroup(name, clip: clip))
    body(&self)
    drawing.commands.append(.endGroup)
  }
}

extension Drawing {
  /// A picture of one panel: `body` draws in the area within the margins. A width that cannot be
  /// drawn gives an empty drawing, which no writer takes.
  static func whole(
    of view: Box, options: PictureOptions, _ body: (inout Canvas, Box) -> Void
  ) -> Drawing {
    guard options.hasUsableWidth else { return Drawing(width: options.width, height: 0) }
    let height = PlotFrame.height(of: view, width: options.width)
    var canvas = Canvas(width: options.width, height: height, pixelRatio: options.pixelRatio)
    let margin = PlotFrame.margin
    body(
      &canvas,
      Box(minX: margin, minY: margin, maxX: options.width - margin, maxY: height - margin))
    return canvas.drawing
  }
}
