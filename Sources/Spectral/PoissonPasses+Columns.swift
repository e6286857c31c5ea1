// The passes along columns: the first, from the density, and the last, to the results.

extension PoissonPasses {
  /// Writes the density's cosine coefficients along columns.
  func sumColumns(of density: UnsafeRawPointer, panels: Range<Int>, slice: Int) {
    let workspace = workspace(slice, 0)
    for panel in panels {
      load(density + panel &* panelBytes, into: workspace)
      alongColumn.transform(workspace)
      collect(workspace, into: potentialPanels + panel &* panelSize)
    }
  }

  /// Evaluates the series along columns.
  func evaluateColumns(_ grids: Grids, panels: Range<Int>, slice: Int) {
    let workspace = workspace(slice, 0)
    for panel in panels {
      let coefficients = potentialPanels + panel &* panelSize
      if let potential = grids.potential {
        spreadPotential(coefficients, into: workspace)
        alongColumn.transformBack(workspace)
        store(workspace, oddSign: 1, into: potential + panel &* panelBytes)
      }
      spreadSines(coefficients, into: workspace)
      alongColumn.transformBack(workspace)
      store(workspace, oddSign: -1, into: grids.fieldY + panel &* panelBytes)
      spreadCosines(fieldPanels + panel &* panelSize, into: workspace)
      alongColumn.transformBack(workspace)
      store(workspace, oddSign: 1, into: grids.fieldX + panel &* panelBytes)
    }
  }

  /// Bytes of a grid's row that lie in one panel.
  private var panelBytes: Int { CosineTransform.lines * MemoryLayout<Float>.stride }

  /// Copies a panel of the grid, even rows from the start of the workspace, odd rows from its end.
  private func load(_ grid: UnsafeRawPointer, into workspace: UnsafeMutablePointer<Lanes>) {
    let size = CosineTransform.lanesPerPlace
    let lanes = columns < CosineTransform.lines ? size / 2 : size
    let bytes = MemoryLayout<Lanes>.stride
    let rowBytes = columns &* MemoryLayout<Float>.stride
    if lanes < size { workspace.update(repeating: .zero, count: rows &* size) }
    var (even, up) = (grid, workspace)
    var down = workspace + (rows &- 1) &* size
    for _ in 0..<(rows / 2) {
      let odd = even + rowBytes
      for lane in 0..<lanes {
        up[lane] = even.loadUnaligned(fromByteOffset: lane &* bytes, as: Lanes.self)
        down[lane] = odd.loadUnaligned(fromByteOffset: lane &* bytes, as: Lanes.self)
      }
      even = odd + rowBytes
      up += size
      down -= size
    }
  }

  /// The way back of ``load``; odd rows get a sign.
  private func store(
    _ workspace: UnsafeMutablePointer<Lanes>, oddSign: Float, into grid: UnsafeMutableRawPointer
  ) {
    let size = CosineTransform.lanesPerPlace
    let lanes = columns < CosineTransform.lines ? size / 2 : size
    let bytes = MemoryLayout<Lanes>.stride
    let rowBytes = columns &* MemoryLayout<Float>.stride
    let sign = Lanes(repeating: oddSign)
    var (even, up) = (grid, workspace)
    var down = workspace + (rows &- 1) &* size
    for _ in 0..<(rows / 2) {
      let odd = even + rowBytes
      for lane in 0..<lanes {
        even.storeBytes(of: up[lane], toByteOffset: lane &* bytes, as: Lanes.self)
        odd.storeBytes(of: down[lane] * sign, toByteOffset: lane &* bytes, as: Lanes.self)
      }
      even = odd + rowBytes
      up += size
      down -= size
    }
  }

