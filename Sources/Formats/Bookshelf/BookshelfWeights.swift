import Netlist

/// Reads `.wts` files.
enum BookshelfWeights {
  /// Reads `name weight` lines. A net's name sets its weight. A node's is passed over: the ICCAD04
  /// files hold one number for each node, which no published result uses.
  ///
  /// - Parameters:
  ///   - netOfSymbol: the net of each name, -1 where there is none.
  ///   - builder: has all nodes and nets; the symbols of nodes are their indices.
  static func read(
    file: String, netOfSymbol: [Int32], into builder: inout NetlistBuilder,
    warnings: inout [String]
  ) throws(ParseError) {
    var scanner = try LineScanner(file: file)
    try scanner.bookshelfHeader("wts")
    var unknownCount = 0
    var firstUnknown = ""
    var likely: Symbol = 0
    while try scanner.nextContentLine() {
      let name = scanner.token()
      let symbol = builder.names.find(name, likely: likely).map { Int($0) }
      likely = Symbol(symbol ?? -1) &+ 1
      let net = symbol.map { $0 < netOfSymbol.count ? netOfSymbol[$0] : -1 } ?? -1
      if net < 0, symbol.map({ $0 >= builder.nodeCount }) ?? true {
        if unknownCount == 0 {
          firstUnknown = "\(file):\(scanner.line): warning: '\(BookshelfSyntax.text(name))'"
        }
        unknownCount += 1
      }
      _ = scanner.skip(BookshelfSyntax.colon)
      if net >= 0 {
        let weight = try scanner.length(
          "a weight above 0", atLeast: Double.leastNormalMagnitude)
        builder.setWeight(weight, of: NetID(net))
      } else {
        _ = try scanner.length("a weight")
      }
      try scanner.endLine()
    }
    if unknownCount > 0 {
      let others = unknownCount > 1 ? " and \(unknownCount - 1) more" : ""
      warnings.append("\(firstUnknown)\(others) in this file: no net or node of that name")
    }
  }
}
