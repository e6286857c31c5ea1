public import Netlist

/// What a chip is made of and what it costs there to move, keep and compute a bit: the numbers of
/// one technology, each with its source.
///
/// Read from a JSON file or one of the presets. In the file every number is an object of `value`,
/// `unit` and `source`; here it is a plain field whose unit is fixed. Units throughout: micrometres,
/// picoseconds, femtofarads, ohms, volts; fJ for operations on bits, pJ for accesses of memories.
///
/// The file has these keys, all of them and no others, in any order:
///
/// | key | holds |
/// |---|---|
/// | `format`, `version` | `"chipplace-technology"` and `1` |
/// | `name`, `description` | texts |
/// | `sources` | an object: key of a source to its citation, or to the rule of an estimate |
/// | `voltage` | a number |
/// | `site`, `routingSupply`, `repeater`, `logic`, `cells`, `energy`, `dram` | objects of numbers, with the keys of the types below |
/// | `routingLayers` | a list of objects: `name`, `direction` (`"horizontal"` or `"vertical"`), numbers |
/// | `busLayers` | a list of names of routing layers |
/// | `memories` | a list of objects: `name` and numbers; of a bus `readDataFirst`, `readDataLast` and so on |
///
/// A number is `{"value": 1.1, "unit": "V", "source": "liberty"}`: above 0, the unit as the reader has
/// it (`um`, `um2`, `1/um`, `ohm`, `ohm/um`, `fF`, `fF/um`, `ps`, `fJ/bit`, `fJ/bit2`, `pJ`, `pJ/bit`,
/// `uW`, `Gbit/s`, `V`, `words`, `bits`, or `1` for plain ratios), the source a key of `sources`.
/// `Sources/Technology/Presets` has two complete files.
public struct Technology: Hashable, Sendable {
  /// Its name.
  public var name = ""
  /// What it stands for, for a person.
  public var summary = ""
  /// The sources that numbers cite, by key: documents, and rules by which estimates were made.
  public var sources: [String: String] = [:]
  /// The key in ``sources`` of each number, by its path in the file, as `routingLayers[2].pitch`.
  public var citations: [String: String] = [:]

  /// The supply voltage, V.
  public var voltage = 0.0
  /// The site that rows are made of.
  public var site = Site()
  /// The layers of wires, bottom up.
  public var routingLayers: [RoutingLayer] = []
  /// The names of the layers that buses between blocks are routed on; ``busWire`` is their mean.
  public var busLayers: [String] = []
  /// The routing tracks that the evaluator counts with, per micrometre.
  public var routingSupply = RoutingSupply(
    horizontal: 0, vertical: 0, horizontalUsedByMacros: 0, verticalUsedByMacros: 0)
  /// The repeater of the least size.
  public var repeater = Repeater()
  /// The delays of logic.
  public var logic = LogicTiming()
  /// The areas of cells.
  public var cells = CellAreas()
  /// The energies of logic and wires.
  public var energy = Energies()
  /// The memories there are.
  public var memories: [Memory] = []
  /// The memory outside the chip.
  public var dram = DRAM()

  /// A technology with nothing in it.
  public init() {}

  /// A micrometre of bus: resistance in ohms, capacitance in femtofarads.
  public var busWire: (resistance: Double, capacitance: Double) {
    let layers = routingLayers.filter { busLayers.contains($0.name) }
    let count = Double(max(layers.count, 1))
    return (
      layers.reduce(0) { $0 + $1.resistance } / count,
      layers.reduce(0) { $0 + $1.capacitance } / count
    )
  }

  /// The memory of that name.
  public func memory(_ name: String) -> Memory? { memories.first { $0.name == name } }
}

extension Technology {
  /// A site of a row.
  public struct Site: Hashable, Sendable {
    /// Its width, µm.
    public var width = 0.0
    /// The height of the row, µm.
    public var height = 0.0

    /// A site of no size.
    public init() {}
  }

  /// A layer of wires.
  public struct RoutingLayer: Hashable, Sendable {
    /// Its name in LEF.
    public var name = ""
    /// Whether wires run along x by preference, else along y.
    public var isHorizontal = true
    /// The distance from track to track, µm.
    public var pitch = 0.0
    /// The width of a wire, µm.
    public var width = 0.0
    /// The resistance of a wire of least width, ohm/µm.
    public var resistance = 0.0
    /// Its capacitance, neighbours included, fF/µm.
    public var capacitance = 0.0

    /// A layer of which nothing is known.
    public init() {}
  }

