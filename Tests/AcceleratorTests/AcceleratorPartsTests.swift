import Netlist
import Technology
import Testing

@testable import Accelerator

@Suite struct AcceleratorPartsTests {
  @Test func theHandCheckedExampleHasTheWirelengthItStates() {
    let design = HandCheckedExample.design()
    let netlist = design.netlist
    var (weighted, plain) = (0.0, 0.0)
    for net in 0..<netlist.netCount {
      let pins = netlist.netPins[net].map { design.placement.position(of: $0, in: netlist) }
      let length =
        pins.map(\.x).max()! - pins.map(\.x).min()! + pins.map(\.y).max()! - pins.map(\.y).min()!
      plain += length
      weighted += length * netlist.netWeights[net]
    }
    #expect(weighted == 495 && plain == 305)
    #expect(netlist.netWeights.reduce(0, +) == 14)
    #expect(netlist.count(of: .hardMacro) == 3 && netlist.count(of: .softMacro) == 2)
    #expect(netlist.count(of: .port) == 4)
  }

  @Test func countedAreasAreNearPublishedFigures() {
    // Horowitz, ISSCC 2014: 282 µm² for an 8-bit product, 137 µm² for a 32-bit sum.
    #expect(abs(CountedArea.multiplier(8) / 282 - 1) < 0.06)
    #expect(abs(CountedArea.adder(32) / 137 - 1) < 0.02)
  }

  /// Sizes and places of pins of the LEF files, as they stood in the program before technology files.
  @Test func memoriesOfThePresetAreThoseOfTheLEF() throws {
    let memories = Technology.nangate45.memoryMacros
    #expect(memories.count == 9)
    let memory = try #require(memories.first { $0.name == "fakeram45_256x64" })
    #expect(memory.width == 109.06 && memory.height == 166.6 && memory.pinInset == 0.035)
    // RECT 0.000 50.995 0.070 51.065 of rd_out[1] in fakeram45_256x64.lef.
    #expect(abs(memory.readData.center(of: 1..<2) - 51.03) < 1e-9)
    #expect(abs(memory.readData.center(of: 0..<64) - 70.245) < 1e-9)
    #expect(memory.address.bits == 8)
    let largest = try #require(memories.first { $0.name == "fakeram45_512x64" })
    #expect(largest.width == 110.01 && largest.height == 238)
    #expect(largest.writeData == MemoryMacro.Bus(first: 144.06, last: 210.21, bits: 64))
    #expect(largest.address == MemoryMacro.Bus(first: 215.04, last: 223.44, bits: 9))
    #expect(largest.writeEnable == 228.27 && largest.chipEnable == 229.32)
  }

  @Test func banksTakeTheLeastArea() {
    let bank = BankOrganization(bits: 32, kilobytes: 8)
    #expect(bank.macro.name == "fakeram45_512x64" && bank.widthSlices == 1 && bank.depthSlices == 2)
    let wide = BankOrganization(bits: 128, kilobytes: 16)
    #expect(wide.macro.name == "fakeram45_512x64" && wide.widthSlices == 2 && wide.depthSlices == 2)
  }

  @Test func aTechnologyWithoutMemoriesIsRefused() {
    var technology = Technology.nangate45
    technology.memories = []
    let error = #expect(throws: AcceleratorError.self) {
      try AcceleratorGenerator.generate(AcceleratorParameters(), technology: technology, seed: 1)
    }
    guard case .parameter("technology", "nangate45", let reason) = error else {
      Issue.record("expected an error about the technology, got \(String(describing: error))")
      return
    }
    #expect(reason.contains("memory"))
  }

  @Test func shelvesRefuseWhatIsTooLong() {
    let boxes = [Extent(along: 4, across: 2), Extent(along: 5, across: 3)]
    #expect(Shelves(boxes, length: 6, spacing: 1) == nil)
    #expect(Shelves(boxes, length: 7, spacing: 1)?.depth == 8)
    #expect(Shelves(boxes, length: 12, spacing: 1)?.depth == 5)
    #expect(Shelves([], length: 1, spacing: 1)?.depth == 0)
  }
}
