import Netlist
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

  @Test func logicAreaIsNearPublishedFigures() {
    // Horowitz, ISSCC 2014: 282 µm² for an 8-bit product, 137 µm² for a 32-bit sum.
    #expect(abs(LogicArea.multiplier(8) / 282 - 1) < 0.06)
    #expect(abs(LogicArea.adder(32) / 137 - 1) < 0.02)
  }

  @Test func memoryPinsAreAtThePitchOfTheLEF() {
    let memory = MemoryMacro.all.first { $0.name == "fakeram45_256x64" }!
    // RECT 0.000 50.995 0.070 51.065 of rd_out[1] in fakeram45_256x64.lef.
    #expect(abs(memory.readData.center(of: 1..<2) - 51.03) < 1e-9)
    #expect(abs(memory.readData.center(of: 0..<64) - 70.245) < 1e-9)
    #expect(memory.address.bits == 8)
  }

  @Test func banksTakeTheLeastArea() {
    let bank = BankOrganization(bits: 32, kilobytes: 8)
    #expect(bank.macro.name == "fakeram45_512x64" && bank.widthSlices == 1 && bank.depthSlices == 2)
    let wide = BankOrganization(bits: 128, kilobytes: 16)
    #expect(wide.macro.name == "fakeram45_512x64" && wide.widthSlices == 2 && wide.depthSlices == 2)
  }

  @Test func shelvesRefuseWhatIsTooLong() {
    let boxes = [Extent(along: 4, across: 2), Extent(along: 5, across: 3)]
    #expect(Shelves(boxes, length: 6, spacing: 1) == nil)
    #expect(Shelves(boxes, length: 7, spacing: 1)?.depth == 8)
    #expect(Shelves(boxes, length: 12, spacing: 1)?.depth == 5)
    #expect(Shelves([], length: 1, spacing: 1)?.depth == 0)
  }
}
