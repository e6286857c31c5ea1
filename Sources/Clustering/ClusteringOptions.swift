/// How standard cells are put into clusters.
public enum ClusteringEngine: String, CaseIterable, Sendable {
  /// By connectivity: a graph partition by METIS (Karypis & Kumar, SIAM J. Sci. Comput. 20(1), 1998)
  /// with few nets cut and clusters of about equal area.
  case metis
  /// By name: cells of one module of the hierarchy, which names spell out with `/` or `.`, together
  /// as far as a cluster's area goes.
  case hierarchy
  /// By place: the cells in each field of a grid over the die, where the design's placement has
  /// them.
  case distance
}

/// What to make of a flat design.
public struct ClusteringOptions: Hashable, Sendable {
  /// What decides which cells go together.
  public var engine = ClusteringEngine.metis
  /// How many clusters to make, about; nil for ``defaultClusterCount(cells:)``.
  public var clusters: Int?
  /// The seed of METIS.
  public var seed: UInt64 = 1
  /// The share of a soft macro's area that its cells take.
  public var density = 1.0
  /// Whether nets that join the same nodes become one, their weights added.
  public var mergesNets = true

  /// The defaults: METIS, as many clusters as suits.
  public init() {}

  /// Four times the root of the number of cells, from 16 to 2000: about what Circuit Training makes
  /// of the ICCAD 2004 designs.
  public static func defaultClusterCount(cells: Int) -> Int {
    max(16, min(2000, Int((4 * Double(cells).squareRoot()).rounded())))
  }

  /// Checks the options.
  ///
  /// - Throws: ``ClusteringError/option(name:value:reason:)`` for the first that cannot be.
  public func validate() throws(ClusteringError) {
    if let clusters, !(1...1_000_000).contains(clusters) {
      throw .option(name: "clusters", value: "\(clusters)", reason: "expected 1 to 1000000")
    }
    guard density >= 0.01, density <= 1 else {
      throw .option(name: "density", value: "\(density)", reason: "expected 0.01 to 1")
    }
  }
}

/// Why a design cannot be clustered.
public enum ClusteringError: Error, Hashable, CustomStringConvertible {
  /// An option has a value that cannot be.
  case option(name: String, value: String, reason: String)
  /// The design has no standard cells that may move.
  case noCells
  /// All cells are at one place, so that places say nothing.
  case notPlaced
  /// METIS gave up.
  case metis(String)

  /// The error as a line for a person.
  public var description: String {
    switch self {
    case .option(let name, let value, let reason): "\(name) is \(value): \(reason)"
    case .noCells: "expected a flat design: there are no movable standard cells to put in clusters"
    case .notPlaced:
      "expected a placed design: all standard cells are at one place, which says nothing of which go "
        + "together"
    case .metis(let reason): "METIS failed: \(reason)"
    }
  }
}
