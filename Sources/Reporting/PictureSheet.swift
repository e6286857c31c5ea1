import Netlist

/// One panel of a sheet.
public enum PicturePanel: Sendable {
  /// A layout.
  case layout(LayoutPicture)
  /// A heat map.
  case heatMap(HeatMap)

  var view: Box {
    switch self {
    case .layout(let picture): picture.scene.view
    case .heatMap(let map): map.scene.view
    }
  }

  func draw(on canvas: inout Canvas, area: Box, scale: Double) {
    switch self {
    case .layout(let picture):
      picture.draw(on: &canvas, area: area, scale: scale, options: picture.options)
    case .heatMap(let map):
      map.draw(on: &canvas, area: area, scale: scale, options: map.options)
    }
  }
}

/// Several pictures side by side in one, four as two by two.
public struct PictureSheet: Picture {
  let panels: [PicturePanel]
  let title: String
  let subtitle: String
  let options: PictureOptions

  /// A sheet of panels, row by row from the top left.
  ///
  /// Width and pixel ratio are those of `options`; what a panel shows is said by its own.
  public init(
    panels: [PicturePanel], title: String, subtitle: String = "",
    options: PictureOptions = PictureOptions()
  ) {
    self.panels = panels
    self.title = title
    self.subtitle = subtitle
    self.options = options
  }

  /// The picture as a list of what to draw.
  public var drawing: Drawing {
    guard options.hasUsableWidth else { return Drawing(width: options.width, height: 0) }
    let margin = PlotFrame.margin
    let columns = max(1, Int(Double(panels.count).squareRoot().rounded(.up)))
    let rows = (panels.count + columns - 1) / columns
    let gap = 28.0
    let header = 56.0
    let panelWidth = (options.width - 2 * margin - Double(columns - 1) * gap) / Double(columns)
    // Panels keep the proportions of a picture of its own, drawn smaller.
    let scale = min(max(panelWidth / 820, 0.45), 1)
    let panelHeight =
      panels.map { (panel: PicturePanel) -> Double in
        let whole = PlotFrame.height(of: panel.view, width: panelWidth / scale + 2 * margin)
        return (whole - 2 * margin) * scale
      }.max() ?? 0
    let height =
      (2 * margin + header + Double(rows) * panelHeight + Double(max(rows - 1, 0)) * gap)
      .rounded()
    var canvas = Canvas(width: options.width, height: height, pixelRatio: options.pixelRatio)
    drawHeader(on: &canvas)
    for (index, panel) in panels.enumerated() {
      let x = margin + Double(index % columns) * (panelWidth + gap)
      let y = margin + header + Double(index / columns) * (panelHeight + gap)
      let area = Box(minX: x, minY: y, maxX: x + panelWidth, maxY: y + panelHeight)
      canvas.group("panel") { panel.draw(on: &$0, area: area, scale: scale) }
    }
    return canvas.drawing
  }

  private func drawHeader(on canvas: inout Canvas) {
    let margin = PlotFrame.margin
    let room = options.width - 2 * margin
    canvas.draw(
      Text(string: title, x: margin, y: margin + 18, size: 22, isBold: true), fittedTo: room)
    canvas.draw(
      Text(string: subtitle, x: margin, y: margin + 39, size: 13, color: Palette.quietInk),
      fittedTo: room)
  }
}
