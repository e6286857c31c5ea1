import Evaluation
import Formats

extension RoutabilityRounds.Point {
  /// Whether it can be of a descent of these objects.
  func suits(_ problem: borrowing PlacementProblem) -> Bool {
    inflation.factors.count == problem.movableCount
      && best.map {
        $0.inflation.factors.count == problem.movableCount
          && $0.position.counts == [problem.objectCount + 1, problem.objectCount + 1]
      } != false
  }

  func write(to writer: inout BinaryWriter) {
    inflation.write(to: &writer)
    writer.write(optional: first) { $0.write(to: &$1) }
    writer.write(optional: best) { $0.write(to: &$1) }
    writer.write(rounds)
    writer.write(isFinished)
    writer.write(earliest)
  }

  init(from reader: inout BinaryReader) throws(ParseError) {
    inflation = try CellInflation.Point(from: &reader)
    first = try reader.optional { reader throws(ParseError) in
      try CongestionFigures(from: &reader)
    }
    best = try reader.optional { reader throws(ParseError) in
      try RoutabilityRounds.Checkpoint(from: &reader)
    }
    rounds = try reader.integer()
    isFinished = try reader.flag()
    earliest = try reader.integer()
  }
}

extension RoutabilityRounds.Checkpoint {
  fileprivate func write(to writer: inout BinaryWriter) {
    position.write(to: &writer)
    writer.write(densityWeight)
    inflation.write(to: &writer)
    writer.write(wirelength)
    figures.write(to: &writer)
    writer.write(rounds)
  }

  fileprivate init(from reader: inout BinaryReader) throws(ParseError) {
    position = try Coordinates(from: &reader)
    densityWeight = try reader.number()
    inflation = try CellInflation.Point(from: &reader)
    wirelength = try reader.number()
    figures = try CongestionFigures(from: &reader)
    rounds = try reader.integer()
  }
}

extension CellInflation.Point {
  fileprivate func write(to writer: inout BinaryWriter) {
    writer.write(factors)
    writer.write([fillerFactor])
    writer.write(gain)
  }

  fileprivate init(from reader: inout BinaryReader) throws(ParseError) {
    factors = try reader.singles()
    fillerFactor = try reader.singles(count: 1)[0]
    gain = try reader.number()
  }
}

extension CongestionFigures {
  fileprivate func write(to writer: inout BinaryWriter) {
    for value in [topMean, peak, overflow] { writer.write(value) }
  }

  fileprivate init(from reader: inout BinaryReader) throws(ParseError) {
    self.init(
      topMean: try reader.number(), peak: try reader.number(), overflow: try reader.number())
  }
}
