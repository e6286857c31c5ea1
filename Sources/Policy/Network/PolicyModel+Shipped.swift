import Foundation
public import NeuralNetwork

extension PolicyModel {
  /// The name of the network that comes with the library, among its resources.
  static let shippedName = "policy.safetensors"
  private static let bundleName = "chipplace_Policy.resources"
  private static let installedFolder = "../share/chipplace"

  /// The network that comes with the library.
  ///
  /// It lies in a folder of resources beside the program or shared library, where the package manager
  /// puts it, or in `share/chipplace` beside their folder, where `Scripts/install` does.
  ///
  /// - Parameter library: the shared library that this code is in, where it is in one.
  /// - Throws: ``CheckpointError`` if it is not there, as where a program was moved without it.
  public static func shipped(
    beside library: String? = nil
  ) throws(CheckpointError) -> PolicyModel {
    let folders = [
      library.map {
        URL(fileURLWithPath: $0).resolvingSymlinksInPath().deletingLastPathComponent()
      },
      Bundle.main.bundleURL, Bundle.main.resourceURL,
      Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent(),
    ].compactMap { $0 }
    for folder in folders {
      for place in [bundleName, installedFolder] {
        let file = folder.appendingPathComponent(place).appendingPathComponent(shippedName)
        if FileManager.default.fileExists(atPath: file.path) {
          return try PolicyModel(contentsOf: file.path)
        }
      }
    }
    throw CheckpointError(
      file: shippedName,
      message:
        "expected '\(bundleName)' beside the program, or 'share/chipplace' beside its folder, "
        + "found neither; give a network by name")
  }
}
