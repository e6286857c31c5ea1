public import Netlist

/// Files that give nets a weight: a line for each, with the net's name and a number, in any order;
/// `#` begins a comment. Nets that are not named keep the weight they have.
public enum NetWeightsFile {
  /// The weight of each net of a netlist, by such a file, gzip-compressed or plain.
  ///
  /// - Throws: ``ParseError`` if the file cannot be read, names a net that there is not or names one
  ///   twice, or gives a weight below 0.
  public static func read(file: String, netlist: Netlist) throws(ParseError) -> [Double] {
    var nets: [String: Int] = [:]
    for net in 0..<netlist.netCount { nets[netlist.name(of: NetID(net))] = net }
    var weights = netlist.netWeights
    var isNamed = [Bool](repeating: false, count: netlist.netCount)
    var scanner = try LineScanner(file: file)
    while try scanner.nextLine() {
      if scanner.isAtLineEnd || scanner.peek == UInt8(ascii: "#") { continue }
      let token = scanner.token()
      let name = String(decoding: token, as: UTF8.self)
      guard let net = nets[name] else {
        throw scanner.error("expected the name of a net, found '\(name)'", at: token)
      }
      guard !isNamed[net] else {
        throw scanner.error("expected each net once, found '\(name)' again", at: token)
      }
      isNamed[net] = true
      scanner.skipBlanks()
      let place = scanner.rest
      let weight = try scanner.number("a weight")
      guard weight >= 0 else {
        throw scanner.error("expected a weight of 0 or more, found \(weight)", at: place)
      }
      weights[net] = weight
      guard scanner.isAtLineEnd || scanner.peek == UInt8(ascii: "#") else {
        throw scanner.error(expected: "the end of the line")
      }
    }
    return weights
  }
}
