// The pass along rows: the density's coefficients to those of potential and field, and back.

extension PoissonPasses {
  /// Sums along rows, divides by the squares of wave numbers, and evaluates the series along rows.
  func solveRows(bands: Range<Int>, slice: Int) {
    let (workspace, second) = (workspace(slice, 0), workspace(slice, 1))
    for band in bands {
      load(band: band, into: workspace)
      alongRow.transform(workspace)
      energies[band] = divide(workspace, second, firstRow: band &* CosineTransform.lines)
      alongRow.transformBack(workspace, oddSign: 1)
      store(workspace, band: band, into: potentialPanels)
      alongRow.transformBack(second, oddSign: -1)
      store(second, band: band, into: fieldPanels)
    }
  }

  /// Where four columns of a band start.
  @inline(__always)
  private func tile(_ band: Int, _ column: Int) -> Int {
    let lines = CosineTransform.lines
    return column / lines &* panelSize &+ band &* (lines * CosineTransform.lanesPerPlace)
      &+ column % lines / Lanes.scalarCount
  }

  private func load(band: Int, into workspace: UnsafeMutablePointer<Lanes>) {
    let size = CosineTransform.lanesPerPlace
    var up = workspace
    var down = workspace + (columns &- 1) &* size
    for column in stride(from: 0, to: columns, by: Lanes.scalarCount) {
      let source = potentialPanels + tile(band, column)
      for quarter in 0..<size {
        let row = source + quarter &* (Lanes.scalarCount * size)
        let (a, b, c, d) = transposed(row[0], row[size], row[2 * size], row[3 * size])
        up[quarter] = a
        down[quarter] = b
        up[quarter &+ size] = c
        down[quarter &- size] = d
      }
      up += 2 * size
      down -= 2 * size
    }
  }

  private func store(
    _ workspace: UnsafeMutablePointer<Lanes>, band: Int, into panels: UnsafeMutablePointer<Lanes>
  ) {
    let size = CosineTransform.lanesPerPlace
    var up = workspace
    var down = workspace + (columns &- 1) &* size
    for column in stride(from: 0, to: columns, by: Lanes.scalarCount) {
      let target = panels + tile(band, column)
      for quarter in 0..<size {
        let row = target + quarter &* (Lanes.scalarCount * size)
        let (a, b, c, d) = transposed(
          up[quarter], down[quarter], up[quarter &+ size], down[quarter &- size])
        row[0] = a
        row[size] = b
        row[2 * size] = c
        row[3 * size] = d
      }
      up += 2 * size
      down -= 2 * size
    }
  }

  /// Fourier sums of the density to Fourier coefficients of the weighted potential, in place, and of
  /// fieldX; returns the mean of density times potential in the rows' coefficients.
  ///
  /// By Parseval's theorem a coefficient counts whole, or half for each wave number above zero.
  private func divide(
    _ workspace: UnsafeMutablePointer<Lanes>, _ second: UnsafeMutablePointer<Lanes>, firstRow: Int
  ) -> Double {
    var energy = 0.0
    for group in stride(from: 0, to: CosineTransform.lanesPerPlace, by: 2) {
      let row = firstRow &+ group &* Lanes.scalarCount
      let (workspace, second) = (workspace + group, second + group)
      invertSquares(into: second, row: row)
      let weights = ComplexLanes(unaligned: rowWeights + row)
      let sums =
        divideEnds(workspace, second, weights) + divideInner(workspace, second, weights)
      energy += (sums.sum() + (row == 0 ? sums[0] : 0)) / 2
    }
    return energy
  }

  /// Puts the inverses of the sums of squared wave numbers where the frequencies are; zero where
  /// both wave numbers are.
  private func invertSquares(into second: UnsafeMutablePointer<Lanes>, row: Int) {
    let rowSquares = ComplexLanes(unaligned: wavesY.squares + row)
    for frequency in 0..<columns {
      let square = wavesX.squares.lanes(frequency)
      let target = second + alongRow.offset(of: frequency)
      target[0] = 1 / (rowSquares.re + square)
      target[1] = 1 / (rowSquares.im + square)
    }
    if row == 0 { second[alongRow.offset(of: 0)][0] = 0 }
  }

  /// The frequencies zero and half the length, which mirror themselves.
  private func divideEnds(
    _ workspace: UnsafeMutablePointer<Lanes>, _ second: UnsafeMutablePointer<Lanes>,
    _ weights: ComplexLanes
  ) -> SIMD8<Double> {
    let mean = Lanes(repeating: 1 / Float(columns))
    let zero = alongRow.offset(of: 0)
    let densityAtZero = ComplexLanes(workspace + zero) * mean
    let atZero = densityAtZero.scaled(by: ComplexLanes(second + zero))
    atZero.scaled(by: weights).store(workspace + zero)
    ComplexLanes(.zero, .zero).store(second + zero)

    let half = columns / 2
    let middle = alongRow.offset(of: half)
    let turn = alongRow.quarterWaves.lanes(half) * 2
    let densityAtHalf = ComplexLanes(workspace + middle) * (turn * (mean + mean))
    let atHalf = densityAtHalf.scaled(by: ComplexLanes(second + middle))
    (atHalf.scaled(by: weights) * turn).store(workspace + middle)
    (atHalf * (turn * wavesX.values.lanes(half))).store(second + middle)
    return densityAtZero.scaled(by: atZero).doubles + densityAtHalf.scaled(by: atHalf).doubles / 2
  }

  /// All others. Sums are in single precision over few frequencies, in double precision over all.
  private func divideInner(
    _ workspace: UnsafeMutablePointer<Lanes>, _ second: UnsafeMutablePointer<Lanes>,
    _ weights: ComplexLanes
  ) -> SIMD8<Double> {
    let waves = wavesX.values
    let factor = Lanes(repeating: 2 / Float(columns))
    let half = columns / 2
    var energy = SIMD8<Double>.zero
    var next = 1
    while next < half {
      var sum = ComplexLanes(.zero, .zero)
      let end = min(next &+ 16, half)
      for low in next..<end {
        let high = columns &- low
        let (cosine, sine) = alongRow.quarterWave(low)
        let (atLow, atHigh) = (alongRow.offset(of: low), alongRow.offset(of: high))
        let density = MirroredCoefficients(
          spectrum: ComplexLanes(workspace + atLow), ComplexLanes(workspace + atHigh),
          cosine: cosine * factor, sine: sine * factor)
        let solved = MirroredCoefficients(
          low: density.low.scaled(by: ComplexLanes(second + atLow)),
          high: density.high.scaled(by: ComplexLanes(second + atHigh)))
        sum = sum + density.low.scaled(by: solved.low) + density.high.scaled(by: solved.high)
        let potential = MirroredCoefficients(
          low: solved.low.scaled(by: weights), high: solved.high.scaled(by: weights))
        let (a, b) = potential.spectrum(cosine: cosine, sine: sine)
        a.store(workspace + atLow)
        b.store(workspace + atHigh)
        let field = MirroredCoefficients(
          low: solved.low * waves.lanes(low), high: solved.high * waves.lanes(high))
        let (c, d) = field.sineSpectrum(cosine: cosine, sine: sine)
        c.store(second + atLow)
        d.store(second + atHigh)
      }
      energy += sum.doubles
      next = end
    }
    return energy / 2
  }
}
