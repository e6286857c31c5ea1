import ArgumentParser
import ChipPlace
import Formats
import Foundation
import Reporting

/// Refuses, as wrong usage, names of output files that say no format.
func requireKnownFormats(outputs: [String] = [], pictures: [String] = []) throws {
  for file in outputs {
    do throws(OutputError) {
      _ = try OutputFormat(file: file)
    } catch {
      throw ValidationError("\(file): \(error.message)")
    }
  }
  for file in pictures {
    do throws(PictureError) {
      _ = try PictureFormat(file: file)
    } catch {
      let known = PictureFormat.allCases.map { ".\($0.rawValue)" }.joined(separator: " or ")
      throw ValidationError("\(file): expected a picture's name, ending in \(known)")
    }
  }
}

/// Finds out, before work begins, whether its output can be written.
///
/// - Throws: `OutputError` for the first file whose place is taken by a folder, or whose folder is
///   missing or closed to writing.
func requireWritable(_ files: [String]) throws(OutputError) {
  for file in files where !StandardOutput.isMeant(by: file) && !FileOutput.isStream(file) {
    var isDirectory: ObjCBool = false
    if FileManager.default.fileExists(atPath: file, isDirectory: &isDirectory),
      isDirectory.boolValue
    {
      throw OutputError(file: file, message: "a folder stands there")
    }
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
    // The dot refuses a file in the folder's place.
    guard access("\(folder)/.", W_OK | X_OK) == 0 else {
      throw OutputError(file: file, message: "\(folder): \(String(cString: strerror(errno)))")
    }
  }
}
