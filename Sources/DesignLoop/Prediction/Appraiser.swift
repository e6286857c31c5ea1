import Accelerator
import ChipPlace
import CostModels
import Evaluation
import Foundation
import Netlist
import PerformanceModel
import PhysicalExtraction
import Policy
import Recipes
import Technology

/// Says what accelerators are worth: before their layout by predicted wire lengths, after by measured
/// ones. Both go through the same formulas (``AcceleratorWorth``), so that a prediction is wrong only where
/// its lengths are.
struct Appraiser: Sendable {
  let technology: Technology
  let workload: Workload
  let goals: Goals

  /// How many draws of wire lengths a prediction rests on; half of them mirror the others.
  private static let draws = 48

  /// What is expected of an architecture.
  struct Appraisal: Sendable {
    var prediction: Prediction
    /// Figures under drawn wire lengths.
    var samples: [Figures]
    var features: [Double]
    var prior: [ClassWires?]
    /// The physical figures at the expected lengths.
    var expected: PhysicalFigures
    var activity: Activity
    var lengths: WireLengths
  }

  /// The netlist, die and start of an architecture.
  ///
  /// - Throws: ``LoopError`` if it cannot be built: its memories may not fit on the die.
  func design(of architecture: Architecture, seed: UInt64) throws(LoopError) -> Design {
    do {
      return try AcceleratorGenerator.generate(
        architecture.parameters, technology: technology, seed: seed)
    } catch {
      throw .placement("\(architecture.summary): \(error)")
    }
  }

  /// What is expected of an architecture under cost models.
  ///
  /// - Parameter seed: of the draws; the same for all candidates, so that they are compared on equal
  ///   terms.
  func appraise(
    _ architecture: Architecture, _ models: LengthModels, seed: UInt64
  ) throws(LoopError) -> Appraisal {
    let design = try design(of: architecture, seed: 0)
    let worth = try AcceleratorWorth(architecture, design, technology, workload, goals)
    let features = DesignFeatures.values(architecture, design)
    let prior = LengthPrior(design, utilization: architecture[.utilization]).lengths
    let predicted = try models.predict(features: features, prior: prior)
    let statistics = NetStatistics(design.netlist)
    let medians = predicted.wires { median, _ in median }
    let lengths = statistics.lengths(medians.classes)
    let expected = worth.physics(lengths, detour: medians.detour)
    var samples: [Figures] = []
    var random = SeededGenerator(seed: seed, stream: 0x4452_4157)
    for _ in 0..<Self.draws / 2 {
      let normals = (0..<2 * BusClass.allCases.count + 1).map { _ in random.standardNormal() }
      for sign in [1.0, -1.0] {
        let drawn = predicted.wires { median, place in
          median * exp(sign * normals[place.index] * place.deviation)
        }
        samples.append(
          worth.figures(
            worth.physics(statistics.lengths(drawn.classes), detour: drawn.detour)))
      }
    }
    return Appraisal(
      prediction: prediction(worth.figures(expected), samples, predicted),
      samples: samples, features: features, prior: prior, expected: expected,
      activity: worth.activity, lengths: lengths)
  }

  private func prediction(
    _ expected: Figures, _ samples: [Figures], _ predicted: LengthPrediction
  ) -> Prediction {
    let scores = samples.map { $0.score(goals) }
    let count = Double(scores.count)
    let mean = scores.reduce(0, +) / count
    let variance = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    let feasible = samples.count { $0.violation(of: goals.constraints) == nil }
    return Prediction(
      figures: expected, score: mean, scoreDeviation: variance.squareRoot(),
      feasibility: Double(feasible) / count, lengths: predicted.summary,
      detour: max(1, predicted.detour.median))
  }

  // MARK: - After the layout

  /// What was measured on a layout.
  func measure(
    _ design: Design, _ architecture: Architecture, _ result: PlacementResult, features: [Double],
    prior: [ClassWires?]
  ) throws(LoopError) -> LayoutMeasurement {
    do {
      let lengths = try WireLengths(netlist: design.netlist, placement: result.placement)
      let layout = try LayoutFigures(
        netlist: design.netlist, floorplan: design.floorplan, placement: result.placement)
      guard layout.isLegal else {
        throw LoopError.placement("\(architecture.summary): the layout is not legal")
      }
      let worth = try AcceleratorWorth(architecture, design, technology, workload, goals)
      let physics = worth.physics(lengths, detour: layout.detourFactor)
      let figures = worth.figures(physics)
      let statistics = DesignStatistics(design)
      return LayoutMeasurement(
        figures: figures,
        lengths: BusClass.allCases.indices.map { index in
          lengths.netCount[index] == 0
            ? nil : ClassWires(longest: lengths.longestPath[index], total: lengths.steiner[index])
        }, priorLengths: prior, features: features, detour: layout.detourFactor,
        slowestClass: physics.slowestClass?.rawValue ?? "none",
        proxyCost: result.evaluation.proxy, policyZeroShot: nil,
        niche: Niche(
          architecture, dieArea: statistics.dieArea, memoryShare: statistics.memoryShare),
        violation: figures.violation(of: goals.constraints), rawScore: figures.score(goals))
    } catch let error as LoopError {
      throw error
    } catch {
      throw .placement("\(architecture.summary): \(error)")
    }
  }

  // MARK: - The placer's part

  /// What recipes may look at, for each net: how critical and how busy its class is expected to be.
  func netVariables(_ design: Design, _ appraisal: Appraisal) -> NetVariables {
    let netlist = design.netlist
    let halfPerimeter = design.floorplan.die.width + design.floorplan.die.height
    var variables = NetVariables()
    let cycles = max(1, appraisal.activity.cycles)
    for net in (0..<netlist.netCount).map({ NetID($0) }) {
      let busClass = BusClass(of: net, in: netlist)
      let index = BusClass.index(of: busClass)
      let bits = max(appraisal.lengths.bits[index], 1)
      variables.criticality.append(appraisal.expected.delay(index) / appraisal.expected.period)
      variables.activity.append(min(1, appraisal.activity.transfers[index] / (bits * cycles)))
      variables.length.append(appraisal.lengths.steinerPerBit(index) / halfPerimeter)
    }
    return variables
  }
}
