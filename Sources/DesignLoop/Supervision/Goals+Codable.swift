internal import Foundation
public import Formats

extension Goals {
  /// Reads a file of goals; what is left out keeps its default.
  ///
  /// - Throws: `ParseError` that names the key, what was expected and what stood there.
  public init(contentsOf file: String) throws(ParseError) {
    try self.init(JSONEntry.read(file: file))
  }

  init(_ entry: JSONEntry) throws(ParseError) {
    let object = try entry.object(Key.allCases.map(\.rawValue))
    func member(_ key: Key) -> JSONEntry? { object[key.rawValue] }
    if let entry = member(.weights) { weights = try Weights(entry) }
    if let entry = member(.constraints) { constraints = try Constraints(entry) }
    if let entry = member(.limits) { limits = try Limits(entry) }
    if let entry = member(.technology) { technology = try entry.text() }
    if let entry = member(.workload) { workload = try entry.text() }
    if let entry = member(.memorySpeed) { memorySpeed = try entry.positive() }
    guard let choices = try member(.choices)?.object(Gene.allCases.map(\.rawValue)) else { return }
    for gene in Gene.allCases {
      self.choices[gene] = try choices[gene.rawValue]?.list { (entry) throws(ParseError) in
        try gene.value(entry)
      }
    }
  }
}

extension Goals: Codable {
  private enum Key: String, CodingKey, CaseIterable {
    case weights, constraints, limits, choices, technology, workload, memorySpeed
  }

  /// Reads goals as a file has them.
  public init(from decoder: any Decoder) throws { try self.init(JSONEntry(from: decoder)) }

  /// Writes all goals, kinds by their names.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(weights, forKey: .weights)
    try container.encode(constraints, forKey: .constraints)
    try container.encode(limits, forKey: .limits)
    try container.encode(technology, forKey: .technology)
    try container.encode(workload, forKey: .workload)
    try container.encode(memorySpeed, forKey: .memorySpeed)
    let named = choices.map { gene, values in (gene, values.map { NamedValue($0, of: gene) }) }
    try container.encode(Dictionary(uniqueKeysWithValues: named), forKey: .choices)
  }
}

extension Goals.Weights {
  init(_ entry: JSONEntry) throws(ParseError) {
    let object = try entry.object(["latency", "energy", "area"])
    func exponent(_ key: String) throws(ParseError) -> Double {
      try object[key]?.number("an exponent from 0 to 10") { (0...10).contains($0) } ?? 1
    }
    latency = try exponent("latency")
    energy = try exponent("energy")
    area = try exponent("area")
    if latency + energy + area == 0 {
      throw entry.error("expected one exponent above 0, found none")
    }
  }
}

extension Goals.Constraints {
  init(_ entry: JSONEntry) throws(ParseError) {
    let object = try entry.object([
      "areaAtMost", "latencyAtMost", "energyAtMost", "clockAtLeast", "powerAtMost",
    ])
    areaAtMost = try object["areaAtMost"]?.positive()
    latencyAtMost = try object["latencyAtMost"]?.positive()
    energyAtMost = try object["energyAtMost"]?.positive()
    clockAtLeast = try object["clockAtLeast"]?.positive()
    powerAtMost = try object["powerAtMost"]?.positive()
  }
}

extension Goals.Limits {
  init(_ entry: JSONEntry) throws(ParseError) {
    let object = try entry.object([
      "placements", "hours", "roundsWithoutGain", "predictionError",
    ])
    placements = try object["placements"]?.integer(1...1_000_000_000)
    hours = try object["hours"]?.positive()
    roundsWithoutGain = try object["roundsWithoutGain"]?.integer(1...1_000_000_000)
    predictionError = try object["predictionError"]?.number("a factor above 1") { $0 > 1 }
  }
}

extension JSONEntry {
  fileprivate func positive() throws(ParseError) -> Double {
    try number("a number above 0") { $0 > 0 }
  }
}
