import Netlist

/// What is known of names in the module at hand; the next module begins with nothing.
///
/// Symbols count from 0, so that an array does what a dictionary would, without hashing.
struct ModuleTable<Value> {
  private var entries: [(module: Int32, value: Value)?] = []
  private var module: Int32 = 0

  /// Forgets all names.
  mutating func removeAll() { module += 1 }

  /// What is known of a name.
  @inline(__always)
  subscript(symbol: Symbol) -> Value? {
    get {
      guard Int(symbol) < entries.count, let entry = entries[Int(symbol)], entry.module == module
      else { return nil }
      return entry.value
    }
    set {
      if Int(symbol) >= entries.count { makeRoom(for: symbol) }
      entries[Int(symbol)] = newValue.map { (module, $0) }
    }
  }

  private mutating func makeRoom(for symbol: Symbol) {
    let missing = max(Int(symbol) + 1 - entries.count, 256)
    entries.growLargePages(by: missing)
    entries.append(contentsOf: repeatElement(nil, count: missing))
  }
}
