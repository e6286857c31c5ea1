public import Accelerator

/// How fast an accelerator is and what its parts of work cost, with wires of certain lengths.
///
/// Lists by class are in the order of ``Accelerator/BusClass/index(of:)``, lists by operand in the
/// order of all operands. A class without nets has only zeros.
public struct PhysicalFigures: Hashable, Sendable, Codable {
  /// The area of the die, µm².
  public var dieArea: Double
  /// How much longer wires are as routed than the shortest trees.
  public var detour: Double
  /// What each class passes through beside its wire, ps: ``PathLogic``.
  public var logicDelays = [Double](repeating: 0, count: BusClass.indexCount)
  /// The delay of the longest wire of each class, ps.
  public var wireDelays = [Double](repeating: 0, count: BusClass.indexCount)
  /// The longest path inside of an element, ps.
  public var elementDelay = 0.0
  /// The limit and the multiplier of the vector unit as one path, ps. They do not set the clock: they
  /// can be cut into ``vectorStages`` with no effect on the array but a few cycles at the end.
  public var vectorDelay = 0.0
  /// The part of ``vectorDelay`` that each stage has again: flip-flop to flip-flop, ps.
  public var registerDelay = 0.0
  /// The energy of a bit over a net of each class, fJ.
  public var bitEnergies = [Double](repeating: 0, count: BusClass.indexCount)
  /// The area of all repeaters, which stand in the white space, µm².
  public var repeaterArea = 0.0
  /// The energy to read a word of each operand: one lane's share, pJ.
  public var readEnergies = [Double](repeating: 0, count: Operand.allCases.count)
  /// The energy to write one, pJ.
  public var writeEnergies = [Double](repeating: 0, count: Operand.allCases.count)
  /// The energy of a multiply-add with its registers, fJ.
  public var macEnergy = 0.0
  /// The energy of a bit of DRAM, pJ.
  public var dramEnergyPerBit = 0.0
  /// What all memories take at rest, µW.
  public var leakage = 0.0

  /// Figures with nothing but an area.
  public init(dieArea: Double, detour: Double) {
    self.dieArea = dieArea
    self.detour = detour
  }

  /// The delay of a class from clock edge to clock edge, ps.
  public func delay(_ index: Int) -> Double { logicDelays[index] + wireDelays[index] }

  /// The shortest period of the clock: the delay of the slowest class, or of the element if that is
  /// slower, ps.
  public var period: Double {
    logicDelays.indices.reduce(elementDelay) { max($0, delay($1)) }
  }

  /// The stages that limit and multiplier of the vector unit must have for the shortest period.
  public var vectorStages: Int {
    let room = period - registerDelay
    return room > 0 ? max(1, Int(((vectorDelay - registerDelay) / room).rounded(.up))) : 1
  }

  /// The highest clock, GHz.
  public var clock: Double { 1000 / period }

  /// The class that sets the period, if a class does; nil where the element does, and for nets of no
  /// class.
  public var slowestClass: BusClass? {
    let classes = BusClass.allCases
    return classes.indices.first { delay($0) == period }.map { classes[$0] }
  }

  /// What each class has left of a period in ps, below 0 where it is too slow; of the shortest period
  /// unless told otherwise.
  public func slacks(period: Double? = nil) -> [Double] {
    let period = period ?? self.period
    return logicDelays.indices.map { period - delay($0) }
  }

  /// What a unit of work takes.
  ///
  /// - Parameters:
  ///   - activity: What is done.
  ///   - period: The period of the clock in ps, if it is longer than the shortest.
  public func performance(of activity: Activity, period: Double? = nil) -> Performance {
    let time = activity.cycles * max(self.period, period ?? 0) * 1e-12
    return Performance(
      time: time, wireEnergy: Self.dot(activity.transfers, bitEnergies) * 1e-15,
      memoryEnergy: (Self.dot(activity.reads, readEnergies)
        + Self.dot(activity.writes, writeEnergies)) * 1e-12,
      arithmeticEnergy: activity.macs * macEnergy * 1e-15,
      dramEnergy: activity.dramBits * dramEnergyPerBit * 1e-12,
      leakageEnergy: leakage * 1e-6 * time, area: dieArea * 1e-6)
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
