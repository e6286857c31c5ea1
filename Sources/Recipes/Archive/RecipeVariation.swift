import Annealing
import Foundation
public import Netlist

extension Recipe {
  /// The recipe after random changes, within ``RecipeBounds``; at least one, or else the recipe as it is
  /// if none was found.
  public func mutated(_ rates: VariationRates, using random: inout SeededGenerator) -> Recipe {
    for _ in 0..<32 {
      var variation = RecipeVariation(rates: rates, random: random)
      var recipe = self
      variation.vary(&recipe)
      random = variation.random
      if recipe != self { return recipe }
    }
    return self
  }

  /// A recipe whose parts are each from one of two, and whose net-weight formula may be of both.
  public func crossed(with other: Recipe, using random: inout SeededGenerator) -> Recipe {
    var child = self
    func takes() -> Bool { random.index(below: 2) == 0 }
    if takes() { (child.start, child.order) = (other.start, other.order) }
    if takes() { child.stages = other.stages }
    if takes() { child.moves = other.moves }
    if takes() { child.density = other.density }
    if takes() { child.congestion = other.congestion }
    switch random.index(below: 3) {
    case 0: child.netWeight = other.netWeight
    case 1: child.netWeight = netWeight.crossed(with: other.netWeight, using: &random).simplified
    default: break
    }
    return child
  }
}

/// Random changes of a recipe at given rates.
private struct RecipeVariation {
  let rates: VariationRates
  var random: SeededGenerator

  mutating func vary(_ recipe: inout Recipe) {
    choose(&recipe.start, of: RecipeStart.allCases)
    varyStages(&recipe.stages)
    varyMoves(&recipe.moves)
    // An order that is not followed would be a change that changes nothing.
    if recipe.start == .spiral { vary(&recipe.order) }
    vary(&recipe.density)
    vary(&recipe.congestion)
    if recipe.stages.contains(where: \.weighsNets) { vary(&recipe.netWeight) }
  }

  private mutating func happens(_ rate: Double) -> Bool { random.uniform() < rate }

  private mutating func choose<Choice>(_ value: inout Choice, of choices: [Choice]) {
    if happens(rates.choice) { value = choices[random.index(below: choices.count)] }
  }

  private mutating func vary<Variable>(_ formula: inout Formula<Variable>) {
    guard happens(rates.formula) else { return }
    formula = formula.mutated(strength: rates.strength, using: &random).simplified
  }

  private mutating func vary(_ number: inout Double, _ range: ClosedRange<Double>) {
    guard happens(rates.number) else { return }
    // Ranges that begin with zero are left from a small part of their width.
    let least = max(number, (range.upperBound - range.lowerBound) * 1e-2)
    let changed = (number > 0 ? number : least) * exp(rates.strength * random.normal())
    number = min(max(changed, range.lowerBound), range.upperBound)
  }

  private mutating func vary(_ number: inout Int, _ range: ClosedRange<Int>) {
    guard happens(rates.number) else { return }
    let spread = rates.strength * Double(max(number, 2)) * random.normal()
    let step = Int(spread.rounded())
    number += step == 0 ? (random.index(below: 2) == 0 ? 1 : -1) : step
    number = min(max(number, range.lowerBound), range.upperBound)
  }

  private mutating func varyMoves(_ moves: inout MoveMixOptions) {
    for kind in MoveKind.allCases {
      vary(&moves[kind], RecipeBounds.moveShare)
    }
    vary(&moves.floor, RecipeBounds.moveFloor)
    vary(&moves.inertia, RecipeBounds.moveInertia)
  }

  private mutating func varyStages(_ stages: inout [RecipeStage]) {
    if happens(rates.structure) { restructure(&stages) }
    for index in stages.indices {
      choose(&stages[index].engine, of: RecipeEngine.allCases)
      choose(&stages[index].weighsNets, of: [true, false])
      if stages.count > 1 { vary(&stages[index].share, RecipeBounds.share) }
      vary(&stages[index].initialTemperature, RecipeBounds.temperature)
      vary(&stages[index].finalTemperature, RecipeBounds.temperature)
      vary(&stages[index].restarts, RecipeBounds.restarts)
      vary(&stages[index].densityTail, RecipeBounds.tail)
      vary(&stages[index].congestionTail, RecipeBounds.tail)
      vary(&stages[index].tailsEnd, RecipeBounds.tailsEnd)
      vary(&stages[index].exchanges, RecipeBounds.exchanges)
    }
  }

  /// How warm an added stage begins, over the default: so warm that it improves what the stage before
  /// came to without first undoing it.
  private static let addedWarmth = 0.2

  /// Adds a stage after another, removes one, or lets two change places.
  private mutating func restructure(_ stages: inout [RecipeStage]) {
    let place = random.index(below: stages.count)
    switch random.index(below: 3) {
    case 0 where stages.count < RecipeBounds.stages:
      var added = stages[place]
      added.initialTemperature = Self.addedWarmth
      added.weighsNets = random.index(below: 2) == 0
      added.share = max(added.share / 2, RecipeBounds.share.lowerBound)
      stages.insert(added, at: place + 1)
    case 1 where stages.count > 1:
      stages.remove(at: place)
    default:
      stages.swapAt(place, random.index(below: stages.count))
    }
  }
}
