import Formats
import Foundation

/// Workloads as JSON.
///
/// ```json
/// {
///   "format": "chipplace workload", "version": 1, "name": "two layers",
///   "layers": [
///     {"name": "dense", "count": 2, "phase": "inference", "gemm": {"m": 8, "n": 64, "k": 32}},
///     {"name": "stem", "convolution": {
///       "inputHeight": 224, "inputWidth": 224, "channels": 3, "filters": 64, "kernelHeight": 7,
///       "kernelWidth": 7, "stride": 2, "padding": 3, "batch": 1}}
///   ]
/// }
/// ```
///
/// `count` is 1, `phase` is `inference`, `stride` and `batch` are 1 and `padding` is 0 where they are
/// left out. All else must be there, and nothing more.
enum WorkloadJSON {
  static let format = "chipplace workload"
  static let version = 1

  // MARK: - Writing

  private struct File: Encodable {
    var format = WorkloadJSON.format
    var version = WorkloadJSON.version
    var name: String
    var layers: [Entry]
  }

  private struct Entry: Encodable {
    var name: String
    var count: Int
    var phase: Phase
    var gemm: GEMM?
    var convolution: Convolution?

    init(_ layer: Layer) {
      name = layer.name
      count = layer.count
      phase = layer.phase
      switch layer.shape {
      case .gemm(let shape): gemm = shape
      case .convolution(let shape): convolution = shape
      }
    }
  }

  static func text(of workload: Workload) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let file = File(name: workload.name, layers: workload.layers.map(Entry.init))
    // Texts and whole numbers alone: there is nothing in it that could fail.
    return String(decoding: (try? encoder.encode(file)) ?? Data(), as: UTF8.self) + "\n"
  }

  // MARK: - Reading

  static func read(_ data: Data, file: String) throws(ParseError) -> Workload {
    let root = try JSONEntry.parse(data, file: file).object(["format", "version", "name", "layers"])
    _ = try root.need("format").choice([format])
    _ = try root.need("version").integer(version...version)
    let entries = try root.need("layers").array()
    var workload = Workload(name: try root.need("name").text(), layers: [])
    for entry in entries { workload.layers.append(try layer(entry)) }
    do throws(WorkloadError) {
      try workload.validate()
    } catch {
      let place = if let layer = error.layer { entries[layer] } else { try root.need("layers") }
      throw place.error(error.message)
    }
    return workload
  }

  private static func layer(_ entry: JSONEntry) throws(ParseError) -> Layer {
    let object = try entry.object(["name", "count", "phase", "gemm", "convolution"])
    let shape: LayerShape
    switch (object["gemm"], object["convolution"]) {
    case (let entry?, nil): shape = .gemm(try gemm(entry))
    case (nil, let entry?): shape = .convolution(try convolution(entry))
    case (nil, nil): throw entry.error("expected 'gemm' or 'convolution', found neither")
    default: throw entry.error("expected 'gemm' or 'convolution', found both")
    }
    return Layer(
      try object.need("name").text(), shape,
      count: try object["count"]?.integer(1...Workload.mostRepetitions) ?? 1,
      phase: try object["phase"]?.choice(Phase.self) ?? .inference)
  }

  private static let sides = 1...LayerShape.largestSide

  private static func gemm(_ entry: JSONEntry) throws(ParseError) -> GEMM {
    let object = try entry.object(["m", "n", "k"])
    func side(_ key: String) throws(ParseError) -> Int { try object.need(key).integer(sides) }
    return GEMM(m: try side("m"), n: try side("n"), k: try side("k"))
  }

  private static func convolution(_ entry: JSONEntry) throws(ParseError) -> Convolution {
    let object = try entry.object([
      "inputHeight", "inputWidth", "channels", "filters", "kernelHeight", "kernelWidth", "stride",
      "padding", "batch",
    ])
    func side(_ key: String) throws(ParseError) -> Int { try object.need(key).integer(sides) }
    return Convolution(
      inputHeight: try side("inputHeight"), inputWidth: try side("inputWidth"),
      channels: try side("channels"), filters: try side("filters"),
      kernelHeight: try side("kernelHeight"), kernelWidth: try side("kernelWidth"),
      stride: try object["stride"]?.integer(sides) ?? 1,
      padding: try object["padding"]?.integer(0...LayerShape.largestSide) ?? 0,
      batch: try object["batch"]?.integer(sides) ?? 1)
  }
}
