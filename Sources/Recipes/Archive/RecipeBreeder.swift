import Foundation
import Netlist

/// Draws parents from an archive and makes children of them.
struct RecipeBreeder {
  private let members: [RecipeMember]
  private let seed: UInt64

  init(archive: RecipeArchive) {
    members = archive.members
    seed = archive.seed
  }

  /// A child that no member is equal to, unless none was found in some tries.
  func child(id: Int, round: Int) -> RecipeMember {
    var random = SeededGenerator(seed: seed, stream: 0x4252_4545_4400_0000 + UInt64(id))
    var child = draw(id, round, &random)
    for _ in 0..<16 where members.contains(where: { $0.recipe == child.recipe }) {
      child = draw(id, round, &random)
    }
    return child
  }

  private func draw(_ id: Int, _ round: Int, _ random: inout SeededGenerator) -> RecipeMember {
    let chances = chances
    let parent = members[Self.index(chances, &random)]
    let rates = parent.rates.varied(using: &random)
    var recipe = parent.recipe
    var second: RecipeMember?
    if members.count > 1, random.uniform() < rates.crossover {
      let others = zip(members, chances).map { $0.id == parent.id ? 0 : $1 }
      second = members[Self.index(others, &random)]
    }
    if let second { recipe = recipe.crossed(with: second.recipe, using: &random) }
    return RecipeMember(
      id: id, recipe: recipe.mutated(rates, using: &random), parent: parent.id,
      secondParent: second?.id, rates: rates, birth: round, training: PairedComparison([]),
      quality: 0, children: 0)
  }

  /// How likely each member is to be a parent, not yet divided by the sum.
  private var chances: [Double] {
    let count = Double(members.count)
    let mean = members.reduce(0) { $0 + $1.quality } / count
    let variance = members.reduce(0) { $0 + ($1.quality - mean) * ($1.quality - mean) } / count
    // Where all are alike in quality, novelty alone decides.
    let deviation = max(variance.squareRoot(), 1e-12)
    return members.map {
      1 / (1 + exp(($0.quality - mean) / deviation)) / Double(1 + $0.children)
    }
  }

  /// A place drawn with these chances.
  private static func index(_ chances: [Double], _ random: inout SeededGenerator) -> Int {
    var left = random.uniform() * chances.reduce(0, +)
    for (index, chance) in chances.enumerated() {
      left -= chance
      if left < 0 { return index }
    }
    return chances.lastIndex { $0 > 0 } ?? 0
  }
}
