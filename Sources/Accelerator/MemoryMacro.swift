public import Technology

/// One of the memories of a technology, as large as its LEF says.
///
/// All pins are on the left edge; each bus is a run of pins at an even pitch.
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
  public var pinInset: Double

  /// The macro of a memory.
  public init(_ memory: Technology.Memory) {
    func bus(_ place: Technology.Memory.Bus, _ bits: Int) -> Bus {
      Bus(first: place.first, last: place.last, bits: bits)
    }
    name = memory.name
    words = memory.words
    bits = memory.bits
    width = memory.width
    height = memory.height
    readData = bus(memory.readData, memory.bits)
    writeData = bus(memory.writeData, memory.bits)
    address = bus(memory.address, HardwareDimensions.bits(counting: memory.words))
    writeEnable = memory.writeEnable
    chipEnable = memory.chipEnable
    pinInset = memory.pinInset
  }
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

  /// The organization of least area that reads `bits` at once and holds `kilobytes`, of the
  /// memories of a technology.
  ///
  /// - Throws: ``AcceleratorError/parameter(name:value:reason:)`` if the technology has no memory.
  public init(
    bits: Int, kilobytes: Int, technology: Technology
  ) throws(AcceleratorError) {
    let candidates = technology.memoryMacros.map { macro in
      let wide = Self.quotient(bits, macro.bits)
      let deep = Self.quotient(kilobytes * 8192, wide * macro.bits * macro.words)
      return BankOrganization(macro: macro, widthSlices: wide, depthSlices: deep)
    }
    guard let least = candidates.min(by: { $0.area < $1.area }) else {
      throw .parameter(
        name: "technology", value: technology.name, reason: "expected a memory to build banks of")
    }
    self = least
  }

  /// The organization of least area of NanGate45 memories.
  public init(bits: Int, kilobytes: Int) {
    do {
      try self.init(bits: bits, kilobytes: kilobytes, technology: .nangate45)
    } catch {
      preconditionFailure("the NanGate45 preset has memories: \(error)")
    }
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
