import Accelerator
import Netlist
import PerformanceModel
import PhysicalExtraction
import Technology

/// What one accelerator does for the workload, and what that takes with wires of given lengths.
struct AcceleratorWorth: Sendable {
  /// What it does for the workload where DRAM keeps up with the buses.
  let activity: Activity
  private let parameters: AcceleratorParameters
  private let workload: Workload
  private let memoryRate: Double
  private let model: PhysicalModel
  private let dieArea: Double

  /// - Throws: ``LoopError`` if there is no such accelerator in the technology.
  init(
    _ architecture: Architecture, _ design: Design, _ technology: Technology, _ workload: Workload,
    _ goals: Goals
  ) throws(LoopError) {
    parameters = architecture.parameters
    self.workload = workload
    memoryRate = technology.dram.bandwidthPerBusBit * goals.memorySpeed
    do {
      activity = try Self.activity(parameters, workload, bitsPerWire: 1)
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

  private static func activity(
    _ parameters: AcceleratorParameters, _ workload: Workload, bitsPerWire: Double
  ) throws(PerformanceError) -> Activity {
    let bandwidth = Double(parameters.busBits * parameters.dmaChannels) / 8 * bitsPerWire
    return Activity(
      try PerformanceModel(
        parameters, bandwidth: max(bandwidth, PerformanceModel.leastBandwidth)
      ).total(workload))
  }

  /// What it does at a clock, in gigahertz: a wire of its data buses carries a bit a cycle, but no more
  /// than DRAM gives and takes, so that a faster clock waits more cycles.
  private func activity(at clock: Double) -> Activity {
    guard clock > memoryRate else { return activity }
    // The model took the same accelerator and workload when this was made.
    return (try? Self.activity(parameters, workload, bitsPerWire: memoryRate / clock)) ?? activity
  }

  /// What the accelerator is worth with them.
  func figures(_ physics: PhysicalFigures) -> Figures {
    let activity = activity(at: physics.clock)
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
