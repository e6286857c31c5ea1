import ArgumentParser
import ChipPlace
import Formats
import Foundation
import Netlist

/// `read`: megabytes a second and peak memory.
struct ReadBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read", abstract: "Reads a netlist, or a LEF file, several times.",
    discussion: """
      Rates are over the bytes of the file, of a Bookshelf design over those of all its files. They \
      are given by time on the clock, and by that of the processor, which other work on the machine \
      leaves alone.
      """)

  @Argument(help: "The netlist, or a .lef file.")
  var file: String

  @Option(
    name: .customLong("lef"), parsing: .upToNextOption,
    help: "LEF files of the cells of a DEF or gate-level netlist, read with it each time.")
  var lefFiles: [String] = []

  @Option(help: "How many times.")
  var runs = 5

  func run() throws {
    let isLibrary = file.hasSuffix(".lef") || file.hasSuffix(".lef.gz")
    var options = ReadingOptions()
    options.libraries = lefFiles
    var pins = 0
    var processorSeconds = Double.infinity
    let timing = try Timing(runs: runs) {
      let start = clock()
      if isLibrary {
        let library = try CellLibrary(lefFiles: [file])
        pins = library.masters.reduce(0) { $0 + $1.pins.count }
      } else {
        pins = try Design(netlist: file, options: options).netlist.pinCount
      }
      let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
      processorSeconds = min(processorSeconds, seconds)
    }
    let megabytes = try size() / 1e6
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    print(
      String(
        format: "%.1f MB, %d pins: best %.3f s (%.0f MB/s), median %.3f s (%.0f MB/s), "
          + "processor %.3f s (%.0f MB/s), peak memory %.0f MiB",
        megabytes, pins, timing.best, megabytes / timing.best, timing.median,
        megabytes / timing.median, processorSeconds, megabytes / processorSeconds,
        Double(usage.ru_maxrss) / 1024))
  }

  /// The bytes that rates are over.
  private func size() throws -> Double {
    let isBookshelf = (try? DesignFormat.detect(file: file)) == .bookshelf
    let files = isBookshelf ? try Bookshelf.files(aux: file) : [file]
    return try files.reduce(0) { sum, file in
      let attributes = try FileManager.default.attributesOfItem(atPath: file)
      return sum + Double(attributes[.size] as? Int ?? 0)
    }
  }
}
