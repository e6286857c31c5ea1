public import Accelerator

/// What an accelerator does for one inference, or for any other unit of work that is counted.
public struct Activity: Hashable, Sendable, Codable {
  /// The clock cycles.
  public var cycles = 0.0
  /// The multiply-adds.
  public var macs = 0.0
  /// The bits over the nets of each class, counted once for each net that they go over; the place of
  /// a class is ``Accelerator/BusClass/index(of:)``.
  public var transfers = [Double](repeating: 0, count: BusClass.indexCount)
  /// The words read of each operand's buffer: one lane's share, an operand or a sum. By the operand's
  /// place among all.
  public var reads = [Double](repeating: 0, count: Operand.allCases.count)
  /// The words written, likewise.
  public var writes = [Double](repeating: 0, count: Operand.allCases.count)
  /// The bits to and from DRAM.
  public var dramBits = 0.0

  /// Nothing done.
  public init() {}

  /// The bits over the nets of a class.
  public subscript(busClass: BusClass?) -> Double {
    get { transfers[BusClass.index(of: busClass)] }
    set { transfers[BusClass.index(of: busClass)] = newValue }
  }
}

/// What a unit of work takes on one accelerator.
public struct Performance: Hashable, Sendable, Codable {
  /// The time, s.
  public var time: Double
  /// The energy of wires with their repeaters, J.
  public var wireEnergy: Double
  /// The energy of on-chip memories, J.
  public var memoryEnergy: Double
  /// The energy of multiply-adds with their registers, J.
  public var arithmeticEnergy: Double
  /// The energy of DRAM, J.
  public var dramEnergy: Double
  /// What memories leak in the time, J.
  public var leakageEnergy: Double
  /// The area of the die, mm².
  public var area: Double

  /// Figures from their parts.
  public init(
    time: Double, wireEnergy: Double, memoryEnergy: Double, arithmeticEnergy: Double,
    dramEnergy: Double, leakageEnergy: Double, area: Double
  ) {
    self.time = time
    self.wireEnergy = wireEnergy
    self.memoryEnergy = memoryEnergy
    self.arithmeticEnergy = arithmeticEnergy
    self.dramEnergy = dramEnergy
    self.leakageEnergy = leakageEnergy
    self.area = area
  }

  /// All energy, J.
  public var energy: Double {
    wireEnergy + memoryEnergy + arithmeticEnergy + dramEnergy + leakageEnergy
  }
  /// Units of work a second.
  public var throughput: Double { time > 0 ? 1 / time : 0 }
  /// Time · energy · area, s · J · mm²: less is better.
  public var product: Double { time * energy * area }
}
