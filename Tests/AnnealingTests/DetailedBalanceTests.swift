import Evaluation
import Foundation
import Netlist
import TestSupport
import Testing

@testable import Annealing

/// At a constant temperature, proposed moves alone must visit layouts as often as Boltzmann's
/// distribution says, whatever the proposer prefers.
@Suite struct DetailedBalanceTests {
  /// Two hard macros, one as tall as the die and one that rows hold unequal parts of, and a soft one.
  static func makeDesign() -> Design {
    var builder = NetlistBuilder(name: "three")
    func add(_ kind: NodeKind, _ name: String, _ width: Double, _ height: Double) -> PinID {
      builder.addPin(
        of: builder.addNode(
          kind, symbol: builder.names.intern(name), width: width, height: height))
    }
    let tall = add(.hardMacro, "tall", 1, 3)
    let short = add(.hardMacro, "short", 1, 1.6)
    let soft = add(.softMacro, "soft", 0.5, 0.5)
    let left = add(.port, "left", 0, 0)
    let right = add(.port, "right", 0, 0)
    for pins in [
      [tall, short, soft], [tall, left], [soft, right], [left, short], [soft, short],
    ] {
      for pin in pins { builder.connect(pin) }
      builder.endNet(weight: 1, driver: pins[0])
    }
    let netlist = builder.build()
    var placement = Placement(for: netlist)
    placement.x = [0.75, 2.5, 1.5, 0, 4]
    placement.y = [1.5, 1.5, 0.5, 2.5, 0.5]
    return Design(
      netlist: netlist,
      floorplan: Floorplan(
        die: Box(minX: 0, minY: 0, maxX: 4, maxY: 3), columns: 4, rows: 3,
        routing: RoutingSupply(
          horizontal: 4, vertical: 5, horizontalUsedByMacros: 1, verticalUsedByMacros: 0.5)),
      placement: placement)
  }

  static let temperature = 0.15
  /// 4 columns for the tall macro, 12 cells for each of the others.
  static let cellCount = 4 * 12 * 12

  static func cell(_ tall: Double, _ short: SIMD2<Double>, _ soft: SIMD2<Double>) -> Int {
    func index(_ place: SIMD2<Double>) -> Int { min(Int(place.y), 2) * 4 + min(Int(place.x), 3) }
    return (min(Int(tall), 3) * 12 + index(short)) * 12 + index(soft)
  }

  /// The middles of `parts` equal parts of each interval between neighbouring limits, with the lengths
  /// of the parts.
  static func middles(_ limits: [Double], _ parts: Int) -> [(place: Double, length: Double)] {
    zip(limits, limits.dropFirst()).flatMap { low, high in
      (0..<parts).map {
        let length = (high - low) / Double(parts)
        return (low + (Double($0) + 0.5) * length, length)
      }
    }
  }

  /// The probability of each combination of cells, by integration with the midpoint rule.
  static func boltzmann(temperature: Double, parts: Int) -> [Double] {
    var evaluator = IncrementalEvaluator(
      netlist: design.netlist, floorplan: design.floorplan, placement: design.placement)
    // Steps of the same length for both hard macros, so that the line where they touch, a distance
    // of 1, goes through the middles of boxes.
    let hardX = middles([0.5, 1, 1.5, 2, 2.5, 3, 3.5], parts)
    let shortY = middles([0.8, 1, 2, 2.2], parts)
    let softX = middles([0.25, 1, 2, 3, 3.75], parts)
    let softY = middles([0.25, 1, 2, 2.75], parts)
    var sums = [Double](repeating: 0, count: cellCount)
    for tall in hardX {
      for x in hardX {
        let distance = abs(tall.place - x.place)
        let legalPart = abs(distance - 1) < 1e-9 ? 0.5 : distance > 1 ? 1 : 0
        if legalPart == 0 { continue }
        for y in shortY {
          evaluator.move(NodeID(0), x: tall.place, y: 1.5)
          evaluator.move(NodeID(1), x: x.place, y: y.place)
          evaluator.keepChange()
          for softX in softX {
            for softY in softY {
              evaluator.move(NodeID(2), x: softX.place, y: softY.place)
              evaluator.keepChange()
              let cell = cell(
                tall.place, SIMD2(x.place, y.place), SIMD2(softX.place, softY.place))
              sums[cell] +=
                legalPart * tall.length * x.length * y.length * softX.length * softY.length
                * exp(-evaluator.cost / temperature)
            }
          }
        }
      }
    }
    let total = sums.reduce(0, +)
    return sums.map { $0 / total }
  }

