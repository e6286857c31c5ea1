internal import Netlist

/// Names for a DEF or LEF file, all different.
struct DEFNames {
  private var taken = Set<String>()

  /// A name as DEF spells it: what would begin or end a token, or stand for other names, behind a
  /// backslash; nil if it is empty or has blanks or control characters, which no spelling holds.
  ///
  /// Brackets and slashes stay: as in the files that most names come from they may stand for bits
  /// and levels.
  static func spelled(_ name: String) -> String? {
    guard !name.isEmpty, name.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return nil }
    if name == "PIN" || name == "END" || name == "MUSTJOIN" { return "\\" + name }
    var spelled = ""
    var isEscaped = false
    for (index, character) in name.unicodeScalars.enumerated() {
      let isSpecial =
        "#;*()\"".unicodeScalars.contains(character)
        || (index == 0 && "+-".unicodeScalars.contains(character))
      if isSpecial, !isEscaped { spelled.unicodeScalars.append("\\") }
      spelled.unicodeScalars.append(character)
      isEscaped = character == "\\" && !isEscaped
    }
    return spelled
  }

  /// Takes a name; false if it is taken already.
  mutating func take(_ name: String) -> Bool { taken.insert(name).inserted }

  /// Takes the name, or else the first of `name_2`, `name_3` and so on that is free.
  mutating func taking(_ name: String) -> String {
    var free = name
    var number = 2
    while !take(free) {
      free = "\(name)_\(number)"
      number += 1
    }
    return free
  }
}
