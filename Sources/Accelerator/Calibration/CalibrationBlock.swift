import Foundation

/// A part of accelerators whose size is measured by synthesis, and the form that is fitted to what was
/// measured.
public enum CalibrationBlock: String, CaseIterable, Codable, Sendable {
  /// A processing element that keeps the operand of its column.
  case stationaryElement = "stationary_element"
  /// A processing element that keeps its sum.
  case outputElement = "output_element"
  /// A row feeder.
  case rowFeeder = "row_feeder"
  /// A column feeder.
  case columnFeeder = "column_feeder"
  /// A collector that adds the sums of earlier passes.
  case addingCollector = "adding_collector"
  /// A collector that passes sums on.
  case passingCollector = "passing_collector"
  /// A lane of the vector unit.
  case vectorLane = "vector_lane"
  /// What stands around the lanes of the vector unit.
  case vectorFrame = "vector_frame"
  /// A DMA engine.
  case dma
  /// The host's port.
  case configuration
  /// A sequencer of an array that keeps operands.
  case stationarySequencer = "stationary_sequencer"
  /// A sequencer of an array that keeps sums.
  case outputSequencer = "output_sequencer"
  /// A tile's end of the network.
  case tilePort = "tile_port"
  /// A router of a mesh.
  case meshRouter = "mesh_router"
  /// A router of a tree.
  case treeRouter = "tree_router"

  /// The module that is synthesized.
  public var module: String {
    switch self {
    case .stationaryElement, .outputElement: "processing_element"
    case .addingCollector, .passingCollector: "collector"
    case .stationarySequencer, .outputSequencer: "sequencer"
    case .meshRouter, .treeRouter: "router"
    default: rawValue
    }
  }

  /// Whether the sources are those of an array that keeps sums.
  var isOutputStationary: Bool { self == .outputElement || self == .outputSequencer }

  /// The module's parameters that are varied, in the order in which points give them.
  public var parameterNames: [String] {
    switch self {
    case .stationaryElement, .outputElement:
      ["OPERAND_BITS", "ACCUMULATOR_BITS", "PIPELINE_STAGES"]
    case .rowFeeder, .columnFeeder: ["LANES", "FIRST_LANE", "OPERAND_BITS", "DEPTH_SLICES"]
    case .addingCollector, .passingCollector:
      ["LANES", "FIRST_LANE", "ARRAY_COLUMNS", "ACCUMULATOR_BITS", "DEPTH_SLICES"]
    case .vectorLane: ["OPERAND_BITS", "ACCUMULATOR_BITS"]
    case .vectorFrame:
      ["LANES", "COLUMNS", "OPERAND_BITS", "ACCUMULATOR_BITS", "BUS_BITS", "DEPTH_SLICES"]
    case .dma: ["BUS_BITS"]
    case .configuration: ["TILES"]
    case .stationarySequencer, .outputSequencer:
      [
        "ROWS", "COLUMNS", "PIPELINE_STAGES", "ACCUMULATOR_BITS", "ROW_ADDRESS_BITS",
        "COLUMN_ADDRESS_BITS", "OUTPUT_ADDRESS_BITS", "FILL_STEP_BITS",
      ]
    case .tilePort: ["BUS_BITS"]
    case .meshRouter, .treeRouter: ["BITS"]
    }
  }

  /// The module's parameters at a point: those of the point, and those that follow from them.
  func moduleParameters(at point: [Int]) -> [(name: String, value: Int)] {
    var values = Array(zip(parameterNames, point)).map { (name: $0.0, value: $0.1) }
    switch self {
    case .stationaryElement, .outputElement, .vectorLane, .dma, .configuration: break
    case .rowFeeder, .columnFeeder:
      values.append(("SLICE_BITS", HardwareDimensions.bits(counting: point[3])))
    case .addingCollector, .passingCollector:
      values.append(("SLICE_BITS", HardwareDimensions.bits(counting: point[4])))
      values.append(("ADDS", self == .addingCollector ? 1 : 0))
    case .vectorFrame:
      values.append(("SLICE_BITS", HardwareDimensions.bits(counting: point[5])))
      let groups = (point[1] + point[0] - 1) / point[0]
      values.append(("GROUP_BITS", HardwareDimensions.bits(counting: groups)))
    case .stationarySequencer, .outputSequencer:
      values.append(("OUTPUT_STATIONARY", self == .outputSequencer ? 1 : 0))
      // As many steps and groups as their bits count.
      values.append(("ROW_FILL_STEPS", 1 << point[7]))
      values.append(("COLUMN_FILL_STEPS", 1 << point[7]))
    case .tilePort: values.append(("PAYLOAD_BITS", max(point[0], 36)))
    case .meshRouter: values.append(("PORTS", 5))
    case .treeRouter: values.append(("PORTS", 3))
    }
    return values
  }
}

