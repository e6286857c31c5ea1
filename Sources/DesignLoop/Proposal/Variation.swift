import Netlist

/// Makes children of archived architectures.
struct Variation: Sendable {
  let space: DesignSpace
  /// The share of children that have no parent, so that no gene's value dies out.
  private static let immigrants = 0.1
  /// How often a child is tried again where it cannot be built or is known.
  private static let attempts = 40

  /// Up to `count` different architectures that can be built and are not in the archive.
  ///
  /// Fewer come back only where the space has hardly any left.
  func children(
    _ count: Int, of archive: Archive, using random: inout SeededGenerator
  ) throws(LoopError) -> [Individual] {
    var children: [Individual] = []
    var seen: Set<Architecture> = []
    var failures = 0
    while children.count < count, failures < Self.attempts * count {
      let child = try child(of: archive, using: &random)
      let architecture = child.architecture
      if archive.contains(architecture) || !architecture.isSound
        || !seen.insert(architecture).inserted
      {
        failures += 1
        continue
      }
      children.append(child)
    }
    if children.isEmpty {
      throw .noArchitecture("every architecture that the choices allow was measured already")
    }
    return children
  }

  private func child(
    of archive: Archive, using random: inout SeededGenerator
  ) throws(LoopError) -> Individual {
    if archive.members.isEmpty || random.uniform() < Self.immigrants {
      return Individual(architecture: try space.random(using: &random), origin: .random)
    }
    let parent = archive.parent(in: space, using: &random)
    var child = parent.individual
    child.rates = child.rates.varied(using: &random)
    child.parents = [parent.candidate]
    child.origin = .mutation
    if random.uniform() < child.rates.crossover {
      let other = archive.parent(in: space, using: &random)
      if other.candidate != parent.candidate {
        child.parents.append(other.candidate)
        child.origin = .crossover
        for gene in Gene.allCases where random.uniform() < 0.5 {
          child.architecture[gene] = other.individual.architecture[gene]
        }
      }
    }
    mutate(&child, using: &random)
    return child
  }

  /// Changes each gene by its chance, and at least one.
  private func mutate(_ child: inout Individual, using random: inout SeededGenerator) {
    let open = Gene.allCases.indices.filter { space.choices[$0].count > 1 }
    guard !open.isEmpty else { return }
    var chosen = open.filter { _ in random.uniform() < child.rates.mutation }
    if chosen.isEmpty { chosen = [open[random.index(below: open.count)]] }
    for index in chosen {
      let gene = Gene.allCases[index]
      let values = space.choices[index]
      let place =
        values.firstIndex(of: child.architecture[gene]) ?? random.index(below: values.count)
      let isLocal = gene.kinds == nil && random.uniform() < child.rates.locality
      child.architecture[gene] =
        isLocal
        ? values[neighbour(of: place, count: values.count, using: &random)]
        : values[other(than: place, count: values.count, using: &random)]
    }
  }

  private func neighbour(
    of place: Int, count: Int, using random: inout SeededGenerator
  ) -> Int {
    let next = place + (random.uniform() < 0.5 ? -1 : 1)
    return (0..<count).contains(next) ? next : 2 * place - next
  }

  private func other(than place: Int, count: Int, using random: inout SeededGenerator) -> Int {
    let drawn = random.index(below: count - 1)
    return drawn < place ? drawn : drawn + 1
  }
}
