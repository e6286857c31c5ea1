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

  @Test func namesThatDifferInOneByteAreDifferent() {
    var table = StringTable()
    var batch = NameBatch()
    var names = [""]
    for length in 1...20 {
      for place in 0..<length {
        var name = [UInt8](repeating: 0x61, count: length)
        name[place] = 0x62
        names.append(String(decoding: name, as: UTF8.self))
      }
    }
    #expect(names.map { table.intern($0) } == (0..<Symbol(names.count)).map { $0 })
    for name in names + ["aa", "absent", "aaaaaaaaaaaaaaaaaaaaaaaa"] {
      Array(name.utf8).withUnsafeBytes { batch.append($0) }
    }
    table.find(&batch)
    #expect(batch.symbols == (0..<Symbol(names.count)).map { $0 } + [-1, -1, -1])
    #expect(batch.withBytes(at: names.count) { Array($0) } == Array("aa".utf8))
    batch.removeAll()
    table.find(&batch)
    #expect(batch.count == 0 && batch.symbols.isEmpty)
  }

  @Test func emptyAndNonASCIINamesAreNamesToo() {
    var table = StringTable()
    #expect(table.intern("") == 0)
    #expect(table.intern("größe") == 1)
    #expect(table.string(0) == "")
    #expect(table.string(1) == "größe")
  }
}
