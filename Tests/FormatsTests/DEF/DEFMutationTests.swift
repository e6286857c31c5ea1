import Formats
import Foundation
import Netlist
import TestSupport
import Testing

/// Damages files at random, by a fixed seed: each must read as a sound design, which can be written
/// and read again, or be refused with a place, and never trap.
@Suite struct DEFMutationTests {
  private func checkSound(_ design: Design, _ number: Int) {
    let netlist = design.netlist
    let numbers =
      netlist.nodeWidths + netlist.nodeHeights + netlist.pinOffsetsX + netlist.pinOffsetsY
      + netlist.netWeights + design.placement.x + design.placement.y
      + [design.floorplan.die.area, design.floorplan.routing.horizontal]
      + design.floorplan.placementRows.flatMap { [$0.box.minX, $0.box.maxX, $0.box.maxY] }
    #expect(numbers.allSatisfy { $0.isFinite }, "copy \(number)")
    #expect(design.floorplan.die.width > 0 && design.floorplan.die.height > 0, "copy \(number)")
    #expect((10...128).contains(design.floorplan.columns), "copy \(number)")
    #expect((10...128).contains(design.floorplan.rows), "copy \(number)")
    #expect(netlist.pinNodes.allSatisfy { $0.index < netlist.nodeCount })
    #expect(design.floorplan.blockages.allSatisfy { (0...1).contains($0.density) })
    #expect(design.constraints.nodeRegions.allSatisfy { $0 < design.floorplan.regions.count })
    #expect(design.source.placementText?.spans.count == netlist.nodeCount)
  }

  /// Reads each copy and writes what reads; how many read and how many are refused.
  private func attempt(
    _ copies: Mutations, library: CellLibrary
  ) throws -> (read: Int, refused: Int) {
    let folder = try TemporaryFolder()
    let file = folder.file("t.def")
    var read = 0
    var refused = 0
    for (number, bytes) in copies.enumerated() {
      try folder.write(bytes, to: "t.def")
      do {
        var design = try DEF.read(file: file, library: library)
        read += 1
        checkSound(design, number)
        try DEF.write(design, to: folder.file("copy.def"), library: library)
        #expect(try folder.read("copy.def") == bytes, "copy \(number)")
        for node in design.placement.x.indices { design.placement.x[node] += 10 }
        try DEF.write(design, to: folder.file("copy.def"), library: library)
        let moved = try DEF.read(file: folder.file("copy.def"), library: library)
        #expect(moved.netlist.nodeCount == design.netlist.nodeCount, "copy \(number)")
        design.source.placementText = nil
        try DEF.write(design, to: folder.file("new.def"), library: library)
        _ = try DEF.read(file: folder.file("new.def"), library: library)
      } catch let error as ParseError {
        refused += 1
        #expect(error.file == file, "copy \(number): \(error)")
        #expect(error.line > 0 && error.column > 0 && error.message.count > 10)
      } catch let error as OutputError {
        #expect(error.message.contains("name"), "copy \(number): \(error)")
      }
    }
    return (read, refused)
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func damagedSamplesAreReadOrRefused(_ seed: UInt64) throws {
    let copies = Mutations(of: Array(DEFSample.text.utf8), count: 150, seed: seed)
    let (read, refused) = try attempt(copies, library: DEFSample.library)
    #expect(read > 10 && refused > 10, "\(read) read, \(refused) refused")
  }

  @Test func filesCutAnywhereAreRefused() throws {
    let folder = try TemporaryFolder()
    let bytes = Array(DEFSample.text.utf8)
    // Behind END DESIGN nothing is missing.
    for length in stride(from: 0, to: bytes.count - 2, by: 7) {
      let file = try folder.write(Array(bytes[..<length]), to: "t.def")
      #expect(throws: ParseError.self, "\(length) bytes") {
        try DEF.read(file: file, library: DEFSample.library)
      }
    }
  }

  @Test(.enabled(if: SharedData.isPresent, "\(SharedData.absence)"))
  func damagedPublishedFilesAreReadOrRefused() throws {
    let libraries = DEFLibraries()
    for (name, lefFiles) in [
      ("dpl/fence01.def", ["lef/Nangate45/Nangate45.lef.gz"]),
      ("gpl/simple09.def", ["lef/gpl/nangate45.lef.gz"]),
      ("dpl/blockage01.def", ["lef/Nangate45/Nangate45.lef.gz"]),
    ] {
      let folder = SharedData.path("benchmarks/openroad/")
      let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: folder + name)))
      let library = try libraries.library(lefFiles.map { "benchmarks/openroad/\($0)" })
      _ = try attempt(Mutations(of: bytes, count: 60, seed: 11), library: library)
    }
  }
}
