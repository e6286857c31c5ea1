import Foundation
import PhysicalExtraction
import Technology
import Testing

@Suite struct WireTimingTests {
  /// 1 ohm and 0.1 fF a micrometre; a repeater of 1000 ohm, 2 fF in, 1 fF out, 3 ps.
  static let plain: WireTiming = {
    var technology = Technology.preset("nangate45")!
    for index in technology.routingLayers.indices {
      technology.routingLayers[index].resistance = 1
      technology.routingLayers[index].capacitance = 0.1
    }
    technology.repeater.driveResistance = 1000
    technology.repeater.inputCapacitance = 2
    technology.repeater.outputCapacitance = 1
    technology.repeater.intrinsicDelay = 3
    technology.repeater.area = 0.5
    technology.voltage = 2
    return WireTiming(technology)
  }()

  @Test func shortWireByHand() {
    // 10 µm: 1 fF of wire. 1000 Ω · (1 + 2) fF + 10 Ω · (0.5 + 2) fF = 3025 Ω·fF = 3.025 ps.
    let wire = Self.plain.wire(length: 10)
    #expect(wire.repeaters == 0 && wire.size == 1 && wire.area == 0)
    #expect(abs(wire.delay - log(2) * 3.025) < 1e-9)
    #expect(abs(wire.capacitance - 3) < 1e-12)
    // 3 fF · (2 V)² / 2 = 6 fJ.
    #expect(abs(Self.plain.transitionEnergy(length: 10) - 6) < 1e-12)
  }

  @Test func repeatedWireByHand() {
    // 1000 µm with two repeaters of size 5. Source: 1000 · 10. Each half has 500 Ω and 50 fF:
    // 200 Ω · (5 + 50 + 10) fF + 500 Ω · (25 + 10) fF = 13000 + 17500.
    let delay = Self.plain.delay(length: 1000, repeaters: 2, size: 5)
    let moments: Double = 10_000 + 2 * 30_500
    #expect(abs(delay - (6 + log(2) * moments / 1000)) < 1e-9)
  }

  @Test(arguments: [1, 20, 100, 300, 1000, 3000, 20_000])
  func noOtherRepeatersAreFaster(_ length: Double) {
    for timing in [Self.plain] + Technology.presetNames.map({ WireTiming(Technology.preset($0)!) })
    {
      let best = timing.wire(length: length)
      // Every number and, in fine steps, every size.
      var least = timing.delay(length: length, repeaters: 0, size: 1)
      for repeaters in 1...(best.repeaters + 8) {
        var size = 1.0
        while size < 400 {
          least = min(least, timing.delay(length: length, repeaters: repeaters, size: size))
          size *= 1.002
        }
      }
      #expect(best.delay <= least + 1e-9)
      #expect(best.delay >= least * (1 - 1e-5))
    }
  }

  @Test func longWiresFollowBakoglu() {
    let timing = WireTiming(Technology.preset("nangate45")!)
    let unit = timing.repeater
    // √(R c / (r C)) in the limit.
    let size =
      (unit.driveResistance * timing.capacitance / (timing.resistance * unit.inputCapacitance))
      .squareRoot()
    #expect(abs(timing.bestSize(length: 1e9) - size) < 1e-4 * size)
    // Delay grows in proportion to length.
    let (a, b) = (timing.delay(length: 50_000), timing.delay(length: 100_000))
    #expect(abs(b / a - 2) < 0.02)
    // A millimetre of 45 nm wire: 50 to 200 ps, ITRS 2007's order for intermediate wires with
    // repeaters.
    let millimetre = timing.delay(length: 100_000) / 100
    #expect(millimetre > 50 && millimetre < 250)
  }

  @Test(arguments: Technology.presetNames)
  func longerWiresTakeLongerAndMore(_ name: String) {
    let timing = WireTiming(Technology.preset(name)!)
    var (delay, energy) = (0.0, 0.0)
    for length in stride(from: 0.0, through: 4000, by: 3.7) {
      let wire = timing.wire(length: length)
      #expect(wire.delay > delay)
      (delay, energy) = (wire.delay, max(energy, timing.transitionEnergy(length: length)))
      // Repeaters come in steps, but wire alone is always charged.
      #expect(wire.capacitance >= timing.capacitance * length)
    }
    #expect(timing.transitionEnergy(length: 8000) > energy)
  }
}
