import ChipPlace
import Formats
import Foundation
import WebReport

/// A result of `place` or `evaluate` as their JSON tells it; members that only one of them has may be
/// missing.
struct PlaceResult: Decodable {
  var placement: String
  var proxyCost: Double
  var wirelengthCost: Double
  var densityCost: Double
  var congestionCost: Double
  var hpwl: Double
  var legal: Bool
  var engine: String?
  var seconds: Double?
  var moves: Int?
  var seed: UInt64?
  var threads: Int?
  var curve: [CurvePoint]?

  init(_ report: PlaceReport) {
    placement = report.costs.placement
    proxyCost = report.costs.proxyCost
    wirelengthCost = report.costs.wirelengthCost
    densityCost = report.costs.densityCost
    congestionCost = report.costs.congestionCost
    hpwl = report.costs.hpwl
    legal = report.costs.legal
    engine = report.engine.rawValue
    seconds = report.seconds
    moves = report.moves
    seed = report.seed
    threads = report.threads
    curve = report.curve
  }

  /// Reads a file with one result or an array of them.
  ///
  /// - Throws: `ParseError` for a file that holds anything else, with the member that is missing or
  ///   wrong.
  static func read(file: String) throws(ParseError) -> [PlaceResult] {
    let expected = "a result of 'chipplace place --json' or 'chipplace evaluate --json'"
    do {
      let data = try Data(contentsOf: URL(fileURLWithPath: file))
      let isArray = data.first { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: "[")
      let decoder = JSONDecoder()
      return isArray
        ? try decoder.decode([PlaceResult].self, from: data)
        : [try decoder.decode(PlaceResult.self, from: data)]
    } catch let error as DecodingError {
      throw ParseError(file: file, message: "expected \(expected): \(error.reason)")
    } catch {
      throw ParseError(file: file, message: error.localizedDescription)
    }
  }
}

extension DecodingError {
  /// What is wrong, and where in the file.
  var reason: String {
    func path(_ context: Context, _ key: (any CodingKey)? = nil) -> String {
      let keys = context.codingPath + (key.map { [$0] } ?? [])
      return keys.reduce("$") { path, key in
        key.intValue.map { "\(path)[\($0)]" } ?? "\(path).\(key.stringValue)"
      }
    }
    switch self {
    case .keyNotFound(let key, let context): return "found nothing at \(path(context, key))"
    case .valueNotFound(_, let context): return "found null at \(path(context))"
    case .typeMismatch(let type, let context):
      return "expected \(type) at \(path(context))"
    case .dataCorrupted(let context):
      return context.codingPath.isEmpty
        ? "found no JSON" : "\(context.debugDescription) at \(path(context))"
    @unknown default: return "\(self)"
    }
  }
}

/// Sections on results of runs.
enum ResultPages {
  /// How costs, or in the flow of flat designs wirelengths, fell over time.
  static func curves(_ results: [PlaceResult]) -> [ReportSection] {
    var costs: [CurvesSection.Series] = []
    var wirelengths: [CurvesSection.Series] = []
    for (result, name) in zip(results, names(results)) {
      let curve = (result.curve ?? []).sorted { $0.seconds < $1.seconds }
      func add(
        _ value: (CurvePoint) -> Double?, _ name: String, _ style: CurvesSection.Style,
        to series: inout [CurvesSection.Series]
      ) {
        let points = curve.compactMap { point in value(point).map { (point.seconds, $0) } }
        guard !points.isEmpty else { return }
        series.append(.init(name: name, style: style, x: points.map(\.0), y: points.map(\.1)))
      }
      let isAlone = results.count == 1
      add(\.bestCost, isAlone ? "best so far" : name, .steps, to: &costs)
      if isAlone { add(\.currentCost, "current", .line, to: &costs) }
      add(\.hpwl, isAlone ? "half-perimeter" : name, .line, to: &wirelengths)
    }
    var sections: [ReportSection] = []
    if !costs.isEmpty {
      sections.append(
        .curves(
          CurvesSection(
            title: "Cost over time", xLabel: "seconds", yLabel: "proxy cost", series: costs)))
    }
    if !wirelengths.isEmpty {
      sections.append(
        .curves(
          CurvesSection(
            title: "Wirelength over time", xLabel: "seconds", yLabel: "half-perimeter",
            series: wirelengths)))
    }
    return sections
  }

  /// The results, a row for each.
  static func table(_ results: [PlaceResult]) -> ReportSection {
    .table(
      TableSection(
        title: "Results",
        columns: [
          .init("placement"), .init("engine"), .init("seed"), .init("threads"),
          .init("seconds", decimals: 1), .init("moves"),
          .init("proxy cost", decimals: 6, best: .least),
          .init("wirelength", decimals: 6, best: .least),
          .init("density", decimals: 6, best: .least),
          .init("congestion", decimals: 6, best: .least), .init("half-perimeter"), .init("legal"),
        ],
        rows: results.map { result in
          [
            .text(result.placement), result.engine.map { .text($0) } ?? .empty,
            TableCell(result.seed.map { Double($0) }),
            TableCell(result.threads.map { Double($0) }), TableCell(result.seconds),
            TableCell(result.moves.map { Double($0) }), .number(result.proxyCost),
            .number(result.wirelengthCost), .number(result.densityCost),
            .number(result.congestionCost), .number(result.hpwl),
            .text(result.legal ? "yes" : "no"),
          ]
        }))
  }

  /// Names that tell results apart: files without their folders, with the seed where several are of
  /// one file.
  private static func names(_ results: [PlaceResult]) -> [String] {
    results.map { result in
      let name = URL(fileURLWithPath: result.placement).lastPathComponent
      let isShared = results.count { $0.placement == result.placement } > 1
      return isShared ? "\(name), seed \(result.seed ?? 0)" : name
    }
  }
}
