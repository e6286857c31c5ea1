import Foundation
import Netlist

/// Damaged copies of a text file, made from a seed: for tests that a reader refuses what it cannot
/// read, and neither traps nor hangs.
///
/// Each copy has one to four changes: a byte flipped, replaced or inserted; the file cut short; a
/// token doubled, dropped, exchanged with another or replaced by a number or mark that readers trip
/// on; a line doubled, dropped or exchanged.
public struct Mutations: Sequence, IteratorProtocol {
  private let original: [UInt8]
  private var remaining: Int
  private var random: SeededGenerator

  /// Values that exceed what a reader may assume, and marks of both formats' syntax.
  public static let awkwardTokens = [
    "0", "-1", "1", "2147483647", "2147483648", "-2147483649", "4294967296",
    "9223372036854775807", "9223372036854775808", "99999999999999999999999999", "1e308", "1e309",
    "-1e400", "1e-400", "nan", "inf", "-inf", "0x7f", ".", "-", "+", "1.5", "1e", "\"", "\"\"",
    "\\", "{", "}", "<", ">", ":", "#", "\u{0}", "\r", "\n", "\t", "ü", ",", ";", "[", "]",
  ]

  /// `count` damaged copies of `original`; the sequence is a function of the arguments.
  public init(of original: [UInt8], count: Int, seed: UInt64) {
    self.original = original
    remaining = count
    random = SeededGenerator(seed: seed)
  }

  /// The next copy.
  public mutating func next() -> [UInt8]? {
    guard remaining > 0 else { return nil }
    remaining -= 1
    var bytes = original
    for _ in 0...random.index(below: 4) { mutate(&bytes) }
    return bytes
  }

  private mutating func mutate(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return }
    let place = random.index(below: bytes.count)
    switch random.index(below: 10) {
    case 0: bytes[place] ^= 1 << UInt8(random.index(below: 8))
    case 1: bytes[place] = UInt8(random.index(below: 256))
    case 2: bytes.insert(UInt8(random.index(below: 256)), at: place)
    case 3: bytes.removeSubrange(place...)
    case 4, 5: replaceToken(at: place, in: &bytes)
    case 6: bytes.insert(contentsOf: piece(at: place, in: bytes, isEnd: Self.isBlank), at: place)
    case 7: exchange(in: &bytes, isEnd: Self.isBlank)
    case 8: exchange(in: &bytes) { $0 == 0x0A }
    default:
      let line = range(at: place, in: bytes) { $0 == 0x0A }
      let text = bytes[line]
      if random.index(below: 2) == 0 {
        bytes.removeSubrange(line)
      } else {
        bytes.insert(contentsOf: text + [0x0A], at: line.lowerBound)
      }
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 }

  private mutating func replaceToken(at place: Int, in bytes: inout [UInt8]) {
    let token = Self.awkwardTokens[random.index(below: Self.awkwardTokens.count)]
    bytes.replaceSubrange(range(at: place, in: bytes, isEnd: Self.isBlank), with: token.utf8)
  }

  /// Puts one piece in another's place.
  private mutating func exchange(in bytes: inout [UInt8], isEnd: (UInt8) -> Bool) {
    let source = piece(at: random.index(below: bytes.count), in: bytes, isEnd: isEnd)
    let target = range(at: random.index(below: bytes.count), in: bytes, isEnd: isEnd)
    bytes.replaceSubrange(target, with: source)
  }

  private func piece(at place: Int, in bytes: [UInt8], isEnd: (UInt8) -> Bool) -> [UInt8] {
    Array(bytes[range(at: place, in: bytes, isEnd: isEnd)])
  }

  /// The piece around a place: between the ends before and behind it.
  private func range(at place: Int, in bytes: [UInt8], isEnd: (UInt8) -> Bool) -> Range<Int> {
    var start = place
    while start > 0, !isEnd(bytes[start - 1]) { start -= 1 }
    var end = place
    while end < bytes.count, !isEnd(bytes[end]) { end += 1 }
    return start..<Swift.max(start, end)
  }
}
