/// How often each kind of move is tried at first, and how that follows what moves gain.
public struct MoveMixOptions: Hashable, Sendable {
  /// The share of each kind at first, by ``MoveKind/rawValue``, in any unit: all are divided by the sum
  /// over the kinds that a design has nodes for.
  private var shares: [Double]
  /// The least share of a kind that is tried at all.
  public var floor: Double
  /// How much of its share a kind keeps from epoch to epoch, 0 to 1; the rest goes by gain per work. With
  /// 1 shares stay as they are at first.
  public var inertia: Double

  /// The largest ``floor``: all kinds together must leave shares to decide about.
  public static let floorLimit = 0.5 / Double(MoveKind.allCases.count)

  /// Equal shares, and the usual floor and inertia.
  public init() {
    shares = [Double](repeating: 1, count: MoveKind.allCases.count)
    floor = 0.02
    inertia = 0.7
  }

  /// The share of a kind at first, in any unit; 0 for one that is never tried. If all kinds that a design
  /// has nodes for are at 0, they are tried equally often. What is no finite number above 0 counts as 0.
  public subscript(kind: MoveKind) -> Double {
    get { shares[kind.rawValue] }
    set { shares[kind.rawValue] = newValue.isFinite ? max(newValue, 0) : 0 }
  }
}
