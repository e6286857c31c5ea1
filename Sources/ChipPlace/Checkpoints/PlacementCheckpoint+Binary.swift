import Annealing
import Evaluation
import Formats
import GlobalPlacement
import Netlist
import NeuralNetwork
import Policy

extension BinaryWriter {
  mutating func write(_ curve: [CurvePoint]) {
    write(curve.count)
    for point in curve {
      write(point.seconds)
      write(optional: point.moves) { $1.write($0) }
      for cost in [point.bestCost, point.currentCost, point.hpwl] {
        write(optional: cost) { $1.write($0) }
      }
    }
  }

  /// Adds a placement after its number of nodes.
  mutating func write(sized placement: Placement) {
    write(placement.x.count)
    write(placement)
  }
}

extension BinaryReader {
  mutating func curve() throws(ParseError) -> [CurvePoint] {
    var curve: [CurvePoint] = []
    for _ in 0..<(try integer()) {
      curve.append(
        CurvePoint(
          seconds: try number(), moves: try optionalInteger(), bestCost: try optionalNumber(),
          currentCost: try optionalNumber(), hpwl: try optionalNumber()))
    }
    return curve
  }

  mutating func optionalNumber() throws(ParseError) -> Double? {
    try optional { reader throws(ParseError) in try reader.number() }
  }

  mutating func optionalInteger() throws(ParseError) -> Int? {
    try optional { reader throws(ParseError) in try reader.integer() }
  }

  /// The next placement that was written after its number of nodes.
  mutating func sizedPlacement() throws(ParseError) -> Placement {
    try placement(nodeCount: try integer())
  }
}

extension PlacementBook {
  func write(to writer: inout BinaryWriter) {
    writer.write(stages.count)
    for stage in stages {
      writer.write(stage.name)
      writer.write(stage.seconds)
      writer.write(stage.proxyCost)
      writer.write(stage.moves)
    }
    writer.write(moves)
    writer.write(seconds)
  }

  init(from reader: inout BinaryReader) throws(ParseError) {
    stages = []
    for _ in 0..<(try reader.integer()) {
      stages.append(
        PlacementStage(
          name: try reader.text(), seconds: try reader.number(), proxyCost: try reader.number(),
          moves: try reader.integer()))
    }
    moves = try reader.integer()
    seconds = try reader.number()
  }
}

extension AnnealingPoint {
  func write(to writer: inout BinaryWriter) {
    writer.write(sized: launch.start)
    writer.write(optional: launch.alternative) {
      $1.write(sized: $0.placement)
      $1.write($0.temperature)
    }
    switch launch.budget {
    case .time(let seconds):
      writer.write(true)
      writer.write(seconds)
    case .moves(let moves):
      writer.write(false)
      writer.write(moves)
    }
    writer.write(optional: launch.initialTemperature) { $1.write($0) }
    writer.write(optional: launch.tuned) { $1.write($0.checkpoint.bytes) }
    book.write(to: &writer)
    state.write(to: &writer)
  }

  init(from reader: inout BinaryReader) throws(ParseError) {
    launch = AnnealingLaunch(
      start: try reader.sizedPlacement(), alternative: try reader.optional(Self.alternative),
      budget: try reader.flag() ? .time(try reader.number()) : .moves(try reader.integer()),
      initialTemperature: try reader.optionalNumber(), tuned: try reader.optional(Self.model))
    book = try PlacementBook(from: &reader)
    state = try AnnealingState(from: &reader)
  }

  private static func alternative(
    _ reader: inout BinaryReader
  ) throws(ParseError) -> AnnealingStart {
    AnnealingStart(placement: try reader.sizedPlacement(), temperature: try reader.number())
  }

  private static func model(_ reader: inout BinaryReader) throws(ParseError) -> PolicyModel {
    let start = reader
    let bytes = try reader.byteList()
    do {
      return try PolicyModel(Checkpoint(bytes: bytes, file: "network"), file: "network")
    } catch {
      throw start.fault("\(error)")
    }
  }
}

extension FlatPoint {
  func write(to writer: inout BinaryWriter) {
    writer.write(sized: placement)
    for value in [globalWirelength, legalWirelength, overflow, densityWeight] {
      writer.write(value)
    }
    writer.write(inflation)
    writer.write(optional: paddedFrom) { $1.write(sized: $0) }
    writer.write(moves)
    writer.write(stages.count)
    for stage in stages { stage.write(to: &writer) }
    writer.write(seconds)
    writer.write(stageSeconds)
    writer.write(optional: annealing) { $0.write(to: &$1) }
    writer.write(optional: global) { $0.write(to: &$1) }
  }

  init(from reader: inout BinaryReader) throws(ParseError) {
    placement = try reader.sizedPlacement()
    globalWirelength = try reader.number()
    legalWirelength = try reader.number()
    overflow = try reader.number()
    densityWeight = try reader.number()
    inflation = try reader.singles()
    paddedFrom = try reader.optional { reader throws(ParseError) in try reader.sizedPlacement() }
    moves = try reader.integer()
    stages = []
    for _ in 0..<(try reader.integer()) { stages.append(try FlatStageResult(from: &reader)) }
    seconds = try reader.number()
    stageSeconds = try reader.number()
    annealing = try reader.optional { reader throws(ParseError) in
      try AnnealingState(from: &reader)
    }
    global = try reader.optional { reader throws(ParseError) in
      try GlobalPlacementState(from: &reader)
    }
  }
}

extension FlatStageResult {
  fileprivate func write(to writer: inout BinaryWriter) {
    writer.write(stage.rawValue)
    writer.write(seconds)
    writer.write(wirelength)
    writer.write(steps)
    writer.write(optional: routability) { result, writer in
      writer.write(result.rounds)
      writer.write(result.keptRounds)
      writer.write(result.inflation)
      for figures in [result.before, result.after] {
        for value in [figures.topMean, figures.peak, figures.overflow] { writer.write(value) }
      }
    }
  }

  fileprivate init(from reader: inout BinaryReader) throws(ParseError) {
    let start = reader
    let name = try reader.text()
    guard let stage = FlatStage(rawValue: name) else {
      throw start.fault("expected the name of a stage, found '\(name)'")
    }
    self.init(
      stage: stage, seconds: try reader.number(), wirelength: try reader.number(),
      steps: try reader.integer(), routability: try reader.optional(Self.routability))
  }

  private static func routability(
    _ reader: inout BinaryReader
  ) throws(ParseError) -> RoutabilityResult {
    func figures(_ reader: inout BinaryReader) throws(ParseError) -> CongestionFigures {
      CongestionFigures(
        topMean: try reader.number(), peak: try reader.number(), overflow: try reader.number())
    }
    return RoutabilityResult(
      rounds: try reader.integer(), keptRounds: try reader.integer(),
      inflation: try reader.number(), before: try figures(&reader), after: try figures(&reader))
  }
}
