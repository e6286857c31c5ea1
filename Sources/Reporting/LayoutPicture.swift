public import Netlist

/// A layout as a print: die, cost grid, blockages, macros with their orientation and names,
/// standard cells and ports, in scale, with a legend that counts them.
public struct LayoutPicture: Picture {
  let scene: Scene
  let title: String
  let subtitle: String
  let options: PictureOptions

  /// A picture of a placement.
  ///
  /// - Parameters:
  ///   - title: Usually the design's name.
  ///   - subtitle: Usually the placement's cost in words.
  /// - Precondition: `placement` is of `netlist`.
  public init(
    netlist: Netlist, floorplan: Floorplan, placement: Placement, title: String,
    subtitle: String = "", options: PictureOptions = PictureOptions()
  ) {
    scene = Scene(netlist: netlist, floorplan: floorplan, placement: placement)
    self.title = title
    self.subtitle = subtitle
    self.options = options
  }

  /// The picture as a list of what to draw.
  public var drawing: Drawing {
    Drawing.whole(of: scene.view, options: options) { canvas, area in
      draw(on: &canvas, area: area, scale: 1, options: options)
    }
  }

  func draw(on canvas: inout Canvas, area: Box, scale: Double, options: PictureOptions) {
    let frame = PlotFrame(area: area, view: scene.view, scale: scale)
    frame.drawHeader(title, subtitle, on: &canvas)
    let layers = LayoutLayers(scene: scene, frame: frame)
    canvas.group("plot", clip: frame.plot) { canvas in
      layers.drawDie(showsGrid: options.showsGrid, on: &canvas)
      layers.drawBlockages(on: &canvas)
      layers.drawCells(on: &canvas)
      layers.drawSoftMacros(on: &canvas)
      layers.drawHardMacros(on: &canvas)
      layers.drawPorts(on: &canvas)
      if options.showsNames { MacroNames(scene: scene, frame: frame).draw(on: &canvas) }
    }
    frame.drawFooter(die: scene.die, unitsPerMicron: scene.floorplan.unitsPerMicron, on: &canvas)
    LayoutLegend(scene: scene, frame: frame).draw(on: &canvas)
  }
}
