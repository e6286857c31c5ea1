import Foundation
public import Technology

/// The delay and the energy of a wire with as many repeaters as are best for its delay.
///
/// Delays are 50 % delays by Elmore: ln 2 times the first moment. The wire has r ohms and c femtofarads
/// a micrometre; a repeater of size s has resistance R/s, input capacitance s·Ci, output capacitance
/// s·Co, and takes t beside that. The wire's source is a gate of size 1 whose own delay counts with
/// the logic, and its sink a load of Ci.
///
/// Without repeaters, a wire of length L takes
///
///     ln 2 · [ R·(c·L + Ci) + r·L·(c·L/2 + Ci) ].
///
/// With n repeaters, the first at the source and the others at even distances, it takes
///
///     ln 2 · R·s·Ci  +  n·t  +  ln 2 · [ n·R·(Co + Ci) + R·c·L/s + r·c·L²/(2n) + r·L·s·Ci ],
///
/// each repeater loaded like the next. The best size is √(R·c / (Ci·(r + R/L))) for every n, and the
/// best number L·√(ln 2 · r·c/2 / (t + ln 2 · R·(Co + Ci))): Bakoglu and Meindl (1985), with the
/// source that drives the first repeater added. The number is one of the two whole numbers beside
/// that, the size is at least 1, and what is fastest is taken.
public struct WireTiming: Hashable, Sendable {
  /// A wire with its repeaters.
  public struct Wire: Hashable, Sendable {
    /// How many repeaters there are.
    public var repeaters: Int
    /// Their size.
    public var size: Double
    /// From the source to the sink, ps.
    public var delay: Double
    /// All that is charged, the sink included, fF.
    public var capacitance: Double
    /// The area of the repeaters, µm².
    public var area: Double
  }

  /// The wire's resistance, ohm/µm.
  public var resistance: Double
  /// The wire's capacitance, fF/µm.
  public var capacitance: Double
  /// The repeater of size 1.
  public var repeater: Technology.Repeater
  /// The supply voltage, V.
  public var voltage: Double

  /// The wires that buses of a technology are made of.
  public init(_ technology: Technology) {
    (resistance, capacitance) = technology.busWire
    repeater = technology.repeater
    voltage = technology.voltage
  }

  /// Ohms times femtofarads, in picoseconds: 1 ohm · 1 fF = 1e-3 ps; 50 % of the way after ln 2.
  static let picoseconds = log(2) * 1e-3

  /// The best size of repeaters for a length, at least 1.
  public func bestSize(length: Double) -> Double {
    guard length > 0 else { return 1 }
    let drive = repeater.driveResistance
    let load = repeater.inputCapacitance * (resistance + drive / length)
    return max(1, (drive * capacitance / load).squareRoot())
  }

  /// The best number of repeaters for a length, if it need not be whole.
  public func bestCount(length: Double) -> Double {
    let own =
      Self.picoseconds * repeater.driveResistance
      * (repeater.outputCapacitance + repeater.inputCapacitance)
    let wire = Self.picoseconds * resistance * capacitance / 2
    return length * (wire / (repeater.intrinsicDelay + own)).squareRoot()
  }

  /// The delay of a wire with so many repeaters of one size, ps.
  public func delay(length: Double, repeaters: Int, size: Double) -> Double {
    let drive = repeater.driveResistance
    let input = repeater.inputCapacitance
    let wire = capacitance * length
    guard repeaters > 0 else {
      return Self.picoseconds
        * (drive * (wire + input) + resistance * length * (wire / 2 + input))
    }
    let count = Double(repeaters)
    let moments =
      drive * size * input + count * drive * (repeater.outputCapacitance + input)
      + drive * wire / size + resistance * wire * length / (2 * count)
      + resistance * length * size * input
    return count * repeater.intrinsicDelay + Self.picoseconds * moments
  }

  /// The fastest wire of a length in micrometres.
  public func wire(length: Double) -> Wire {
    let size = bestSize(length: length)
    let count = bestCount(length: length)
    let low = max(1, Int(count.rounded(.down)))
    let best = [0, low, low + 1].map { ($0, delay(length: length, repeaters: $0, size: size)) }
      .min { $0.1 < $1.1 }!
    let total = Double(best.0) * size
    return Wire(
      repeaters: best.0, size: best.0 > 0 ? size : 1, delay: best.1,
      capacitance: capacitance * length + repeater.inputCapacitance
        + total * (repeater.inputCapacitance + repeater.outputCapacitance),
      area: total * repeater.area)
  }

  /// The delay of the fastest wire of a length, ps.
  public func delay(length: Double) -> Double { wire(length: length).delay }

  /// The energy of one transition over a wire of a length with its repeaters, C·V²/2, fJ.
  public func transitionEnergy(length: Double) -> Double {
    wire(length: length).capacitance * voltage * voltage / 2
  }
}
