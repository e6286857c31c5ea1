extension Technology {
  /// The names of the technologies that come with the program.
  public static let presetNames = ["nangate45", "asap7"]

  /// A technology that comes with the program, or nil if there is none of that name.
  ///
  /// The files are in `Sources/Technology/Presets` and built into the program. `nangate45` is the
  /// NanGate 45 nm open cell library with `fakeram45` memories; `asap7` a 7 nm technology like
  /// ASAP7, in which what is not published is scaled from it by rules that its sources state.
  public static func preset(_ name: String) -> Technology? {
    presetBytes(name).map { bytes in
      do {
        return try Technology(json: bytes, file: "\(name).json")
      } catch {
        preconditionFailure("a preset of the program cannot be read: \(error)")
      }
    }
  }

  private static func presetBytes(_ name: String) -> [UInt8]? {
    switch name {
    case "nangate45": PackageResources.nangate45_json
    case "asap7": PackageResources.asap7_json
    default: nil
    }
  }
}