  /// A repeater of size 1. One of size s has s times its capacitances and area and 1/s of its
  /// resistance.
  public struct Repeater: Hashable, Sendable {
    /// The resistance that gives the 50 % delay ln 2 · R · C into a load C, ohm.
    public var driveResistance = 0.0
    /// The capacitance of its input, fF.
    public var inputCapacitance = 0.0
    /// The capacitance of its own at its output, fF.
    public var outputCapacitance = 0.0
    /// What it takes beside ln 2 · R · (C + its own output capacitance), ps.
    public var intrinsicDelay = 0.0
    /// Its area, µm².
    public var area = 0.0

    /// A repeater of which nothing is known.
    public init() {}
  }

  /// The delays of logic.
  public struct LogicTiming: Hashable, Sendable {
    /// One gate that drives four of its kind, ps.
    public var gateDelay = 0.0
    /// How long before the clock a flip-flop's input must stand, ps.
    public var setup = 0.0
    /// From the clock to a flip-flop's output, ps.
    public var clockToQ = 0.0
    /// A full adder from carry in to carry out, ps.
    public var fullAdderCarry = 0.0
    /// A full adder from an operand to the sum: one level of a multiplier's tree, ps.
    public var fullAdderSum = 0.0
    /// One level of a parallel-prefix adder, ps.
    public var prefixLevel = 0.0

    /// Logic that takes no time.
    public init() {}
  }

  /// The areas of cells, µm².
  public struct CellAreas: Hashable, Sendable {
    /// NAND of two inputs.
    public var nand2 = 0.0
    /// AND of two inputs.
    public var and2 = 0.0
    /// Choice of one of two bits.
    public var multiplexer = 0.0
    /// Half adder.
    public var halfAdder = 0.0
    /// Full adder.
    public var fullAdder = 0.0
    /// Flip-flop.
    public var flipFlop = 0.0

    /// Cells of no area.
    public init() {}
  }

  /// The energies of logic and wires.
  public struct Energies: Hashable, Sendable {
    /// A multiplication of n-bit numbers divided by n², fJ.
    public var multiplyPerSquaredBit = 0.0
    /// An addition of n-bit numbers divided by n, fJ.
    public var addPerBit = 0.0
    /// One bit kept in a flip-flop for a cycle in which it may change, fJ.
    public var registerPerBit = 0.0
    /// The share of transferred bits that differ from the one before: a wire of capacitance C takes
    /// activity · C · V² / 2 a bit, for one transition.
    public var wireActivity = 0.0

    /// Nothing that takes energy.
    public init() {}
  }

  /// A memory of one port, with all pins on its left edge.
  public struct Memory: Hashable, Sendable {
    /// Where the pins of a bus are: centres from the lower edge, µm.
    public struct Bus: Hashable, Sendable {
      /// The centre of bit 0.
      public var first = 0.0
      /// The centre of the highest bit.
      public var last = 0.0

      /// A bus at the lower edge.
      public init() {}
    }

    /// The name of its LEF macro.
    public var name = ""
    /// The number of words.
    public var words = 0
    /// The width of a word.
    public var bits = 0
    /// Its width, µm.
    public var width = 0.0
    /// Its height, µm.
    public var height = 0.0
    /// The distance of all pins' centres from the left edge, µm.
    public var pinInset = 0.0
    /// The data read, `rd_out`.
    public var readData = Bus()
    /// The data to write, `wd_in`.
    public var writeData = Bus()
    /// The address, `addr_in`.
    public var address = Bus()
    /// The centre of `we_in` from the lower edge, µm.
    public var writeEnable = 0.0
    /// The centre of `ce_in` from the lower edge, µm.
    public var chipEnable = 0.0
    /// The energy to read a word, pJ.
    public var readEnergy = 0.0
    /// The energy to write a word, pJ.
    public var writeEnergy = 0.0
    /// From the clock to the data read, ps.
    public var accessTime = 0.0
    /// How long before the clock its inputs must stand, ps.
    public var setup = 0.0
    /// The power it takes at rest, µW.
    public var leakage = 0.0

    /// A memory of no size.
    public init() {}
  }

  /// The memory outside the chip.
  public struct DRAM: Hashable, Sendable {
    /// The energy of a bit read or written, pJ.
    public var energyPerBit = 0.0
    /// The rate of one bit of the bus, Gbit/s: a bus at a clock of so many GHz, or a slower one, never
    /// waits.
    public var bandwidthPerBusBit = 0.0

    /// A memory that takes no energy and gives no data.
    public init() {}
  }
}
