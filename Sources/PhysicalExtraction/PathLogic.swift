public import Accelerator
public import Technology

/// What a bus of each class passes through from clock edge to clock edge beside its wire.
///
/// Every path begins at a flip-flop (clock to output) or at a memory (its access time) and ends at a
/// flip-flop or a memory (their setup times). Between them, by the generated SystemVerilog:
///
/// | class | from | through | to |
/// |---|---|---|---|
/// | streams along rows, weights streaming down | flip-flop | the first stage of the product | flip-flop |
/// | operands on their way to stay | flip-flop | a choice: shift or keep | flip-flop |
/// | partial sums | flip-flop | the adder of sums | flip-flop |
/// | drained results | flip-flop | a choice: add or shift | flip-flop |
/// | input and weight reads | memory | the choice among depth slices | flip-flop |
/// | output reads | memory | the choices of slice and of columns, the adder of the bias | flip-flop |
/// | output writes, fills | flip-flop | – | memory |
/// | addresses | flip-flop | two gates that decode the bank | memory |
/// | control | flip-flop | two gates | flip-flop |
/// | network between tiles | flip-flop | the choice of a router's ports; none on a bus | flip-flop |
/// | results, interface, no class | flip-flop | – | flip-flop |
///
/// A product's stages: with one, multiplier and adder of sums are one path; with two, the multiplier
/// alone; with three, a multiplier of half the width; with four and more, registers stand before it.
/// A multiplier is an AND, a tree of full adders that takes n rows to two, three to two a level
/// (Dadda 1965), and an adder; an adder is a gate before and after log₂ n levels of parallel prefixes;
/// a choice among n is log₂ n times two gates.
public struct PathLogic: Hashable, Sendable {
  /// What is built.
  public var parameters: AcceleratorParameters
  /// The delays.
  public var timing: Technology.LogicTiming

  /// The logic of an accelerator in a technology.
  public init(_ parameters: AcceleratorParameters, timing: Technology.LogicTiming) {
    self.parameters = parameters
    self.timing = timing
  }

  /// The delay of an adder of n bits, ps.
  public func adder(_ bits: Int) -> Double {
    2 * timing.gateDelay + Double(Self.levels(bits)) * timing.prefixLevel
  }

  /// The delay of a multiplier of n bits by m, ps.
  public func multiplier(_ bits: Int, by rows: Int) -> Double {
    timing.gateDelay + Double(Self.treeLevels(rows)) * timing.fullAdderSum + adder(bits + rows)
  }

  /// The delay of the choice of one of n, ps.
  public func choice(_ ways: Int) -> Double {
    Double(Self.levels(ways)) * 2 * timing.gateDelay
  }

  /// The least k with 2^k ≥ n.
  static func levels(_ count: Int) -> Int {
    count > 1 ? Int.bitWidth - (count - 1).leadingZeroBitCount : 0
  }

  /// The levels of full adders that take so many rows to two.
  static func treeLevels(_ rows: Int) -> Int {
    var (height, levels) = (2, 0)
    while height < rows { (height, levels) = (height * 3 / 2, levels + 1) }
    return levels
  }

  /// What follows a stream's wire: the first stage of the product, ps.
  var firstStage: Double {
    let operand = parameters.operandBits
    switch parameters.pipelineStages {
    case ...1: return multiplier(operand, by: operand) + sum
    case 2: return multiplier(operand, by: operand)
    case 3: return multiplier(operand, by: (operand + 1) / 2)
    default: return 0
    }
  }

  /// The longest path inside of an element, from flip-flop to flip-flop, ps.
  public var element: Double {
    let operand = parameters.operandBits
    let half = max(multiplier(operand, by: (operand + 1) / 2), adder(2 * operand))
    let stages = parameters.pipelineStages > 2 ? max(half, sum) : max(firstStage, sum)
    return timing.clockToQ + stages + timing.setup
  }

  /// The limit to 16 bits and the multiplier of the vector unit as one path, ps.
  public var vectorUnit: Double {
    timing.clockToQ + 2 * timing.gateDelay + multiplier(16, by: 16) + timing.setup
  }

  /// The adder of sums; where they stay, with the choice between adding and shifting.
  private var sum: Double {
    adder(parameters.accumulatorBits) + (parameters.dataflow.movesPartialSums ? 0 : choice(2))
  }

  /// All that a class passes through beside its wire, ps.
  ///
  /// - Parameters:
  ///   - busClass: The class, or nil for nets of none.
  ///   - memory: The memory of an operand's bank.
  ///   - depthSlices: How many memories of an operand's bank take turns.
  func delay(
    of busClass: BusClass?, memory: (Operand) -> Technology.Memory,
    depthSlices: (Operand) -> Int
  ) -> Double {
    let register = timing.clockToQ
    let setup = timing.setup
    func read(_ operand: Operand) -> Double {
      memory(operand).accessTime + choice(depthSlices(operand)) + setup
    }
    switch busClass {
    case .inputStream, .weightStream: return register + firstStage + setup
    case .inputLoad, .weightLoad, .outputDrain: return register + choice(2) + setup
    case .partialSum: return register + adder(parameters.accumulatorBits) + setup
    case .inputRead: return read(.input)
    case .weightRead: return read(.weight)
    case .outputRead:
      let groups = max(1, parameters.lanes(.output) / max(1, parameters.vectorLanes))
      return read(.output) + choice(groups) + adder(parameters.accumulatorBits)
    case .outputWrite: return register + memory(.output).setup
    case .fill: return register + max(memory(.input).setup, memory(.weight).setup)
    case .address:
      let slowest = Operand.allCases.map { memory($0).setup }.max() ?? 0
      return register + 2 * timing.gateDelay + slowest
    case .control: return register + 2 * timing.gateDelay + setup
    case .network: return register + choice(max(1, parameters.network.routerPorts)) + setup
    case .result, .interface, nil: return register + setup
    }
  }
}