  /// Fourier sums to cosine coefficients.
  private func collect(
    _ workspace: UnsafeMutablePointer<Lanes>, into panel: UnsafeMutablePointer<Lanes>
  ) {
    let size = CosineTransform.lanesPerPlace
    let half = rows / 2
    let mean = Lanes(repeating: 1 / Float(rows))
    let factor = mean + mean
    let turn = alongColumn.quarterWaves.lanes(half) * (factor + factor)
    let (zero, middle) = (alongColumn.offset(of: 0), alongColumn.offset(of: half))
    for group in [0, 2] {
      (ComplexLanes(workspace + zero + group) * mean).store(panel + group)
      (ComplexLanes(workspace + middle + group) * turn).store(panel + half &* size + group)
    }
    for low in 1..<half {
      let (cosine, sine) = alongColumn.quarterWave(low)
      let high = rows &- low
      let (atLow, atHigh) = (alongColumn.offset(of: low), alongColumn.offset(of: high))
      for group in stride(from: 0, to: size, by: 2) {
        let pair = MirroredCoefficients(
          spectrum: ComplexLanes(workspace + atLow + group),
          ComplexLanes(workspace + atHigh + group), cosine: cosine * factor, sine: sine * factor)
        pair.low.store(panel + low &* size + group)
        pair.high.store(panel + high &* size + group)
      }
    }
  }

  /// Coefficients of a series of cosines to Fourier coefficients.
  private func spreadCosines(
    _ panel: UnsafeMutablePointer<Lanes>, into workspace: UnsafeMutablePointer<Lanes>
  ) {
    spread(panel, into: workspace, atZero: 1, atHalf: 1) { pair, _, cosine, sine in
      pair.spectrum(cosine: cosine, sine: sine)
    }
  }

  /// The same from coefficients that have the weights of rows.
  private func spreadPotential(
    _ panel: UnsafeMutablePointer<Lanes>, into workspace: UnsafeMutablePointer<Lanes>
  ) {
    let inverse = inverseRowWeights
    let rows = rows
    spread(panel, into: workspace, atZero: inverse[0], atHalf: inverse[rows / 2]) {
      pair, low, cosine, sine in
      MirroredCoefficients(
        low: pair.low * inverse.lanes(low), high: pair.high * inverse.lanes(rows &- low)
      ).spectrum(cosine: cosine, sine: sine)
    }
  }

  /// Coefficients of a series of sines, which then still lacks the sign of odd rows.
  private func spreadSines(
    _ panel: UnsafeMutablePointer<Lanes>, into workspace: UnsafeMutablePointer<Lanes>
  ) {
    spread(panel, into: workspace, atZero: 0, atHalf: 1) { pair, _, cosine, sine in
      pair.sineSpectrum(cosine: cosine, sine: sine)
    }
  }

  /// Applies the body to each pair of mirrored frequencies, and factors to the two that mirror
  /// themselves.
  @inline(__always)
  private func spread(
    _ panel: UnsafeMutablePointer<Lanes>, into workspace: UnsafeMutablePointer<Lanes>,
    atZero: Float, atHalf: Float,
    _ body: (MirroredCoefficients, Int, Lanes, Lanes) -> (ComplexLanes, ComplexLanes)
  ) {
    let size = CosineTransform.lanesPerPlace
    let half = rows / 2
    let turn = alongColumn.quarterWaves.lanes(half) * (2 * atHalf)
    let (zero, middle) = (alongColumn.offset(of: 0), alongColumn.offset(of: half))
    for group in [0, 2] {
      (ComplexLanes(panel + group) * Lanes(repeating: atZero)).store(workspace + zero + group)
      (ComplexLanes(panel + half &* size + group) * turn).store(workspace + middle + group)
    }
    for low in 1..<half {
      let (cosine, sine) = alongColumn.quarterWave(low)
      let high = rows &- low
      let (atLow, atHigh) = (alongColumn.offset(of: low), alongColumn.offset(of: high))
      for group in stride(from: 0, to: size, by: 2) {
        let pair = MirroredCoefficients(
          low: ComplexLanes(panel + low &* size + group),
          high: ComplexLanes(panel + high &* size + group))
        let (a, b) = body(pair, low, cosine, sine)
        a.store(workspace + atLow + group)
        b.store(workspace + atHigh + group)
      }
    }
  }
}
