/// Everything that steers training, with its default.
public struct TrainingOptions: Hashable, Sendable {
  /// How many rounds there are: in each, elites are found and learned from.
  public var epochs: Int
  /// Of these, how many at the end are of proximal policy optimization.
  public var reinforcedEpochs = 0
  /// The share of epochs after which the policy's own placements are annealed as well, for elites.
  public var expertIterationStart = 0.3
  /// The designs of an epoch.
  public var designsPerEpoch = 8
  /// How many times an epoch's decisions are gone through.
  public var passes = 4
  /// The moves of annealing for one elite.
  public var movesPerDesign = 80_000
  /// The seed of all randomness.
  public var seed: UInt64 = 1
  /// Threads: elites are found side by side, and steps of learning are shared.
  public var threads = 1
  /// The step sizes of the optimizer at the first and the last epoch; between them half a cosine.
  public var learningRates: ClosedRange<Float> = 1e-4...1.5e-3
  /// The designs that the policy is tested on after each epoch, never trained on.
  public var testDesigns = 6

  /// The defaults.
  public init(epochs: Int) { self.epochs = epochs }
}

/// How training stands after an epoch.
public struct TrainingProgress: Hashable, Sendable {
  /// The epochs that are done.
  public var epoch: Int
  /// Seconds of this epoch.
  public var seconds: Double
  /// How far the policy is from what it imitates on the designs of this epoch: before it learned
  /// from them the mean of its passes, in nats.
  public var trainingDivergence: Double
  /// The same on the designs that it is tested on.
  public var testDivergence: Double
  /// How often the likeliest cell of the policy is that of what it imitates, on those designs.
  public var testAccuracy: Double
  /// Half the squared error of values there, in squares of ``PolicyValue/unit``.
  public var testValueLoss: Double
  /// The mean cost of the elites of this epoch.
  public var eliteCost: Double
  /// How many of them began from the policy's placement.
  public var policyElites: Int
  /// The mean cost of what PPO's rollouts came to, where the epoch is of that sort.
  public var rolloutCost: Double?
}
