import Foundation
public import NeuralNetwork

extension PolicyModel {
  /// The name of the network that comes with the library, among its resources.
  static let shippedName = "policy.safetensors"
  private static let bundleName = "chipplace_Policy.resources"

  /// The network that comes with the library.
  ///
  /// It lies in a folder of resources beside the program, where the package manager puts it.
  ///
  /// - Throws: ``CheckpointError`` if it is not there, as where a program was moved without it.
  public static func shipped() throws(CheckpointError) -> PolicyModel {
    let folders = [
      Bundle.main.bundleURL, Bundle.main.resourceURL,
      Bundle.main.executableURL?.deletingLastPathComponent(),
    ].compactMap { $0 }
    for folder in folders {
      let file = folder.appendingPathComponent(bundleName).appendingPathComponent(shippedName)
      if FileManager.default.fileExists(atPath: file.path) {
        return try PolicyModel(contentsOf: file.path)
      }
    }
    throw CheckpointError(
      file: shippedName,
      message: "expected '\(bundleName)' beside the program, found none; give a network by name")
  }
}
