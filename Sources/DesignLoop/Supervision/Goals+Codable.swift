import Foundation

extension Goals {
  /// Reads a file of goals.
  ///
  /// - Throws: ``LoopError/input(file:message:)`` that names the key, what was expected and what stood
  ///   there.
  public init(contentsOf file: String) throws(LoopError) {
    do {
      let data = try Data(contentsOf: URL(fileURLWithPath: file))
      self = try JSONDecoder().decode(Goals.self, from: data)
    } catch let error as DecodingError {
      throw .input(file: file, message: error.line)
    } catch {
      throw .input(file: file, message: "expected a readable file: \(error.localizedDescription)")
    }
    for (gene, values) in choices.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      guard !values.isEmpty else {
        throw .input(file: file, message: "choices.\(gene.rawValue): expected a value, found none")
      }
    }
  }
}

extension Goals: Codable {
  private enum Key: String, CodingKey, CaseIterable {
    case weights, constraints, limits, choices, technology, workload, memorySpeed
  }

  /// Reads goals; what is left out keeps its default.
  public init(from decoder: any Decoder) throws {
    let container = try StrictContainer<Key>(decoder)
    try container.read(.weights, &weights)
    try container.read(.constraints, &constraints)
    try container.read(.limits, &limits)
    try container.read(.technology, &technology)
    try container.read(.workload, &workload)
    try container.read(.memorySpeed, &memorySpeed)
    try container.require(memorySpeed > 0, .memorySpeed, "a number above 0")
    var named: [Gene: [NamedValue]] = [:]
    try container.read(.choices, &named)
    for (gene, values) in named {
      choices[gene] = try values.map { value in
        guard let number = value.number(for: gene) else {
          throw DecodingError.dataCorrupted(
            .init(
              codingPath: decoder.codingPath + [Key.choices, gene.codingKey],
              debugDescription: "expected \(gene.expectation), found \(value)"))
        }
        return number
      }
    }
  }

  /// Writes all goals, kinds by their names.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(weights, forKey: .weights)
    try container.encode(constraints, forKey: .constraints)
    try container.encode(limits, forKey: .limits)
    try container.encode(technology, forKey: .technology)
    try container.encode(workload, forKey: .workload)
    try container.encode(memorySpeed, forKey: .memorySpeed)
    try container.encode(
      choices.mapValues { _ in [NamedValue]() }.merging(
        choices.map { gene, values in (gene, values.map { NamedValue($0, of: gene) }) }
      ) { $1 }, forKey: .choices)
  }
}

extension Goals.Weights: Codable {
  private enum Key: String, CodingKey, CaseIterable { case latency, energy, area }

  /// Reads an object; what is left out keeps its default.
  public init(from decoder: any Decoder) throws {
    let container = try StrictContainer<Key>(decoder)
    try container.read(.latency, &latency)
    try container.read(.energy, &energy)
    try container.read(.area, &area)
    for (key, value) in [(Key.latency, latency), (.energy, energy), (.area, area)] {
      try container.require((0...10).contains(value), key, "an exponent from 0 to 10")
    }
    try container.require(latency + energy + area > 0, .latency, "one exponent above 0")
  }

  /// Writes the object.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(latency, forKey: .latency)
    try container.encode(energy, forKey: .energy)
    try container.encode(area, forKey: .area)
  }
}

extension Goals.Constraints: Codable {
  private enum Key: String, CodingKey, CaseIterable {
    case areaAtMost, latencyAtMost, energyAtMost, clockAtLeast, powerAtMost
  }

  /// Reads an object; what is left out keeps its default.
  public init(from decoder: any Decoder) throws {
    let container = try StrictContainer<Key>(decoder)
    try container.read(.areaAtMost, &areaAtMost)
    try container.read(.latencyAtMost, &latencyAtMost)
    try container.read(.energyAtMost, &energyAtMost)
    try container.read(.clockAtLeast, &clockAtLeast)
    try container.read(.powerAtMost, &powerAtMost)
    let bounds = [areaAtMost, latencyAtMost, energyAtMost, clockAtLeast, powerAtMost]
    for (key, bound) in zip(Key.allCases, bounds) {
      try container.require(bound.map { $0 > 0 } ?? true, key, "a number above 0")
    }
  }

  /// Writes the object.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encodeIfPresent(areaAtMost, forKey: .areaAtMost)
    try container.encodeIfPresent(latencyAtMost, forKey: .latencyAtMost)
    try container.encodeIfPresent(energyAtMost, forKey: .energyAtMost)
    try container.encodeIfPresent(clockAtLeast, forKey: .clockAtLeast)
    try container.encodeIfPresent(powerAtMost, forKey: .powerAtMost)
  }
}

extension Goals.Limits: Codable {
  private enum Key: String, CodingKey, CaseIterable {
    case placements, hours, roundsWithoutGain, predictionError
  }

  /// Reads an object; what is left out keeps its default.
  public init(from decoder: any Decoder) throws {
    let container = try StrictContainer<Key>(decoder)
    try container.read(.placements, &placements)
    try container.read(.hours, &hours)
    try container.read(.roundsWithoutGain, &roundsWithoutGain)
    try container.read(.predictionError, &predictionError)
    try container.require(placements.map { $0 > 0 } ?? true, .placements, "a number above 0")
    try container.require(hours.map { $0 > 0 } ?? true, .hours, "a number above 0")
    try container.require(
      roundsWithoutGain.map { $0 > 0 } ?? true, .roundsWithoutGain, "a number above 0")
    try container.require(
      predictionError.map { $0 > 1 } ?? true, .predictionError, "a factor above 1")
  }

  /// Writes the object.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encodeIfPresent(placements, forKey: .placements)
    try container.encodeIfPresent(hours, forKey: .hours)
    try container.encodeIfPresent(roundsWithoutGain, forKey: .roundsWithoutGain)
    try container.encodeIfPresent(predictionError, forKey: .predictionError)
  }
}
