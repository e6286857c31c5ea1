import Annealing
public import Foundation

extension Recipe: Codable {
  /// Reads a recipe, and checks it.
  ///
  /// - Throws: ``RecipeError``.
  public init(from decoder: any Decoder) throws {
    let object = try StrictObject(
      decoder,
      keys: ["start", "order", "stages", "moves", "density", "congestion", "netWeight"])
    try object.read("start", into: &start)
    try object.read("order", into: &order)
    try object.read("stages", "an array of stages", into: &stages)
    var mix = MoveMixCode(options: moves)
    try object.read("moves", "an object", into: &mix)
    moves = mix.options
    try object.read("density", into: &density)
    try object.read("congestion", into: &congestion)
    try object.read("netWeight", into: &netWeight)
    try validate(at: StrictObject.path(decoder.codingPath))
  }

  /// Writes all of it, whether as in the default or not.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: AnyKey.self)
    try container.encode(start.rawValue, forKey: AnyKey("start"))
    try container.encode(order, forKey: AnyKey("order"))
    try container.encode(stages, forKey: AnyKey("stages"))
    try container.encode(MoveMixCode(options: moves), forKey: AnyKey("moves"))
    try container.encode(density, forKey: AnyKey("density"))
    try container.encode(congestion, forKey: AnyKey("congestion"))
    try container.encode(netWeight, forKey: AnyKey("netWeight"))
  }

  /// Reads a recipe from the text of a JSON file.
  ///
  /// - Throws: ``RecipeError`` for text that is no JSON, and for JSON that is no recipe.
  public init(json: Data) throws(RecipeError) {
    do {
      self = try JSONDecoder().decode(Recipe.self, from: json)
    } catch let error as RecipeError {
      throw error
    } catch DecodingError.dataCorrupted(let context) {
      let reason = (context.underlyingError as NSError?)?.userInfo[NSDebugDescriptionErrorKey]
      throw RecipeError(
        path: StrictObject.path(context.codingPath),
        message: "expected JSON, found: \(reason ?? context.debugDescription)")
    } catch {
      throw RecipeError(path: "", message: "expected a recipe as JSON, found: \(error)")
    }
  }

  /// The recipe as the text of a JSON file, its keys in alphabetic order.
  ///
  /// - Throws: ``RecipeError`` for a recipe out of bounds, which could not be read again.
  public func json() throws(RecipeError) -> Data {
    try validate()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return try encoder.encode(self)
    } catch {
      throw RecipeError(path: "", message: "expected what JSON can hold, found: \(error)")
    }
  }
}

extension RecipeStage: Codable {
  private static let keys = [
    "engine", "share", "weighsNets", "initialTemperature", "finalTemperature", "restarts",
    "densityTail", "congestionTail", "tailsEnd", "exchanges",
  ]

  /// Reads a stage; ``Recipe`` checks it.
  ///
  /// - Throws: ``RecipeError``.
  public init(from decoder: any Decoder) throws {
    let object = try StrictObject(decoder, keys: Self.keys)
    try object.read("engine", into: &engine)
    try object.read("share", "a number", into: &share)
    try object.read("weighsNets", "true or false", into: &weighsNets)
    try object.read("initialTemperature", "a number", into: &initialTemperature)
    try object.read("finalTemperature", "a number", into: &finalTemperature)
    try object.read("restarts", "a whole number", into: &restarts)
    try object.read("densityTail", "a number", into: &densityTail)
    try object.read("congestionTail", "a number", into: &congestionTail)
    try object.read("tailsEnd", "a number", into: &tailsEnd)
    try object.read("exchanges", "a whole number", into: &exchanges)
  }

  /// Writes all of it.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: AnyKey.self)
    try container.encode(engine.rawValue, forKey: AnyKey("engine"))
    try container.encode(share, forKey: AnyKey("share"))
    try container.encode(weighsNets, forKey: AnyKey("weighsNets"))
    try container.encode(initialTemperature, forKey: AnyKey("initialTemperature"))
    try container.encode(finalTemperature, forKey: AnyKey("finalTemperature"))
    try container.encode(restarts, forKey: AnyKey("restarts"))
    try container.encode(densityTail, forKey: AnyKey("densityTail"))
    try container.encode(congestionTail, forKey: AnyKey("congestionTail"))
    try container.encode(tailsEnd, forKey: AnyKey("tailsEnd"))
    try container.encode(exchanges, forKey: AnyKey("exchanges"))
  }
}

/// `MoveMixOptions` as JSON.
private struct MoveMixCode: Codable {
  var options: MoveMixOptions

  init(options: MoveMixOptions) { self.options = options }

  init(from decoder: any Decoder) throws {
    options = MoveMixOptions()
    let object = try StrictObject(decoder, keys: ["shares", "floor", "inertia"])
    var shares = Shares(options: options)
    try object.read("shares", "an object", into: &shares)
    options = shares.options
    try object.read("floor", "a number", into: &options.floor)
    try object.read("inertia", "a number", into: &options.inertia)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: AnyKey.self)
    try container.encode(Shares(options: options), forKey: AnyKey("shares"))
    try container.encode(options.floor, forKey: AnyKey("floor"))
    try container.encode(options.inertia, forKey: AnyKey("inertia"))
  }

  /// The shares by the names of kinds.
  struct Shares: Codable {
    var options: MoveMixOptions

    init(options: MoveMixOptions) { self.options = options }

    init(from decoder: any Decoder) throws {
      options = MoveMixOptions()
      let object = try StrictObject(decoder, keys: MoveKind.allCases.map(\.name))
      for kind in MoveKind.allCases {
        var share = options[kind]
        try object.read(kind.name, "a number", into: &share)
        // The options would take a share below zero for zero.
        guard RecipeBounds.moveShare.contains(share) else {
          let range = RecipeBounds.moveShare
          throw RecipeError(
            path: object.path(kind.name),
            message: "expected \(range.lowerBound) to \(range.upperBound), found \(share)")
        }
        options[kind] = share
      }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: AnyKey.self)
      for kind in MoveKind.allCases {
        try container.encode(options[kind], forKey: AnyKey(kind.name))
      }
    }
  }
}
