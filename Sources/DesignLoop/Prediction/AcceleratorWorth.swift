import Accelerator
import Netlist
import PerformanceModel
import PhysicalExtraction
import Technology

/// What one accelerator does for the workload, and what that takes with wires of given lengths.
struct AcceleratorWorth: Sendable {
  /// What it does for the workload.
  let activity: Activity
  private let model: PhysicalModel
  private let dieArea: Double

  /// - Throws: ``LoopError`` if there is no such accelerator in the technology.
  init(
    _ architecture: Architecture, _ design: Design, _ technology: Technology, _ workload: Workload,
    _ goals: Goals
  ) throws(LoopError) {
    let parameters = architecture.parameters
    do {
      let bandwidth = Double(parameters.busBits * parameters.dmaChannels) / 8 * goals.memorySpeed
      activity = Activity(
        try PerformanceModel(parameters, bandwidth: bandwidth).total(workload))
      model = try PhysicalModel(parameters: parameters, technology: technology)
    } catch {
      throw .placement("\(architecture.summary): \(error)")
    }
    dieArea = design.floorplan.die.width * design.floorplan.die.height
  }

  /// Delays and energies with wires of such lengths.
  func physics(_ lengths: WireLengths, detour: Double) -> PhysicalFigures {
    model.figures(lengths: lengths, detour: detour, dieArea: dieArea)
  }

  /// What the accelerator is worth with them.
  func figures(_ physics: PhysicalFigures) -> Figures {
    let performance = physics.performance(of: activity)
    return Figures(
      cycles: activity.cycles, clock: physics.clock, energy: performance.energy,
      area: performance.area)
  }
}

extension Activity {
  /// What the performance model counts, as the physical formulas take it.
  init(_ counts: ActivityCounts) {
    self.init()
    cycles = Double(counts.totalCycles)
    macs = Double(counts.macs)
    for busClass in BusClass.allCases { self[busClass] = Double(counts.transfers[busClass]) }
    for (index, operand) in Operand.allCases.enumerated() {
      let words =
        switch operand {
        case .input: counts.inputSRAM
        case .weight: counts.weightSRAM
        case .output: counts.outputSRAM
        }
      reads[index] = Double(words.reads)
      writes[index] = Double(words.writes)
    }
    dramBits = 8 * Double(counts.dramBytesRead + counts.dramBytesWritten)
  }
}
