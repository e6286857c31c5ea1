import ChipPlace
import Formats
import Foundation

/// Suites as folders: every design in the folder and the folders below, with the default recipe.
///
/// - `netlist.pb.txt` is a design with the name of its folder; where there is none, every other
///   `.pb.txt` is one. Its placement is `initial.plc`, or else the `.plc` of the same name.
/// - Every `.aux` is a design.
/// - Every `.def` is a design if there are `.lef` or `.tlef` files in its folder or, failing that, the
///   nearest folder above it, up to the suite's. They are taken in the order of `.tlef`, names with
///   `tech` in them, the others.
///
/// All of them may end in `.gz`. Hidden files and folders are passed over.
enum SuiteFolder {
  static func suite(of folder: String) throws(ParseError) -> BenchmarkSuite {
    let root = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    let name = URL(fileURLWithPath: root).standardizedFileURL.lastPathComponent
    var suite = BenchmarkSuite(
      name: name, source: folder, designs: [], recipes: [BenchmarkRecipe.standard])
    try collect(root, relative: "", libraries: [], into: &suite)
    guard !suite.designs.isEmpty else {
      throw ParseError(
        file: folder,
        message: "expected designs (.pb.txt, .aux, or .def with .lef) in the folder, found none")
    }
    return suite
  }

  private static func collect(
    _ folder: String, relative: String, libraries: [String], into suite: inout BenchmarkSuite
  ) throws(ParseError) {
    let entries: [String]
    do {
      entries = try FileManager.default.contentsOfDirectory(atPath: folder)
        .filter { !$0.hasPrefix(".") }.sorted()
    } catch {
      throw ParseError(file: folder, message: error.localizedDescription)
    }
    var isFolder: ObjCBool = false
    let folders = entries.filter {
      FileManager.default.fileExists(atPath: "\(folder)/\($0)", isDirectory: &isFolder)
        && isFolder.boolValue
    }
    let files = entries.filter { !folders.contains($0) }
    let own = self.libraries(among: files).map { "\(folder)/\($0)" }
    let libraries = own.isEmpty ? libraries : own
    for var design in designs(among: files, folder, relative: relative, suiteName: suite.name) {
      design.reading.libraries = ending(of: design.netlist, ".def") == nil ? [] : libraries
      if design.reading.libraries.isEmpty, ending(of: design.netlist, ".def") != nil {
        suite.warnings.append(
          "\(design.netlist): warning: left out, for no .lef file is beside it or above it")
      } else {
        suite.designs.append(design)
      }
    }
    for name in folders {
      try collect(
        "\(folder)/\(name)", relative: relative.isEmpty ? name : "\(relative)/\(name)",
        libraries: libraries, into: &suite)
    }
  }

  private static func designs(
    among files: [String], _ folder: String, relative: String, suiteName: String
  ) -> [BenchmarkDesign] {
    let hasNetlist = files.contains { ending(of: $0, ".pb.txt") == "netlist" }
    var taken: Set<String> = []
    return files.compactMap { file in
      let clustered = ending(of: file, ".pb.txt")
      guard let stem = clustered ?? ending(of: file, ".aux") ?? ending(of: file, ".def") else {
        return nil
      }
      if clustered != nil, hasNetlist, stem != "netlist" { return nil }
      let isFolders = clustered == "netlist"
      var name =
        isFolders
        ? (relative.isEmpty ? suiteName : relative)
        : (relative.isEmpty ? stem : "\(relative)/\(stem)")
      // The same design in two formats, or plain and compressed.
      if !taken.insert(name).inserted { name = relative.isEmpty ? file : "\(relative)/\(file)" }
      var placement: String?
      if clustered != nil {
        let names = ["initial.plc", "initial.plc.gz", "\(stem).plc", "\(stem).plc.gz"]
        placement = names.first { files.contains($0) }.map { "\(folder)/\($0)" }
      }
      return BenchmarkDesign(name: name, netlist: "\(folder)/\(file)", placement: placement)
    }
  }

  private static func libraries(among files: [String]) -> [String] {
    let technology = files.filter { ending(of: $0, ".tlef") != nil }
    let cells = files.filter { ending(of: $0, ".lef") != nil }
    let isTechnology = { (name: String) in name.lowercased().contains("tech") }
    return technology + cells.filter(isTechnology) + cells.filter { !isTechnology($0) }
  }

  /// The name without an ending and `.gz`; nil if it ends otherwise.
  private static func ending(of file: String, _ ending: String) -> String? {
    let name = file.hasSuffix(".gz") ? String(file.dropLast(3)) : file
    return name.hasSuffix(ending) && name.count > ending.count
      ? String(name.dropLast(ending.count)) : nil
  }
}
