import Netlist

/// A picture as a list of what to draw, in order, ready to be written as SVG or PNG.
///
/// Lengths are in pixels, x to the right and y down. A value: two drawings of one design are equal
/// in every byte they write.
public struct Drawing: Sendable {
  /// The width in pixels.
  public let width: Double
  /// The height in pixels.
  public let height: Double
  /// How many pixels of a PNG make one pixel of the drawing, each way.
  public let pixelRatio: Double

  var commands: [Command] = []

  /// The most pixels that a picture may have each way: Cairo's own limit.
  static let longestSide = 32_767.0

  init(width: Double, height: Double, pixelRatio: Double = 1) {
    self.width = width
    self.height = height
    self.pixelRatio = pixelRatio
  }
}

/// A place in a drawing.
struct Point: Hashable, Sendable {
  var x: Double
  var y: Double
}

/// What to draw at one step.
enum Command: Sendable {
  /// Shapes of one style; `title` is what a viewer shows when pointed at it.
  case shape(Shape, Style, title: String?)
  /// A line of text.
  case text(Text)
  /// Everything until the matching `endGroup` belongs together under this name and, if `clip` is
  /// given, shows only inside it.
  case beginGroup(String, clip: Box?)
  case endGroup
}

/// The forms that pictures are made of.
enum Shape: Sendable {
  /// One rectangle.
  case box(Box)
  /// Many rectangles as one form.
  case boxes([Box])
  /// A closed form with straight sides.
  case polygon([Point])
  /// Separate straight lines: each two points are one.
  case segments([Point])
  /// One line through all points, with round corners.
  case polyline([Point])
}

/// How a shape is filled and outlined.
struct Style: Hashable, Sendable {
  var fill: Color?
  var stroke: Color?
  var lineWidth = 1.0
  /// Lengths of dashes and gaps in turn; none for a solid line.
  var dashes: [Double] = []
}

/// A line of text and where it stands.
struct Text: Sendable {
  enum Anchor: String, Sendable {
    case start
    case middle
    case end
  }

  var string: String
  /// The point at the anchor, on the baseline.
  var x: Double
  var y: Double
  var size: Double
  var color = Palette.ink
  var anchor = Anchor.start
  var isBold = false
  /// Whether the line runs upwards.
  var isVertical = false
  /// The width that the text must take in any viewer's font; nil leaves it as the font has it.
  var exactWidth: Double?
}
