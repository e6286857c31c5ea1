import CCairo

/// Measures and fits text in the font that pictures use.
///
/// Holds a Cairo context, so make one for each drawing.
final class TextMeasure {
  private let surface: OpaquePointer?
  private let context: OpaquePointer?

  init() {
    surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1)
    context = cairo_create(surface)
    CairoFont.setOptions(context)
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  /// The width of a line of text, in pixels.
  func width(_ string: String, size: Double, isBold: Bool = false) -> Double {
    CairoFont.select(context, size: size, isBold: isBold)
    var extents = cairo_text_extents_t()
    cairo_text_extents(context, string, &extents)
    return max(extents.x_advance, extents.width)
  }

  /// The text, or as much of its two ends as fits with an ellipsis between them; nil if not even
  /// `fewest` of its letters fit.
  func elided(
    _ string: String, size: Double, isBold: Bool = false, to room: Double, fewest: Int = 3
  ) -> String? {
    if width(string, size: size, isBold: isBold) <= room { return string }
    let letters = Array(string)
    func candidate(_ kept: Int) -> String {
      String(letters.prefix((kept + 1) / 2)) + "…" + String(letters.suffix(kept / 2))
    }
    var low = 0
    var high = letters.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if width(candidate(middle), size: size, isBold: isBold) <= room {
        low = middle
      } else {
        high = middle - 1
      }
    }
    return low >= fewest ? candidate(low) : nil
  }
}

/// The font of all pictures: Cairo's sans-serif, unhinted so that sizes scale evenly.
enum CairoFont {
  static func setOptions(_ context: OpaquePointer?) {
    let options = cairo_font_options_create()
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_set_font_options(context, options)
    cairo_font_options_destroy(options)
  }

  static func select(_ context: OpaquePointer?, size: Double, isBold: Bool) {
    cairo_select_font_face(
      context, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
      isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
    cairo_set_font_size(context, size)
  }
}

/// Text that any viewer takes: control characters, which XML forbids and C strings end at, become
/// the replacement character.
func printable(_ string: String) -> String {
  guard string.unicodeScalars.contains(where: { isUnprintable($0) }) else { return string }
  var result = String.UnicodeScalarView()
  for scalar in string.unicodeScalars {
    result.append(isUnprintable(scalar) ? "\u{FFFD}" : scalar)
  }
  return String(result)
}

private func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value < 0x20 || scalar.value == 0x7F || scalar.value == 0xFFFE || scalar.value == 0xFFFF
}
