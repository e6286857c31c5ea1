public import Accelerator
public import Technology

/// Turns lengths of wires, measured or predicted, into delays, a clock and energies.
///
/// One and the same formulas for both, so that what is learned from layouts is the lengths and
/// nothing else.
public struct PhysicalModel: Sendable {
  /// What is built.
  public let parameters: AcceleratorParameters
  /// What it is built in.
  public let technology: Technology
  /// What buses pass through.
  public let logic: PathLogic
  /// The delay and energy of wires.
  public let wires: WireTiming
  private let memories: [Technology.Memory]
  private let organizations: [BankOrganization]

  /// The model of an accelerator in a technology.
  ///
  /// - Throws: ``PhysicalExtractionError/noMemory(words:bits:technology:)`` if the technology lacks a
  ///   memory that a bank is made of.
  public init(
    parameters: AcceleratorParameters, technology: Technology
  ) throws(PhysicalExtractionError) {
    self.parameters = parameters
    self.technology = technology
    logic = PathLogic(parameters, timing: technology.logic)
    wires = WireTiming(technology)
    var memories: [Technology.Memory] = []
    var organizations: [BankOrganization] = []
    for operand in Operand.allCases {
      let buffer = parameters.buffer(operand)
      let organization = BankOrganization(
        bits: Self.wordBits(operand, parameters), kilobytes: buffer.kilobytesPerBank)
      let macro = organization.macro
      guard
        let memory = technology.memories.first(where: {
          $0.words == macro.words && $0.bits == macro.bits
        })
      else {
        throw .noMemory(words: macro.words, bits: macro.bits, technology: technology.name)
      }
      memories.append(memory)
      organizations.append(organization)
    }
    self.memories = memories
    self.organizations = organizations
  }

  /// The bits of a word of a bank: what its lanes read at once.
  private static func wordBits(_ operand: Operand, _ parameters: AcceleratorParameters) -> Int {
    let lanes = parameters.lanes(operand) / parameters.buffer(operand).banks
    return lanes * (operand == .output ? parameters.accumulatorBits : parameters.operandBits)
  }

  private static func place(_ operand: Operand) -> Int {
    Operand.allCases.firstIndex(of: operand)!
  }

  /// The figures of an accelerator with wires of such lengths. Classes without nets have none.
  ///
  /// - Parameters:
  ///   - lengths: The lengths of its wires.
  ///   - detour: How much longer they are as routed: ``LayoutFigures/detourFactor``.
  ///   - dieArea: The area of its die, µm².
  public func figures(
    lengths: WireLengths, detour: Double, dieArea: Double
  ) -> PhysicalFigures {
    var figures = PhysicalFigures(dieArea: dieArea, detour: detour)
    for (index, busClass) in (BusClass.allCases.map { Optional($0) } + [nil]).enumerated()
    where lengths.netCount[index] > 0 {
      figures.logicDelays[index] = logic.delay(
        of: busClass, memory: { memories[Self.place($0)] },
        depthSlices: { organizations[Self.place($0)].depthSlices })
      figures.wireDelays[index] = wires.delay(length: lengths.longestPath[index] * detour)
      let length = lengths.steinerPerBit(index) * detour
      figures.repeaterArea += lengths.bits[index] * wires.wire(length: length).area
      // The share of bits that change times the energy of a change.
      figures.bitEnergies[index] =
        technology.energy.wireActivity
        * wires.transitionEnergy(length: length)
    }
    figures.elementDelay = logic.element
    figures.vectorDelay = logic.vectorUnit
    figures.registerDelay = technology.logic.clockToQ + technology.logic.setup
    for operand in Operand.allCases {
      let index = Self.place(operand)
      let share = wordShare(operand)
      figures.readEnergies[index] = memories[index].readEnergy * share
      figures.writeEnergies[index] = memories[index].writeEnergy * share
      let count =
        parameters.buffer(operand).banks * organizations[index].count
        * parameters.tiles
      figures.leakage += memories[index].leakage * Double(count)
    }
    figures.macEnergy = macEnergy
    figures.dramEnergyPerBit = technology.dram.energyPerBit
    return figures
  }

  /// How many accesses of a memory one lane's word is: those of a bank side by side give a word for
  /// all lanes of the bank.
  private func wordShare(_ operand: Operand) -> Double {
    let lanes = parameters.lanes(operand) / parameters.buffer(operand).banks
    return Double(organizations[Self.place(operand)].widthSlices) / Double(lanes)
  }

  /// The energy of a multiply-add with the registers that it passes, fJ. The registers are those that
  /// the area counts, and two operands' width for each further stage.
  private var macEnergy: Double {
    let operand = Double(parameters.operandBits)
    let sum = Double(parameters.accumulatorBits)
    let kept =
      parameters.dataflow.movesPartialSums
      ? operand + 1 + 2 * operand + sum : operand + 1 + operand + 2 * sum
    let registers = kept + 2 * operand * Double(parameters.pipelineStages - 1)
    return technology.energy.multiplyPerSquaredBit * operand * operand
      + technology.energy.addPerBit * sum + technology.energy.registerPerBit * registers
  }
}
