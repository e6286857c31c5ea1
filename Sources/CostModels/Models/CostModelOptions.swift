import Statistics

/// How a ``CostModel`` learns.
public struct CostModelOptions: Hashable, Sendable, Codable {
  /// The standard deviation of the logarithm of what is measured over what the analytic model says,
  /// before anything was measured. Half of it is taken for a common factor of all designs, the other
  /// for what differs between them.
  public var priorDeviation: Double
  /// A standard deviation of the logarithm that is added to every learned prediction, as a variance:
  /// where a function happens to fit exactly, intervals still have a width.
  public var resolution: Double
  /// The observations from which on features count. With fewer, all designs have one correction: on
  /// synthetic functions, intervals then hold what they say better.
  public var minimumForFeatures: Int
  /// The parts of which each is predicted from the others; with fewer observations each is a part.
  public var folds: Int
  /// The priors and the effort of the regressions.
  public var process: GaussianProcessOptions

  /// Options; by default the analytic model is right within a factor of 1.6 in two of three cases.
  ///
  /// ``CostModel/init(quantities:features:featureDeviations:options:)`` refuses options that make no
  /// sense.
  public init(
    priorDeviation: Double = 0.5, resolution: Double = 0.001, minimumForFeatures: Int = 6,
    folds: Int = 6,
    process: GaussianProcessOptions = GaussianProcessOptions()
  ) {
    self.priorDeviation = priorDeviation
    self.resolution = resolution
    self.minimumForFeatures = minimumForFeatures
    self.folds = folds
    self.process = process
  }

  func check() throws(CostModelError) {
    for (name, value) in [("priorDeviation", priorDeviation), ("resolution", resolution)]
    where !(value > 0 && value.isFinite) {
      throw .unusableOption(name: name, expected: "a positive finite number", found: value)
    }
    let counts = [
      ("folds", folds, 2), ("minimumForFeatures", minimumForFeatures, 1),
      ("starts", process.starts, 1), ("maximumIterations", process.maximumIterations, 0),
      ("maximumObservations", process.maximumObservations, 1),
    ]
    for (name, value, least) in counts where value < least {
      throw .unusableOption(name: name, expected: "\(least) or more", found: Double(value))
    }
    let priors = process.priors
    for prior in [
      priors.logLengthScale, priors.logSignalVariance, priors.logLinearVariance,
      priors.logNoiseVariance,
    ] where !(prior.variance > 0 && prior.variance.isFinite && prior.mean.isFinite) {
      throw .unusableOption(
        name: "priors", expected: "finite means and positive finite variances",
        found: prior.variance)
    }
  }
}
