import Accelerator
import Foundation
import Netlist
import PhysicalExtraction
import Technology
import Testing

@Suite struct PhysicalModelTests {
  static let technology = Technology.preset("nangate45")!

  static func lengths(_ scale: Double = 1) -> WireLengths {
    var lengths = WireLengths()
    for (index, busClass) in BusClass.allCases.enumerated() {
      lengths.netCount[index] = 4
      lengths.bits[index] = 64
      lengths.steiner[index] = 64 * 200 * scale * Double(index + 1) / 4
      lengths.halfPerimeter[index] = lengths.steiner[index]
      lengths.longestPath[index] = (busClass == .fill ? 1500 : 250) * scale
      lengths.meanPath[index] = lengths.longestPath[index] / 2
    }
    return lengths
  }

  static func figures(
    _ lengths: WireLengths = lengths(), detour: Double = 1, stages: Int = 2,
    _ parameters: AcceleratorParameters = AcceleratorParameters()
  ) throws -> PhysicalFigures {
    var parameters = parameters
    parameters.pipelineStages = stages
    return try PhysicalModel(parameters: parameters, technology: technology)
      .figures(lengths: lengths, detour: detour, dieArea: 2e6)
  }

  @Test func logicByHand() {
    var timing = Technology.LogicTiming()
    timing.gateDelay = 10
    timing.fullAdderSum = 30
    timing.prefixLevel = 15
    timing.clockToQ = 40
    timing.setup = 20
    var parameters = AcceleratorParameters()
    let logic = PathLogic(parameters, timing: timing)
    // 32 bits: five levels of prefixes between two gates.
    #expect(logic.adder(32) == 95)
    #expect(logic.adder(33) == 110)
    // 8 rows: 8, 6, 4, 3, 2. An AND, four full adders, an adder of 16 bits.
    #expect(logic.multiplier(8, by: 8) == 10 + 4 * 30 + 80)
    #expect(logic.choice(1) == 0 && logic.choice(2) == 20 && logic.choice(5) == 60)
    #expect(logic.element == 40 + 210 + 95 + 20)
    parameters.pipelineStages = 2
    let two = PathLogic(parameters, timing: timing)
    #expect(two.element == 40 + 210 + 20)
    parameters.pipelineStages = 3
    let three = PathLogic(parameters, timing: timing)
    // 8 by 4: 10 + 2 · 30 + an adder of 12 bits.
    #expect(three.element == 40 + (10 + 60 + 80) + 20)
  }

  @Test func classesPassWhatTheyShould() throws {
    let figures = try Self.figures()
    func logic(_ busClass: BusClass) -> Double { figures.logicDelays[BusClass.index(of: busClass)] }
    let timing = Self.technology.logic
    #expect(abs(logic(.result) - (timing.clockToQ + timing.setup)) < 1e-9)
    #expect(logic(.outputWrite) == timing.clockToQ + 50)
    #expect(logic(.inputStream) > logic(.partialSum))
    #expect(logic(.outputRead) > logic(.inputRead))
    // The default's input banks are of fakeram45_512x64 in two slices of depth or the like; the read
    // is at least as slow as the fastest memory.
    #expect(logic(.inputRead) >= 173 + timing.setup)
  }

  @Test func moreStagesAreNeverSlower() throws {
    for dataflow in Dataflow.allCases {
      var parameters = AcceleratorParameters()
      parameters.dataflow = dataflow
      var last = Double.infinity
      for stages in 1...4 {
        let period = try Self.figures(stages: stages, parameters).period
        #expect(period <= last)
        last = period
      }
    }
  }

