/// One of the static memories of the NanGate45 library, as large as its LEF says.
///
/// Sizes and pin places are read off the generated `fakeram45` macros in TILOS MacroPlacement,
/// `Enablements/NanGate45/lef/` (BSD 3-Clause). All pins are on the left edge, in a rectangle of
/// 0.07 µm; each bus is a run of pins at an even pitch.
public struct MemoryMacro: Hashable, Sendable {
  /// A bus of the memory: its pins' centres, from the lower edge of the macro, in micrometres.
  public struct Bus: Hashable, Sendable {
    /// The centre of bit 0.
    public var first: Double
    /// The centre of the highest bit.
    public var last: Double
    /// The number of bits.
    public var bits: Int

    /// The centre of a run of bits.
    public func center(of range: Range<Int>) -> Double {
      let middle = Double(range.lowerBound + range.upperBound - 1) / 2
      return bits > 1 ? first + (last - first) * middle / Double(bits - 1) : first
    }
  }

  /// The name of the LEF macro.
  public var name: String
  /// The number of words.
  public var words: Int
  /// The width of a word.
  public var bits: Int
  /// The width of the macro in micrometres.
  public var width: Double
  /// The height of the macro in micrometres.
  public var height: Double
  /// The data read, `rd_out`.
  public var readData: Bus
  /// The data to write, `wd_in`.
  public var writeData: Bus
  /// The address, `addr_in`.
  public var address: Bus
  /// The centre of `we_in`.
  public var writeEnable: Double
  /// The centre of `ce_in`.
  public var chipEnable: Double

  /// The distance of all pins' centres from the left edge.
  static let pinInset = 0.035

  private init(
    _ words: Int, _ bits: Int, _ width: Double, _ height: Double, read: ClosedRange<Double>,
    write: ClosedRange<Double>, address: ClosedRange<Double>, _ writeEnable: Double,
    _ chipEnable: Double
  ) {
    name = "fakeram45_\(words)x\(bits)"
    self.words = words
    self.bits = bits
    self.width = width
    self.height = height
    readData = Bus(first: read.lowerBound, last: read.upperBound, bits: bits)
    writeData = Bus(first: write.lowerBound, last: write.upperBound, bits: bits)
    self.address = Bus(
      first: address.lowerBound, last: address.upperBound, bits: words.trailingZeroBitCount)
    self.writeEnable = writeEnable
    self.chipEnable = chipEnable
  }

  /// The memories whose sizes are powers of two.
  public static let all = [
    MemoryMacro(
      32, 32, 55.100, 33.600, read: 10.500...17.010, write: 18.900...25.410,
      address: 27.300...28.140, 30.030, 30.240),
    MemoryMacro(
      64, 64, 56.050, 102.200, read: 31.920...58.380, write: 61.740...88.200,
      address: 91.560...93.660, 97.020, 97.440),
    MemoryMacro(
      64, 256, 108.870, 175.000, read: 57.540...111.090, write: 112.980...166.530,
      address: 168.420...169.470, 171.360, 171.570),
    MemoryMacro(
      128, 32, 59.660, 82.600, read: 24.360...43.890, write: 46.620...66.150,
      address: 68.880...72.660, 75.390, 76.020),
    MemoryMacro(
      128, 256, 153.710, 238.000, read: 73.080...126.630, write: 144.060...197.610,
      address: 215.040...216.300, 233.730, 233.940),
    MemoryMacro(
      256, 16, 57.570, 133.000, read: 34.650...66.150, write: 67.200...98.700,
      address: 99.750...114.450, 115.500, 117.600),
    MemoryMacro(
      256, 32, 60.610, 169.400, read: 49.560...95.130, write: 97.020...142.590,
      address: 144.480...154.770, 156.660, 158.130),
    MemoryMacro(
      256, 64, 109.060, 166.600, read: 50.400...90.090, write: 98.700...138.390,
      address: 147.000...151.410, 160.020, 160.650),
    MemoryMacro(
      512, 64, 110.010, 238.000, read: 73.080...139.230, write: 144.060...210.210,
      address: 215.040...223.440, 228.270, 229.320),
  ]
}

/// How a bank is made of equal memories: side by side for its width, in turn for its depth.
public struct BankOrganization: Hashable, Sendable {
  /// The memory it is made of.
  public var macro: MemoryMacro
  /// How many stand side by side and are read together.
  public var widthSlices: Int
  /// How many take turns, each for its part of the addresses.
  public var depthSlices: Int

  /// The number of memories.
  public var count: Int { widthSlices * depthSlices }

  /// The organization of least area that reads `bits` at once and holds `kilobytes`.
  public init(bits: Int, kilobytes: Int) {
    let candidates = MemoryMacro.all.map { macro in
      let wide = Self.quotient(bits, macro.bits)
      let deep = Self.quotient(kilobytes * 8192, wide * macro.bits * macro.words)
      return BankOrganization(macro: macro, widthSlices: wide, depthSlices: deep)
    }
    self = candidates.min { $0.area < $1.area }!
  }

  private init(macro: MemoryMacro, widthSlices: Int, depthSlices: Int) {
    self.macro = macro
    self.widthSlices = widthSlices
    self.depthSlices = depthSlices
  }

  private var area: Double { Double(count) * macro.width * macro.height }

  private static func quotient(_ value: Int, _ divisor: Int) -> Int {
    max(1, (value + divisor - 1) / divisor)
  }
}
