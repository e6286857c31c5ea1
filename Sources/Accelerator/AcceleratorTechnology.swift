public import Technology

extension Technology {
  /// The preset that accelerators are made for unless another technology is given.
  public static let nangate45: Technology = {
    guard let preset = Technology.preset("nangate45") else {
      preconditionFailure("the NanGate45 preset is not built into the program")
    }
    return preset
  }()

  /// The memories as macros, in the order of the file.
  var memoryMacros: [MemoryMacro] { memories.map { MemoryMacro($0) } }
}
