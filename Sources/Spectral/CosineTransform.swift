import Foundation

/// Cosine and sine transforms of one length, for sixteen real lines at a time.
///
/// A cosine transform is a Fourier transform of the same length of the line's even places followed
/// by its odd ones backwards, turned by quarter-wave angles (Makhoul, A Fast Cosine Transform in One
/// and Two Dimensions, IEEE Transactions on Acoustics, Speech, and Signal Processing 28 (1), 1980).
/// Two real lines make one complex line, so that nothing is computed twice.
///
/// A line's even places lie in the workspace from its start on, its odd ones from its end back. A
/// workspace holds, for each place, four `Lanes`: the real and imaginary parts of a first and of a
/// second group of complex lines. The Fourier transform forward takes places in order and leaves
/// frequencies where `positions` says; the one backward undoes this, so nothing is ever reordered.
struct CosineTransform: ~Copyable {
  /// `Lanes` to a place of the workspace.
  static let lanesPerPlace = 4

  /// Real lines in a workspace.
  static let lines = lanesPerPlace * Lanes.scalarCount

  /// Places in a line, a power of two from 8.
  let length: Int

  /// Where in the workspace a frequency lies after the forward transform.
  let positions: UnsafeMutablePointer<Int32>

  /// For each butterfly, stage by stage from the longest: cosines and sines of one, two, and three
  /// times its angle.
  let twiddles: UnsafeMutablePointer<Float>

  /// For each frequency up to half the length: half the cosine of its quarter-wave angle; then as
  /// many sines.
  let quarterWaves: UnsafeMutablePointer<Float>

  init(length: Int) {
    precondition(length >= 8 && length & (length - 1) == 0, "length \(length) must be 8, 16, 32...")
    self.length = length

    positions = .allocate(capacity: length)
    for frequency in 0..<length {
      positions[frequency] = Int32(Self.position(of: frequency, length: length))
    }

    twiddles = .allocate(capacity: 2 * length)
    twiddles.initialize(repeating: 0, count: 2 * length)
    var next = twiddles
    var size = length
    while size > 8 || size == length {
      for butterfly in 0..<(size / 4) {
        for multiple in 1...3 {
          let angle = 2 * Double.pi * Double(multiple * butterfly) / Double(size)
          next[0] = Float(cos(angle))
          next[1] = Float(sin(angle))
          next += 2
        }
      }
      size /= 4
    }

    quarterWaves = .allocate(capacity: length + 2)
    for frequency in 0...(length / 2) {
      let angle = Double.pi * Double(frequency) / Double(2 * length)
      quarterWaves[frequency] = Float(cos(angle) / 2)
      quarterWaves[length / 2 + 1 + frequency] = Float(sin(angle) / 2)
    }
  }

  deinit {
    positions.deallocate()
    twiddles.deallocate()
    quarterWaves.deallocate()
  }

  /// Each stage puts the frequencies of one remainder modulo four into one quarter.
  private static func position(of frequency: Int, length: Int) -> Int {
    let inQuarter = length > 32 ? position(of: frequency / 4, length: length / 4) : frequency / 4
    return frequency % 4 * (length / 4) + inQuarter
  }

  /// Which place of the line an index in a quarter of the workspace is.
  @inline(__always)
  func place(quarter: Int, index: Int) -> Int {
    switch quarter {
    case 0: 2 &* index
    case 1: length / 2 &+ 2 &* index
    case 2: length &- 1 &- 2 &* index
    default: length / 2 &- 1 &- 2 &* index
    }
  }

  /// The workspace at a frequency.
  @inline(__always)
  func offset(of frequency: Int) -> Int { Int(positions[frequency]) &* Self.lanesPerPlace }

  /// Half the cosine and sine of a frequency's quarter-wave angle.
  @inline(__always)
  func quarterWave(_ frequency: Int) -> (cosine: Lanes, sine: Lanes) {
    (quarterWaves.lanes(frequency), quarterWaves.lanes(length / 2 &+ 1 &+ frequency))
  }
}

/// What the two lines of each complex lane have at a frequency and at the one as far from the end:
/// the real parts are the first line's coefficients, the imaginary parts the second line's.
struct MirroredCoefficients {
  var low: ComplexLanes
  var high: ComplexLanes

  @inline(__always)
  init(low: ComplexLanes, high: ComplexLanes) {
    self.low = low
    self.high = high
  }

  /// The cosine sums, from the Fourier sums at both frequencies.
  ///
  /// `cosine` and `sine` are of the quarter-wave angle of the lower frequency, times half the factor
  /// that the sums shall have.
  @inline(__always)
  init(spectrum a: ComplexLanes, _ b: ComplexLanes, cosine: Lanes, sine: Lanes) {
    // The spectra of the two real lines, each doubled.
    let first = ComplexLanes(a.re + b.re, a.im - b.im)
    let second = ComplexLanes(a.im + b.im, b.re - a.re)
    low = ComplexLanes(
      first.re * cosine + first.im * sine, second.re * cosine + second.im * sine)
    high = ComplexLanes(
      first.re * sine - first.im * cosine, second.re * sine - second.im * cosine)
  }

  /// The Fourier coefficients whose sum is the series of cosines, at both frequencies.
  ///
  /// `cosine` and `sine` are half those of the quarter-wave angle of the lower frequency.
  @inline(__always)
  func spectrum(cosine: Lanes, sine: Lanes) -> (ComplexLanes, ComplexLanes) {
    let atLow = ComplexLanes(low.re + high.im, low.im - high.re)
    let atHigh = ComplexLanes(high.re + low.im, high.im - low.re)
    return (
      atLow.turned(cosine, sine),
      ComplexLanes(
        atHigh.re * sine - atHigh.im * cosine, atHigh.im * sine + atHigh.re * cosine)
    )
  }

  /// The same for a series of sines, but for a sign at odd places.
  ///
  /// The sine of a frequency is, up to this sign, the cosine of the frequency as far from the end.
  @inline(__always)
  func sineSpectrum(cosine: Lanes, sine: Lanes) -> (ComplexLanes, ComplexLanes) {
    Self(low: high, high: low).spectrum(cosine: cosine, sine: sine)
  }
}