  /// What of a combination of cells is compared.
  enum View: CaseIterable {
    case all, tall, short, soft

    /// The sums of numbers, one for each combination, over all that look the same.
    func sums(_ values: [Double]) -> [Double] {
      if self == .all { return values }
      var sums = [Double](repeating: 0, count: 12)
      for (combination, value) in values.enumerated() {
        switch self {
        case .tall: sums[combination / 144] += value
        case .short: sums[combination / 12 % 12] += value
        default: sums[combination % 12] += value
        }
      }
      return sums
    }
  }

  /// How often each combination of cells was visited, by parts of a long chain.
  struct Visits {
    var batches: [[Double]]
    var batchLength: Int

    /// The total variation distance to probabilities, and how large chance alone makes it: its mean
    /// by the standard errors of batches, which hold what successive states have in common.
    func distance(to probabilities: [Double], _ view: View) -> (value: Double, chance: Double) {
      let batches = batches.map(view.sums)
      let probabilities = view.sums(probabilities)
      let count = Double(batches.count)
      var (value, chance) = (0.0, 0.0)
      for (index, probability) in probabilities.enumerated() {
        let share = batches.reduce(0) { $0 + $1[index] } / count
        let variance = batches.reduce(0) { $0 + pow($1[index] - share, 2) } / (count - 1) / count
        let independent = probability * (1 - probability) / (count * Double(batchLength))
        value += abs(share - probability) / 2
        chance += (max(variance, independent) * 2 / .pi).squareRoot() / 2
      }
      return (value, chance)
    }
  }

  static let batchCount = 40
  static let batchLength = 1000
  /// How far the integrals are off at most.
  static let tolerance = 0.015

  /// A chain at a constant temperature, whose every move is made by `move`.
  ///
  /// - Parameters:
  ///   - epoch: after how many moves the proposer hears that an epoch begins; nil for never.
  ///   - move: makes a move and returns as how many it counts.
  static func visits(
    _ proposer: any CellProposer, batchLength: Int = batchLength, epoch: Int? = nil,
    by move: (MoveKind, inout Chain) -> Int = { PolicyMove.run($0, temperature, in: &$1) }
  ) -> Visits {
    let design = design
    var chain = Chain(
      Playfield(
        netlist: design.netlist, floorplan: design.floorplan, start: design.placement, halo: 0),
      weights: CostWeights(), random: SeededGenerator(seed: 11), proposer: proposer)
    func place(_ node: Int32, _ chain: borrowing Chain) -> SIMD2<Double> {
      let (x, y) = chain.evaluator.position(of: NodeID(node))
      return SIMD2(x, y)
    }
    var batches: [[Double]] = []
    var (steps, moves) = (0, 0)
    // The first batch forgets the start.
    for _ in 0...batchCount {
      var shares = [Double](repeating: 0, count: cellCount)
      for step in 0..<batchLength {
        if let epoch, steps.isMultiple(of: epoch) {
          chain.policy?.beginEpoch(chain.evaluator, temperature: temperature, moves: moves)
        }
        moves += move(step % 3 == 0 ? .softPolicy : .hardPolicy, &chain)
        steps += 1
        let cell = cell(place(0, chain).x, place(1, chain), place(2, chain))
        shares[cell] += 1 / Double(batchLength)
      }
      batches.append(shares)
    }
    return Visits(batches: Array(batches.dropFirst()), batchLength: batchLength)
  }

  static let design = makeDesign()
  static let exact = boltzmann(temperature: temperature, parts: 3)

  private func expectBoltzmann(_ visits: Visits) {
    for view in View.allCases {
      let (distance, chance) = visits.distance(to: Self.exact, view)
      #expect(distance < 2 * chance + Self.tolerance, "\(view): \(chance) by chance")
    }
  }

  private func expectSomethingElse(_ visits: Visits) {
    for view in View.allCases {
      let (distance, chance) = visits.distance(to: Self.exact, view)
      #expect(distance > 3 * (2 * chance + Self.tolerance), "\(view): \(chance) by chance")
    }
  }

  @Test(arguments: [0, 3] as [Float])
  func fixedPreferencesChangeNothing(lumps: Float) {
    expectBoltzmann(Self.visits(FixedProposer(Self.design, lumps: lumps)))
  }

