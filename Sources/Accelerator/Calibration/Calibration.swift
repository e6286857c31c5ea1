import Foundation

/// What synthesis measured, and the forms fitted to it by which sizes at other parameters are told.
public struct Calibration: Hashable, Codable, Sendable {
  /// One block as synthesized.
  public struct Measurement: Hashable, Codable, Sendable {
    /// The values of ``CalibrationBlock/parameterNames``.
    public var parameters: [Int]
    /// What came out.
    public var size: BlockSize

    /// A measurement from its parts.
    public init(parameters: [Int], size: BlockSize) {
      self.parameters = parameters
      self.size = size
    }
  }

  /// One block: what was measured, and the coefficients of its terms.
  public struct Fit: Hashable, Codable, Sendable {
    /// The block.
    public var block: CalibrationBlock
    /// Its module in the SystemVerilog.
    public var module: String
    /// The module's parameters that were varied.
    public var parameterNames: [String]
    /// The terms that the coefficients belong to.
    public var terms: [String]
    /// The coefficients of flip-flops.
    public var flipFlops: [Double]
    /// The coefficients of gates.
    public var gates: [Double]
    /// The coefficients of cells.
    public var cells: [Double]
    /// The coefficients of nets.
    public var nets: [Double]
    /// The points fitted to.
    public var grid: [Measurement]
    /// Points that were measured and not fitted to.
    public var heldOut: [Measurement]

    /// The form at a point.
    public func size(at point: [Int]) -> BlockSize {
      let terms = block.terms(at: point)
      func sum(_ coefficients: [Double]) -> Double {
        max(0, zip(coefficients, terms).reduce(0) { $0 + $1.0 * $1.1 })
      }
      return BlockSize(
        flipFlops: sum(flipFlops), gates: sum(gates), cells: sum(cells), nets: sum(nets))
    }

    /// Fits the form to measurements.
    public init(block: CalibrationBlock, grid: [Measurement], heldOut: [Measurement]) {
      self.block = block
      module = block.module
      parameterNames = block.parameterNames
      terms = block.termNames
      self.grid = grid
      self.heldOut = heldOut
      let rows = grid.map { block.terms(at: $0.parameters) }
      func fit(_ value: KeyPath<BlockSize, Double>) -> [Double] {
        LeastSquares.fit(rows: rows, values: grid.map { $0.size[keyPath: value] })
      }
      flipFlops = fit(\.flipFlops)
      gates = fit(\.gates)
      cells = fit(\.cells)
      nets = fit(\.nets)
    }
  }

  /// The version that Yosys states.
  public var yosys: String
  /// The commands that it was given, with SOURCES, LIBERTY, MODULE, PARAMETERS and RESULT in place
  /// of what differs.
  public var script: [String]
  /// The areas of the cells mapped to, in square micrometres.
  public var cellAreas: [String: Double]
  /// The blocks, in the order of ``CalibrationBlock``.
  public var fits: [Fit]

  /// A calibration from its parts.
  public init(
    yosys: String, script: [String], cellAreas: [String: Double], fits: [Fit]
  ) {
    self.yosys = yosys
    self.script = script
    self.cellAreas = cellAreas
    self.fits = fits
  }

  /// The size of a block by its fitted form.
  public func size(_ block: CalibrationBlock, _ point: [Int]) -> BlockSize {
    fits.first { $0.block == block }?.size(at: point) ?? .zero
  }

  /// Reads a calibration from JSON.
  ///
  /// - Throws: `DecodingError` for other JSON, or one that lacks a block.
  public init(json: [UInt8]) throws {
    self = try JSONDecoder().decode(Calibration.self, from: Data(json))
    for block in CalibrationBlock.allCases
    where !fits.contains(where: { $0.block == block && $0.fitsForm }) {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: [], debugDescription: "expected coefficients of \(block.rawValue)"))
    }
  }

  /// The calibration as JSON.
  public var json: [UInt8] {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return try [UInt8](encoder.encode(self)) + [0x0A]
    }
  }

  /// The calibration that the program was built with, `Sources/Accelerator/Calibration.json`.
  public static let stored: Calibration = {
    do {
      return try Calibration(json: PackageResources.Calibration_json)
    } catch {
      preconditionFailure("the program's calibration cannot be read: \(error)")
    }
  }()
}

extension Calibration.Fit {
  /// Whether there is a coefficient for each term.
  fileprivate var fitsForm: Bool {
    [flipFlops, gates, cells, nets].allSatisfy { $0.count == block.termNames.count }
  }
}
