import Netlist
import TestSupport
import Testing

@testable import Formats

/// Readers must give back a design or throw, whatever the file holds.
@Suite struct CircuitTrainingMutationTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func damagedNetlistsAreReadOrRefused() throws {
    var refused = 0
    for bytes in Mutations(of: Array(SmallNetlist.text.utf8), count: 3000, seed: 1) {
      let file = try folder.write(bytes, to: "n")
      do {
        let design = try CircuitTrainingNetlist.read(file: file)
        // What can be read is a whole model: it can be written, and reads back as it was.
        guard (try? CircuitTrainingNetlist.write(design, to: folder.file("m"))) != nil else {
          continue
        }
        let again = try CircuitTrainingNetlist.read(file: folder.file("m"))
        #expect(again.differences(from: design) == [])
      } catch {
        refused += 1
        #expect(error.line > 0 || error.message.contains("area"), "\(error)")
      }
    }
    #expect(refused > 1000 && refused < 3000)
  }

  @Test func damagedPlacementsAreReadOrRefused() throws {
    let original = try CircuitTrainingNetlist.read(
      file: try folder.write(SmallNetlist.text, to: "n"))
    var refused = 0
    var read = 0
    for bytes in Mutations(of: Array(SmallNetlist.placement.utf8), count: 3000, seed: 2) {
      let file = try folder.write(bytes, to: "p")
      var design = original
      do {
        try PlacementFile.read(file: file, into: &design)
        read += 1
        if read.isMultiple(of: 4) { try PlacementFile.write(design, to: folder.file("q")) }
      } catch is ParseError {
        refused += 1
        #expect(design.placement == original.placement)
      }
    }
    #expect(refused > 1000 && refused < 3000)
  }

  @Test func damagedCompressedFilesAreReadOrRefused() throws {
    var output = FileOutput()
    output.write(SmallNetlist.text)
    try output.save(to: folder.file("n.gz"))
    let compressed = try folder.read("n.gz")
    var refused = 0
    for bytes in Mutations(of: compressed, count: 500, seed: 3) {
      let file = try folder.write(bytes, to: "d.gz")
      do { _ = try CircuitTrainingNetlist.read(file: file) } catch { refused += 1 }
    }
    #expect(refused > 250)
  }
}
