import Foundation
import Netlist

/// A measured architecture in the archive.
public struct ArchiveMember: Hashable, Codable, Sendable {
  /// The candidate's number in the ledger.
  public var candidate: Int
  /// The architecture and what it hands down.
  public var individual: Individual
  /// What was measured.
  public var figures: Figures
  /// The logarithm of the measured objective; lower is better, infinite where a constraint is broken.
  public var score: Double
  /// The kind of accelerator it is.
  public var niche: Niche

  /// A member from its parts.
  public init(
    candidate: Int, individual: Individual, figures: Figures, score: Double, niche: Niche
  ) {
    self.candidate = candidate
    self.individual = individual
    self.figures = figures
    self.score = score
    self.niche = niche
  }
}

/// A kind of accelerator, of which the archive keeps the best: its size, how much of it is memory, its
/// shape and dataflow.
public struct Niche: Hashable, Codable, Sendable {
  /// The logarithm to base 4 of the die's area in square micrometres, in whole steps.
  public var size: Int
  /// The share of memories in the area of all macros, in quarters.
  public var memory: Int
  /// Whether the die is tall, about square or wide.
  public var shape: Int
  /// The dataflow.
  public var dataflow: Int

  /// The niche of an architecture with a die and memories of some area, in square micrometres.
  public init(_ architecture: Architecture, dieArea: Double, memoryShare: Double) {
    size = Int((log2(max(1, dieArea)) / 2).rounded(.down))
    memory = min(3, Int(memoryShare * 4))
    let aspect = architecture[.aspectRatio]
    shape = aspect < 0.8 ? -1 : aspect > 1.25 ? 1 : 0
    dataflow = Int(architecture[.dataflow])
  }
}

/// The best accelerator of each niche, and all that were ever measured.
///
/// It is the archive of MAP-Elites (Mouret and Clune, 2015): a way to the best design may lead over
/// designs that are only the best of their kind, so those are kept as parents.
public struct Archive: Sendable {
  /// Everything measured, in the order of the ledger.
  public private(set) var members: [ArchiveMember] = []
  private var elites: [Niche: Int] = [:]
  private var known: Set<Architecture> = []

  /// An empty archive.
  public init() {}

  /// The member with the lowest score.
  public var best: ArchiveMember? {
    members.min { ($0.score, $0.candidate) < ($1.score, $1.candidate) }
  }

  /// The best of each niche, the best first.
  public var niches: [ArchiveMember] {
    elites.values.map { members[$0] }.sorted { ($0.score, $0.candidate) < ($1.score, $1.candidate) }
  }

  /// Whether an architecture was measured already, or excluded.
  public func contains(_ architecture: Architecture) -> Bool { known.contains(architecture) }

  /// Keeps an architecture that a person refused from being proposed again.
  mutating func exclude(_ architecture: Architecture) { known.insert(architecture) }

  /// Adds a measured architecture.
  public mutating func add(_ member: ArchiveMember) {
    known.insert(member.individual.architecture)
    if let old = elites[member.niche], members[old].score <= member.score {
      members.append(member)
      return
    }
    elites[member.niche] = members.count
    members.append(member)
  }

  /// Draws a parent among the niches' best: by its rank, and by how far it is from the others.
  ///
  /// - Precondition: The archive is not empty.
  func parent(in space: DesignSpace, using random: inout SeededGenerator) -> ArchiveMember {
    let candidates = niches
    let novelties = candidates.map { member in
      let distances = candidates.map { space.distance(member.individual, $0.individual) }.sorted()
      let near = distances.dropFirst().prefix(3)
      return near.isEmpty ? 1 : near.reduce(0, +) / Double(near.count)
    }
    let widest = max(novelties.max() ?? 1, .leastNormalMagnitude)
    let weights = candidates.indices.map { rank in
      (0.5 + novelties[rank] / widest) / Double(rank + 1)
    }
    var left = random.uniform() * weights.reduce(0, +)
    for (index, weight) in weights.enumerated() {
      left -= weight
      if left < 0 { return candidates[index] }
    }
    return candidates[candidates.count - 1]
  }
}

extension DesignSpace {
  /// The mean difference of two architectures' genes: of places in the list of values for numbers, equal
  /// or not for kinds; 0 to 1.
  func distance(_ first: Individual, _ second: Individual) -> Double {
    var sum = 0.0
    for (index, gene) in Gene.allCases.enumerated() {
      let values = choices[index]
      let (a, b) = (first.architecture.values[index], second.architecture.values[index])
      if a == b { continue }
      guard gene.kinds == nil, let i = values.firstIndex(of: a), let j = values.firstIndex(of: b)
      else {
        sum += 1
        continue
      }
      sum += Double(abs(i - j)) / Double(max(1, values.count - 1))
    }
    return sum / Double(choices.count)
  }
}
