import Foundation

/// The three passes of a solution: along columns, along rows and back, and along columns back.
///
/// Between them coefficients lie in panels of sixteen columns, each panel row by row, so that a pass
/// along columns reads a panel from end to end, and one along rows reads tiles of sixteen by
/// sixteen. Potential and fieldX share the columns' factor, potential and fieldY the rows' factor:
/// two transforms back along rows serve all three. Sides of eight are filled up with zeros.
struct PoissonPasses: ~Copyable {
  /// Where results go; no potential where nobody wants it.
  struct Grids {
    var potential: UnsafeMutableRawPointer?
    var fieldX: UnsafeMutableRawPointer
    var fieldY: UnsafeMutableRawPointer
  }

  let columns: Int
  let rows: Int

  /// Groups of sixteen columns.
  let panels: Int

  /// Groups of sixteen rows.
  let bands: Int

  let alongRow: CosineTransform
  let alongColumn: CosineTransform
  let wavesX: WaveNumbers
  let wavesY: WaveNumbers

  /// For each row's frequency: what the potential's coefficients are multiplied with between passes.
  ///
  /// With the wave number fieldY is as exact as fieldX, since rounding mixes rows of one band. Row
  /// zero, which fieldY lacks, takes the least wave number above zero.
  let rowWeights: UnsafeMutablePointer<Float>
  let inverseRowWeights: UnsafeMutablePointer<Float>

  /// Coefficients of the density, then weighted ones of the potential, in panels.
  let potentialPanels: UnsafeMutablePointer<Lanes>

  /// Those of fieldX.
  let fieldPanels: UnsafeMutablePointer<Lanes>

  /// Two for each thread.
  let workspaces: UnsafeMutablePointer<Lanes>

  /// The energy by bands.
  let energies: UnsafeMutablePointer<Double>

  init(columns: Int, rows: Int, width: Double, height: Double, threads: Int) {
    self.columns = columns
    self.rows = rows
    let lines = CosineTransform.lines
    panels = max(columns / lines, 1)
    bands = max(rows / lines, 1)
    alongRow = CosineTransform(length: columns)
    alongColumn = CosineTransform(length: rows)
    wavesX = WaveNumbers(count: columns, extent: width)
    wavesY = WaveNumbers(count: bands * lines, extent: height)
    rowWeights = .allocate(capacity: bands * lines)
    rowWeights.initialize(from: wavesY.values, count: bands * lines)
    rowWeights[0] = min(wavesX.values[1], wavesY.values[1])
    inverseRowWeights = .allocate(capacity: bands * lines)
    for row in 0..<(bands * lines) { inverseRowWeights[row] = 1 / rowWeights[row] }
    potentialPanels = Self.lanes(panels * bands * lines * CosineTransform.lanesPerPlace)
    fieldPanels = Self.lanes(panels * bands * lines * CosineTransform.lanesPerPlace)
    workspaces = Self.lanes(2 * threads * max(columns, rows) * CosineTransform.lanesPerPlace)
    energies = .allocate(capacity: bands)
    energies.initialize(repeating: 0, count: bands)
  }

  deinit {
    rowWeights.deallocate()
    inverseRowWeights.deallocate()
    potentialPanels.deallocate()
    fieldPanels.deallocate()
    workspaces.deallocate()
    energies.deallocate()
  }

  /// Zeros, aligned to cache lines.
  private static func lanes(_ count: Int) -> UnsafeMutablePointer<Lanes> {
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: count * MemoryLayout<Lanes>.stride, alignment: 64)
    return memory.initializeMemory(as: Lanes.self, repeating: .zero, count: count)
  }

  /// The sum of density times potential after the pass along rows.
  var energy: Double {
    UnsafeBufferPointer(start: energies, count: bands).reduce(0, +) * Double(columns * rows)
  }

  /// One of the two workspaces of a thread.
  @inline(__always)
  func workspace(_ slice: Int, _ index: Int) -> UnsafeMutablePointer<Lanes> {
    workspaces + (2 * slice + index) * max(columns, rows) * CosineTransform.lanesPerPlace
  }

  /// `Lanes` in a panel.
  @inline(__always)
  var panelSize: Int { bands * CosineTransform.lines * CosineTransform.lanesPerPlace }
}

/// Wave numbers pi k / extent and their squares.
struct WaveNumbers: ~Copyable {
  let values: UnsafeMutablePointer<Float>
  let squares: UnsafeMutablePointer<Float>

  init(count: Int, extent: Double) {
    values = .allocate(capacity: count)
    squares = .allocate(capacity: count)
    for index in 0..<count {
      let wave = Double.pi * Double(index) / extent
      values[index] = Float(wave)
      squares[index] = Float(wave * wave)
    }
  }

  deinit {
    values.deallocate()
    squares.deallocate()
  }
}
