import Evaluation
import Netlist
import TestSupport
import Testing

@testable import GlobalPlacement

/// The smooth proxy cost against the exact one, and its gradient against finite differences.
@Suite struct ProxyObjectiveTests {
  private let sharp = ProxySmoothing(
    wirelength: 0.002, halfWidth: 1e-6, leastExtent: 0, softness: 1e-5, tails: .proxy,
    overlapWeight: 0)
  private let soft = ProxySmoothing(
    wirelength: 0.5, halfWidth: 0.5, leastExtent: 1.2, softness: 0.1,
    tails: CostTails(density: 2, congestion: 2), overlapWeight: 0.01)

  private func portsFixed(_ design: Design) -> Placement {
    var placement = design.placement
    for port in design.netlist.nodes(.port) { placement.isFixed[port.index] = true }
    return placement
  }

  /// With hardly any smoothing every part is the exact evaluator's, whatever pattern a net has.
  @Test(arguments: 0..<24 as Range<UInt64>)
  func sharpCostIsTheProxyCost(seed: UInt64) throws {
    let design = RandomDesign.make(
      seed: seed, hardMacros: Int(seed % 4) * 3, softMacros: 5 + Int(seed % 3) * 5,
      smoothing: Int(seed % 3))
    let placement = portsFixed(design)
    let exact = try ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
      .evaluate(placement)
    var objective = ProxyObjective(design, placement, weights: CostWeights())
    let x = Buffer(objective.startX.array)
    let y = Buffer(objective.startY.array)
    _ = objective.evaluate(x, y, sharp)
    let terms = objective.terms
    // Nets without a movable pin have no part in the smooth wirelength.
    let fixedNets = design.netlist.netPins.offsets.indices.dropLast().filter { net in
      design.netlist.netPins[net].allSatisfy {
        placement.isFixed[design.netlist.pinNodes[$0.index].index]
      }
    }
    let fixedLength = fixedNets.reduce(0) { $0 + exact.netWirelengths[$1] }
    let perimeter = design.floorplan.die.width + design.floorplan.die.height
    let wirelength =
      exact.terms.wirelength - fixedLength / (perimeter * exact.netCount)
    #expect(abs(terms.wirelength - wirelength) < 1e-3 * wirelength)
    #expect(abs(terms.density - exact.terms.density) < 1e-3 * exact.terms.density)
    #expect(abs(terms.congestion - exact.terms.congestion) < 1e-3 * exact.terms.congestion)
  }

  private enum Part: CaseIterable { case wirelength, density, congestion, overlap }

  /// The slope of each part alone by each coordinate. Where a pin passes into another cell within the
  /// step, the pattern changes and the cost jumps: such nodes are left out.
  @Test(arguments: Part.allCases)
  private func gradientIsTheSlope(part: Part) throws {
    let design = RandomDesign.make(seed: 5, hardMacros: 7, softMacros: 14, nets: 70, smoothing: 1)
    var placement = portsFixed(design)
    // One macro and one soft macro stay.
    placement.isFixed[design.netlist.nodes(.hardMacro)[0].index] = true
    placement.isFixed[design.netlist.nodes(.softMacro)[0].index] = true
    let weights = CostWeights(
      wirelength: part == .wirelength ? 1 : 0, density: part == .density ? 1 : 0,
      congestion: part == .congestion ? 1 : 0)
    var smoothing = soft
    smoothing.overlapWeight = part == .overlap ? 1 : 0
    var objective = ProxyObjective(design, placement, weights: weights)
    let x = Buffer(objective.startX.array)
    let y = Buffer(objective.startY.array)
    _ = objective.evaluate(x, y, smoothing)
    let slopes = (objective.gradientX.array, objective.gradientY.array)
    let step = part == .wirelength ? 5e-3 : 1e-5
    var compared = 0
    for object in 0..<objective.problem.movableCount {
      for axis in 0..<2 {
        let coordinates = axis == 0 ? x.pointer : y.pointer
        let start = coordinates[object]
        var costs: [Double] = []
        for change in [-step, 0, step] {
          coordinates[object] = start + change
          costs.append(objective.evaluate(x, y, smoothing))
        }
        coordinates[object] = start
        let (low, middle, high) = (costs[0], costs[1], costs[2])
        let (slopeDown, slopeUp) = ((middle - low) / step, (high - middle) / step)
        let slope = axis == 0 ? slopes.0[object] : slopes.1[object]
        // A kink or a jump between the two steps.
        let scale = max(abs(slope), 1e-3)
        if part != .wirelength, abs(slopeUp - slopeDown) > 0.02 * scale { continue }
        compared += 1
        #expect(abs((slopeUp + slopeDown) / 2 - slope) < 0.03 * scale)
      }
    }
    #expect(compared > objective.problem.movableCount)
    // Something of each part does have a slope.
    #expect(slopes.0.contains { abs($0) > 1e-3 })
    #expect(slopes.1.contains { abs($0) > 1e-3 })
  }

  @Test func topMeanNearsTheMeanOfTheLargest() {
    let values = Buffer<Double>([0.3, 4, 1, 2, 2.5, -1, 0, 3, 0, 0])
    let weights = Buffer<Double>(count: values.count)
    var mean = SmoothTopMean()
    let exact = (4.0 + 3 + 2.5) / 3
    var last = Double.infinity
    for softness in [1, 0.1, 0.01, 1e-4] {
      let value = mean.evaluate(values, count: 3, softness: softness, weights: weights)
      #expect(value >= exact - 1e-9)
      #expect(value < last)
      #expect(abs(weights.array.reduce(0, +) - 1) < 1e-5)
      last = value
    }
    #expect(abs(last - exact) < 1e-3)
    // All of them, should more be asked for than there are.
    let all = mean.evaluate(values, count: 40, softness: 0.1, weights: weights)
    #expect(abs(all - 1.18) < 1e-9)
  }

  @Test func topMeanOfEqualValuesIsTheirValue() {
    let values = Buffer<Double>([Double](repeating: 2, count: 50))
    let weights = Buffer<Double>(count: 50)
    var mean = SmoothTopMean()
    let value = mean.evaluate(values, count: 5, softness: 1e-4, weights: weights)
    #expect(abs(value - 2) < 1e-2)
    #expect(weights.array.allSatisfy { abs($0 - 0.02) < 1e-6 })
  }
}
