/// Short names that came last, with their symbols in a table, each in a place that its bytes say.
///
/// Those of cells and pins come again and again in a netlist, and so need not be looked up among all
/// names.
package struct RecentNames: Sendable {
  private var names = [Name](repeating: Name(), count: 1 << placeBits)
  private static let placeBits = 8
  private static let longest = 8

  private struct Name {
    var word: UInt64 = 0
    /// No name has that of the start.
    var length: Int32 = -1
    var symbol: Symbol = -1
  }

  package init() {}

  /// The symbol of a name, added to the table if it is new. All calls are to have the same table.
  ///
  /// - Precondition: as for ``StringTable/intern(_:)-(UnsafeRawBufferPointer)``.
  package mutating func intern(
    _ name: UnsafeRawBufferPointer, in table: inout StringTable
  ) -> Symbol {
    guard name.count <= Self.longest else { return table.intern(name) }
    var word: UInt64 = 0
    StringTable.forEachWord(of: name) { word = $0 }
    let place = Int((word &* StringTable.multiplier) >> UInt64(64 - Self.placeBits))
    if names[place].word == word, Int(names[place].length) == name.count {
      return names[place].symbol
    }
    let symbol = table.intern(name)
    names[place] = Name(word: word, length: Int32(name.count), symbol: symbol)
    return symbol
  }
}