  @Test func preferencesByTheLayoutChangeNothing() {
    expectBoltzmann(Self.visits(EmptyCellProposer()))
  }

  /// The same moves without the correction fail the test by far.
  @Test func withoutTheCorrectionPreferencesShow() {
    expectSomethingElse(
      Self.visits(FixedProposer(Self.design, lumps: 3)) { kind, chain in
        let policy = chain.policy!
        let node = chain.randomNode(soft: kind == .softPolicy)!
        _ = PolicyMove.ask(policy, kind, node, Self.temperature, in: &chain)
        for _ in 0..<PolicyMove.tries {
          Self.moveWithoutCorrection(node, by: policy.distribution, kind, in: &chain)
        }
        return PolicyMove.tries
      })
  }

  /// Draws a place and decides by the cost alone.
  private static func moveWithoutCorrection(
    _ node: NodeID, by distribution: CellDistribution, _ kind: MoveKind, in chain: inout Chain
  ) {
    guard let place = distribution.sample(using: &chain.random) else { return }
    let proposal = Proposal(chain.step(node, x: place.x, y: place.y))
    if chain.isLegal(proposal) { chain.decide(proposal, kind, temperature) }
  }

  // MARK: - By the epoch's beginning

  /// The view of the epoch makes one move of a step.
  static let longerBatch = 2 * batchLength

  /// Every epoch prefers other cells: with little work all nodes are asked about in each, with more
  /// what was said of a node is kept over a few.
  @Test(arguments: [1, 40])
  func preferencesThatChangeByTheEpochChangeNothing(work: Double) {
    let proposer = FixedProposer(
      Self.design, view: .epoch, lumps: 3, work: work, changes: true)
    let visits = Self.visits(proposer, batchLength: Self.longerBatch, epoch: 100)
    let epochs = (Self.batchCount + 1) * Self.longerBatch / 100
    #expect(
      work == 1 ? proposer.calls == 3 * epochs : (epochs / 9...epochs / 7).contains(proposer.calls),
      "\(proposer.calls) calls in \(epochs) epochs")
    expectBoltzmann(visits)
  }

  /// What is preferred hangs on where nodes were when the epoch began, themselves among them: exact
  /// only where epochs are long against the memory of the chain.
  @Test func preferencesByTheEpochsBeginningChangeNothing() {
    expectBoltzmann(
      Self.visits(
        EmptyCellProposer(view: .epoch), batchLength: Self.longerBatch, epoch: 1000))
  }

  @Test func withoutTheCorrectionPreferencesOfAnEpochShow() {
    let proposer = FixedProposer(Self.design, view: .epoch, lumps: 3, work: 1)
    let visits = Self.visits(proposer, batchLength: Self.longerBatch, epoch: 100) { kind, chain in
      let node = chain.randomNode(soft: kind == .softPolicy)!
      let answer = chain.policy!.recall(
        node, in: chain.evaluator, temperature: Self.temperature,
        range: chain.field.ranges[node.index])
      Self.moveWithoutCorrection(node, by: answer.distribution!, kind, in: &chain)
      return answer.isNew ? 2 : 1
    }
    expectSomethingElse(visits)
  }

  // MARK: - Without a proposer

  /// Hard macros that go anywhere with room are as likely to come from there.
  @Test func relocationsOfHardMacrosNeedNoCorrection() {
    expectBoltzmann(
      Self.visits(FixedProposer(Self.design, lumps: 0)) { kind, chain in
        _ = chain.tryMove(kind == .hardPolicy ? .hardRelocate : .softPolicy, Self.temperature)
        return 1
      })
  }

  @Test func theIntegralsAreGoodEnoughAndCostsMatter() {
    let coarser = Self.boltzmann(temperature: Self.temperature, parts: 2)
    let flat = Self.boltzmann(temperature: .infinity, parts: 1)
    for view in View.allCases {
      func distance(_ other: [Double]) -> Double {
        zip(view.sums(Self.exact), view.sums(other)).reduce(0) { $0 + abs($1.0 - $1.1) / 2 }
      }
      // Errors go with the square of the step: those of `exact` are as large as the difference.
      #expect(distance(coarser) < Self.tolerance)
      #expect(distance(flat) > 5 * Self.tolerance)
    }
  }
}

extension IncrementalEvaluator {
  /// Makes the change at hand the state.
  fileprivate mutating func keepChange() {
    _ = evaluate()
    commit()
  }
}
