import Foundation
import Netlist
import Testing

@testable import Formats

/// Damages files at random, by a fixed seed: each must read as a sound design or be refused with a
/// place, and never trap.
@Suite struct BookshelfMutationTests {
  private static let odd: [String] = [
    "1e308", "-1e308", "1e-320", "-1", "0", "99999999999999999999", "2147483648", "1e15", "-1e15",
    "nan", ":", "#", "terminal", "NetDegree", "NumNodes", "End", "/FIXED", "CoreRow", "\u{0}", "%",
    "N", "..",
  ]

  private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let place = random.index(below: bytes.count)
    switch random.index(below: 7) {
    case 0: bytes[place] ^= 1 << UInt8(random.index(below: 8))
    case 1: bytes.removeSubrange(place...)
    case 2: bytes.remove(at: place)
    case 3:
      let end = min(place + 1 + random.index(below: 40), bytes.count)
      bytes.insert(contentsOf: bytes[place..<end], at: random.index(below: bytes.count))
    case 4: bytes.removeSubrange(place..<min(place + random.index(below: 30), bytes.count))
    case 5:
      // A line again.
      let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      let line = lines[random.index(below: lines.count)]
      bytes.insert(contentsOf: [0x0A] + line + [0x0A], at: place)
    default:
      // Another word in place of one.
      var end = place
      while end < bytes.count, bytes[end] > 0x20 { end += 1 }
      let word = Self.odd[random.index(below: Self.odd.count)]
      bytes.replaceSubrange(place..<end, with: Array(word.utf8))
    }
  }

  private func checkSound(_ design: Design, _ seed: UInt64) {
    let netlist = design.netlist
    #expect(netlist.nodeCount > 0 && design.placement.x.count == netlist.nodeCount)
    let numbers =
      netlist.nodeWidths + netlist.nodeHeights + netlist.pinOffsetsX + netlist.pinOffsetsY
      + netlist.netWeights + design.placement.x + design.placement.y
      + [design.floorplan.die.area]
    #expect(numbers.allSatisfy { $0.isFinite }, "seed \(seed)")
    #expect(design.floorplan.die.width > 0 && design.floorplan.die.height > 0, "seed \(seed)")
    #expect((10...64).contains(design.floorplan.columns), "seed \(seed)")
    #expect((10...64).contains(design.floorplan.rows), "seed \(seed)")
    #expect(netlist.pinNodes.allSatisfy { $0.index < netlist.nodeCount })
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func damagedFilesAreReadOrRefused(_ stream: UInt64) throws {
    let folder = BookshelfFolder()
    var files = exampleFiles
    if stream % 2 == 1 { files["t.scl"] = nil }
    files["t.aux"] = "RowBasedPlacement : \(files.keys.sorted().joined(separator: " "))\n"
    for (name, text) in files { folder.add(name, text) }
    let names = files.keys.sorted()
    var read = 0
    var refused = 0
    for seed in 0..<400 as Range<UInt64> {
      var random = SeededGenerator(seed: seed, stream: stream)
      let name = names[random.index(below: names.count)]
      var bytes = Array(files[name]!.utf8)
      for _ in 0...random.index(below: 2) { mutate(&bytes, &random) }
      folder.add(name, bytes: bytes)
      defer { folder.add(name, files[name]!) }
      do {
        let design = try Bookshelf.read(aux: folder.path + "t.aux")
        read += 1
        checkSound(design, seed)
        do {
          try Bookshelf.write(design, aux: folder.path + "copy.aux")
          expectSame(design, try Bookshelf.read(aux: folder.path + "copy.aux"))
        } catch let error as OutputError {
          #expect(error.message.contains("name"), "seed \(seed): \(error)")
        }
      } catch let error as ParseError {
        refused += 1
        #expect(!error.message.isEmpty)
        #expect(
          (error.line > 0 && error.column > 0) || error.message.contains("no such file")
            || error.message.contains("directory"), "seed \(seed): \(error)")
      }
      _ = try? DesignFormat.detect(file: folder.path + name)
      _ = try? PlacementFormat.detect(file: folder.path + name)
    }
    #expect(read > 40 && refused > 40, "\(read) read, \(refused) refused")
  }
}
