/// The smallest parts of a formula's text.
enum FormulaToken: Equatable {
  case number(Double)
  case name(String)
  /// One of `+ - * / ^ ( ) , <`.
  case sign(Character)
  case end
}

/// Cuts the text of a formula into tokens.
struct FormulaTokens {
  private let characters: [Character]
  private var index = 0
  /// The token at hand, and the column at which it begins, from 1.
  private(set) var current = FormulaToken.end
  private(set) var column = 1
  /// The token's characters.
  private(set) var currentText = ""

  init(_ text: String) {
    // A text that is too long is refused before it is read; no more of it is kept.
    characters = Array(text.prefix(FormulaLimits.length + 1))
  }

  /// What stands at the token at hand, for messages.
  var found: String { current == .end ? "the end" : "'\(currentText)'" }

  /// Goes on to the next token.
  mutating func advance() throws(FormulaError) {
    while index < characters.count, characters[index] == " " || characters[index] == "\t" {
      index += 1
    }
    column = index + 1
    let begin = index
    guard index < characters.count else {
      (current, currentText) = (.end, "")
      return
    }
    let character = characters[index]
    if character.isDigit || character == "." {
      skipNumber()
      currentText = String(characters[begin..<index])
      current = .number(try number(currentText))
    } else if character.isLetter26 {
      while index < characters.count, characters[index].isLetter26 || characters[index].isDigit {
        index += 1
      }
      currentText = String(characters[begin..<index])
      current = .name(currentText)
    } else if "+-*/^(),<".contains(character) {
      index += 1
      (current, currentText) = (.sign(character), String(character))
    } else {
      throw FormulaError(
        column: column, expected: "a number, a name, or one of + - * / ^ ( ) , <",
        found: "'\(character)'")
    }
  }

  /// Passes digits, a fraction and an exponent.
  private mutating func skipNumber() {
    skipDigits()
    if index < characters.count, characters[index] == "." {
      index += 1
      skipDigits()
    }
    guard index < characters.count, characters[index] == "e" || characters[index] == "E" else {
      return
    }
    index += 1
    if index < characters.count, characters[index] == "+" || characters[index] == "-" {
      index += 1
    }
    skipDigits()
  }

  private mutating func skipDigits() {
    while index < characters.count, characters[index].isDigit { index += 1 }
  }

  private func number(_ text: String) throws(FormulaError) -> Double {
    guard let value = Double(text.hasPrefix(".") ? "0" + text : text), text.last != "." else {
      throw FormulaError(
        column: column, expected: "a decimal number such as 0.5 or 1e-3", found: "'\(text)'")
    }
    guard value <= ProtectedArithmetic.limit else {
      throw FormulaError(
        column: column, expected: "a number of at most \(ProtectedArithmetic.limit)",
        found: "'\(text)'")
    }
    return value
  }
}

extension Character {
  /// Whether it is one of 0 to 9.
  fileprivate var isDigit: Bool { ("0"..."9").contains(self) && isASCII }
  /// Whether it is one of the letters that names are made of.
  fileprivate var isLetter26: Bool {
    isASCII && (("a"..."z").contains(self) || ("A"..."Z").contains(self))
  }
}
