import Foundation
import Formats

/// Something that can be shown: a layout, a heat map, a sheet of several.
public protocol Picture: Sendable {
  /// The picture as a list of what to draw.
  var drawing: Drawing { get }
}

extension Picture {
  /// Draws the picture and writes it to a file, as SVG or PNG by the file's extension.
  ///
  /// The file is written beside its place and renamed, so that it is whole or not there.
  ///
  /// - Throws: ``PictureError``; a file that stood there is then untouched.
  public func write(to file: String) throws(PictureError) { try drawing.write(to: file) }

  /// The bytes of the picture's file.
  ///
  /// - Throws: ``PictureError`` if the picture cannot be drawn.
  public func data(as format: PictureFormat) throws(PictureError) -> [UInt8] {
    try drawing.data(as: format)
  }
}

/// The kinds of picture file.
public enum PictureFormat: String, CaseIterable, Sendable {
  /// Scalable Vector Graphics: names are text, and macros show their full name when pointed at.
  case svg
  /// Portable Network Graphics: pixels.
  case png

  /// The format that a file's extension names, in either case.
  ///
  /// - Throws: ``PictureError/format(file:)`` if it names none.
  public init(file: String) throws(PictureError) {
    let name = file.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex,
      let format = PictureFormat(rawValue: name[name.index(after: dot)...].lowercased())
    else { throw .format(file: file) }
    self = format
  }
}

/// Why a picture cannot be made.
public enum PictureError: Error, Hashable, CustomStringConvertible {
  /// The file's extension is of no picture format.
  case format(file: String)
  /// The picture's size, in pixels, is nothing that can be drawn.
  case size(width: Double, height: Double)
  /// The drawing library failed.
  case drawing(String)
  /// The file cannot be written.
  case output(file: String, message: String)

  /// The error as a line for a person.
  public var description: String {
    switch self {
    case .format(let file):
      "\(file): error: expected a picture file ending in .svg or .png"
    case .size(let width, let height):
      "error: a picture of \(width) × \(height) pixels cannot be drawn: expected 1 to "
        + "\(Int(Drawing.longestSide)) each way"
    case .drawing(let message): "error: the picture cannot be drawn: \(message)"
    case .output(let file, let message): "\(file): error: cannot be written: \(message)"
    }
  }
}

extension Drawing {
  /// The bytes of the drawing's file.
  ///
  /// - Throws: ``PictureError`` if the drawing has a size that cannot be drawn, or the drawing
  ///   library fails.
  public func data(as format: PictureFormat) throws(PictureError) -> [UInt8] {
    switch format {
    case .svg: try SVGRenderer.render(self)
    case .png: try PNGRenderer.render(self)
    }
  }

  /// Writes the drawing to a file, as SVG or PNG by the file's extension.
  ///
  /// - Throws: ``PictureError``; a file that stood there is then untouched.
  public func write(to file: String) throws(PictureError) {
    var output = FileOutput()
    try data(as: PictureFormat(file: file)).withUnsafeBytes { output.write($0) }
    do throws(OutputError) {
      try output.save(to: file)
    } catch {
      throw .output(file: file, message: error.message)
    }
  }
}
