import ChipPlace
public import Formats
import Foundation
import Evaluation

extension BenchmarkSuite {
  /// Reads a suite: a JSON file, or a folder of designs.
  ///
  /// - Throws: `ParseError` for a file that is no suite, with the path of the key that is wrong, and for
  ///   a folder without designs.
  public init(path: String) throws(ParseError) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw ParseError(file: path, message: "expected a suite file or a folder, found neither")
    }
    self =
      isFolder.boolValue ? try SuiteFolder.suite(of: path) : try SuiteFile.read(file: path)
  }
}

/// Suites as JSON files. `Benchmarks/README.md` describes them.
enum SuiteFile {
  private static let largestSeed = 1 << 53

  static func read(file: String) throws(ParseError) -> BenchmarkSuite {
    let root = try JSONEntry.read(file: file).object(
      ["name", "designs", "recipes", "seeds", "budgets", "threads"])
    let designs = try root.need("designs").list(design)
    let recipes =
      if let entry = root["recipes"] {
        try entry.list(recipe)
      } else { [BenchmarkRecipe.standard] }
    try requireDistinct(designs.map(\.name), root.need("designs"))
    if let entry = root["recipes"] { try requireDistinct(recipes.map(\.name), entry) }
    let names = Set(designs.map(\.name))
    for (index, recipe) in recipes.enumerated() {
      if let unknown = recipe.designs?.first(where: { !names.contains($0) }) {
        throw root.entry.error(
          "recipes[\(index)].designs: expected names of designs, found '\(unknown)'")
      }
    }
    return BenchmarkSuite(
      name: try root["name"]?.text()
        ?? URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent,
      source: file, designs: designs, recipes: recipes,
      seeds: try root["seeds"].map(seeds) ?? BenchmarkSuite.defaultSeeds,
      budgets: try root["budgets"].map(budgets) ?? BenchmarkSuite.defaultBudgets,
      threads: try root["threads"]?.integer(1...1024) ?? 1)
  }

  private static func requireDistinct(
    _ names: [String], _ entry: JSONEntry
  ) throws(ParseError) {
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      throw entry.error("expected distinct names, found '\(name)' again at [\(index)]")
    }
  }

  private static func seeds(_ entry: JSONEntry) throws(ParseError) -> [UInt64] {
    if case .number = entry.value {
      return (1...UInt64(try entry.integer(1...10_000))).map { $0 }
    }
    let seeds = try entry.list { (entry) throws(ParseError) in
      UInt64(try entry.integer(0...largestSeed))
    }
    if Set(seeds).count < seeds.count { throw entry.mismatch("distinct seeds") }
    return seeds
  }

  private static func budgets(_ entry: JSONEntry) throws(ParseError) -> [BenchmarkBudget] {
    let budgets = try entry.list { (entry) throws(ParseError) in
      let object = try entry.object(["seconds", "moves"])
      switch (object["seconds"], object["moves"]) {
      case (let seconds?, nil):
        return BenchmarkBudget.seconds(
          try seconds.number("seconds above 0 and up to 10000000") { $0 > 0 && $0 <= 1e7 })
      case (nil, let moves?):
        return .moves(try moves.integer(1...largestSeed))
      default: throw entry.error("expected one of the keys seconds, moves")
      }
    }
    if Set(budgets).count < budgets.count { throw entry.mismatch("distinct budgets") }
    return budgets
  }

  // MARK: - Designs

  private static func design(_ entry: JSONEntry) throws(ParseError) -> BenchmarkDesign {
    let object = try entry.object([
      "name", "netlist", "placement", "lef", "liberty", "top", "coreUtilization",
      "coreAspectRatio", "lowerCaseMacros", "netWeights", "published",
    ])
    var reading = ReadingOptions()
    if let entry = object["lef"] { reading.libraries = try entry.list(path) }
    if let entry = object["liberty"] { reading.liberty = try entry.list(path) }
    reading.topModule = try object["top"]?.text()
    if let entry = object["coreUtilization"] {
      reading.floorplan.utilization = try entry.number("a share above 0 and up to 1") {
        $0 > 0 && $0 <= 1
      }
    }
    if let entry = object["coreAspectRatio"] {
      reading.floorplan.aspectRatio = try entry.number("a ratio from 0.01 to 100") {
        $0 >= 0.01 && $0 <= 100
      }
    }
    if let entry = object["lowerCaseMacros"] {
      reading.lowerCaseMacros = try entry.choice(LowerCaseMacros.self)
    }
    var design = BenchmarkDesign(
      name: try object.need("name").text(), netlist: try path(object.need("netlist")),
      placement: try object["placement"].map(path), reading: reading)
    design.netWeights = try object["netWeights"].map(path)
    if let entry = object["published"] { design.published = try entry.text() }
    return design
  }

  /// A path as the suite means it: relative to its folder, with `${NAME}` for variables of the
  /// environment.
  private static func path(_ entry: JSONEntry) throws(ParseError) -> String {
    var rest = Substring(try entry.text())
    var path = ""
    while let begin = rest.range(of: "${") {
      path += rest[..<begin.lowerBound]
      guard let end = rest.range(of: "}", range: begin.upperBound..<rest.endIndex) else {
        throw entry.mismatch("'}' after '${'")
      }
      let name = String(rest[begin.upperBound..<end.lowerBound])
      guard let value = ProcessInfo.processInfo.environment[name] else {
        throw entry.error("expected the environment variable \(name), found none")
      }
      path += value
      rest = rest[end.upperBound...]
    }
    path += rest
    if path.hasPrefix("/") { return path }
    let folder = (entry.file as NSString).deletingLastPathComponent
    return folder.isEmpty ? path : "\(folder)/\(path)"
  }

  // MARK: - Recipes

  private static func recipe(_ entry: JSONEntry) throws(ParseError) -> BenchmarkRecipe {
    let object = try entry.object([
      "name", "designs", "engine", "start", "halo", "restarts", "annealMacros", "density",
      "routability", "routingCapacity", "model", "policyStarts", "policyTrials", "policyFilter",
      "policyMoves", "fineTune",
    ])
    func share(_ key: String) throws(ParseError) -> Double? {
      try object[key]?.number("a share above 0 and up to 1") { $0 > 0 && $0 <= 1 }
    }
    var recipe = BenchmarkRecipe(name: try object.need("name").text())
    if let entry = object["designs"] {
      recipe.designs = try entry.list { (entry) throws(ParseError) in try entry.text() }
    }
    recipe.engine = try object["engine"]?.choice(PlacementEngine.self)
    recipe.start = try object["start"]?.choice(PlacementStart.self)
    recipe.halo = try object["halo"]?.number("a length of 0 or more") { $0 >= 0 }
    recipe.restarts = try object["restarts"]?.integer(1...1000)
    recipe.annealMacros = try object["annealMacros"]?.boolean()
    recipe.density = try share("density")
    recipe.routability = try object["routability"]?.choice(CongestionModel.self)
    recipe.routingCapacity = try share("routingCapacity")
    recipe.model = try object["model"].map(path)
    recipe.policyStarts = try object["policyStarts"]?.integer(0...1024)
    recipe.policyTrials = try object["policyTrials"]?.integer(1...64)
    recipe.policyFilter = try object["policyFilter"]?.boolean()
    recipe.policyMoves = try object["policyMoves"]?.boolean()
    recipe.fineTune = try object["fineTune"]?.number("a share from 0 to 0.9") {
      $0 >= 0 && $0 <= 0.9
    }
    return recipe
  }
}
