// The passes along columns: the first, from the density, and the last, to the results.

extension PoissonPasses {
  /// Writes the density's cosine coefficients along columns.
  func sumColumns(of density: UnsafeRawPointer, panels: Range<Int>, slice: Int) {
    let workspace = workspace(slice, 0)
    for panel in panels {
      transform(density + panel &* panelBytes, workspace)
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
        transformBack(workspace, oddSign: 1, into: potential + panel &* panelBytes)
      }
      spreadSines(coefficients, into: workspace)
      transformBack(workspace, oddSign: -1, into: grids.fieldY + panel &* panelBytes)
      spreadCosines(fieldPanels + panel &* panelSize, into: workspace)
      transformBack(workspace, oddSign: 1, into: grids.fieldX + panel &* panelBytes)
    }
  }

  /// Bytes of a grid's row that lie in one panel.
  private var panelBytes: Int { CosineTransform.lines * MemoryLayout<Float>.stride }

  /// The Fourier transform of a panel of the grid.
  private func transform(_ grid: UnsafeRawPointer, _ workspace: UnsafeMutablePointer<Lanes>) {
    let hasBothGroups = columns >= CosineTransform.lines
    let rowBytes = columns &* MemoryLayout<Float>.stride
    let bytes = MemoryLayout<Lanes>.stride
    alongColumn.transform(workspace) { quarter, index, group in
      guard group == 0 || hasBothGroups else { return ComplexLanes(.zero, .zero) }
      let source =
        grid + alongColumn.place(quarter: quarter, index: index) &* rowBytes + group &* bytes
      return ComplexLanes(
        source.loadUnaligned(as: Lanes.self),
        source.loadUnaligned(fromByteOffset: bytes, as: Lanes.self))
    }
  }

  /// The Fourier transform backward, to a panel of the grid; odd rows get a sign.
  private func transformBack(
    _ workspace: UnsafeMutablePointer<Lanes>, oddSign: Float, into grid: UnsafeMutableRawPointer
  ) {
    let hasBothGroups = columns >= CosineTransform.lines
    let rowBytes = columns &* MemoryLayout<Float>.stride
    let bytes = MemoryLayout<Lanes>.stride
    let sign = Lanes(repeating: oddSign)
    alongColumn.transformBack(workspace) { quarter, index, group, value in
      guard group == 0 || hasBothGroups else { return }
      let target =
        grid + alongColumn.place(quarter: quarter, index: index) &* rowBytes + group &* bytes
      let value = quarter < 2 ? value : value * sign
      target.storeBytes(of: value.re, as: Lanes.self)
      target.storeBytes(of: value.im, toByteOffset: bytes, as: Lanes.self)
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
