import Netlist

/// Writes a drawing as SVG 1.1.
///
/// By hand, not through Cairo's SVG surface: that one turns text into outlines and numbers its
/// parts by process, while here names stay text that can be searched, macros are elements with
/// their full name as tooltip, and the same drawing always gives the same bytes. No element has an id, so that
/// several pictures can stand in one page.
struct SVGRenderer {
  private var text = ""
  private var openStyle: Style?
  private var groupCloses: [String] = []

  static func render(_ drawing: Drawing) throws(PictureError) -> [UInt8] {
    guard drawing.width >= 1, drawing.height >= 1, drawing.width <= Drawing.longestSide,
      drawing.height <= Drawing.longestSide
    else {
      throw .size(width: drawing.width, height: drawing.height)
    }
    var renderer = SVGRenderer()
    let width = number(drawing.width)
    let height = number(drawing.height)
    renderer.text += """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" \
      font-family="'DejaVu Sans', Verdana, Helvetica, Arial, sans-serif">
      <rect width="100%" height="100%" fill="\(Palette.paper.hex)"/>

      """
    for command in drawing.commands { renderer.run(command) }
    renderer.closeStyle()
    renderer.text += "</svg>\n"
    return Array(renderer.text.utf8)
  }

  private mutating func run(_ command: Command) {
    switch command {
    case .shape(let shape, let style, let title):
      open(style)
      write(shape, title: title)
    case .text(let text):
      closeStyle()
      write(text)
    case .beginGroup(let name, let clip):
      closeStyle()
      text += "<g class=\"\(Self.escape(name))\">"
      if let clip {
        let place = Self.place(clip)
        // A nested picture clips without an id that could clash.
        text += "<svg \(place) viewBox=\"\(Self.corners(clip))\" overflow=\"hidden\">"
      }
      text += "\n"
      groupCloses.append(clip == nil ? "</g>\n" : "</svg></g>\n")
    case .endGroup:
      closeStyle()
      text += groupCloses.popLast() ?? ""
    }
  }

  /// Shapes of one style that follow each other share a group, which keeps the file small.
  private mutating func open(_ style: Style) {
    if openStyle == style { return }
    closeStyle()
    openStyle = style
    text += "<g \(Self.paint("fill", style.fill)) \(Self.paint("stroke", style.stroke))"
    if style.stroke != nil { text += " stroke-width=\"\(Self.number(style.lineWidth))\"" }
    if !style.dashes.isEmpty {
      text += " stroke-dasharray=\"\(style.dashes.map(Self.number).joined(separator: " "))\""
    }
    text += ">\n"
  }

  private mutating func closeStyle() {
    if openStyle != nil { text += "</g>\n" }
    openStyle = nil
  }

  private mutating func write(_ shape: Shape, title: String?) {
    let name: String
    switch shape {
    case .box(let box):
      name = "rect"
      text += "<rect \(Self.place(box))"
    case .boxes(let boxes):
      name = "path"
      text += "<path d=\""
      for box in boxes {
        text += "M\(Self.number(box.minX)) \(Self.number(box.minY))h\(Self.number(box.width))"
        text += "v\(Self.number(box.height))h\(Self.number(-box.width))z"
      }
      text += "\""
    case .polygon(let points):
      name = "path"
      text += "<path d=\"M"
      text += Self.path(points)
      text += "z\""
    case .segments(let points):
      name = "path"
      text += "<path d=\""
      for index in stride(from: 0, to: points.count - 1, by: 2) {
        text += "M\(Self.number(points[index].x)) \(Self.number(points[index].y))"
        text += "L\(Self.number(points[index + 1].x)) \(Self.number(points[index + 1].y))"
      }
      text += "\""
    case .polyline(let points):
      name = "path"
      text += "<path stroke-linejoin=\"round\" d=\"M\(Self.path(points))\""
    }
    if let title {
      text += "><title>\(Self.escape(title))</title></\(name)>\n"
    } else {
      text += "/>\n"
    }
  }

  private mutating func write(_ line: Text) {
    text += "<text"
    if line.isVertical {
      text += " transform=\"translate(\(Self.number(line.x)) \(Self.number(line.y))) rotate(-90)\""
    } else {
      text += " x=\"\(Self.number(line.x))\" y=\"\(Self.number(line.y))\""
    }
    text += " font-size=\"\(Self.number(line.size))\" \(Self.paint("fill", line.color))"
    if line.anchor != .start { text += " text-anchor=\"\(line.anchor.rawValue)\"" }
    if line.isBold { text += " font-weight=\"bold\"" }
    if let width = line.exactWidth, width > 0 {
      text += " textLength=\"\(Self.number(width))\" lengthAdjust=\"spacingAndGlyphs\""
    }
    text += ">\(Self.escape(line.string))</text>\n"
  }

  private static func path(_ points: [Point]) -> String {
    points.map { "\(number($0.x)) \(number($0.y))" }.joined(separator: "L")
  }

  private static func place(_ box: Box) -> String {
    "x=\"\(number(box.minX))\" y=\"\(number(box.minY))\" "
      + "width=\"\(number(box.width))\" height=\"\(number(box.height))\""
  }

  private static func corners(_ box: Box) -> String {
    [box.minX, box.minY, box.width, box.height].map { number($0) }.joined(separator: " ")
  }

  private static func paint(_ attribute: String, _ color: Color?) -> String {
    guard let color else { return "\(attribute)=\"none\"" }
    let paint = "\(attribute)=\"\(color.hex)\""
    return color.opacity < 1
      ? "\(paint) \(attribute)-opacity=\"\(number(color.opacity))\"" : paint
  }

  /// A number to a hundredth of a pixel, without trailing zeros.
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    let hundredths = Int((min(max(value, -1e7), 1e7) * 100).rounded())
    let whole = abs(hundredths) / 100
    let rest = abs(hundredths) % 100
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    if rest % 10 == 0 { return "\(sign)\(whole).\(rest / 10)" }
    return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }

  static func escape(_ string: String) -> String {
    var result = ""
    for character in printable(string).unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }
}
