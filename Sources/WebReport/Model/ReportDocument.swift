/// What a report shows: a title and sections, one below the other.
///
/// The model of `chipplace report`: whoever fills it gets a page, whatever the run was. It goes into the
/// page as JSON by these types' coding, in the format `chipplace-report`, version 1; names of members
/// are those of the properties, a section has its kind as `type`, and long runs of numbers are
/// ``PackedNumbers``. A reader refuses other versions. A change that old pages' scripts would misread
/// is a new version.
public struct ReportDocument: Codable, Hashable, Sendable {
  /// The name of the format.
  public static let format = "chipplace-report"
  /// The version of the format that this library writes.
  public static let version = 1

  /// Always ``format``.
  public private(set) var format = Self.format
  /// The version of the format.
  public private(set) var version = Self.version
  /// The heading of the page.
  public var title: String
  /// A line below the heading; may be empty.
  public var subtitle: String
  /// The sections in the order of the page.
  public var sections: [ReportSection]

  /// A report from its parts.
  public init(title: String, subtitle: String = "", sections: [ReportSection] = []) {
    self.title = title
    self.subtitle = subtitle
    self.sections = sections
  }
}

/// One section of a report.
public enum ReportSection: Hashable, Sendable {
  /// Paragraphs.
  case text(TextSection)
  /// A few figures, large.
  case figures(FiguresSection)
  /// A layout to look around in.
  case layout(LayoutSection)
  /// Lines or points over a common axis.
  case curves(CurvesSection)
  /// Counts by size.
  case histogram(HistogramSection)
  /// A table that sorts.
  case table(TableSection)
}

extension ReportSection: Codable {
  private enum Kind: String, Codable {
    case text, figures, layout, curves, histogram, table
  }

  private enum CodingKeys: String, CodingKey { case type }

  /// Reads the section that `type` names.
  public init(from decoder: any Decoder) throws {
    let kind = try decoder.container(keyedBy: CodingKeys.self).decode(Kind.self, forKey: .type)
    self =
      switch kind {
      case .text: .text(try TextSection(from: decoder))
      case .figures: .figures(try FiguresSection(from: decoder))
      case .layout: .layout(try LayoutSection(from: decoder))
      case .curves: .curves(try CurvesSection(from: decoder))
      case .histogram: .histogram(try HistogramSection(from: decoder))
      case .table: .table(try TableSection(from: decoder))
      }
  }

  /// Writes the section's members, and its kind as `type`.
  public func encode(to encoder: any Encoder) throws {
    let (kind, content): (Kind, any Encodable) =
      switch self {
      case .text(let section): (.text, section)
      case .figures(let section): (.figures, section)
      case .layout(let section): (.layout, section)
      case .curves(let section): (.curves, section)
      case .histogram(let section): (.histogram, section)
      case .table(let section): (.table, section)
      }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .type)
    try content.encode(to: encoder)
  }
}

/// Paragraphs.
public struct TextSection: Codable, Hashable, Sendable {
  /// The heading; may be empty.
  public var title: String
  /// The paragraphs, as plain text.
  public var paragraphs: [String]

  /// Paragraphs under a heading.
  public init(title: String = "", paragraphs: [String]) {
    self.title = title
    self.paragraphs = paragraphs
  }
}

/// A figure with its name.
public struct ReportFigure: Codable, Hashable, Sendable {
  /// What it is.
  public var label: String
  /// The figure as it is to be read, with its unit.
  public var value: String
  /// A smaller line below, such as what it was before; may be empty.
  public var detail: String

  /// A figure from its parts.
  public init(_ label: String, _ value: String, detail: String = "") {
    self.label = label
    self.value = value
    self.detail = detail
  }
}

/// A few figures that sum the run up.
public struct FiguresSection: Codable, Hashable, Sendable {
  /// The heading; may be empty.
  public var title: String
  /// The figures.
  public var figures: [ReportFigure]

  /// Figures under a heading.
  public init(title: String = "", figures: [ReportFigure]) {
    self.title = title
    self.figures = figures
  }
}
