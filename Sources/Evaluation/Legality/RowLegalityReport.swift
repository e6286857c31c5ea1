public import Netlist

/// What stands in the way of building a placement of macros and cells on rows, counted and named.
public struct RowLegalityReport: Hashable, Sendable {
  /// A rule that a placement can break.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// Two macros or cells share area.
    case overlap
    /// A node is in the clearance around a macro.
    case insideHalo
    /// A cell does not stand on the bottom of a row of its height, or not with its whole width.
    case offRow
    /// A cell's left edge is not where a site begins.
    case offSite
    /// A cell is not turned as its row is, or as its symmetry forbids.
    case wrongOrientation
    /// A node is not inside the region that it is bound to.
    case outsideRegion
    /// A node is inside a fence that it is not bound to.
    case insideFence
    /// A node reaches outside the die, or its position is no number.
    case outsideDie
    /// A node covers a part of the die that is closed to placement.
    case onBlockage
    /// A fixed node is not where the design has it, or is turned.
    case movedFixed
    /// A movable macro's lower left corner is not where a site of a row begins.
    case macroOffGrid
  }

  /// One breach of one rule.
  public struct Violation: Hashable, Sendable {
    /// The rule.
    public var kind: Kind
    /// The node that breaks it.
    public var node: NodeID
    /// The other node of a pair; in a halo, the macro that the halo is around.
    public var other: NodeID?

    /// The breach in words.
    public func text(in netlist: Netlist) -> String {
      let name = "'\(netlist.name(of: node))'"
      let otherName = other.map { "'\(netlist.name(of: $0))'" } ?? ""
      return switch kind {
      case .overlap: "\(name) overlaps \(otherName)"
      case .insideHalo: "\(name) is in the halo of \(otherName)"
      case .offRow: "\(name) is not on a row"
      case .offSite: "\(name) is not on a site"
      case .wrongOrientation: "\(name) is turned otherwise than its row allows"
      case .outsideRegion: "\(name) is outside its region"
      case .insideFence: "\(name) is inside a fence of others"
      case .outsideDie: "\(name) is outside the die"
      case .onBlockage: "\(name) is on a blockage"
      case .movedFixed: "\(name) is fixed and was moved"
      case .macroOffGrid: "\(name) is a macro off the grid of sites"
      }
    }
  }

  /// Everything that is wrong, by rule and node.
  public var violations: [Violation] = []
  /// Overlaps of two nodes that are both fixed: faults of the design, which no placement can mend.
  public var inputFaults: [Violation] = []
  /// Whether there are more overlaps than the checker lists.
  public var isTruncated = false
  /// Whether a macro off the grid of sites makes a placement illegal.
  public var requiresMacrosOnGrid = false

  /// The number of breaches of all rules.
  public var count: Int { violations.count }

  /// The number of breaches of one rule.
  public func count(of kind: Kind) -> Int {
    violations.reduce(0) { $0 + ($1.kind == kind ? 1 : 0) }
  }

  /// Whether nothing is wrong. Macros off the grid count only where that is asked for.
  public var isLegal: Bool {
    violations.allSatisfy { $0.kind == .macroOffGrid && !requiresMacrosOnGrid }
  }
}
