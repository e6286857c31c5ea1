import CCairo

@testable import Reporting

/// The pixels of a PNG file.
struct PNGPixels {
  let width: Int
  let height: Int
  /// Row by row from the top, 0xRRGGBB.
  private var values: [UInt32] = []

  /// Reads a file's bytes; nil if they are no PNG.
  init?(_ bytes: [UInt8]) {
    var rest = bytes[...]
    let surface = withUnsafeMutablePointer(to: &rest) { pointer in
      cairo_image_surface_create_from_png_stream(
        { closure, data, length in
          guard let rest = closure?.assumingMemoryBound(to: ArraySlice<UInt8>.self), let data,
            rest.pointee.count >= Int(length)
          else { return CAIRO_STATUS_READ_ERROR }
          for (index, byte) in rest.pointee.prefix(Int(length)).enumerated() { data[index] = byte }
          rest.pointee.removeFirst(Int(length))
          return CAIRO_STATUS_SUCCESS
        }, pointer)
    }
    defer { cairo_surface_destroy(surface) }
    guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS,
      let data = cairo_image_surface_get_data(surface)
    else { return nil }
    width = Int(cairo_image_surface_get_width(surface))
    height = Int(cairo_image_surface_get_height(surface))
    let stride = Int(cairo_image_surface_get_stride(surface))
    for row in 0..<height {
      let line = UnsafeRawPointer(data + row * stride)
      for column in 0..<width {
        values.append(line.load(fromByteOffset: column * 4, as: UInt32.self) & 0xFFFFFF)
      }
    }
  }

  /// The colour at a point, as web pages write it.
  func hex(_ point: Point) -> String {
    let value = values[Int(point.y.rounded(.down)) * width + Int(point.x.rounded(.down))]
    let digits = String(value, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }
}
