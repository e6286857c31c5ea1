import Foundation

/// A colour in sRGB with opacity, all parts from 0 to 1.
struct Color: Hashable, Sendable {
  var red: Double
  var green: Double
  var blue: Double
  var opacity: Double

  init(red: Double, green: Double, blue: Double, opacity: Double = 1) {
    self.red = red
    self.green = green
    self.blue = blue
    self.opacity = opacity
  }

  /// A colour as web pages write it, 0xRRGGBB.
  init(_ hex: UInt32, opacity: Double = 1) {
    self.init(
      red: Double((hex >> 16) & 255) / 255, green: Double((hex >> 8) & 255) / 255,
      blue: Double(hex & 255) / 255, opacity: opacity)
  }

  /// The colour of a lightness (0 to 1), chroma and hue (degrees) in OKLCH, as near as sRGB comes
  /// to it: Björn Ottosson, "A perceptual color space for image processing" (2020).
  init(lightness: Double, chroma: Double, hue: Double) {
    let a = chroma * cos(hue * .pi / 180)
    let b = chroma * sin(hue * .pi / 180)
    let long = pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3)
    let medium = pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3)
    let short = pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3)
    self.init(
      red: Self.encode(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
      green: Self.encode(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
      blue: Self.encode(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short))
  }

  /// The sRGB transfer function, clipped to what a screen shows.
  private static func encode(_ linear: Double) -> Double {
    let value = min(max(linear, 0), 1)
    return value <= 0.0031308 ? 12.92 * value : 1.055 * pow(value, 1 / 2.4) - 0.055
  }

  /// The colour without its opacity, as web pages write it: `#rrggbb`.
  var hex: String {
    let digits = Array("0123456789abcdef")
    var text = "#"
    for part in [red, green, blue] {
      let byte = Int((min(max(part, 0), 1) * 255).rounded())
      text.append(digits[byte >> 4])
      text.append(digits[byte & 15])
    }
    return text
  }
}

/// The colours of every picture, so that layouts and heat maps look like one set of prints.
enum Palette {
  static let paper = Color(0xFFFFFF)
  static let ink = Color(0x23272E)
  static let quietInk = Color(0x69707B)
  static let die = Color(0xF8F8F5)
  static let dieOutline = Color(0x3A404A)
  static let gridLine = Color(0x3A404A, opacity: 0.09)

  static let hardMacro = Color(0x9DB3CE, opacity: 0.92)
  static let hardMacroOutline = Color(0x2C4566)
  static let fixedHatch = Color(0x2C4566, opacity: 0.34)
  static let softMacro = Color(0xE0A23C, opacity: 0.3)
  static let softMacroOutline = Color(0x9A6A14, opacity: 0.55)
  static let softMacroName = Color(0x6E4A0A)
  static let cell = Color(0x3C8F7C, opacity: 0.45)
  static let port = Color(0xA8323A)
  static let blockage = Color(0x6B6F76)
  static let mark = Color(0xD7263D)
  static let halo = Color(0x10151D, opacity: 0.45)
  static let overlay = Color(0xFFFFFF, opacity: 0.85)
  static let noValue = Color(0xD9D9D6)

  /// The lines of charts, in the order in which they are given out.
  static let series = [
    Color(0x2C62A3), Color(0xD7263D), Color(0x3C8F7C), Color(0xD98E1F), Color(0x7B4FA0),
    Color(0x4FA6D5), Color(0x7A5512), Color(0x69707B),
  ]
}

/// Colours in an order that the eye sees as one: lightness rises evenly from dark blue through teal
/// to yellow, so that the order survives grey printing and colour blindness.
enum ColorRamp {
  /// The number of different colours, few enough that a vector file groups cells by colour.
  static let levels = 128

  static let colors: [Color] = (0..<levels).map { level in
    let share = Double(level) / Double(levels - 1)
    // Chroma stays within what sRGB shows at each lightness and hue.
    return Color(
      lightness: 0.27 + 0.66 * share, chroma: 0.105 + 0.055 * share,
      hue: 272 - 168 * pow(share, 0.85))
  }

  /// The level of a value in a range; values outside take the nearer end.
  static func level(of value: Double, in range: ClosedRange<Double>) -> Int {
    let extent = range.upperBound - range.lowerBound
    guard extent > 0, extent.isFinite else { return 0 }
    let share = min(max((value - range.lowerBound) / extent, 0), 1)
    return min(Int(share * Double(levels)), levels - 1)
  }
}
