import Foundation

/// Figures that others have published for designs, each with its source.
public struct PublishedFigures: Decodable, Sendable {
  /// Where figures are from.
  public struct Source: Codable, Hashable, Sendable {
    /// What it is called.
    public var title: String
    /// Where it is found.
    public var location: String
    /// What one should know of its figures.
    public var note: String?
  }

  /// A figure of one method on one design.
  public struct Figure: Codable, Hashable, Sendable {
    /// The design, as suites name it in `published` or `name`.
    public var design: String
    /// The method.
    public var method: String
    /// Whether it is of the very netlist; others are there for scale alone.
    public var sameNetlist: Bool
    /// The proxy cost, weights 1, 0.5 and 0.5.
    public var proxyCost: Double?
    /// The wirelength part of it.
    public var wirelengthCost: Double?
    /// The density part of it.
    public var densityCost: Double?
    /// The congestion part of it.
    public var congestionCost: Double?
    /// The half-perimeter wirelength, in the unit of a suite's results.
    public var hpwl: Double?
    /// Seconds of wall-clock time, where they are stated.
    public var seconds: Double?
    /// The key of the source.
    public var source: String

    /// The figure that runs are compared by.
    public func value(_ metric: RunRecord.Metric) -> Double? {
      metric == .proxyCost ? proxyCost : hpwl
    }
  }

  /// The sources, by the keys that figures name.
  public let sources: [String: Source]
  /// The figures.
  public let figures: [Figure]

  /// The figures that come with the program.
  public static let shipped: PublishedFigures = {
    do {
      return try JSONDecoder().decode(
        PublishedFigures.self, from: Data(PackageResources.published_figures_json))
    } catch {
      // The file is part of the program, and a test reads it.
      fatalError("published-figures.json: \(error)")
    }
  }()

  /// The figures of a design that are of a metric.
  public func figures(of design: String, _ metric: RunRecord.Metric) -> [Figure] {
    figures.filter { $0.design == design && $0.value(metric) != nil }
  }
}
