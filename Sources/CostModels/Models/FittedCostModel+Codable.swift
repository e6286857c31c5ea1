extension FittedCostModel: Codable {
  private enum CodingKeys: String, CodingKey {
    case model, observations, fits
  }

  /// Writes what the model was learned from, and hyperparameters.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(model, forKey: .model)
    try container.encode(observations, forKey: .observations)
    try container.encode(fits, forKey: .fits)
  }

  /// Reads a model; refuses one whose parts do not belong together.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let model = try container.decode(CostModel.self, forKey: .model)
    let observations = try container.decode([Observation].self, forKey: .observations)
    let fits = try container.decode([QuantityFit].self, forKey: .fits)
    func refuse(_ key: CodingKeys, _ message: String) -> DecodingError {
      .dataCorruptedError(forKey: key, in: container, debugDescription: message)
    }
    let count = model.quantities.count
    guard fits.count == count, fits.allSatisfy({ $0.fits(model, observations.count) }) else {
      throw refuse(.fits, "expected hyperparameters for \(count) quantities and these observations")
    }
    do {
      for observation in observations { try model.check(observation) }
    } catch {
      throw refuse(.observations, error.description)
    }
    do throws(CostModelError) {
      try self.init(
        model: model, observations: observations, fits: fits)
    } catch {
      throw refuse(.fits, error.description)
    }
  }
}

extension QuantityFit {
  /// Whether this can be what a model learned from so many observations.
  fileprivate func fits(_ model: CostModel, _ observations: Int) -> Bool {
    let isObserved = observations > 0
    let members = (offset == nil ? 0 : 1) + (linear == nil ? 0 : 1) + (process == nil ? 0 : 1)
    var positive = [unit, calibration.scale]
    for regression in [offset, linear] {
      guard let regression else { continue }
      positive += [regression.linearVariance, regression.noiseVariance]
    }
    if let process {
      guard process.lengthScales.count == model.features.count else { return false }
      positive += process.lengthScales + [process.signalVariance, process.noiseVariance]
      positive += [process.linearVariance ?? 1]
    }
    return positive.allSatisfy { $0 > 0 && $0.isFinite } && shares.allSatisfy { $0 >= 0 }
      && heldOutResiduals.count == observations && heldOutResiduals.allSatisfy(\.isFinite)
      && shares.count == members && (members > 0) == isObserved
      && (!isObserved || shares.contains { $0 > 0 })
  }
}
