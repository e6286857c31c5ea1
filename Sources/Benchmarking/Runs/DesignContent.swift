import ChipPlace
import Formats
import Foundation

/// What a design is made of, told apart by content, so that results of another version of a file are
/// never taken for results of this one.
enum DesignContent {
  /// The hash of all files of a design, as they stand, and of how they are read.
  static func hash(_ design: BenchmarkDesign) throws(ParseError) -> String {
    let reading = design.reading
    var hash = SHA256()
    let format = try DesignFormat.detect(file: design.netlist)
    let netlist =
      format == .bookshelf ? try Bookshelf.files(aux: design.netlist) : [design.netlist]
    let files = [
      ("netlist", netlist), ("placement", design.placement.map { [$0] } ?? []),
      ("lef", reading.libraries), ("liberty", reading.liberty),
      ("netWeights", design.netWeights.map { [$0] } ?? []),
    ]
    for (kind, names) in files {
      for name in names {
        let data = try contents(name)
        hash.update(Array("\(kind) \(data.count)\n".utf8))
        hash.update(data)
      }
    }
    var words = ["lowerCaseMacros \(reading.lowerCaseMacros.rawValue)"]
    if format == .verilog || format == .yosysJSON {
      words.append("top \(reading.topModule ?? "")")
      words.append(
        "floorplan \(reading.floorplan.utilization) \(reading.floorplan.aspectRatio)")
    }
    hash.update(Array(words.joined(separator: "\n").utf8))
    return hash.finish()
  }

  /// The hash of one file.
  static func hash(file: String) throws(ParseError) -> String {
    var hash = SHA256()
    hash.update(try contents(file))
    return hash.finish()
  }

  private static func contents(_ file: String) throws(ParseError) -> Data {
    do {
      return try Data(contentsOf: URL(fileURLWithPath: file))
    } catch {
      throw ParseError(file: file, message: error.localizedDescription)
    }
  }
}