  @Test func longerWiresNeverRaiseTheClock() throws {
    var last = try Self.figures(Self.lengths(0))
    for scale in stride(from: 0.2, through: 8, by: 0.2) {
      let figures = try Self.figures(Self.lengths(scale))
      #expect(figures.clock <= last.clock)
      for index in figures.wireDelays.indices {
        #expect(figures.wireDelays[index] >= last.wireDelays[index])
      }
      last = figures
    }
    // One class alone, and the detour, too.
    let base = try Self.figures()
    for index in base.wireDelays.indices.dropLast() {
      var longer = Self.lengths()
      longer.longestPath[index] *= 20
      let figures = try Self.figures(longer)
      #expect(figures.period >= base.period && figures.delay(index) > base.delay(index))
    }
    #expect(try Self.figures(detour: 1.5).period >= base.period)
    #expect(
      try Self.figures(Self.lengths(8), detour: 1.5).period
        > Self.figures(Self.lengths(8)).period)
  }

  @Test func slacksAreAgainstTheSlowest() throws {
    let figures = try Self.figures(Self.lengths(6))
    #expect(figures.slowestClass == .fill || figures.slowestClass == .inputStream)
    #expect(figures.slacks().min() == 0)
    #expect(abs(figures.clock * figures.period - 1000) < 1e-9)
    let slow = figures.slacks(period: figures.period + 100)
    #expect(abs(slow.min()! - 100) < 1e-9)
    #expect(try Self.figures(Self.lengths(60)).vectorStages == 1)
    // Without wires the element sets the clock.
    let bare = try Self.figures(WireLengths())
    #expect(bare.slowestClass == nil)
    #expect(bare.period == bare.elementDelay)
    #expect(bare.vectorStages > 1)
    #expect(bare.delay(0) == 0)
  }

  @Test func energiesByHand() throws {
    let figures = try Self.figures()
    let index = BusClass.index(of: .partialSum)
    let length = Self.lengths().steinerPerBit(index)
    // Half of the bits change; each change charges the wire and its repeaters once every two changes.
    let wire = WireTiming(Self.technology).wire(length: length)
    #expect(abs(figures.bitEnergies[index] - 0.5 * wire.capacitance * 1.21 / 2) < 1e-9)
    // 8 by 8 bits, a sum of 32, and 2 · 8 + 8 + 1 + 32 bits of registers, 16 more for a second stage.
    let mac = 3.1 * 64 + 3.1 * 32 + 6.2 * Double(8 + 1 + 16 + 32 + 16)
    #expect(abs(figures.macEnergy - mac) < 1e-9)

    var activity = Activity()
    activity.cycles = 1000
    activity.macs = 256_000
    activity[.partialSum] = 4096
    activity.reads[0] = 100
    activity.writes[2] = 10
    activity.dramBits = 640
    let work = figures.performance(of: activity)
    #expect(abs(work.time - figures.period * 1e-9) < 1e-18)
    #expect(abs(work.wireEnergy - 4096 * figures.bitEnergies[index] * 1e-15) < 1e-24)
    #expect(abs(work.arithmeticEnergy - 256_000 * mac * 1e-15) < 1e-18)
    #expect(abs(work.dramEnergy - 640 * 20.3e-12) < 1e-18)
    let memory = 100 * figures.readEnergies[0] + 10 * figures.writeEnergies[2]
    #expect(abs(work.memoryEnergy - memory * 1e-12) < 1e-20)
    #expect(abs(work.leakageEnergy - figures.leakage * 1e-6 * work.time) < 1e-20)
    #expect(work.area == 2)
    #expect(work.throughput == 1 / work.time)
    #expect(work.product == work.time * work.energy * 2)
    // A slower clock takes longer; a faster one than can be does not help.
    let slow = figures.performance(of: activity, period: 2 * figures.period)
    #expect(abs(slow.time - 2 * work.time) < 1e-18 && slow.leakageEnergy > work.leakageEnergy)
    #expect(figures.performance(of: activity, period: 1) == work)
  }

  @Test func memoriesOfABankShareAWord() throws {
    // 4 banks for 16 rows of 8 bits: words of 32 bits. One lane's word is a quarter of a bank's.
    var parameters = AcceleratorParameters()
    let organization = BankOrganization(bits: 32, kilobytes: 8)
    let memory = try #require(
      Self.technology.memories.first {
        $0.words == organization.macro.words && $0.bits == organization.macro.bits
      })
    let figures = try Self.figures()
    let share = Double(organization.widthSlices) / 4
    #expect(abs(figures.readEnergies[0] - memory.readEnergy * share) < 1e-9)
    // Tiles have memories of their own.
    parameters.tiles = 2
    let two = try PhysicalModel(parameters: parameters, technology: Self.technology)
      .figures(lengths: Self.lengths(), detour: 1, dieArea: 1)
    #expect(abs(two.leakage - 2 * figures.leakage) < 1e-9)
  }

  @Test func sevenNanometresAreFasterAndFrugal() throws {
    let old = try Self.figures()
    var parameters = AcceleratorParameters()
    parameters.pipelineStages = 2
    let new = try PhysicalModel(
      parameters: parameters, technology: Technology.preset("asap7")!
    ).figures(lengths: Self.lengths(0.2), detour: 1, dieArea: 1e5)
    #expect(new.clock > old.clock)
    #expect(new.macEnergy < old.macEnergy)
    for (new, old) in zip(new.bitEnergies.dropLast(), old.bitEnergies.dropLast()) {
      #expect(new < old)
    }
  }

  @Test func missingMemoryIsNamed() {
    var technology = Self.technology
    technology.memories.removeAll()
    #expect(throws: PhysicalExtractionError.self) {
      try PhysicalModel(parameters: AcceleratorParameters(), technology: technology)
    }
  }

  @Test func layoutOfAnAcceleratorHasAPlausibleClock() throws {
    let parameters = AcceleratorParameters()
    let design = try AcceleratorGenerator.generate(parameters, seed: 1)
    let lengths = try WireLengths(netlist: design.netlist, placement: design.placement)
    let layout = try LayoutFigures(
      netlist: design.netlist, floorplan: design.floorplan, placement: design.placement)
    let model = try PhysicalModel(parameters: parameters, technology: Self.technology)
    let figures = model.figures(
      lengths: lengths, detour: layout.detourFactor, dieArea: layout.dieArea)
    // Arrays in 45 nm run at a few hundred megahertz to a gigahertz.
    #expect(figures.clock > 0.2 && figures.clock < 1.2)
    // Repeaters are a small part of the white space.
    #expect(figures.repeaterArea > 0)
    #expect(figures.repeaterArea < 0.2 * layout.dieArea)
    let data = try JSONEncoder().encode(figures)
    #expect(try JSONDecoder().decode(PhysicalFigures.self, from: data) == figures)
  }
}
