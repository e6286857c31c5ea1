import Foundation

/// The folder of published designs that some tests read: named by the environment variable
/// `CHIPPLACE_SHARED`, else `shared` beside the package.
public enum SharedData {
  /// The folder, there or not.
  public static let folder: String = {
    if let folder = ProcessInfo.processInfo.environment["CHIPPLACE_SHARED"] { return folder }
    return URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared").path
  }()

  /// Whether the folder is there.
  public static let isPresent = FileManager.default.fileExists(atPath: folder)

  /// Why tests are skipped without it.
  public static let absence = "needs the published designs: set CHIPPLACE_SHARED to their folder"

  /// A file in the folder.
  public static func path(_ name: String) -> String { "\(folder)/\(name)" }
}
