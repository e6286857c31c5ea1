import Accelerator
import CostModels
import Evaluation
import Foundation
import Netlist

/// A placed design as the length models learn from it.
struct LengthObservation: Sendable {
  /// The design's features.
  var features: [Double]
  /// The prior's lengths by class; nil for classes that the design lacks.
  var prior: [ClassWires?]
  /// The measured lengths by class.
  var measured: [ClassWires?]
  /// The measured detour, at least 1.
  var detour: Double
}

/// Predicted wire lengths of a design: a distribution for each bus class that it has.
struct LengthPrediction: Sendable {
  /// The longest wire and the total of a class, softened, and what the prior has for them.
  struct Class: Sendable {
    var longest: CostModels.Prediction
    var total: CostModels.Prediction
    var prior: ClassWires

    /// The wires from two softened lengths.
    func wires(longest: Double, total: Double) -> ClassWires {
      ClassWires(
        longest: SoftenedLength.harden(longest, prior: prior.longest),
        total: SoftenedLength.harden(total, prior: prior.total))
    }

    /// The wires that are expected.
    var expected: ClassWires { wires(longest: longest.median, total: total.median) }
  }

  /// By class.
  var classes: [Class?]
  /// Of the factor by which wires are longer for congestion; what is below 1 counts as 1.
  var detour: CostModels.Prediction
}

extension LengthPrediction {
  /// The expected wires of the classes that the design has.
  var summary: [Prediction.ClassLengths] {
    zip(BusClass.allCases, classes).compactMap { busClass, own in
      own.map {
        Prediction.ClassLengths(
          busClass: busClass.rawValue, priorLongest: $0.prior.longest, priorTotal: $0.prior.total,
          longest: $0.expected.longest, longestDeviation: $0.longest.logDeviation,
          total: $0.expected.total, totalDeviation: $0.total.logDeviation)
      }
    }
  }

  /// Where a quantity is in a list of all, and the standard deviation of its logarithm.
  struct Place {
    var index: Int
    var deviation: Double
  }

  /// Wires of all classes, and a detour, from each quantity's median and place.
  func wires(_ value: (Double, Place) -> Double) -> (classes: [ClassWires?], detour: Double) {
    let wires = classes.enumerated().map { index, own in
      own.map {
        $0.wires(
          longest: value(
            $0.longest.median, Place(index: 2 * index, deviation: $0.longest.logDeviation)),
          total: value(
            $0.total.median, Place(index: 2 * index + 1, deviation: $0.total.logDeviation)))
      }
    }
    let place = Place(index: 2 * classes.count, deviation: detour.logDeviation)
    return (wires, max(1, value(detour.median, place)))
  }
}

/// The cost models of wire lengths: one for each bus class, and one for the detour around congestion.
///
/// Each takes the prior's lengths times a correction that it learns; before the first layout they are
/// the prior.
struct LengthModels: Codable, Sendable {
  private let classes: [FittedCostModel]
  private let detour: FittedCostModel
  /// How many layouts they have seen.
  let layouts: Int

  /// What the prior has for the detour: a little, since it knows nothing of congestion.
  static let detourPrior = 1.02
  /// The standard deviation of the detour's logarithm before any layout. It is the factor that is
  /// modelled, not what it has above 1, which is nothing in most layouts: the logarithm of that would
  /// have a deviation of any size.
  static let detourDeviation = 0.05

  private static let quantities = ["longest", "total"]

  /// Models fitted to layouts; without any, the prior.
  ///
  /// - Parameter deviations: how far features spread over the designs that may be asked about.
  init(
    _ observations: [LengthObservation], deviations: [Double], seed: UInt64, threads: Int
  ) throws(LoopError) {
    self = try Self(
      observations, deviations: deviations, seed: seed, threads: threads, unless: StopFlag())!
  }

  /// The same, or nil if a stop is asked for before all are fitted.
  init?(
    _ observations: [LengthObservation], deviations: [Double], seed: UInt64, threads: Int,
    unless stop: StopFlag
  ) throws(LoopError) {
    layouts = observations.count
    do throws(CostModelError) {
      let model = try CostModel(
        quantities: Self.quantities, features: DesignFeatures.names, featureDeviations: deviations)
      let count = BusClass.allCases.count
      let fits = Workers(threads).map(0..<count, unless: stop) { index in
        Result { () throws(CostModelError) in
          try model.fitted(
            to: observations.compactMap { Self.observation($0, index) },
            seed: seed &+ UInt64(index))
        }
      }
      guard let fits, !stop.isRaised else { return nil }
      classes = try fits.map { fit throws(CostModelError) in try fit.get() }
      let detours = try CostModel(
        quantities: ["detour"], features: DesignFeatures.names, featureDeviations: deviations,
        options: CostModelOptions(priorDeviation: Self.detourDeviation))
      detour = try detours.fitted(
        to: observations.map {
          Observation(
            features: $0.features, prior: [Self.detourPrior],
            measured: [max(1, $0.detour)])
        }, seed: seed &+ UInt64(count))
    } catch {
      throw .placement("cost models: \(error)")
    }
  }

  private static func softened(_ wires: ClassWires, _ prior: ClassWires) -> [Double] {
    [
      SoftenedLength.soften(wires.longest, prior: prior.longest),
      SoftenedLength.soften(wires.total, prior: prior.total),
    ]
  }

  private static func observation(
    _ observation: LengthObservation, _ index: Int
  ) -> Observation? {
    guard let prior = observation.prior[index], let measured = observation.measured[index],
      prior.longest > 0, prior.total > 0
    else { return nil }
    return Observation(
      features: observation.features, prior: softened(prior, prior),
      measured: softened(measured, prior))
  }

  /// What is expected of a design.
  func predict(
    features: [Double], prior: [ClassWires?]
  ) throws(LoopError) -> LengthPrediction {
    do throws(CostModelError) {
      var predictions: [LengthPrediction.Class?] = []
      for (model, prior) in zip(classes, prior) {
        guard let prior else {
          predictions.append(nil)
          continue
        }
        let both = try model.predict(features: features, prior: Self.softened(prior, prior))
        predictions.append(.init(longest: both[0], total: both[1], prior: prior))
      }
      return LengthPrediction(
        classes: predictions,
        detour: try detour.predict(features: features, prior: [Self.detourPrior])[0])
    } catch {
      throw .placement("cost models: \(error)")
    }
  }
}
