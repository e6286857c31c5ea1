import CCairo
import Netlist

/// Paints a drawing with Cairo and packs it as PNG.
struct PNGRenderer {
  private let surface: OpaquePointer?
  private let context: OpaquePointer?

  static func render(_ drawing: Drawing) throws(PictureError) -> [UInt8] {
    let ratio = drawing.pixelRatio
    let width = (drawing.width * ratio).rounded()
    let height = (drawing.height * ratio).rounded()
    guard width >= 1, height >= 1, width <= Drawing.longestSide,
      height <= Drawing.longestSide
    else {
      throw .size(width: width, height: height)
    }
    let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height))
    let context = cairo_create(surface)
    defer {
      cairo_destroy(context)
      cairo_surface_destroy(surface)
    }
    cairo_scale(context, ratio, ratio)
    CairoFont.setOptions(context)
    let renderer = PNGRenderer(surface: surface, context: context)
    renderer.setColor(Palette.paper)
    cairo_paint(context)
    for command in drawing.commands { renderer.run(command) }
    try check(cairo_status(context))
    return try renderer.encode()
  }

  private static func check(_ status: cairo_status_t) throws(PictureError) {
    guard status == CAIRO_STATUS_SUCCESS else {
      throw .drawing(String(cString: cairo_status_to_string(status)))
    }
  }

  private func encode() throws(PictureError) -> [UInt8] {
    var bytes: [UInt8] = []
    let status = withUnsafeMutablePointer(to: &bytes) { pointer in
      cairo_surface_write_to_png_stream(
        surface,
        { closure, data, length in
          guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
          closure.assumingMemoryBound(to: [UInt8].self).pointee.append(
            contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
          return CAIRO_STATUS_SUCCESS
        }, pointer)
    }
    try Self.check(status)
    return bytes
  }

  private func run(_ command: Command) {
    switch command {
    case .shape(let shape, let style, _): paint(shape, style)
    case .text(let text): paint(text)
    case .beginGroup(_, let clip):
      cairo_save(context)
      if let clip {
        trace(clip)
        cairo_clip(context)
      }
    case .endGroup: cairo_restore(context)
    }
  }

  private func paint(_ shape: Shape, _ style: Style) {
    cairo_new_path(context)
    switch shape {
    case .box(let box): trace(box)
    case .boxes(let boxes): for box in boxes { trace(box) }
    case .polygon(let points):
      for point in points { cairo_line_to(context, point.x, point.y) }
      cairo_close_path(context)
    case .segments(let points):
      for index in stride(from: 0, to: points.count - 1, by: 2) {
        cairo_move_to(context, points[index].x, points[index].y)
        cairo_line_to(context, points[index + 1].x, points[index + 1].y)
      }
    case .polyline(let points):
      for point in points { cairo_line_to(context, point.x, point.y) }
    }
    if let fill = style.fill {
      setColor(fill)
      cairo_fill_preserve(context)
    }
    if let stroke = style.stroke {
      setColor(stroke)
      cairo_set_line_width(context, style.lineWidth)
      cairo_set_dash(context, style.dashes, Int32(style.dashes.count), 0)
      cairo_set_line_join(context, join(of: shape))
      cairo_stroke_preserve(context)
    }
    cairo_new_path(context)
  }

  /// Sharp turns of a curve would grow spikes with the corners that boxes have.
  private func join(of shape: Shape) -> cairo_line_join_t {
    if case .polyline = shape { CAIRO_LINE_JOIN_ROUND } else { CAIRO_LINE_JOIN_MITER }
  }

  private func paint(_ text: Text) {
    cairo_save(context)
    CairoFont.select(context, size: text.size, isBold: text.isBold)
    var extents = cairo_text_extents_t()
    cairo_text_extents(context, text.string, &extents)
    cairo_translate(context, text.x, text.y)
    if text.isVertical { cairo_rotate(context, -.pi / 2) }
    let shift =
      switch text.anchor {
      case .start: 0.0
      case .middle: -extents.x_advance / 2
      case .end: -extents.x_advance
      }
    cairo_move_to(context, shift, 0)
    setColor(text.color)
    cairo_show_text(context, text.string)
    cairo_restore(context)
  }

  private func trace(_ box: Box) {
    cairo_rectangle(context, box.minX, box.minY, box.width, box.height)
  }

  private func setColor(_ color: Color) {
    cairo_set_source_rgba(context, color.red, color.green, color.blue, color.opacity)
  }
}
