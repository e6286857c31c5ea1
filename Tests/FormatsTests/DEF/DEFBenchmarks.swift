import Formats
import Foundation
import Netlist
import TestSupport

/// The published DEF files, each with the LEF files that it is read with.
struct DEFBenchmark: Sendable, CustomStringConvertible {
  /// The file, in the folder of published designs.
  var file: String
  /// The LEF files, in reading order.
  var lefFiles: [String]

  var description: String { file }

  /// A case of OpenROAD's regressions, as its table has it.
  struct Case: Sendable {
    var module: String
    var name: String
    var design: DEFBenchmark
    /// The resulting DEF files.
    var results: [DEFBenchmark]
    /// What OpenROAD logged before and after, in micrometres, as printed.
    var before: String
    var after: String
  }

  private static let folder = "benchmarks/openroad/"

  /// The cases of `cases.csv`.
  static let cases: [Case] = {
    guard
      let table = try? String(
        contentsOfFile: SharedData.path(folder + "cases.csv"), encoding: .utf8)
    else { return [] }
    return table.split(whereSeparator: \.isNewline).dropFirst().map { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let lefFiles = fields[3].split(separator: " ").map { folder + $0 }
      let results = fields[4].split(separator: " ").filter { $0.contains(".defok") }
      return Case(
        module: fields[0], name: fields[1],
        design: DEFBenchmark(file: folder + fields[2], lefFiles: lefFiles),
        results: results.map { DEFBenchmark(file: folder + $0, lefFiles: lefFiles) },
        before: fields[5], after: fields[6])
    }
  }()

  /// Every file once, in parts that share their LEF files.
  static let all: [[DEFBenchmark]] = {
    var seen = Set<String>()
    let tabled = cases.flatMap { [$0.design] + $0.results }.filter {
      seen.insert($0.file).inserted
    }
    let nangate = "\(folder)gpl/design/nangate45/"
    let gpl = ["\(folder)lef/gpl/nangate45.lef.gz"]
    let tilos = "benchmarks/tilos-ct/nangate45/"
    let memories = [
      "128x116", "128x256", "128x32", "256x16", "256x32", "256x48", "256x64", "32x32", "512x64",
      "64x124", "64x256", "64x62", "64x64",
    ].map { "benchmarks/lef/tilos-nangate45/fakeram45_\($0).lef.gz" }
    let cells = ["tech", "macro.mod"].map {
      "benchmarks/lef/tilos-nangate45/NangateOpenCellLibrary.\($0).lef.gz"
    }
    let syntax = "benchmarks/lef/def-syntax/"
    let files =
      tabled
      + [
        "gcd/gcd.def", "gcd/gcd_fragmented_row.def", "aes_cipher_top/aes_cipher_top.def.gz",
        "dynamic_node_top_wrap/dynamic_node_top_wrap.def.gz",
      ].map { DEFBenchmark(file: nangate + $0, lefFiles: gpl) }
      + [
        DEFBenchmark(
          file: "\(folder)ispd18_test1/ispd18_test1.input.def.gz",
          lefFiles: ["\(folder)ispd18_test1/ispd18_test1.input.lef.gz"]),
        DEFBenchmark(
          file: "\(syntax)complete.5.8.def", lefFiles: ["\(syntax)complete.5.8.lef"]),
        DEFBenchmark(
          file: "\(syntax)sparc_exu_alu_70.def",
          lefFiles: ["\(folder)lef/Nangate45/Nangate45.lef.gz"]),
      ]
      + [
        "ariane133/ariane133_fp.def.gz", "ariane133/ariane133_fp_placed_macros.def.gz",
        "ariane133/manual_floorplan.def.gz", "bp_quad/bsg_chip_fp.def.gz",
        "bp_quad/bsg_chip_fp_placed_macros.def.gz",
        "mempool_group/mempool_group_fp_placed_macros.def.gz",
        "mempool_tile/mempool_tile_wrap_fp.def.gz",
        "mempool_tile/mempool_tile_wrap_fp_placed_macros.def.gz",
        "nvdla/NV_NVDLA_partition_c_fp.def.gz",
        "nvdla/NV_NVDLA_partition_c_fp_placed_macros.def.gz",
      ].map { DEFBenchmark(file: tilos + $0, lefFiles: cells + memories) }
    // In parts for tests that run side by side, by library, so that each reads few.
    return Dictionary(grouping: files, by: \.lefFiles).values.sorted {
      $0[0].lefFiles.lexicographicallyPrecedes($1[0].lefFiles)
    }
  }()

  /// The numbers of the parts.
  static let parts = Array(all.indices)

  /// Reads the design.
  func read(with libraries: DEFLibraries) throws -> Design {
    try DEF.read(file: SharedData.path(file), library: libraries.library(lefFiles))
  }
}

/// Libraries, each read once.
final class DEFLibraries {
  private var known: [[String]: CellLibrary] = [:]

  func library(_ lefFiles: [String]) throws -> CellLibrary {
    if let library = known[lefFiles] { return library }
    let library = try CellLibrary(lefFiles: lefFiles.map(SharedData.path))
    known[lefFiles] = library
    return library
  }
}
