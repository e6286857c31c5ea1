import Foundation
import Netlist
import TestSupport
import Testing

@testable import Formats

@Suite(.enabled(if: SharedData.isPresent, "\(SharedData.absence)"))
struct DEFBenchmarkTests {
  /// Half the perimeter of each net's pins in micrometres, over nets with two pins or more that have
  /// a place. OpenROAD cuts the mean of a component pin's shapes to whole units.
  private func wirelength(_ design: Design, cut: Bool) -> Double {
    let netlist = design.netlist
    let spans = design.source.placementText?.spans ?? []
    var sum = 0.0
    for net in 0..<netlist.netCount {
      var box: Box?
      for pin in netlist.netPins[net] {
        if spans[netlist.pinNodes[pin.index].index].isEmpty { continue }
        var place = design.placement.position(of: pin, in: netlist)
        if cut, netlist.nodeKinds[netlist.pinNodes[pin.index].index] != .port {
          place = (place.x.rounded(.towardZero), place.y.rounded(.towardZero))
        }
        guard let known = box else {
          box = Box(minX: place.x, minY: place.y, maxX: place.x, maxY: place.y)
          continue
        }
        box = Box(
          minX: min(known.minX, place.x), minY: min(known.minY, place.y),
          maxX: max(known.maxX, place.x), maxY: max(known.maxY, place.y))
      }
      if let box { sum += box.width + box.height }
    }
    return sum / design.floorplan.unitsPerMicron
  }

  private func printed(_ length: Double) -> String { String(format: "%.1f", length) }

  /// Files that are refused, and why.
  private static let refused = [
    // The library beside it has no cell B.
    "complete.5.8.def": "320:6: error: expected the name of a cell of the library, found 'B'",
    // The published file is cut: 14 of 4955 components are left, and nets name others.
    "sparc_exu_alu_70.def":
      "199:35: error: expected a component's name, 'PIN' or '*', found 'U2295'",
  ]

  @Test(arguments: DEFBenchmark.parts)
  func everyFileReadsAndIsWrittenByteForByte(_ part: Int) throws {
    let libraries = DEFLibraries()
    let folder = try TemporaryFolder()
    for benchmark in DEFBenchmark.all[part] {
      do {
        try checkCopies(benchmark, libraries: libraries, folder: folder)
      } catch let error as ParseError {
        let fault = Self.refused.first { benchmark.file.hasSuffix($0.key) }?.value
        #expect(error.description == "\(SharedData.path(benchmark.file)):\(fault ?? "")")
      }
    }
  }

  private func bytes(of file: String) throws -> [UInt8] {
    let stream = try ByteStream(file: file)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while case let count = try buffer.withUnsafeMutableBytes({ try stream.read(into: $0) }),
      count > 0
    {
      bytes += buffer[..<count]
    }
    return bytes
  }

  private func checkCopies(
    _ benchmark: DEFBenchmark, libraries: DEFLibraries, folder: TemporaryFolder
  ) throws {
    let library = try libraries.library(benchmark.lefFiles)
    let source = SharedData.path(benchmark.file)
    var design = try DEF.read(file: source, library: library)
    let output = folder.file("out.def")
    try DEF.write(design, to: output, library: nil)
    #expect(try bytes(of: output) == bytes(of: source), "\(benchmark)")
    // Debug builds take their time.
    guard let text = design.source.placementText, text.byteCount < 1 << 20 else { return }
    design.source.placementText = nil
    try DEF.write(design, to: output, library: library)
    design.source.placementText = text
    let fresh = try DEF.read(file: output, library: library)
    #expect(DEFComparison.differences(design, fresh) == [], "\(benchmark)")
  }

  @Test func wirelengthIsOpenROADs() throws {
    let libraries = DEFLibraries()
    for entry in DEFBenchmark.cases where entry.module == "dpl" && !entry.before.isEmpty {
      let before = printed(wirelength(try entry.design.read(with: libraries), cut: true))
      #expect(before == entry.before, "\(entry.name) before")
      guard let result = entry.results.first else { continue }
      let after = printed(wirelength(try result.read(with: libraries), cut: true))
      #expect(after == entry.after, "\(entry.name) after")
    }
  }

  /// What an independent program computed of these files, without cuts.
  @Test(arguments: [
    ("dpl/gcd_replace.def", "6950.8"), ("dpl/gcd.defok", "7736.3"),
    ("dpl/gcd-opt.def", "7709.2"), ("dpl/gcd-opt.defok", "7333.3"),
    ("dpl/aes_cipher_top_replace.def.gz", "363775.2"), ("dpl/aes.defok.gz", "384290.5"),
    ("gpl/simple01.defok", "2595.0"), ("gpl/medium01.defok.gz", "383099.5"),
  ])
  func wirelengthIsThatOfTheTable(_ name: String, _ expected: String) throws {
    let benchmark = try #require(
      DEFBenchmark.all.joined().first { $0.file.hasSuffix("openroad/" + name) })
    let design = try benchmark.read(with: DEFLibraries())
    #expect(printed(wirelength(design, cut: false)) == expected)
  }

  @Test func readsEveryStatementThereIs() throws {
    let folder = "benchmarks/lef/def-syntax/"
    var library = try CellLibrary(lefFiles: [SharedData.path(folder + "complete.5.8.lef")])
    // The cells that the library lacks, and one of which it has other pins.
    for name in ["A", "B", "CHK3A"] {
      library.add(
        CellLibrary.Master(
          name: name, masterClass: .core, width: 10, height: 20,
          pins: ["A", "Z", "PA2", "PA10"].map { CellLibrary.Pin(name: $0, direction: .input) }))
    }
    let design = try DEF.read(
      file: SharedData.path(folder + "complete.5.8.def"), library: library)
    let netlist = design.netlist
    #expect(netlist.nodeCount == 62 && netlist.count(of: .port) == 19)
    #expect(netlist.netCount == 12 && netlist.pinCount == 29)
    #expect(design.floorplan.die == Box(minX: -190000, minY: -120000, maxX: 190360, maxY: 350000))
    #expect(
      design.floorplan.blockages.first
        == Blockage(
          box: Box(minX: 190000, minY: 190000, maxX: 190360, maxY: 350000), density: 1))
    #expect(design.floorplan.regions.map(\.isFence) == [true, false, false])
    for count in [
      "COMPONENTS states 13, the file has 43", "PINS states 11, the file has 19",
      "BLOCKAGES states 8, the file has 11", "NETS states 6, the file has 12",
    ] {
      #expect(design.source.warnings.contains { $0.hasSuffix(count) }, "\(count)")
    }
  }
}
