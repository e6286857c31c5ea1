/// What a picture shows and how large it is.
public struct PictureOptions: Hashable, Sendable {
  /// The width in pixels; the height follows from the shape of the die.
  public var width = 1200.0
  /// How many pixels of a PNG make one pixel of the width, each way: 2 for print and fine screens.
  public var pixelRatio = 1.0
  /// Whether the cost grid is drawn.
  public var showsGrid = true
  /// Whether macros carry their names where they fit.
  public var showsNames = true

  /// The defaults.
  public init() {}

  /// Whether the width is one that can be drawn; writing throws otherwise.
  var hasUsableWidth: Bool { width >= 1 && width <= Drawing.longestSide }
}
