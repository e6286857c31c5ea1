import Netlist
import Testing

@Suite struct StringTableTests {
  @Test func namesKeepTheirSymbolsWhileTheTableGrows() {
    var table = StringTable()
    let names = (0..<5000).map { "u_block[\($0)]/pin\($0 % 7)" }
    let symbols = names.map { table.intern($0) }
    #expect(symbols == (0..<5000).map { Symbol($0) })
    #expect(names.map { table.intern($0) } == symbols)
    #expect(names.map { table.find($0) } == symbols)
    #expect(symbols.map { table.string($0) } == names)
    table.shrinkToFit()
    #expect(table.find("u_block[4999]/pin1") == 4999)
    #expect(table.find("absent") == nil)
  }

  @Test func emptyAndNonASCIINamesAreNamesToo() {
    var table = StringTable()
    #expect(table.intern("") == 0)
    #expect(table.intern("größe") == 1)
    #expect(table.string(0) == "")
    #expect(table.string(1) == "größe")
  }
}
