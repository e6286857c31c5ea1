/// How far fitted forms are from fresh synthesis.
public struct CalibrationCheck: Hashable, Codable, Sendable {
  /// One point.
  public struct Point: Hashable, Codable, Sendable {
    /// The block.
    public var block: CalibrationBlock
    /// The values of its parameters.
    public var parameters: [Int]
    /// What synthesis found now.
    public var measured: BlockSize
    /// What the form says.
    public var fitted: BlockSize
    /// Whether the form was fitted to this point.
    public var isFittedTo: Bool

    /// The area by the form, less the measured one, divided by it.
    public var areaError: Double { fitted.area() / measured.area() - 1 }
    /// The cells likewise.
    public var cellError: Double { fitted.cells / measured.cells - 1 }
    /// The nets likewise.
    public var netError: Double { fitted.nets / measured.nets - 1 }
  }

  /// Errors over some points, without their signs.
  public struct Summary: Hashable, Codable, Sendable {
    /// How many points.
    public var points: Int
    /// The mean error of areas.
    public var meanAreaError: Double
    /// The largest error of areas.
    public var largestAreaError: Double
    /// The mean error of numbers of cells.
    public var meanCellError: Double
    /// The mean error of numbers of nets.
    public var meanNetError: Double

    /// The summary of points, of which there must be one.
    init(_ points: [Point]) {
      func mean(_ value: (Point) -> Double) -> Double {
        points.reduce(0) { $0 + abs(value($1)) } / Double(points.count)
      }
      self.points = points.count
      meanAreaError = mean(\.areaError)
      largestAreaError = points.map { abs($0.areaError) }.max() ?? 0
      meanCellError = mean(\.cellError)
      meanNetError = mean(\.netError)
    }
  }

  /// The version of Yosys.
  public var yosys: String
  /// The points, block by block.
  public var points: [Point]

  /// A check from its parts.
  public init(yosys: String, points: [Point]) {
    self.yosys = yosys
    self.points = points
  }

  /// The errors of a block, or of all blocks, at points that were fitted to or held out; nil if
  /// there are no such points.
  public func summary(of block: CalibrationBlock? = nil, fittedTo: Bool) -> Summary? {
    let chosen = points.filter {
      $0.isFittedTo == fittedTo && (block == nil || $0.block == block)
    }
    return chosen.isEmpty ? nil : Summary(chosen)
  }
}

extension Calibration {
  /// Synthesizes all blocks at all points and fits the forms.
  ///
  /// - Parameters:
  ///   - synthesizer: What runs Yosys.
  ///   - progress: Called before each point with its block and parameters.
  /// - Throws: ``SynthesisError`` at the first block that fails.
  public static func measure(
    _ synthesizer: Synthesizer, progress: (CalibrationBlock, [Int]) -> Void = { _, _ in }
  ) throws(SynthesisError) -> Calibration {
    var fits: [Fit] = []
    for block in CalibrationBlock.allCases {
      var measured: [[Measurement]] = []
      for points in [block.grid, block.heldOut] {
        var measurements: [Measurement] = []
        for point in points {
          progress(block, point)
          measurements.append(
            Measurement(parameters: point, size: try synthesizer.measure(block, point)))
        }
        measured.append(measurements)
      }
      fits.append(Fit(block: block, grid: measured[0], heldOut: measured[1]))
    }
    return Calibration(
      yosys: synthesizer.version, script: Synthesizer.script, cellAreas: CalibrationCells.areas,
      fits: fits)
  }

  /// Compares the forms with fresh synthesis at the points held out.
  ///
  /// - Parameters:
  ///   - synthesizer: What runs Yosys.
  ///   - all: Whether the points fitted to are synthesized too.
  ///   - progress: Called before each point with its block and parameters.
  /// - Throws: ``SynthesisError`` at the first block that fails.
  public func check(
    _ synthesizer: Synthesizer, all: Bool = false,
    progress: (CalibrationBlock, [Int]) -> Void = { _, _ in }
  ) throws(SynthesisError) -> CalibrationCheck {
    var points: [CalibrationCheck.Point] = []
    for fit in fits {
      for (measurements, isFittedTo) in [(fit.grid, true), (fit.heldOut, false)]
      where all || !isFittedTo {
        for measurement in measurements {
          progress(fit.block, measurement.parameters)
          points.append(
            CalibrationCheck.Point(
              block: fit.block, parameters: measurement.parameters,
              measured: try synthesizer.measure(fit.block, measurement.parameters),
              fitted: fit.size(at: measurement.parameters), isFittedTo: isFittedTo))
        }
      }
    }
    return CalibrationCheck(yosys: synthesizer.version, points: points)
  }

  /// How far the forms are from what is stored, without synthesis.
  public var storedErrors: CalibrationCheck {
    let points = fits.flatMap { fit in
      [(fit.grid, true), (fit.heldOut, false)].flatMap { measurements, isFittedTo in
        measurements.map {
          CalibrationCheck.Point(
            block: fit.block, parameters: $0.parameters, measured: $0.size,
            fitted: fit.size(at: $0.parameters), isFittedTo: isFittedTo)
        }
      }
    }
    return CalibrationCheck(yosys: yosys, points: points)
  }
}
