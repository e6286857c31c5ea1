import Formats
import Foundation
import Netlist
import TestSupport
import Testing

/// Files that show any damage.
@Suite struct SealedFileTests {
  private static let kind = SealedFile(kind: "checkpoint", magic: "chipckpt", version: 3)

  @Test func whatWasWrittenIsRead() throws {
    let folder = try TemporaryFolder()
    var placement = RandomDesign.make(seed: 3, hardMacros: 3, softMacros: 4, ports: 2).placement
    placement.x[0] = -0.0
    placement.x[1] = .pi
    var writer = BinaryWriter()
    writer.write(-5)
    writer.write(UInt64.max)
    writer.write(0.1)
    writer.write(true)
    writer.write("Größe")
    writer.write([1, 2, 3] as [UInt8])
    writer.write([Double.infinity, .leastNonzeroMagnitude])
    writer.write([Float.pi])
    writer.write(placement)
    writer.write(optional: 2.5) { $1.write($0) }
    writer.write(optional: Double?.none) { $1.write($0) }
    try Self.kind.write(writer.bytes, to: folder.file("a.checkpoint"))
    var reader = try Self.kind.read(folder.file("a.checkpoint"))
    #expect(try reader.integer(-5...5) == -5)
    #expect(try reader.word() == .max)
    #expect(try reader.number() == 0.1)
    #expect(try reader.flag())
    #expect(try reader.text() == "Größe")
    #expect(try reader.byteList() == [1, 2, 3])
    #expect(try reader.numbers(count: 2) == [.infinity, .leastNonzeroMagnitude])
    #expect(try reader.singles() == [.pi])
    let found = try reader.placement(nodeCount: placement.x.count)
    #expect(found == placement && found.x[0].sign == .minus)
    #expect(try reader.optional { reader throws(ParseError) in try reader.number() } == 2.5)
    #expect(try reader.optional { reader throws(ParseError) in try reader.number() } == nil)
    try reader.finish()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.checkpoint"])
  }

  @Test func everyFlippedBitAndEveryLengthIsNoticed() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("a.checkpoint")
    try Self.kind.write(Array("what stands in it".utf8), to: file)
    let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
    func expectRefused(_ bytes: [UInt8]) throws {
      try Data(bytes).write(to: URL(fileURLWithPath: file))
      #expect(throws: ParseError.self) { try Self.kind.read(file) }
    }
    for bit in 0..<8 * whole.count {
      var damaged = whole
      damaged[bit / 8] ^= 1 << UInt8(bit % 8)
      try expectRefused(damaged)
    }
    for length in whole.indices { try expectRefused(Array(whole[..<length])) }
    try expectRefused(whole + [0])
  }

  @Test func anotherVersionIsNamed() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("a.checkpoint")
    try SealedFile(kind: "checkpoint", magic: "chipckpt", version: 4).write([1], to: file)
    #expect(
      throws: ParseError(
        file: file, message: "expected a checkpoint of version 3, found version 4")
    ) { try Self.kind.read(file) }
  }

  @Test(arguments: [Double.nan, .infinity])
  func placesOfNodesAreFinite(place: Double) {
    var placement = RandomDesign.make(seed: 3, hardMacros: 3, softMacros: 4, ports: 2).placement
    let count = placement.x.count
    placement.y[2] = place
    var writer = BinaryWriter()
    writer.write(placement)
    var reader = BinaryReader(writer.bytes, file: "placement")
    let error = #expect(throws: ParseError.self) { try reader.placement(nodeCount: count) }
    #expect(error?.message == "at byte 0: expected finite numbers as places of nodes")
  }

  @Test func aListLongerThanTheFileIsRefusedBeforeRoomIsMade() {
    var writer = BinaryWriter()
    writer.write(Int.max)
    var reader = BinaryReader(writer.bytes, file: "list", base: 56)
    #expect(
      throws: ParseError(
        file: "list",
        message: "at byte 56: expected a list of at most 0 elements, found \(Int.max)")
    ) { try reader.numbers() }
  }
}
