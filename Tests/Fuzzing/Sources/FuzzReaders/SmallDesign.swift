import Formats
import Netlist

/// The netlist that placements are read over: a port, a hard macro with two pins, a soft macro, a
/// cell; nodes 0, 1, 4 and 6 of the file, so that there are numbers between them that have no line.
enum SmallDesign {
  private static let text = """
    node { name: "p" input: "A/I" attr { key: "type" value { placeholder: "PORT" } } }
    node {
      name: "A"
      attr { key: "type" value { placeholder: "MACRO" } }
      attr { key: "width" value { f: 5 } } attr { key: "height" value { f: 3 } }
    }
    node {
      name: "A/I"
      attr { key: "type" value { placeholder: "MACRO_PIN" } }
      attr { key: "x_offset" value { f: -1 } }
    }
    node {
      name: "A/O" input: "g" input: "Grp_0/P"
      attr { key: "type" value { placeholder: "MACRO_PIN" } }
      attr { key: "x_offset" value { f: 1 } }
    }
    node {
      name: "Grp_0"
      attr { key: "type" value { placeholder: "macro" } }
      attr { key: "width" value { f: 2 } } attr { key: "height" value { f: 2 } }
    }
    node { name: "Grp_0/P" attr { key: "type" value { placeholder: "macro_pin" } } }
    node {
      name: "g"
      attr { key: "type" value { placeholder: "STDCELL" } }
      attr { key: "width" value { f: 1 } } attr { key: "height" value { f: 1 } }
    }

    """

  nonisolated(unsafe) private static var design: Design?

  /// The design, read when first asked for.
  static func read(in folder: ScratchFolder) -> Design {
    if let design { return design }
    Array(text.utf8).withUnsafeBytes { folder.write($0, to: "small") }
    do {
      let read = try CircuitTrainingNetlist.read(file: folder.file("small"))
      design = read
      return read
    } catch {
      fatalError("\(error)")
    }
  }
}
