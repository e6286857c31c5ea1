internal import Netlist

/// One `node { … }` of a netlist file, as it stands there; names are symbols and not yet resolved.
struct NodeRecord {
  /// The types a node can have, by upper-case and lower-case spelling where that matters.
  enum Kind: UInt8 {
    case unknown, port, upperMacro, lowerMacro, pin, standardCell
  }

  /// The die edges, as files name them.
  enum Side: UInt8, CaseIterable {
    case none, left, right, top, bottom

    var name: String? {
      switch self {
      case .none: nil
      case .left: "LEFT"
      case .right: "RIGHT"
      case .top: "TOP"
      case .bottom: "BOTTOM"
      }
    }
  }

  var width = 0.0
  var height = 0.0
  var x = 0.0
  var y = 0.0
  var offsetX = 0.0
  var offsetY = 0.0
  var weight = 1.0
  var symbol: Symbol = -1
  /// The macro that a pin says it belongs to.
  var macro: Symbol = -1
  /// Where the node's sinks begin in ``NetlistRecords/sinks``; they end where the next node's begin.
  var firstSink: Int32 = 0
  /// Where the node's name stands.
  var place = FilePlace(line: 0, column: 0)
  var attributes = AttributeSet()
  var kind = Kind.unknown
  var orientation = Orientation.north
  var side = Side.none
}

/// The attributes a netlist file can give a node.
enum AttributeKey: UInt8 {
  case type, width, height, x, y, orientation, macroName, offsetX, offsetY, weight, side
  /// The library cell of a node; upstream's tools do not use it.
  case referenceName
  case other

  /// The attribute of that name.
  init(_ name: UnsafeRawBufferPointer) {
    self =
      switch name.count {
      case 1: name[0] == 0x78 ? .x : name[0] == 0x79 ? .y : .other
      case 4: name.matches("type") ? .type : name.matches("side") ? .side : .other
      case 5: name.matches("width") ? .width : .other
      case 6: name.matches("height") ? .height : name.matches("weight") ? .weight : .other
      case 8:
        name.matches("x_offset")
          ? .offsetX
          : name.matches("y_offset")
            ? .offsetY : name.matches("ref_name") ? .referenceName : .other
      case 10: name.matches("macro_name") ? .macroName : .other
      case 11: name.matches("orientation") ? .orientation : .other
      default: .other
      }
  }
}

/// Which attributes a node has.
struct AttributeSet {
  private var bits: UInt16 = 0

  func contains(_ key: AttributeKey) -> Bool { bits & (1 << UInt16(key.rawValue)) != 0 }

  /// Adds a key; whether it was new.
  mutating func insert(_ key: AttributeKey) -> Bool {
    let isNew = !contains(key)
    bits |= 1 << UInt16(key.rawValue)
    return isNew
  }

  var isEmpty: Bool { bits == 0 }
}

/// A name in a node's `input` list: what the node drives.
struct SinkReference {
  var symbol: Symbol
  var place: FilePlace
}

/// All that a netlist file holds, in file order.
struct NetlistRecords {
  var names = StringTable(capacity: 1024)
  var nodes: [NodeRecord] = []
  var sinks: [SinkReference] = []
  /// The node of each symbol, or -1 while none has been declared.
  var nodeOfSymbol: [Int32] = []
  var metadata: [(key: String, value: String)] = []
  var warnings: [String] = []

  /// Where the sinks of a node stand in ``sinks``.
  func sinkRange(of node: Int) -> Range<Int> {
    let end = node + 1 < nodes.count ? Int(nodes[node + 1].firstSink) : sinks.count
    return Int(nodes[node].firstSink)..<end
  }
}
