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

  @Test func aBatchIsInternedAsSingleNamesAre() {
    var (batched, single) = (StringTable(), StringTable())
    var batch = NameBatch()
    for round in 0..<40 {
      // Some known, some new, some twice, of lengths around those of words.
      let names = (0..<300).map {
        "u\(round * 150 + $0 / 2)/" + String(repeating: "x", count: $0 % 19)
      }
      batch.removeAll()
      for name in names { Array(name.utf8).withUnsafeBytes { batch.append($0) } }
      batched.intern(&batch)
      #expect(batch.symbols == names.map { single.intern($0) })
    }
    #expect(batched.count == single.count)
    #expect((0..<Symbol(single.count)).allSatisfy { batched.string($0) == single.string($0) })
  }

  @Test func recentNamesAreThoseOfTheTable() {
    var table = StringTable()
    var recent = RecentNames()
    let names = ["", "A", "A\0", "ZN", "Z", "AOI22_X1", "AOI221_X1", "\0", "A", "ZN", "", "A\0"]
    let more = names + (0..<1000).map { "p\($0)" } + names
    let symbols = more.map { name in
      Array(name.utf8).withUnsafeBytes { recent.intern($0, in: &table) }
    }
    #expect(symbols.map { table.string($0) } == more)
    #expect(symbols == more.map { table.intern($0) })
  }

  @Test func arraysKeepTheirElementsInLargePages() {
    var numbers = [Int32](0..<300_000)
    numbers.growLargePages(by: 1000)
    #expect(numbers.capacity >= 301_000)
    numbers.append(300_000)
    let capacity = numbers.capacity
    numbers.reserveLargePages(1)
    #expect(numbers.capacity == capacity)
    #expect(numbers == [Int32](0...300_000))
    #expect([UInt8](largeRepeating: 7, count: 1 << 22) == [UInt8](repeating: 7, count: 1 << 22))
    var few = [1]
    few.growLargePages(by: 1)
    #expect(few == [1])
  }

  @Test func emptyAndNonASCIINamesAreNamesToo() {
    var table = StringTable()
    #expect(table.intern("") == 0)
    #expect(table.intern("größe") == 1)
    #expect(table.string(0) == "")
    #expect(table.string(1) == "größe")
  }
}