extension CalibrationBlock {
  /// What the terms of ``terms(at:)`` are, for a person.
  public var termNames: [String] {
    switch self {
    case .stationaryElement, .outputElement:
      [
        "1", "n²", "n", "s", "s log₂ s", "n, 2 stages or more", "n², 3 stages or more",
        "n, 3 stages or more", "n, 4 stages",
      ]
    case .rowFeeder, .columnFeeder:
      ["1", "delayed bits", "lanes · bits", "lanes · bits · (depth − 1)", "log₂ depth"]
    case .addingCollector:
      [
        "1", "delayed bits", "lanes · bits", "lanes · bits · log₂ bits",
        "lanes · bits · (depth − 1)",
      ]
    case .passingCollector: ["1", "delayed bits", "lanes · bits"]
    case .vectorLane: ["1", "operand bits", "sum bits", "sum bits · log₂ sum bits"]
    case .vectorFrame:
      [
        "1", "lanes · operand bits", "columns · sum bits · (depth − 1)",
        "columns · sum bits · (groups − 1) / groups", "lanes · operand bits in beats",
      ]
    case .dma, .tilePort, .meshRouter, .treeRouter: ["1", "bits"]
    case .configuration: ["1", "tiles"]
    case .stationarySequencer, .outputSequencer:
      [
        "1", "delay", "sum bits", "address bits",
      ]
    }
  }

  /// The terms of the form at a point; each quantity is a sum of them times its coefficients.
  ///
  /// An n by n multiplier has n² cells of one kind and n of others, a parallel-prefix adder of s bits
  /// s log₂ s; a register has its bits; a choice among d words of b bits has b (d − 1).
  public func terms(at point: [Int]) -> [Double] {
    let p = point.map { Double($0) }
    switch self {
    case .stationaryElement, .outputElement:
      let (n, s) = (p[0], p[1])
      func from(_ stages: Int, _ value: Double) -> Double { point[2] >= stages ? value : 0 }
      return [
        1, n * n, n, s, s * log2(s), from(2, n), from(3, n * n), from(3, n), from(4, n),
      ]
    case .rowFeeder, .columnFeeder:
      let steps = (0..<point[0]).reduce(0) { $0 + point[1] + $1 + 1 }
      let bits = p[0] * p[2]
      return [1, Double(steps) * p[2], bits, bits * (p[3] - 1), log2(p[3])]
    case .addingCollector, .passingCollector:
      let steps = (0..<point[0]).reduce(0) { $0 + point[2] - point[1] - $1 - 1 }
      let bits = p[0] * p[3]
      return self == .passingCollector
        ? [1, Double(steps) * p[3], bits]
        : [1, Double(steps) * p[3], bits, bits * log2(p[3]), bits * (p[4] - 1)]
    case .vectorLane: return [1, p[0], p[1], p[1] * log2(p[1])]
    case .vectorFrame:
      let groups = Double((point[1] + point[0] - 1) / point[0])
      let beats = Double((point[0] * point[2] + point[4] - 1) / point[4])
      return [
        1, p[0] * p[2], p[1] * p[3] * (p[5] - 1), p[1] * p[3] * (groups - 1) / groups,
        beats > 1 ? p[0] * p[2] : 0,
      ]
    case .dma, .configuration, .tilePort, .meshRouter, .treeRouter: return [1, p[0]]
    case .stationarySequencer: return [1, p[0] + p[1] + p[2], p[3], p[4] + p[5] + p[6]]
    case .outputSequencer: return [1, p[1], p[3], p[4] + p[5] + p[6]]
    }
  }
}
