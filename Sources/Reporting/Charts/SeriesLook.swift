import Foundation
import Netlist

/// How a series is told from the others: by colour, and without colour by dashes and marker.
struct SeriesLook: Hashable, Sendable {
  enum Marker: CaseIterable, Sendable {
    case circle
    case square
    case triangle
    case diamond
    case turnedTriangle
  }

  let number: Int
  let color: Color
  let dashes: [Double]
  let marker: Marker

  static let lineWidth = 2.0
  static let thinLineWidth = 1.1
  /// How far markers reach from their middle.
  static let reach = 5.0

  private static let dashes: [[Double]] = [[], [7, 4], [2, 3], [9, 3, 2, 3]]

  /// The look of the series with a number. The counts of dashes and of markers have no common
  /// divisor, so that twenty series differ in black and white.
  init(number: Int) {
    self.number = number
    color = Palette.series[number % Palette.series.count]
    dashes = Self.dashes[number % Self.dashes.count]
    marker = Marker.allCases[number % Marker.allCases.count]
  }

  var line: Style { Style(stroke: color, lineWidth: Self.lineWidth, dashes: dashes) }

  var band: Style {
    var fill = color
    fill.opacity = 0.16
    return Style(fill: fill)
  }

  /// Draws the marker with a thin light border, which sets it off from lines that cross.
  func drawMarker(at point: Point, on canvas: inout Canvas) {
    canvas.draw(
      .polygon(corners.map { Point(x: point.x + $0.x, y: point.y + $0.y) }),
      Style(fill: color, stroke: Palette.paper))
  }

  /// The corners around the middle, of forms that look equally large.
  private var corners: [Point] {
    let reach = Self.reach
    switch marker {
    case .circle:
      return (0..<20).map { index in
        let angle = Double(index) * .pi / 10
        return Point(x: 0.84 * reach * cos(angle), y: 0.84 * reach * sin(angle))
      }
    case .square:
      let half = 0.76 * reach
      return [
        Point(x: -half, y: -half), Point(x: half, y: -half), Point(x: half, y: half),
        Point(x: -half, y: half),
      ]
    case .triangle, .turnedTriangle:
      let up = marker == .triangle ? -reach : reach
      return [
        Point(x: 0, y: up), Point(x: 0.95 * reach, y: -0.65 * up),
        Point(x: -0.95 * reach, y: -0.65 * up),
      ]
    case .diamond:
      return [
        Point(x: 0, y: -reach), Point(x: reach, y: 0), Point(x: 0, y: reach),
        Point(x: -reach, y: 0),
      ]
    }
  }
}
