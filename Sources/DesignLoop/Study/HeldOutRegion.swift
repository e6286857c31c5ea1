internal import Foundation

/// A region of the design space: the architectures of which one parameter is, or is above or below, a value.
public struct HeldOutRegion: Hashable, Sendable, CustomStringConvertible {
  /// How the parameter stands to the value.
  public enum Relation: String, CaseIterable, Sendable {
    case atLeast = ">="
    case atMost = "<="
    case equal = "="
  }

  /// The parameter.
  public var gene: Gene
  /// How it stands to the value.
  public var relation: Relation
  /// The value; of a parameter of kinds the kind's place among them.
  public var value: Double

  /// A region by its text, such as `columns>=32` or `dataflow=os`; nil where it is none.
  public init?(_ text: String) {
    guard let relation = Relation.allCases.first(where: { text.contains($0.rawValue) }),
      let sign = text.range(of: relation.rawValue),
      let gene = Gene(rawValue: String(text[..<sign.lowerBound]))
    else { return nil }
    let value = String(text[sign.upperBound...])
    if let kinds = gene.kinds {
      guard relation == .equal, let kind = kinds.firstIndex(of: value) else { return nil }
      self.value = Double(kind)
    } else {
      guard let number = Double(value), number.isFinite else { return nil }
      self.value = number
    }
    self.gene = gene
    self.relation = relation
  }

  /// The region as its text.
  public var description: String {
    "\(gene.rawValue)\(relation.rawValue)\("\(NamedValue(value, of: gene))".filter { $0 != "'" })"
  }

  /// Whether an architecture is in it.
  public func contains(_ architecture: Architecture) -> Bool {
    switch relation {
    case .atLeast: architecture[gene] >= value
    case .atMost: architecture[gene] <= value
    case .equal: architecture[gene] == value
    }
  }
}
